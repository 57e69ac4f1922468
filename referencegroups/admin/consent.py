"""Wordings and evidence. Events are only read; a wording in use is only read too."""

from django.contrib import admin
from django.db.models import Q

from prosesstotte.backoffice import ReadOnlyAdmin
from referencegroups.admin.scoping import OwnRows
from referencegroups.models import ConsentEvent, ConsentText, Member, ReferenceGroup


@admin.register(ConsentText)
class ConsentTextAdmin(admin.ModelAdmin):
    """A changed wording is a new version: the old one stays as it was when people said yes to it."""

    list_display = ["purpose", "language", "version", "valid_from"]
    list_filter = ["purpose", "language"]
    search_fields = ["wording"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_locked)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_locked)

    def get_actions(self, request):
        """No deleting in bulk: it would ask about the list, not about each."""
        return {}


@admin.register(ConsentEvent)
class ConsentEventAdmin(OwnRows, ReadOnlyAdmin):
    """Numbers, not names: who a number is, stands on the person's own page as long as it stands anywhere."""

    list_display = ["at", "person_number", "purpose", "group", "decision", "channel", "recorded_by"]
    list_filter = ["purpose", "decision", "channel", ("group", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["group", "recorded_by"]
    search_fields = ["=person_number"]
    date_hierarchy = "at"
    fields = ["at", "person_number", "text", "group", "decision", "channel", "recorded_by", "keep_until"]

    def visible(self, request):
        if self.manages_all(request):
            return ConsentEvent.objects.all()
        groups = ReferenceGroup.objects.visible_to(request.user).values("pk")
        members = Member.objects.visible_to(request.user).values("pk")
        personal = Q(group__isnull=True, member__in=members)
        return ConsentEvent.objects.filter(Q(group__in=groups) | personal)
