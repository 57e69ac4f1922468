"""The waiting list: who waits for a time and for what, and the offers that are made to them.

An offer is open while `outcome` says so and its time limit has not come: a limit equal to now has.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import Channel, MeetingMode
from bookings.models.booking import Booking
from bookings.models.process_leader import ProcessLeader
from bookings.waiting_choices import ANSWERED, Outcome, WaitingStatus
from tools.choices import Purpose


class WaitingQuerySet(models.QuerySet):
    def in_line(self):
        """Those who wait, in the order they joined."""
        return self.filter(status=WaitingStatus.WAITING).order_by("joined_at", "pk")

    def without_offer(self):
        return self.exclude(offers__outcome=Outcome.OPEN)

    def over(self, today):
        """Those whose last day has passed, and who have nothing to answer."""
        return self.in_line().without_offer().filter(until__lt=today)

    def visible_to(self, user):
        """The booker sees their own, the team everybody's."""
        if user.has_perm("bookings.view_booking") or ProcessLeader.objects.of(user).exists():
            return self
        return self.filter(booker_id=user.pk)

    def for_list(self):
        """Everything a list shows: two queries."""
        offers = Offer.objects.select_related("leader__member").order_by("made_at", "pk")
        people = ("booker", "responsible", "leader__member", "service_area")
        return self.select_related(*people).prefetch_related(Prefetch("offers", offers))


class WaitingEntry(models.Model):
    """One place on the list: the need as the booking will have it, and when it may be."""

    # The need, by the same names as in a booking
    booker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("bestillar"), on_delete=models.PROTECT, related_name="+"
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("møteansvarleg"), on_delete=models.PROTECT, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lagd inn av"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    service_area = models.ForeignKey(
        "prosesstotte.ServiceArea",
        verbose_name=_("kommunalområde"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    group_name = models.CharField(_("gruppe"), max_length=120)
    title = models.CharField(_("møte"), max_length=120)
    purpose = models.CharField(_("føremål"), max_length=20, choices=Purpose)
    people = models.PositiveSmallIntegerField(_("deltakarar"))
    goal = models.TextField(_("mål"), max_length=1000, blank=True)
    mode = models.CharField(_("møteform"), max_length=10, choices=MeetingMode, default=MeetingMode.ROOM)
    place = models.CharField(_("stad"), max_length=160, blank=True)
    notes = models.TextField(_("anna"), max_length=2000, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)

    # The wish
    minutes = models.PositiveSmallIntegerField(_("minutt"))
    first_date = models.DateField(_("tidlegast"))
    last_date = models.DateField(_("seinast"))
    leader = models.ForeignKey(
        ProcessLeader,
        verbose_name=_("prosessleiar"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    pre_meeting_channel = models.CharField(
        _("formøtet er"), max_length=10, choices=Channel, default=Channel.PHONE
    )
    # The last day that an offer can be made on: after it there is no room for the formøte.
    until = models.DateField(_("står til og med"))

    # State
    status = models.CharField(
        _("tilstand"), max_length=10, choices=WaitingStatus, default=WaitingStatus.WAITING
    )
    status_at = models.DateTimeField(_("sidan"), default=timezone.now)
    joined_at = models.DateTimeField(_("sett på lista"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    body_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("plass på ventelista")
        verbose_name_plural = _("venteliste")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="waiting_dates_are_in_order",
                condition=Q(first_date__lte=F("last_date")),
                violation_error_message=_("Siste dagen kan ikkje vere før den første."),
            ),
            models.CheckConstraint(
                name="waiting_meeting_takes_time",
                condition=Q(minutes__gte=1),
                violation_error_message=_("Møtet må vare minst eitt minutt."),
            ),
            models.CheckConstraint(
                name="waiting_status_is_known",
                condition=Q(status__in=WaitingStatus.values),
                violation_error_message=_("Ukjend tilstand."),
            ),
        ]
        indexes = [models.Index(fields=["status", "joined_at"], name="waiting_by_place")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/mine/venteliste/{self.pk}/"  # the address stands in mails: it may not change

    def lock(self):
        """Read the row anew and keep it to ourselves until the transaction ends."""
        self.refresh_from_db(from_queryset=WaitingEntry.objects.select_for_update(no_key=True))

    @property
    def waits(self):
        return self.status == WaitingStatus.WAITING

    @property
    def offer(self):
        """The offer that waits for an answer, or None; of a row from `for_list` without a query."""
        return next((one for one in self.offers.all() if one.outcome == Outcome.OPEN), None)

    def close(self, status, at):
        self.status, self.status_at = status, at
        self.save(update_fields=["status", "status_at"])


class Offer(models.Model):
    """Both times of a meeting with one leader, held for one who waits until the time limit.

    `form_key` is the key of the request that takes it, so that two presses make one booking.
    """

    entry = models.ForeignKey(
        WaitingEntry, verbose_name=_("plass på ventelista"), on_delete=models.CASCADE, related_name="offers"
    )
    leader = models.ForeignKey(
        ProcessLeader, verbose_name=_("prosessleiar"), on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("møtet startar"))
    ends_at = models.DateTimeField(_("møtet sluttar"))
    pre_meeting_starts_at = models.DateTimeField(_("formøtet startar"))
    pre_meeting_ends_at = models.DateTimeField(_("formøtet sluttar"))
    made_at = models.DateTimeField(_("gitt"), default=timezone.now)
    expires_at = models.DateTimeField(_("svarfrist"))
    outcome = models.CharField(_("svar"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    outcome_at = models.DateTimeField(_("svara"), null=True, blank=True)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("tilbod frå ventelista")
        verbose_name_plural = _("tilbod frå ventelista")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="offer_is_the_only_open_one_of_its_place",
                fields=["entry"],
                condition=Q(outcome=Outcome.OPEN),
                violation_error_message=_("Plassen har alt eit tilbod som ventar på svar."),
            ),
            models.CheckConstraint(
                name="offer_has_its_pre_meeting_first",
                condition=Q(pre_meeting_ends_at__lt=F("starts_at")),
                violation_error_message=_("Formøtet må vere slutt før møtet startar."),
            ),
            models.CheckConstraint(
                name="offer_is_answered_before_its_pre_meeting",
                condition=Q(made_at__lt=F("expires_at"), expires_at__lte=F("pre_meeting_starts_at")),
                violation_error_message=_("Svarfristen må vere før formøtet."),
            ),
            models.CheckConstraint(
                name="offer_outcome_has_its_moment",
                condition=Q(outcome=Outcome.OPEN, outcome_at__isnull=True)
                | Q(outcome__in=ANSWERED, outcome_at__isnull=False),
                violation_error_message=_("Eit svar har eit tidspunkt."),
            ),
        ]
        indexes = [models.Index(fields=["outcome", "expires_at"], name="offer_by_deadline")]

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%d.%m.%Y %H.%M}"

    def is_open(self, at):
        """A time limit equal to now has passed."""
        return self.outcome == Outcome.OPEN and at < self.expires_at

    def close(self, outcome, at):
        """The answer, and the times given back."""
        self.outcome, self.outcome_at = outcome, at
        self.save(update_fields=["outcome", "outcome_at"])
        self.commitments.release()

    def taken_as(self):
        """The booking that came of it, or None."""
        return Booking.objects.filter(form_key=self.form_key).first()
