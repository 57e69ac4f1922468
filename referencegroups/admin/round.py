"""Rounds: written, read by a second person, sent. Never who answered what, and nothing of what is open."""

from django import forms
from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from referencegroups.admin import round_pages
from referencegroups.admin.scoping import OwnRows
from referencegroups.models import Question, Round, RoundTranslation
from referencegroups.round_choices import FEWEST_QUESTIONS, MOST_QUESTIONS, RoundState


class LinesField(forms.CharField):
    """A list, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        return [line for line in lines if line]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data or "")


def lines(label):
    return LinesField(label=label, required=False, help_text=_("Eitt på kvar linje."))


class QuestionForm(forms.ModelForm):
    options = lines(_("svaralternativ"))
    options_nb = lines(_("svaralternativ på bokmål"))
    options_en = lines(_("svaralternativ på engelsk"))


class DraftOnly:
    """Rows of a round that may be changed as long as it is a draft."""

    extra = 0

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and _is_draft(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _is_draft(obj)


def _is_draft(row):
    return row is None or row.state == RoundState.DRAFT


class QuestionInline(DraftOnly, admin.StackedInline):
    model = Question
    form = QuestionForm
    max_num = MOST_QUESTIONS

    def get_extra(self, request, obj=None, **kwargs):
        """Room for the fewest questions at once, also without JavaScript."""
        return 1 if obj else FEWEST_QUESTIONS

    fieldsets = [
        (None, {"fields": [("order", "kind", "divides"), "text", "help", "options"]}),
        (_("Berre for skala"), {"fields": [("steps", "low_label", "high_label")]}),
        (
            _("Bokmål og engelsk"),
            {"classes": ["collapse"], "fields": [("text_nb", "options_nb"), ("text_en", "options_en")]},
        ),
    ]


class TranslationInline(DraftOnly, admin.StackedInline):
    model = RoundTranslation
    max_num = 2


WORDS = ["group", "title", "why", "can_change", "cannot_change", "afterwards", "case_title", "case_link"]
TIMES = ["opens_at", "closes_at", "promised_on", "mode"]
STATE = ["state", "state_at", "created_by", "edited_by", "reviewed_by", "reminders_sent", "have_answered"]


@admin.register(Round)
class RoundAdmin(OwnRows, admin.ModelAdmin):
    list_display = ["title", "group", "state", "mode", "have_answered", "closes_at", "promised_on", "is_late"]
    list_filter = ["state", "mode", ("group", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["group"]
    search_fields = ["title", "why"]
    date_hierarchy = "opens_at"
    inlines = [QuestionInline, TranslationInline]
    fieldsets = [
        (None, {"fields": [("state", "state_at"), "reviewed_by", "have_answered"]}),
        (_("Kva vi spør om, og kvifor"), {"fields": WORDS}),
        (_("Når og korleis"), {"fields": TIMES}),
        (_("Oppsummering"), {"fields": ["summary"]}),
        (_("Kven"), {"fields": ["created_by", "edited_by", "reminders_sent"]}),
    ]
    change_form_template = "admin/referencegroups/round_change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).with_number_answered()

    @admin.display(description=_("har svart"))
    def have_answered(self, row):
        """All that anybody may know while it is open."""
        if not row.pk or not row.asked:
            return "–"
        words = _("%(answered)d av %(asked)d")
        return words % {"answered": row.number_answered, "asked": row.asked}

    @admin.display(description=_("forseinka"), boolean=True)
    def is_late(self, row):
        return row.is_late()

    def get_readonly_fields(self, request, obj=None):
        return [*STATE, "summary"]  # the summary has a door of its own

    def has_change_permission(self, request, obj=None):
        """Only a draft has a form. What happens to it later happens through the doors."""
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _is_draft(obj)

    def save_model(self, request, obj, form, change):
        """Who has had a hand in it cannot be the second person who reviews it."""
        if not change:
            obj.created_by = request.user
        obj.edited_by = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        ours = [
            path(f"<int:pk>/{where}/", wrap(view), name=f"referencegroups_{name}")
            for where, view, name in round_pages.PAGES
        ]
        return ours + super().get_urls()

    def render_change_form(self, request, context, **kwargs):
        row = kwargs.get("obj")
        if row and request.user.has_perm(round_pages.CHANGE):
            context["doors"] = round_pages.doors_of(row, request.user)
        return super().render_change_form(request, context, **kwargs)
