"""What the database itself holds about a booking, above all the formøte gate.

A CHECK passes when it is NULL, so every «must be set» is written out as `isnull=False`.
"""

from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from bookings.choices import LIVE, Channel, ConflictLevel, MeetingMode, RequestKind, Status

HELD = ("held_from", "held_to", "held_by", "held_with", "held_goal", "held_way", "held_recorded_at")
ALL_HELD = Q(**{f"{name}__isnull": False for name in HELD})
NONE_HELD = Q(**{f"{name}__isnull": True for name in HELD})
AGREED = [Status.ACCEPTED, Status.CONFIRMED, Status.COMPLETED]
STANDING = [Status.CONFIRMED, Status.COMPLETED]


def _check(name, condition, sentence):
    return CheckConstraint(name=name, condition=condition, violation_error_message=sentence)


def _all_set(*names):
    return Q(**{f"{name}__isnull": False for name in names})


def _none_set(*names):
    return Q(**{f"{name}__isnull": True for name in names})


GATE = [
    _check(
        "booking_confirmed_only_after_held_pre_meeting",
        ~Q(status__in=STANDING) | (ALL_HELD & Q(held_with=F("responsible"), held_goal=F("goal"))),
        _("Formøtet må vere halde med den møteansvarlege, om målet som gjeld, før møtet kan stadfestast."),
    ),
    _check(
        "booking_held_pre_meeting_is_all_or_nothing",
        (ALL_HELD & ~Q(held_goal="") & ~Q(held_way="")) | NONE_HELD,
        _("Skriv når formøtet var, kven som heldt det og med kven, målet og arbeidsmåten: alt må vere med."),
    ),
    _check(
        "booking_pre_meeting_was_held_before_the_meeting",
        Q(held_from__isnull=True)
        | (
            _all_set("held_from", "held_to", "starts_at")
            & Q(held_from__lt=F("held_to"), held_to__lte=F("starts_at"))
        ),
        _("Formøtet må ha ein start og ein slutt, og vere slutt før møtet startar."),
    ),
    _check(
        "booking_pre_meeting_is_recorded_after_it_was_held",
        Q(held_recorded_at__isnull=True) | (_all_set("held_to") & Q(held_recorded_at__gte=F("held_to"))),
        _("Formøtet kan først førast inn når det er over."),
    ),
    _check(
        "booking_planned_pre_meeting_ends_before_the_meeting",
        _none_set("pre_meeting_starts_at", "pre_meeting_ends_at")
        | (
            _all_set("pre_meeting_starts_at", "pre_meeting_ends_at", "starts_at")
            & Q(pre_meeting_starts_at__lt=F("pre_meeting_ends_at"), pre_meeting_ends_at__lte=F("starts_at"))
        ),
        _("Formøtet må vere slutt før møtet startar."),
    ),
    _check(
        "booking_accepted_has_times_and_leader",
        ~Q(status__in=AGREED) | _all_set("starts_at", "ends_at", "leader"),
        _("Møtet må ha tid og prosessleiar før det kan godtakast."),
    ),
]

SHAPE = [
    _check(
        "booking_ends_after_it_starts",
        _none_set("starts_at", "ends_at")
        | (_all_set("starts_at", "ends_at") & Q(starts_at__lt=F("ends_at"))),
        _("Møtet må slutte etter at det startar."),
    ),
    _check(
        "booking_with_times_has_times_and_leader",
        Q(kind=RequestKind.CALL) | _all_set("starts_at", "ends_at", "leader"),
        _("Vel tid for møtet, eller be oss ringje deg."),
    ),
    _check(
        "booking_request_has_a_deadline_for_the_answer",
        ~Q(status=Status.REQUESTED) | _all_set("answer_by"),
        _("Bestillinga manglar frist for svar."),
    ),
    _check(
        "booking_declined_has_a_reason",
        ~Q(status=Status.DECLINED) | ~Q(declined_reason=""),
        _("Skriv kvifor de ikkje kan ta oppdraget."),
    ),
    _check(
        "booking_completed_has_actual_minutes",
        ~Q(status=Status.COMPLETED) | (_all_set("actual_minutes") & Q(actual_minutes__gte=1)),
        _("Skriv kor mange minutt møtet varte."),
    ),
    _check(
        "booking_has_a_goal_when_it_is_agreed",
        ~Q(status__in=AGREED) | ~Q(goal=""),
        _("Skriv målet for møtet."),
    ),
    _check("booking_is_for_somebody", Q(people__gte=1), _("Skriv kor mange som skal vere med, minst éin.")),
    _check("booking_status_is_known", Q(status__in=Status.values), _("Ukjend tilstand.")),
    _check("booking_kind_is_known", Q(kind__in=RequestKind.values), _("Ukjent slag.")),
    _check("booking_mode_is_known", Q(mode__in=MeetingMode.values), _("Vel i same rom eller digitalt.")),
    _check(
        "booking_pre_meeting_channel_is_known",
        Q(pre_meeting_channel__in=Channel.values),
        _("Vel telefon, videomøte eller fysisk møte."),
    ),
    _check(
        "booking_conflict_level_is_known",
        Q(conflict_level__in=["", *ConflictLevel.values]),
        _("Vel kor mykje usemje det er i gruppa."),
    ),
]

SERIES = [
    _check(
        "booking_in_a_series_has_its_place_there",
        _none_set("series", "place_in_series")
        | (_all_set("series", "place_in_series") & Q(place_in_series__gte=1)),
        _("Eit møte i ein serie har eit nummer der."),
    ),
    _check(
        "booking_carries_the_pre_meeting_of_a_series",
        Q(pre_meeting_is_carried=False) | _all_set("series", "pre_meeting_starts_at"),
        _("Berre møte i ein serie har felles formøte."),
    ),
    UniqueConstraint(
        name="booking_has_a_place_of_its_own_in_the_series",
        fields=["series", "place_in_series"],
        violation_error_message=_("Eit anna møte i serien har alt det nummeret."),
    ),
    UniqueConstraint(
        name="booking_series_has_one_pre_meeting",
        fields=["series"],
        condition=Q(pre_meeting_is_carried=False, pre_meeting_is_follow_up=False, status__in=LIVE),
        violation_error_message=_("Serien har alt eit formøte."),
    ),
]

CONSTRAINTS = [*GATE, *SHAPE, *SERIES]
