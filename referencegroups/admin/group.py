"""Groups: what they are for, who owns them, their doors, and lists of people in and out."""

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import path
from django.utils.translation import gettext_lazy as _

from prosesstotte.backoffice import MarkdownAdmin
from prosesstotte.models import ServiceArea, User
from referencegroups.admin import group_pages
from referencegroups.admin.scoping import OwnInline, OwnRows
from referencegroups.choices import MEMBERS, WAITING
from referencegroups.models import AreaOwner, PopulationTarget, ReferenceGroup

KEEPS = [field.name for field in ReferenceGroup._meta.fields if field.name.startswith("keep_")]


class PopulationTargetInline(OwnInline):
    model = PopulationTarget


@admin.register(ReferenceGroup)
class ReferenceGroupAdmin(OwnRows, MarkdownAdmin):
    list_display = ["name", "area", "state", "join_mode", "number_of_members", "number_waiting", "ends_on"]
    list_filter = ["state", ("area", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["area"]
    search_fields = ["name", "purpose"]
    ordering = ["name", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    markdown_fields = ["purpose"]
    inlines = [PopulationTargetInline]
    readonly_fields = ["state", "state_at", "state_by"]
    change_form_template = "admin/referencegroups/group_change_form.html"
    change_list_template = "admin/referencegroups/group_change_list.html"
    fieldsets = [
        (None, {"fields": ["area", "name", "slug", "purpose", ("state", "state_at", "state_by")]}),
        (_("Eigar"), {"fields": ["owner", "owner_user", "contact", "decision_reference"]}),
        (_("Kven og kor mykje"), {"fields": ["who_may_join", "join_mode", "minimum_age", "load", "seats"]}),
        (_("Når"), {"fields": ["starts_on", "ends_on", "term_months"]}),
        (_("Nyby"), {"fields": ["nyby_link"]}),
        (_("Kor lenge vi tek vare på ting"), {"classes": ["collapse"], "fields": KEEPS}),
    ]

    def get_queryset(self, request):
        number = {
            "members_now": Count("memberships", filter=Q(memberships__state__in=MEMBERS)),
            "waiting_now": Count("memberships", filter=Q(memberships__state__in=WAITING)),
        }
        return super().get_queryset(request).annotate(**number)

    @admin.display(description=_("medlemer"), ordering="members_now")
    def number_of_members(self, group):
        return group.members_now

    @admin.display(description=_("ventar på svar"), ordering="waiting_now")
    def number_waiting(self, group):
        return group.waiting_now

    def get_readonly_fields(self, request, obj=None):
        """Who owns a group, and where it belongs, is the coordinator's to say."""
        fixed = [] if self.manages_all(request) else ["owner_user", *(["area"] if obj else [])]
        return [*self.readonly_fields, *fixed]

    def has_add_permission(self, request):
        may = super().has_add_permission(request)
        return may and (self.manages_all(request) or AreaOwner.objects.filter(user=request.user).exists())

    def has_delete_permission(self, request, obj=None):
        """A group is closed, not removed: what came of it stays."""
        return False

    def save_model(self, request, obj, form, change):
        if not change and not self.manages_all(request):
            obj.owner_user = request.user
        super().save_model(request, obj, form, change)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "nyby_link":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner_user":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True)
        if db_field.name == "area" and not self.manages_all(request):
            own = AreaOwner.objects.filter(user=request.user).values("area_id")
            kwargs["queryset"] = ServiceArea.objects.filter(pk__in=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self):
        pages = [
            ("oppbevaring/", group_pages.retention_report, "retention"),
            ("<int:pk>/flytt/<str:move>/", group_pages.move, "group_move"),
            ("<int:pk>/inviter/", group_pages.invite, "group_invite"),
            ("<int:pk>/ta-ut/<str:kind>/", group_pages.take_out, "group_take_out"),
        ]
        wrap = self.admin_site.admin_view
        ours = [path(where, wrap(view), name=f"referencegroups_{name}") for where, view, name in pages]
        return ours + super().get_urls()

    def render_change_form(self, request, context, **kwargs):
        group = kwargs.get("obj")
        doors = group_pages.DOORS if group and self.has_change_permission(request, group) else {}
        context["doors"] = [(move, door) for move, door in doors.items() if group.may(move)]
        context["may_take_out"] = group_pages.may_take_out(request.user)
        return super().render_change_form(request, context, **kwargs)


@admin.register(AreaOwner)
class AreaOwnerAdmin(admin.ModelAdmin):
    list_display = ["area", "user"]
    list_select_related = ["area", "user"]
    list_filter = ["area"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
