"""People: seen here, corrected by themselves. Consent by phone or in a meeting is written down here."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from prosesstotte.backoffice import ReadOnlyAdmin
from referencegroups import actions
from referencegroups.admin.membership import MembershipInline
from referencegroups.admin.scoping import OwnRows
from referencegroups.choices import Channel, Decision, Purpose
from referencegroups.models import ConsentText, Member


class SpokenConsentForm(forms.Form):
    """What somebody said on the phone or in a meeting, to the wording that was read to them."""

    purpose = forms.ChoiceField(
        label=_("Kva det gjeld"), choices=[(p.value, p.label) for p in Purpose if p != Purpose.MEMBERSHIP]
    )
    decision = forms.ChoiceField(
        label=_("Svar"), choices=[d for d in Decision.choices if d[0] != Decision.RENEWED]
    )
    channel = forms.ChoiceField(label=_("Kor"), choices=[c for c in Channel.choices if c[0] != Channel.WEB])


@admin.register(Member)
class MemberAdmin(OwnRows, ReadOnlyAdmin):
    """People: seen here, corrected by themselves. Erased ones are a number."""

    list_display = ["name_or_number", "email", "language", "mail_pause", "erased_at"]
    list_filter = ["mail_pause", "language", ("erased_at", admin.EmptyFieldListFilter)]
    search_fields = ["email", "first_name", "last_name", "=number"]
    fields = [
        "number",
        "email",
        "first_name",
        "last_name",
        "mobile",
        "language",
        "help",
        "mail_pause",
        "erased_at",
    ]
    inlines = [MembershipInline]
    actions = ["pause_mail"]
    change_form_template = "admin/referencegroups/member_change_form.html"

    @admin.display(description=_("medlem"), ordering="last_name")
    def name_or_number(self, member):
        return str(member)

    @admin.action(description=_("E-posten kjem i retur"), permissions=["view"])
    def pause_mail(self, request, queryset):
        if not request.user.has_perm("referencegroups.change_membership"):
            raise PermissionDenied
        for member in queryset:
            actions.bounced(member=member, by=request.user)
        self.message_user(request, _("E-posten er sett på pause."), messages.SUCCESS)

    def get_urls(self):
        consent = self.admin_site.admin_view(spoken_consent)
        return [
            path("<int:pk>/samtykke/", consent, name="referencegroups_spoken_consent"),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def spoken_consent(request, pk):
    """Write down a consent that was given or withdrawn by phone or in a meeting, and who wrote it down."""
    member = get_object_or_404(Member.objects.visible_to(request.user).filter(erased_at__isnull=True), pk=pk)
    if not request.user.has_perm("referencegroups.change_membership"):
        raise PermissionDenied
    form = SpokenConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        actions.decide_consent(
            member=member,
            purpose=said["purpose"],
            decision=said["decision"],
            channel=said["channel"],
            by=request.user,
        )
        messages.success(request, _("Samtykket er ført inn."))
        return redirect("admin:referencegroups_member_change", pk)
    context = {
        **admin.site.each_context(request), "title": _("Før inn samtykke"), "form": form, "member": member,
        "texts": ConsentText.objects.current(member.language).values(), "opts": Member._meta,
    }  # fmt: skip
    return render(
        request, "admin/referencegroups/spoken_consent.html", context, status=422 if form.is_bound else 200
    )
