"""A booking: one meeting that a group asks a process leader to lead, and the formøte before it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import (
    LIVE,
    MAY,
    MOVES,
    Channel,
    ConflictLevel,
    MeetingMode,
    Move,
    RequestKind,
    Role,
    Status,
)
from bookings.models.booking_constraints import CONSTRAINTS, HELD
from bookings.models.commitment import Commitment
from bookings.models.group import Group
from bookings.models.process_leader import ProcessLeader
from bookings.models.stepping import Stepping
from tools.choices import Purpose

LAPSE_AHEAD = timedelta(hours=24)


def new_uid():
    """A calendar UID for life; no host name in it, since a site may move."""
    return f"{uuid.uuid4()}@prosesstotte"


def _is_own(user):
    """Whoever leads the group has its bookings, also those that a coordinator made."""
    theirs = Q(booker_id=user.pk) | Q(responsible_id=user.pk) | Q(group__leader_id=user.pk)
    return theirs | _is_led_by(user)


def _is_led_by(user):
    """As the leader, or as a co-leader of the meeting."""
    co_led = Commitment.objects.co_leading().filter(leader__member__user_id=user.pk)
    return Q(leader__member__user_id=user.pk) | Q(Exists(co_led.filter(booking=OuterRef("pk"))))


def _concerns(user):
    """One's own, and for a process leader what has no leader or needs a new one."""
    for_anybody = Q(leader__isnull=True) | Q(wants_new_leader=True, status__in=LIVE)
    return _is_own(user) | Q(Exists(ProcessLeader.objects.of(user))) & for_anybody


def _reads(user):
    return Q(group__in=Group.objects.read_by(user).values("pk"))


class BookingQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status__in=LIVE)

    def upcoming(self, at=None):
        """Live bookings whose meeting has not ended; those without a time come too."""
        return self.live().filter(Q(ends_at__gte=at or timezone.now()) | Q(ends_at__isnull=True))

    def past(self, at=None):
        """What is over: closed, or the meeting has ended."""
        return self.filter(~Q(status__in=LIVE) | Q(ends_at__lt=at or timezone.now()))

    def beside(self, booking):
        """The other meetings of its series, in order; none when it is in no series."""
        others = self.filter(series=booking.series) if booking.series else self.none()
        return others.exclude(pk=booking.pk).order_by("place_in_series")

    def waiting_for_answer(self):
        """Requests to accept or decline, the nearest deadline first."""
        return self.filter(status=Status.REQUESTED).order_by("answer_by", "pk")

    def queue(self):
        """Requests that no leader has: «ring meg»."""
        return self.waiting_for_answer().filter(leader__isnull=True)

    def led_by(self, user):
        return self.filter(leader__member__user_id=user.pk)

    def of(self, user):
        """What somebody booked, answers for or leads."""
        return self.filter(_is_own(user))

    def concerning(self, user):
        """`of`, and for a process leader what waits for anybody."""
        return self.filter(_concerns(user))

    def read_by(self, user):
        """What somebody in the steering group follows, without a part in it."""
        return self.filter(_reads(user)).exclude(_is_own(user))

    def wanting_leader(self):
        """What the leader had to let go of, and nobody has taken over yet; the nearest first."""
        return self.live().filter(wants_new_leader=True)

    def pre_meetings_to_hold(self):
        """Agreed formøte that are not held yet, the nearest first; that of a series once."""
        own = self.filter(status=Status.ACCEPTED, held_to__isnull=True, pre_meeting_is_carried=False)
        return own.order_by("pre_meeting_starts_at")

    def pre_meeting_not_recorded(self, at=None):
        """The formøte's time has passed, and nobody has said whether it was held."""
        return self.pre_meetings_to_hold().filter(pre_meeting_ends_at__lte=at or timezone.now())

    def without_pre_meeting(self, until):
        """No formøte, held or planned, stands before a meeting that starts at `until` or before."""
        near = self.filter(status__in=MOVES[Move.LAPSE], starts_at__lte=until)
        return near.filter(held_to__isnull=True, pre_meeting_starts_at__isnull=True)

    def lapsing(self, at=None):
        """The meeting is a day ahead, and no formøte stands before it."""
        return self.without_pre_meeting((at or timezone.now()) + LAPSE_AHEAD)

    def unanswered(self, at=None):
        """Requests whose deadline has passed."""
        return self.waiting_for_answer().filter(answer_by__lte=at or timezone.now())

    def visible_to(self, user):
        """Booker, group leader, responsible and leader see their own; the steering group its group's;
        process leaders the queue; staff everything."""
        if user.has_perm("bookings.view_booking"):
            return self
        return self.filter(_concerns(user) | _reads(user))

    def for_list(self):
        """Everything a list of bookings shows, fetched in one query."""
        people = ("booker", "responsible", "leader__member__user", "service_area", "group")
        return self.select_related(*people).order_by(F("starts_at").asc(nulls_first=True), "pk")


class Booking(Stepping):
    """One meeting. The booker and the one responsible for it may be two people.

    The columns named `held_…` are the held formøte: all set or all null, and the database
    confirms no meeting without them. They are set by the door `record_pre_meeting` alone.
    """

    moves, may_move = MOVES, MAY
    moments = (
        "starts_at",
        "ends_at",
        "place",
        "mode",
        "leader",
        "responsible",
        "pre_meeting_starts_at",
        "pre_meeting_ends_at",
        "pre_meeting_channel",
        "held_to",
    )

    # Who
    booker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("bestillar"),
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("møteansvarleg"),
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lagd inn av"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Når nokon i teamet la inn bestillinga for den som ringde."),
    )
    leader = models.ForeignKey(
        ProcessLeader,
        verbose_name=_("prosessleiar"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    wants_new_leader = models.BooleanField(_("treng ny prosessleiar"), default=False)
    service_area = models.ForeignKey(
        "prosesstotte.ServiceArea",
        verbose_name=_("kommunalområde"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    group_name = models.CharField(_("gruppe"), max_length=120)
    group = models.ForeignKey(
        Group,
        verbose_name=_("gruppa i registeret"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
    )

    # What
    title = models.CharField(_("kva møtet heiter"), max_length=120)
    purpose = models.CharField(_("føremål"), max_length=20, choices=Purpose)
    goal = models.TextField(_("mål for møtet"), max_length=1000, blank=True)
    people = models.PositiveSmallIntegerField(_("deltakarar"))
    mode = models.CharField(_("møteform"), max_length=10, choices=MeetingMode, default=MeetingMode.ROOM)
    place = models.CharField(_("stad"), max_length=160, blank=True)
    notes = models.TextField(_("anna vi bør vite"), max_length=2000, blank=True)
    phone = models.CharField(_("telefon til bestillaren"), max_length=30, blank=True)

    # When
    kind = models.CharField(_("slag"), max_length=10, choices=RequestKind, default=RequestKind.TIMES)
    starts_at = models.DateTimeField(_("møtet startar"), null=True, blank=True)
    ends_at = models.DateTimeField(_("møtet sluttar"), null=True, blank=True)
    pre_meeting_starts_at = models.DateTimeField(_("formøtet startar"), null=True, blank=True)
    pre_meeting_ends_at = models.DateTimeField(_("formøtet sluttar"), null=True, blank=True)
    pre_meeting_channel = models.CharField(
        _("formøtet er"), max_length=10, choices=Channel, default=Channel.PHONE
    )
    pre_meeting_is_follow_up = models.BooleanField(_("kort formøte etter endring"), default=False)
    same_leader = models.BooleanField(_("same prosessleiar i formøte og møte"), default=True)
    wished_time = models.CharField(_("når det kan passe"), max_length=300, blank=True)

    # A series: the meetings that were asked for at once. One of them has the formøte of them all.
    series = models.UUIDField(_("serie"), null=True, blank=True, editable=False)
    place_in_series = models.PositiveSmallIntegerField(
        _("nummer i serien"), null=True, blank=True, editable=False
    )
    pre_meeting_is_carried = models.BooleanField(
        _("formøtet ligg på eit anna møte i serien"), default=False, db_default=False, editable=False
    )

    # State
    status = models.CharField(_("tilstand"), max_length=10, choices=Status, default=Status.REQUESTED)
    status_at = models.DateTimeField(_("sidan"), default=timezone.now)
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("bestilt"), default=timezone.now)
    answer_by = models.DateTimeField(_("svarfrist"), null=True, blank=True)
    declined_reason = models.TextField(_("grunn til avslag"), max_length=600, blank=True)
    cancelled_reason = models.TextField(_("grunn til avlysing"), max_length=600, blank=True)
    actual_minutes = models.PositiveSmallIntegerField(_("minutt møtet varte"), null=True, blank=True)

    # The held formøte: all or nothing (text is null too, so that «not held» is one thing)
    held_from = models.DateTimeField(_("formøtet blei halde frå"), null=True, blank=True)
    held_to = models.DateTimeField(_("formøtet blei halde til"), null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("formøtet blei halde av"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    held_with = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("formøtet blei halde med"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    held_goal = models.TextField(_("målet de blei samde om"), max_length=1000, null=True, blank=True)  # noqa: DJ001
    held_way = models.TextField(_("arbeidsmåten de blei samde om"), max_length=2000, null=True, blank=True)  # noqa: DJ001
    held_recorded_at = models.DateTimeField(_("formøtet blei ført inn"), null=True, blank=True)

    # After a hand-over: the new leader has not yet ticked that the record is read.
    record_unread = models.BooleanField(_("notatet frå formøtet er ulese"), default=False)

    # The rest of the formøte record: the brief that the programme is made from
    wanted_result = models.TextField(_("ønskt resultat"), max_length=1000, blank=True)
    mandate = models.TextField(_("mandat"), max_length=2000, blank=True)
    participants = models.TextField(_("kven er med"), max_length=2000, blank=True)
    missing = models.TextField(_("kven manglar"), max_length=1000, blank=True)
    conflict_level = models.CharField(_("usemje i gruppa"), max_length=10, choices=ConflictLevel, blank=True)
    roles = models.TextField(_("roller"), max_length=1000, blank=True)
    room_and_aids = models.TextField(_("rom og hjelpemiddel"), max_length=1000, blank=True)
    adaptation = models.TextField(_("behov for tilrettelegging"), max_length=1000, blank=True)

    programme = models.OneToOneField(
        "tools.Programme",
        verbose_name=_("køyreplan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="booking",
    )

    # Calendars and forms
    meeting_uid = models.CharField(max_length=80, unique=True, default=new_uid, editable=False)
    meeting_sequence = models.PositiveIntegerField(default=0, editable=False)
    pre_meeting_uid = models.CharField(max_length=80, unique=True, default=new_uid, editable=False)
    pre_meeting_sequence = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    body_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bestilling")
        verbose_name_plural = _("bestillingar")
        ordering = ["-created_at", "-pk"]
        constraints = CONSTRAINTS
        indexes = [
            models.Index(fields=["status", "starts_at"], name="booking_by_status_and_start"),
            models.Index(fields=["status", "answer_by"], name="booking_by_status_and_deadline"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/mine/bestilling/{self.pk}/"  # the address stands in mails: it may not change

    def lock(self):
        """All meetings of a series are locked together, in id order: a door may reach from one to another."""
        if self.series:
            rows = type(self)._base_manager.filter(series=self.series).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
        super().lock()

    # --- What is true of it ----------------------------------------------------------------

    @property
    def pre_meeting_is_held(self):
        """«Formøte halde» is a fact inside «formøte avtalt», not a state."""
        return self.held_to is not None

    @property
    def must_read_record(self):
        """Somebody else held the formøte: the leader has not ticked that the record is read."""
        return self.record_unread and self.pre_meeting_is_held

    @property
    def is_live(self):
        return self.status in LIVE

    @property
    def needs_follow_up(self):
        """Goal or responsible changed after the formøte: a short new one must be held."""
        return (
            self.status == Status.ACCEPTED
            and not self.pre_meeting_is_held
            and self.pre_meeting_starts_at is None
        )

    @property
    def minutes(self):
        return int((self.ends_at - self.starts_at).total_seconds()) // 60 if self.starts_at else None

    def held_record(self):
        """The `held_…` columns as plain data, for the event that keeps an old record."""
        names = [self._meta.get_field(name).attname for name in HELD]
        values = {name: getattr(self, name) for name in names}
        return {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in values.items()}

    def roles_of(self, user):
        """What `user` is to this booking. A request in the queue belongs to every process leader."""
        roles = set()
        if user.pk == self.booker_id or (self.group and user.pk == self.group.leader_id):
            roles.add(Role.BOOKER)
        if user.pk == self.responsible_id:
            roles.add(Role.RESPONSIBLE)
        if self.leader.member.user_id == user.pk if self.leader else ProcessLeader.objects.of(user).exists():
            roles.add(Role.LEADER)
        if user.has_perm("bookings.change_booking"):
            roles.add(Role.STAFF)
        if self.co_leaders().filter(leader__member__user_id=user.pk).exists():
            roles.add(Role.CO_LEADER)
        if self.wants_new_leader and ProcessLeader.objects.of(user).exists():
            roles.add(Role.COLLEAGUE)
        return roles

    def co_leaders(self):
        """The commitments of those who lead the meeting together with the leader."""
        return Commitment.objects.co_leading().filter(booking=self)
