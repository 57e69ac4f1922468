"""The back office of bookings: see and search everything. States and times change by the doors alone."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from bookings import actions, story
from bookings.models import (
    Absence,
    AdviceTalk,
    Attachment,
    Booking,
    BookingSettings,
    Commitment,
    Group,
    HoursOverride,
    Message,
    Offer,
    ProcessLeader,
    WaitingEntry,
    WorkingHours,
)
from prosesstotte.backoffice import ReadOnlyAdmin
from tools.choices import Purpose

# By the member: a leader's own name is the member's, and would be one query for each choice.
LEADER = ("leader__member", admin.RelatedOnlyFieldListFilter)


class WorkingHoursInline(admin.TabularInline):
    model = WorkingHours
    extra = 1


class HoursOverrideInline(admin.TabularInline):
    model = HoursOverride
    extra = 1


class AbsenceInline(admin.TabularInline):
    model = Absence
    extra = 1


class ProcessLeaderForm(forms.ModelForm):
    purposes = forms.MultipleChoiceField(
        label=_("god på"), choices=Purpose, required=False, widget=forms.CheckboxSelectMultiple
    )
    video_link = forms.URLField(label=_("lenkje til videorom"), required=False, assume_scheme="https")


@admin.register(ProcessLeader)
class ProcessLeaderAdmin(admin.ModelAdmin):
    form = ProcessLeaderForm
    list_display = ["member", "is_active", "buffer_before", "buffer_after", "max_meetings_a_day"]
    list_filter = ["is_active"]
    list_select_related = ["member"]
    search_fields = ["member__name", "member__user__email"]
    autocomplete_fields = ["member"]
    inlines = [WorkingHoursInline, HoursOverrideInline, AbsenceInline]

    def save_related(self, request, form, formsets, change):
        """Hours and absences are written under the lock that bookings take, so that neither overtakes."""
        ProcessLeader.objects.lock([form.instance.pk])
        super().save_related(request, form, formsets, change)


@admin.register(BookingSettings)
class BookingSettingsAdmin(admin.ModelAdmin):
    """One row: the defaults hold until somebody saves it."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not BookingSettings.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    """A new leader takes over the group's live bookings: that goes through the door."""

    list_display = ["name", "service_area", "leader", "is_active"]
    list_filter = ["is_active", "service_area"]
    list_select_related = ["service_area", "leader"]
    search_fields = ["name", "leader__name", "leader__email"]
    autocomplete_fields = ["leader", "readers"]

    def save_model(self, request, obj, form, change):
        leader = obj.leader
        if change and "leader" in form.changed_data:
            obj.leader_id = form.initial["leader"]
        super().save_model(request, obj, form, change)
        if obj.leader_id != leader.pk:
            actions.give_group(by=request.user, group=obj, leader=leader)


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class CommitmentInline(ReadOnlyInline):
    model = Commitment
    fields = readonly_fields = ["source", "part", "leader", "time", "blocked_time", "active"]

    @admin.display(description=_("tid"))
    def time(self, row):
        return story.stretch(row.core.lower, row.core.upper)

    @admin.display(description=_("tid med marg"))
    def blocked_time(self, row):
        return story.stretch(row.blocked.lower, row.blocked.upper)


class AttachmentInline(ReadOnlyInline):
    model = Attachment
    fields = ["name", "kind", "size", "by", "at"]  # the file itself is fetched from the booking's own page


class MessageInline(ReadOnlyInline):
    model = Message
    fields = ["at", "by", "text"]


# What calendars and forms know a row by: it tells a person nothing.
MACHINE = {
    "body_digest",
    "form_key",
    "meeting_uid",
    "meeting_sequence",
    "pre_meeting_uid",
    "pre_meeting_sequence",
}


def _the_rest(model, *shown):
    """Every column that no section names, so that nothing is hidden from the one who searches."""
    return [field.name for field in model._meta.fields if field.name not in {*shown, *MACHINE}]


WHO = ["booker", "responsible", "entered_by", "leader", "service_area", "group_name", "phone"]
WHAT = ["title", "purpose", "goal", "people", "mode", "place", "notes"]
WHEN = [
    "kind",
    "wished_time",
    "starts_at",
    "ends_at",
    "pre_meeting_starts_at",
    "pre_meeting_ends_at",
    "pre_meeting_channel",
]
STATE = [
    "status",
    "status_at",
    "status_by",
    "answer_by",
    "declined_reason",
    "cancelled_reason",
    "actual_minutes",
]
HELD = ["held_from", "held_to", "held_by", "held_with", "held_goal", "held_way", "held_recorded_at"]


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    list_display = ["title", "group_name", "service_area", "leader", "starts_at", "status", "answer_by"]
    list_filter = ["status", "kind", "mode", "purpose", LEADER, "service_area"]
    list_select_related = ["service_area", "leader__member"]
    search_fields = [
        "title",
        "group_name",
        "goal",
        "booker__email",
        "booker__name",
        "responsible__email",
        "responsible__name",
        "leader__member__name",
    ]
    date_hierarchy = "starts_at"
    inlines = [CommitmentInline, AttachmentInline, MessageInline]
    fieldsets = [
        (_("Tilstand"), {"fields": STATE}),
        (_("Kven"), {"fields": WHO}),
        (_("Kva"), {"fields": WHAT}),
        (_("Når"), {"fields": WHEN}),
        (_("Formøtet som blei halde"), {"fields": HELD}),
        (_("Resten"), {"fields": _the_rest(Booking, *STATE, *WHO, *WHAT, *WHEN, *HELD)}),
    ]


@admin.register(AdviceTalk)
class AdviceTalkAdmin(ReadOnlyAdmin):
    list_display = ["starts_at", "booker", "leader", "channel", "status"]
    list_filter = ["status", "channel", LEADER]
    list_select_related = ["booker", "leader__member"]
    search_fields = ["booker__email", "booker__name", "group_name", "about", "leader__member__name"]
    date_hierarchy = "starts_at"
    fields = _the_rest(AdviceTalk)
    inlines = [CommitmentInline]


class OfferInline(ReadOnlyInline):
    model = Offer
    fields = ["made_at", "leader", "starts_at", "pre_meeting_starts_at", "expires_at", "outcome"]


@admin.register(WaitingEntry)
class WaitingEntryAdmin(ReadOnlyAdmin):
    list_display = ["title", "group_name", "booker", "first_date", "last_date", "status", "joined_at"]
    list_filter = ["status", "mode", "purpose", LEADER, "service_area"]
    list_select_related = ["booker"]
    search_fields = ["title", "group_name", "goal", "booker__email", "booker__name"]
    fields = _the_rest(WaitingEntry, "version")
    inlines = [OfferInline]


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    list_display = ["leader", "source", "core", "blocked", "active", "booking", "advice"]
    list_filter = ["active", "source", LEADER]
    list_select_related = ["leader__member", "booking", "advice"]
    search_fields = ["leader__member__name", "booking__title"]
