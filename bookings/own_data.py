"""What bookings hold on somebody who logs in."""

from django.db.models import Q
from django.utils.translation import gettext as _

from bookings import waiting_choices, waiting_words
from bookings.choices import HISTORY
from bookings.models import AdviceTalk, Booking, ProcessLeader, WaitingEntry
from prosesstotte.own_data import register, say
from prosesstotte.records import Section, stamp

ROLES = ("booker", "responsible", "entered_by", "held_by", "held_with", "status_by")


def bookings(user):
    """Every booking that names you, and as what."""
    named = Q(leader__member__user=user)
    for role in ROLES:
        named |= Q(**{role: user})
    rows = [
        (one.title, one.group_name, stamp(one.starts_at), str(one.get_status_display()), _roles(one, user))
        for one in Booking.objects.filter(named).select_related("leader__member").distinct()
    ]
    columns = (_("Møte"), _("Gruppe"), _("Når"), _("Tilstand"), _("Du er"))
    return Section(_("Bestillingar"), columns=columns, rows=tuple(rows))


def _roles(booking, user):
    names = [
        str(Booking._meta.get_field(role).verbose_name)
        for role in ROLES[:-1]
        if getattr(booking, f"{role}_id") == user.pk
    ]
    leads = booking.leader is not None and booking.leader.member.user_id == user.pk
    return ", ".join([*names, *([_("prosessleiar")] if leads else [])])


def talks(user):
    rows = [
        (stamp(one.starts_at), str(one.get_channel_display()), one.about, one.phone)
        for one in AdviceTalk.objects.of(user)
    ]
    columns = (_("Når"), _("Samtalen er"), _("Kva det gjeld"), _("Telefon"))
    return Section(_("Rådgjevingssamtalar"), columns=columns, rows=tuple(rows))


def places(user):
    """The waiting list: what you wait for, or answer for the meeting of."""
    named = Q(booker=user) | Q(responsible=user) | Q(entered_by=user)
    rows = [
        (one.title, waiting_words.dates(one), str(one.get_status_display()), stamp(one.joined_at))
        for one in WaitingEntry.objects.filter(named)
    ]
    columns = (_("Møte"), _("Ønsket"), _("Tilstand"), _("Sett på lista"))
    return Section(_("Ventelista"), columns=columns, rows=tuple(rows))


def as_leader(user):
    """Hours and absences of a process leader."""
    leader = ProcessLeader.objects.filter(member__user=user).first()
    if leader is None:
        return Section(_("Arbeidstida di"))
    absences = [f"{stamp(one.starts_at)} – {stamp(one.ends_at)}" for one in leader.absences.all()]
    return Section(
        _("Arbeidstida di"),
        facts=(
            (_("Arbeidstid"), "\n".join(map(str, leader.working_hours.all()))),
            (_("Annleis arbeidstid"), "\n".join(map(str, leader.hours_overrides.all()))),
            (_("Fråvær"), "\n".join(absences)),
        ),
    )


def register_parts():
    register("3_bookings", bookings, talks, places, as_leader)
    say(Booking._meta.label_lower, HISTORY)
    say(AdviceTalk._meta.label_lower, HISTORY)
    say(WaitingEntry._meta.label_lower, waiting_choices.HISTORY)
