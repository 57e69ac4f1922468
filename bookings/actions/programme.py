"""The booking's programme (køyreplan): the formøte's brief becomes the programme's brief."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import CREW, ConflictLevel, MeetingMode
from bookings.errors import Refused
from bookings.reservations import door
from prosesstotte import events
from tools.actions import programmes
from tools.plan import Brief, Plan

CONFLICT = {ConflictLevel.SOME: 1, ConflictLevel.HIGH: 2}
EXPERIENCED = 3  # a process leader can carry any method
# What the formøte agreed on that whoever leads the meeting wants on top of the script.
NOTES = {
    "held_way": gettext_lazy("Arbeidsmåte"),
    "wanted_result": gettext_lazy("De skal sitje att med"),
    "participants": gettext_lazy("Er med"),
    "roles": gettext_lazy("Roller"),
    "room_and_aids": gettext_lazy("Rom og hjelpemiddel"),
    "adaptation": gettext_lazy("Tilrettelegging"),
}


@door
def make_programme(*, by, booking):
    """Make the booking's programme from its brief, once; a second click finds the same one."""
    booking.lock()
    check_may_plan(booking, by)
    if booking.programme is None:
        made = programmes.make_programme(
            plan=brief_plan(booking), by=by, what=_("Laga planen av bestillinga")
        )
        programmes.keep_with_booking(programme=made)
        booking.programme = made
        booking.save(update_fields=["programme"])
        events.record(booking, "programme", by=by)
    return booking.programme


@door
def follow_meeting(*, by, booking):
    """Give the programme the booking's own time, place, people and goal. Its blocks stay as they are."""
    booking.lock()
    check_may_plan(booking, by)
    programme = booking.programme
    if programme is None:
        raise Refused(_("Bestillinga har ingen køyreplan enno."))
    old, new = programme.plan, brief_plan(booking)
    brief = replace(
        new.brief, **{name: getattr(old.brief, name) for name in ("must", "avoid", "lacks", "result")}
    )
    plan = replace(new, brief=brief, title=old.title, blocks=old.blocks)
    what = _("Henta tida og ramma frå bestillinga")
    return programmes.change_programme(
        programme=programme, plan=plan, what=what, version=programme.version, by=by
    )


def check_may_plan(booking, by):
    """The leader, a co-leader and the team plan; a closed booking is planned no more."""
    if not booking.roles_of(by) & CREW:
        raise PermissionDenied
    if not booking.is_live:
        raise Refused(_("Bestillinga er ikkje aktiv lenger."))


def is_out_of_step(booking):
    """The meeting has another time or number of people than its programme."""
    plan, now = booking.programme.plan, brief_plan(booking)
    return (plan.date, plan.start, plan.until, plan.brief.people) != (
        now.date, now.start, now.until, now.brief.people,
    )  # fmt: skip


def brief_plan(booking):
    """An empty plan with the booking's brief. The formøte's words stand before those of the request."""
    brief = Brief(
        purpose=booking.purpose,
        people=booking.people,
        place=booking.place,
        digital=booking.mode == MeetingMode.DIGITAL,
        conflict=CONFLICT.get(booking.conflict_level, 0),
        skill=EXPERIENCED,
        goal=booking.held_goal or booking.goal,
        notes=notes(booking),
    )
    return replace(Plan(booking.title, brief), **times(booking))


def times(booking):
    if booking.starts_at is None:
        return {}
    start, end = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
    return {"date": start.date(), "start": start.time(), "until": end.time()}


def notes(booking):
    """A line for each; what was written on several lines becomes one."""
    told = {label: " ".join((getattr(booking, name) or "").split()) for name, label in NOTES.items()}
    return "\n".join(f"{label}: {text}" for label, text in told.items() if text)
