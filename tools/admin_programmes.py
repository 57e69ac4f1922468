"""Meetings that were run, in the administration: to read, never to change by hand."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from prosesstotte.templatetags.portal import minutt
from tools.models import MethodRun


class ReadOnlyMixin:
    """What the meetings have written; nobody adds to it or takes from it here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ProgrammeAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Which plans there are. What stands in them is read by whoever has the link, not here."""

    list_display = ["title", "owner", "date", "people", "is_kept_by_booking", "updated_at"]
    list_filter = ["is_kept_by_booking", "updated_at"]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__email", "owner__name"]
    fields = ["title", "owner", "date", "people", "version", "is_kept_by_booking", "created_at", "updated_at"]


class MethodRunInline(ReadOnlyMixin, admin.TabularInline):
    model = MethodRun
    fields = ["method", "people", "planned", "actual"]
    extra = 0


class RunAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["started_at", "programme", "took", "is_rehearsal", "is_forgotten", "started_by"]
    list_filter = ["is_rehearsal", "is_forgotten", "started_at"]
    list_select_related = ["programme", "started_by"]
    search_fields = ["programme__title"]
    fields = ["programme", "started_at", "ended_at", "took", "is_rehearsal", "is_forgotten", "started_by"]
    inlines = [MethodRunInline]

    @admin.display(description=_("møtet tok"))
    def took(self, run):
        return minutt(run.actual_minutes()) or "–"


class MethodRunAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["at", "method", "people", "planned", "actual", "is_rehearsal"]
    list_filter = ["is_rehearsal", "at"]
    list_select_related = ["method"]
    search_fields = ["method__title"]
    fields = ["method", "run", "people", "planned", "actual", "is_rehearsal", "at"]
