"""The library in the administration: texts, numbers, recipes and synonyms, in the order people need them."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from prosesstotte.backoffice import MarkdownAdmin, ReadOnlyAdmin
from tools import plain_lists
from tools.admin_programmes import MethodRunAdmin, ProgrammeAdmin, RunAdmin
from tools.choices import ARTEFACTS, INCLUSION, Step
from tools.content.loading import is_edited
from tools.models import (
    Collection,
    CollectionMethod,
    Experience,
    Method,
    MethodRun,
    Programme,
    Recipe,
    RecipeBlock,
    Run,
    Synonym,
)


class LoadedFilesMixin:
    """Rows from content files are hidden or edited, not deleted: the next load would bring them back."""

    @admin.display(description=_("innhald"))
    def origin(self, row):
        if not row.loaded_digest:
            return _("laga her")
        return _("endra her") if is_edited(row) else _("frå fil")

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.loaded_digest)

    def get_actions(self, request):
        """No deleting of many at once: loaded rows may be among them."""
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }


class LinesField(forms.CharField):
    """A list with one entry on each line."""

    widget = AdminTextareaWidget(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = (line.strip() for line in super().to_python(value).splitlines())
        return [line for line in lines if line]


class ReadableField(forms.CharField):
    """A structured list shown and read as text; see tools/plain_lists.py."""

    def __init__(self, *, show, read, rows, **kwargs):
        self.show, self.read = show, read
        super().__init__(widget=AdminTextareaWidget(attrs={"rows": rows}), **kwargs)

    def prepare_value(self, value):
        if isinstance(value, str):
            return value  # what somebody just typed
        return self.show(value) if value else ""

    def to_python(self, value):
        return self.read(super().to_python(value))


CODES = [(code, f"{code}: {words}") for code, words in ARTEFACTS.items()]
MANY = {
    "suits": list(INCLUSION.items()),
    "steps": Step.choices,
    "needs": [*CODES, ("alt", _("alt: kva som helst"))],
    "brings": CODES,
}
READABLE = {
    "instructions": (
        plain_lists.instructions_text,
        plain_lists.read_instructions,
        24,
        "«5 min: Tittel», så teksten",
    ),
    "materials": (
        plain_lists.materials_text,
        plain_lists.read_materials,
        6,
        "«Lappar: 10 per person (merknad)»",
    ),
    "inclusion": (plain_lists.inclusion_text, plain_lists.read_inclusion, 8, "«Utan å skrive: råd»"),
}


class ListsMixin:
    """Lists as people write them: boxes to tick, lines, and text instead of JSON."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        name, optional = db_field.name, {"label": db_field.verbose_name, "required": not db_field.blank}
        if name in MANY:
            return forms.MultipleChoiceField(
                choices=MANY[name], widget=forms.CheckboxSelectMultiple, **optional
            )
        if name in READABLE:
            show, read, rows, example = READABLE[name]
            return ReadableField(show=show, read=read, rows=rows, help_text=example, **optional)
        if isinstance(db_field, ArrayField):
            return LinesField(help_text=_("Eitt punkt på kvar linje."), **optional)
        if name == "gives":
            return forms.ChoiceField(choices=[*CODES, ("-", _("ingenting nytt"))], **optional)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class StepFilter(admin.SimpleListFilter):
    title, parameter_name = _("steg"), "steg"

    def lookups(self, request, model_admin):
        return Step.choices

    def queryset(self, request, queryset):
        return queryset.filter(steps__contains=[self.value()]) if self.value() else queryset


@admin.register(Method)
class MethodAdmin(ListsMixin, LoadedFilesMixin, MarkdownAdmin):
    list_display = ["title", "purpose", "people_text", "minutes_text", "status", "updated_at"]
    list_filter = ["status", "purpose", StepFilter, "participation", "mode"]
    search_fields = ["title", "also_known_as", "english", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["related"]
    readonly_fields = ["on_the_site", "origin", "updated_at"]
    markdown_fields = ["good_for", "not_for", "preparation", "room", "digital"]
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 6})}}
    actions = ["publish", "unpublish"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "status", "on_the_site", "origin", "updated_at"]}),
        (_("Kort sagt"), {"fields": ["summary", "also_known_as", "english", "purpose", "steps"]}),
        (
            _("Folk og tid"),
            {
                "description": _(
                    "Minutta er: faste + per person × folk + per gruppe × grupper, mellom kortast og lengst."
                ),
                "fields": [
                    ("people_min", "people_max", "people_typical", "group_size"),
                    ("fixed_min", "per_person_min", "per_group_min"),
                    ("min_minutes", "max_minutes", "short_form_min"),
                ],
            },
        ),
        (
            _("Tekstane"),
            {"fields": ["good_for", "not_for", "preparation", "instructions", "materials", "room"]},
        ),
        (_("Råd"), {"fields": ["tips", "pitfalls", "digital", "inclusion", "suits", "related"]}),
        (_("Medverknad"), {"fields": ["participation", "participation_note"]}),
        (
            _("Kjelde og lisens"),
            {"fields": ["originator", "source_year", "source_note", "licence", "licence_note"]},
        ),
        (
            _("For forslag til køyreplan"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("function", "phase", "family"),
                    ("needs", "gives"),
                    ("safety", "skill"),
                    ("mode", "work_form", "posture"),
                    ("can_be_parallel", "own_breaks"),
                    "kit",
                ],
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).for_reading()

    @admin.display(description=_("på nettstaden"))
    def on_the_site(self, method):
        return site_link(method)

    @admin.action(description=_("Publiser"), permissions=["change"])
    def publish(self, request, queryset):
        queryset.update(status="published")

    @admin.action(description=_("Set til kladd"), permissions=["change"])
    def unpublish(self, request, queryset):
        queryset.update(status="draft")


class RecipeBlockInline(ListsMixin, admin.TabularInline):
    model = RecipeBlock
    fields = ["order", "kind", "method", "title", "minutes", "responsible", "note", "brings"]
    autocomplete_fields = ["method"]
    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2, "cols": 30})}}


@admin.register(Recipe)
class RecipeAdmin(ListsMixin, LoadedFilesMixin, MarkdownAdmin):
    list_display = ["title", "purpose", "people", "is_shown", "order", "updated_at"]
    list_filter = ["is_shown", "purpose"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["on_the_site", "origin", "updated_at"]
    markdown_fields = ["result", "good_for", "preparation"]
    inlines = [RecipeBlockInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "is_shown", "order", "on_the_site", "origin", "updated_at"]}),
        (_("Møtet"), {"fields": ["summary", "purpose", "people", "start"]}),
        (_("Tekstane"), {"fields": ["result", "good_for", "preparation", "tips"]}),
    ]

    @admin.display(description=_("på nettstaden"))
    def on_the_site(self, recipe):
        return site_link(recipe)


@admin.register(Synonym)
class SynonymAdmin(LoadedFilesMixin, admin.ModelAdmin):
    list_display = ["term", "means", "in_use"]
    list_editable = ["in_use"]
    list_filter = ["in_use"]
    search_fields = ["term", "means"]
    fields = ["term", "means", "in_use", "origin"]
    readonly_fields = ["origin"]


class CollectionMethodInline(admin.TabularInline):
    model = CollectionMethod
    fields = readonly_fields = ["order", "method"]
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Collection)
class CollectionAdmin(ReadOnlyAdmin):
    """To see what is collected, and to take away what should not stand there. Owners change their own."""

    list_display = ["__str__", "owner", "is_shared", "used_at"]
    list_filter = ["is_shared", ("owner", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["title", "note", "owner__email"]
    fields = ["owner", "title", "note", "is_shared", "used_at"]
    inlines = [CollectionMethodInline]

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("tools.delete_collection")


@admin.register(Experience)
class ExperienceAdmin(admin.ModelAdmin):
    """What process leaders write is read here before the card shows it."""

    list_display = ["method", "fit", "text", "by", "created_at", "is_approved"]
    list_filter = [("approved_at", admin.EmptyFieldListFilter), "fit"]
    list_select_related = ["method", "by"]
    search_fields = ["method__title", "text"]
    autocomplete_fields = ["method"]
    fields = ["method", "fit", "text", "by", "created_at", "approved_at", "approved_by"]
    readonly_fields = ["by", "created_at", "approved_at", "approved_by"]
    actions = ["approve", "hide"]

    @admin.display(description=_("godkjend"), boolean=True)
    def is_approved(self, experience):
        return experience.approved_at is not None

    @admin.action(description=_("Godkjenn"), permissions=["change"])
    def approve(self, request, queryset):
        number = queryset.approve(by=request.user)
        text = ngettext("%d erfaring er godkjend.", "%d erfaringar er godkjende.", number) % number
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("Skjul frå metoden"), permissions=["change"])
    def hide(self, request, queryset):
        queryset.update(approved_at=None, approved_by=None)


def site_link(row):
    """To the page people see; drafts too, for staff."""
    if not row.pk:
        return "–"
    return format_html('<a href="{}?forhandsvis">{}</a>', row.get_absolute_url(), _("Sjå på nettstaden"))


admin.site.register(Programme, ProgrammeAdmin)
admin.site.register(Run, RunAdmin)
admin.site.register(MethodRun, MethodRunAdmin)
