"""Memberships: states change by the doors alone. The page shows, the actions decide."""

from django.contrib import admin
from django.db.models import BooleanField, Value
from django.utils.translation import gettext_lazy as _

from referencegroups.admin.decisions import ACTIONS
from referencegroups.admin.scoping import OwnInline, OwnRows
from referencegroups.models import Membership
from referencegroups.models.member import SEE_EMPLOYEES


@admin.register(Membership)
class MembershipAdmin(OwnRows, admin.ModelAdmin):
    """States change by the doors alone: the page shows, the actions decide."""

    list_display = ["person", "group", "role", "state", "state_at", "term_ends_on", "mail"]
    list_filter = ["state", ("group", admin.RelatedOnlyFieldListFilter), "role", "source"]
    list_select_related = ["member", "group"]
    search_fields = ["member__email", "member__first_name", "member__last_name", "=member__number"]
    date_hierarchy = "created_at"
    actions = ACTIONS
    list_per_page = 50
    readonly_fields = fields = [
        "person", "group", "role", "state", "state_at", "state_by", "source", "created_at", "confirmed_at",
        "term_starts_on", "term_ends_on", "renewal_asked_on", "reserve_order",
        "ended_at", "end_reason", "end_note",
    ]  # fmt: skip

    def get_queryset(self, request):
        sees = Value(request.user.has_perm(SEE_EMPLOYEES), output_field=BooleanField())
        return super().get_queryset(request).annotate(sees_employees=sees)

    @admin.display(description=_("medlem"))
    def person(self, membership):
        return membership.shown_name(sees_employees=membership.sees_employees)

    @admin.display(description=_("e-post"))
    def mail(self, membership):
        return membership.member.get_mail_pause_display()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        """A name that may not be read may not be found either."""
        if search_term:
            queryset = queryset.filter(pk__in=Membership.objects.named_to(request.user).values("pk"))
        return super().get_search_results(request, queryset, search_term)


class MembershipInline(OwnInline):
    model = Membership
    fields = readonly_fields = ["group", "role", "state", "term_ends_on"]
    can_delete = False

    def get_queryset(self, request):
        """The groups of others are no business of this owner, also when the person is in both."""
        mine = Membership.objects.visible_to(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=mine).select_related("group")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
