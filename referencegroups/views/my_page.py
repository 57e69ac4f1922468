"""The member's own page: what we hold, take it out, correct, withdraw, pause, leave, erase."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prosesstotte import links
from referencegroups import actions, my_data, secret_links
from referencegroups.choices import Decision, Purpose
from referencegroups.forms.joining import FactsForm
from referencegroups.models import ConsentText, Member
from referencegroups.views.pages import asked, dead_link, page

PRETTY = {"ensure_ascii": False, "indent": 2}
OPENED = "group_my_page_open"
BUTTONS = {
    "pause": (actions.pause, _("No har du pause. Du får ingen spørsmål før du kjem tilbake.")),
    "resume": (actions.resume, _("Velkomen tilbake.")),
    "leave": (actions.leave, _("Du er ute av gruppa.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@secret_links.no_trace
def my_page(request):
    """The link opens once, by the button; then the page stands open for 30 minutes."""
    member = opened(request)
    if member is not None and request.method != "POST":
        return render(request, "referencegroups/my_page/page.html", my_data.shown(member))
    member = secret_links.holder(request, secret_links.MY_PAGE)
    if member is None:
        return dead_link(request)
    if request.method != "POST":
        return render(request, "referencegroups/my_page/open.html")
    return _open(member)


def _open(member):
    links.revoke(secret_links.MY_PAGE.purpose, member)
    response = redirect("referencegroups:my_page")
    secret_links.drop(response, secret_links.MY_PAGE.purpose)
    secret_links.keep(response, OPENED, str(member.pk))
    return response


def opened(request):
    """Whose page stands open in this browser, or None."""
    pk = secret_links.kept(request, OPENED)
    return Member.objects.filter(pk=pk, erased_at__isnull=True).first() if pk else None


def own(view):
    """A page or a button of the open page; when it has closed, the way to a new link."""

    @secret_links.no_trace
    @wraps(view)
    def inner(request, *args, **kwargs):
        member = opened(request)
        return dead_link(request) if member is None else view(request, member, *args, **kwargs)

    return inner


@require_POST
@own
def close(request, member):
    response = redirect("referencegroups:index")
    secret_links.drop(response, OPENED)
    return response


@require_safe
@own
def take_out(request, member):
    """Everything we hold, for the person to keep: JSON for machines, text for people."""
    readable = request.GET.get("form") == "tekst"
    response = HttpResponse(my_data.as_text(member), content_type="text/plain; charset=utf-8")
    if not readable:
        response = JsonResponse(my_data.as_data(member), json_dumps_params=PRETTY)
    name = f"opplysningane-mine.{'txt' if readable else 'json'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own
def correct(request, member):
    may = my_data.stands(member, Purpose.BREADTH)
    initial = {name: getattr(member, name) for name in FactsForm.base_fields}
    form = asked(request, FactsForm, initial=initial, may_keep_breadth=may)
    if not form.is_valid():
        return page(request, "referencegroups/my_page/correct.html", form, may_keep_breadth=may)
    actions.correct(member=member, **form.facts())
    messages.success(request, _("Endringa er lagra."))
    return redirect("referencegroups:my_page")


@require_POST
@own
def decide(request, member):
    """Yes or no to one purpose. To withdraw from being a member is to leave."""
    purpose, yes = request.POST.get("purpose"), request.POST.get("decision") == "yes"
    if purpose not in set(Purpose) - {Purpose.MEMBERSHIP}:
        raise Http404
    if yes:
        return _say_yes(request, member, purpose)
    actions.decide_consent(member=member, purpose=purpose, decision=Decision.WITHDRAWN)
    messages.success(request, _("Samtykket er trekt."))
    return redirect("referencegroups:my_page")


def _say_yes(request, member, purpose):
    """Yes is said to the wording that stood on the page."""
    text = ConsentText.objects.current(member.language).get(purpose)
    if text is None or str(text.pk) != request.POST.get("text"):
        messages.error(request, _("Teksten er endra. Les han på nytt før du svarer."))
    else:
        said_before = member.consent_events.filter(purpose=purpose).exists()
        decision = Decision.RENEWED if said_before else Decision.GIVEN
        actions.decide_consent(member=member, purpose=purpose, decision=decision, text=text)
        messages.success(request, _("Takk. Samtykket er lagra."))
    return redirect("referencegroups:my_page")


@require_POST
@own
def agree(request, member, pk):
    """Yes to a changed wording of being a member of one group."""
    membership = get_object_or_404(member.memberships.members().select_related("group"), pk=pk)
    text = ConsentText.objects.current(member.language)[Purpose.MEMBERSHIP]
    if request.POST.get("text") != str(text.pk):
        messages.error(request, _("Teksten er endra. Les han på nytt før du svarer."))
    else:
        membership.member = member
        actions.renew_consent(membership=membership, text=text)
        messages.success(request, _("Takk. Samtykket er lagra."))
    return redirect("referencegroups:my_page")


@require_POST
@own
def move(request, member, pk, button):
    """One button, no reason."""
    membership = get_object_or_404(member.memberships.select_related("group"), pk=pk)
    membership.member = member
    action, done = BUTTONS[button]
    try:
        action(membership=membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("referencegroups:my_page")


@require_POST
@own
def mail(request, member):
    action = actions.resume_mail if request.POST.get("mail") == "on" else actions.stop_mail
    action(member=member)
    messages.success(request, _("Det er lagra."))
    return redirect("referencegroups:my_page")


@require_http_methods(["GET", "HEAD", "POST"])
@own
def erase(request, member):
    if request.method != "POST":
        return render(request, "referencegroups/my_page/erase.html", {"member": member})
    actions.erase(member=member)
    response = render(request, "referencegroups/my_page/erased.html", {"number": member.number})
    secret_links.drop(response, OPENED)
    return response
