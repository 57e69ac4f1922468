"""What the pages behind secret links share."""

from http import HTTPStatus

from django.shortcuts import render

from referencegroups import secret_links

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@secret_links.no_trace
def swap(request, kind, token):
    """The address in the letter. It reads nothing and changes nothing: mail scanners come here too."""
    return secret_links.swap(kind, token)


def dead_link(request):
    """Too old, used, or never right: the same words for all, and the way to a new one."""
    if secret_links.is_guessing(request):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return render(request, "referencegroups/link/dead.html", status=HTTPStatus.NOT_FOUND)


def asked(request, form_class, *args, **kwargs):
    """The form as it was sent, or a new one."""
    posted = request.POST if request.method == "POST" else None
    return form_class(posted, *args, **kwargs)


def page(request, template, form, **context):
    """A page with a form: 422 when it was sent and is not right."""
    status = UNPROCESSABLE if form.is_bound else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)


def refused(request, error, **context):
    """A door said no: its sentence, and its status."""
    context = {"sentence": " ".join(error.messages), **context}
    return render(request, "referencegroups/link/refused.html", context, status=getattr(error, "status", 422))
