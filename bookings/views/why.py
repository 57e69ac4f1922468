"""/mine/kvifor/: leader and staff ask why a start is not free, and get every reason."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.forms.why import WhyForm
from bookings.models import ProcessLeader
from bookings.why import Kind, Question, explain


@require_safe
def why(request):
    own = ProcessLeader.objects.of(request.user).first()
    if own is None and not request.user.has_perm("bookings.view_processleader"):
        raise PermissionDenied
    asks = any(name in request.GET for name in WhyForm.base_fields)
    known = {"leader": own, "date": timezone.localdate(), "minutes": 120, "kind": Kind.ROOM}
    form = WhyForm(request.GET if asks else None, initial=known)
    context = {"form": form, "has_answer": form.is_valid()}
    if context["has_answer"]:
        typed = form.cleaned_data
        names = ("leader", "start", "minutes", "kind")
        question = Question(reader=request.user, at=timezone.now(), **{name: typed[name] for name in names})
        context |= {"question": question, "reasons": explain(question)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "bookings/leading/why.html", context, status=status)
