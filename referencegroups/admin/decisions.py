"""What an owner decides for many at once: say why, then do it to all that were chosen."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from referencegroups import actions
from referencegroups.models.member import SEE_EMPLOYEES


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Grunngiving"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv ei kort grunngiving. Personen får lese ho.")},
    )  # fmt: skip


def _named(request, row):
    return row.shown_name(sees_employees=request.user.has_perm(SEE_EMPLOYEES))


def _rows(queryset):
    return list(queryset.select_related("member", "group").order_by("created_at", "pk"))


def _each(modeladmin, request, queryset, act):
    """Do one thing to each; what is refused is told with its sentence, and the rest is done."""
    done = 0
    for row in _rows(queryset):
        try:
            act(row)
            done += 1
        except ValidationError as error:
            text = f"{_named(request, row)}: {' '.join(error.messages)}"
            modeladmin.message_user(request, text, messages.ERROR)
    if done:
        text = ngettext("%d medlemskap er endra.", "%d medlemskap er endra.", done) % done
        modeladmin.message_user(request, text, messages.SUCCESS)


def _action(name, title, act):
    """An action in one step. `act(by=, membership=)` is the door."""

    def action(modeladmin, request, queryset):
        _each(modeladmin, request, queryset, lambda row: act(by=request.user, membership=row))

    action.__name__ = name
    return admin.action(action, description=title, permissions=["change"])


def _action_with_reason(name, title, act, *, required=True):
    """An action in two steps. `act(by=, membership=, reason=)` is the door."""

    def action(modeladmin, request, queryset):
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        form.fields["reason"].required = required
        if not form.is_valid():
            return _ask_why(modeladmin, request, queryset, form, name=name, title=title)
        reason = form.cleaned_data["reason"]
        _each(
            modeladmin, request, queryset,
            lambda row: act(by=request.user, membership=row, reason=reason),
        )  # fmt: skip
        return None

    action.__name__ = name
    return admin.action(action, description=title, permissions=["change"])


def _ask_why(modeladmin, request, queryset, form, *, name, title):
    context = {
        **modeladmin.admin_site.each_context(request), "title": title, "form": form, "action": name,
        "chosen": [(row.pk, _named(request, row)) for row in _rows(queryset)],
        "opts": modeladmin.opts, "checkbox": helpers.ACTION_CHECKBOX_NAME,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/referencegroups/reason.html", context, status=status)


def _bounced(*, by, membership):
    actions.bounced(member=membership.member, by=by)


ACTIONS = [
    _action_with_reason("approve", _("Godkjenn (gi plass)"), actions.approve, required=False),
    _action_with_reason("decline", _("Avslå, med grunngiving"), actions.decline),
    _action("put_in_pool", _("Legg i potten for loddtrekking"), actions.put_in_pool),
    _action("put_on_reserve", _("Set på reservelista"), actions.put_on_reserve),
    _action_with_reason("remove", _("Fjern frå gruppa, med grunngiving"), actions.remove),
    _action("bounced", _("E-posten kjem i retur"), _bounced),
]
