"""What process leaders have learned of a method: written on a page of its own, shown when approved."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prosesstotte.models import TeamMember
from tools.forms.library import ExperienceForm
from tools.models import Experience, Method


def is_of_the_team(user):
    """Whether `user` leads processes here: somebody of the team, or of the administration."""
    if not user.is_authenticated:
        return False
    return user.is_staff or TeamMember.objects.filter(user=user).exists()


@require_http_methods(["GET", "HEAD", "POST"])
def experience_add(request, slug):
    method = get_object_or_404(Method.objects.published().for_list(), slug=slug)
    if not is_of_the_team(request.user):
        raise PermissionDenied
    mine = Experience(method=method, by=request.user)
    form = ExperienceForm(request.POST if request.method == "POST" else None, instance=mine)
    if form.is_valid():
        form.save()
        messages.success(request, _("Takk! Erfaringa blir vist når administrasjonen har lese ho."))
        return redirect(method)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    trail = [
        (reverse("tools:method_list"), _("Metodar")),
        (method.get_absolute_url(), method.title),
        ("", _("Erfaring")),
    ]
    page = {"method": method, "form": form, "trail": trail}
    return render(request, "tools/experience.html", page, status=status)
