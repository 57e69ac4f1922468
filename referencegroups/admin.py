"""The back office of the reference groups."""

from django.contrib import admin

from prosesstotte.backoffice import MarkdownAdmin
from referencegroups import lottery_admin  # noqa: F401 - registers the pages of breadth and lottery
from referencegroups.models import ReferenceGroup


@admin.register(ReferenceGroup)
class ReferenceGroupAdmin(MarkdownAdmin):
    list_display = ["name", "area", "state", "join_mode", "starts_on", "ends_on"]
    list_filter = ["state", "area"]
    list_select_related = ["area"]
    search_fields = ["name", "purpose"]
    prepopulated_fields = {"slug": ["name"]}
    markdown_fields = ["purpose"]
