"""An advisory conversation (rådgjevingssamtale): sparring for a group or its leader, without the gate."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import ADVICE_MOVES, HANDLERS, AdviceStatus, Channel, Move, Role, WhoCalls
from bookings.models.booking import new_uid
from bookings.models.process_leader import ProcessLeader
from bookings.models.stepping import Stepping


class AdviceTalkQuerySet(models.QuerySet):
    def upcoming(self, at=None):
        return self.filter(status=AdviceStatus.CONFIRMED, ends_at__gte=at or timezone.now())

    def led_by(self, user):
        return self.filter(leader__member__user_id=user.pk)

    def of(self, user):
        """What somebody booked or leads."""
        return self.filter(Q(booker_id=user.pk) | Q(leader__member__user_id=user.pk))

    def live(self):
        return self.filter(status=AdviceStatus.CONFIRMED)

    def wanting_leader(self):
        """What the leader had to let go of, and nobody has taken over yet."""
        return self.live().filter(wants_new_leader=True)

    def visible_to(self, user):
        """Booker and leader see their own; process leaders what needs a new one; staff everything."""
        if user.has_perm("bookings.view_advicetalk"):
            return self
        wanting = Q(wants_new_leader=True, status=AdviceStatus.CONFIRMED)
        is_own = Q(booker_id=user.pk) | Q(leader__member__user_id=user.pk)
        return self.filter(is_own | wanting & Q(Exists(ProcessLeader.objects.of(user))))

    def for_list(self):
        return self.select_related("booker", "leader__member__user", "service_area").order_by(
            "starts_at", "pk"
        )


class AdviceTalk(Stepping):
    """Confirmed at once; by phone (who calls whom), video (link) or in person (place)."""

    moves = ADVICE_MOVES
    may_move = {
        Move.CANCEL: HANDLERS | {Role.BOOKER},
        Move.COMPLETE: HANDLERS,
        Move.MOVE: HANDLERS | {Role.BOOKER},
        Move.CHANNEL: HANDLERS | {Role.BOOKER},
        Move.HAND_OVER: HANDLERS | {Role.COLLEAGUE},
        Move.SEEK: HANDLERS,
    }
    moments = ("starts_at", "ends_at", "channel", "who_calls", "phone", "video_link", "place", "leader")
    sequences = ("sequence",)

    booker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("bestillar"),
        on_delete=models.PROTECT,
        related_name="advice_talks",
    )
    leader = models.ForeignKey(
        ProcessLeader, verbose_name=_("prosessleiar"), on_delete=models.PROTECT, related_name="advice_talks"
    )
    wants_new_leader = models.BooleanField(_("treng ny prosessleiar"), default=False)
    service_area = models.ForeignKey(
        "prosesstotte.ServiceArea",
        verbose_name=_("kommunalområde"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    group_name = models.CharField(_("gruppe"), max_length=120, blank=True)
    about = models.TextField(_("kva det gjeld"), max_length=1000, blank=True)
    channel = models.CharField(_("samtalen er"), max_length=10, choices=Channel, default=Channel.PHONE)
    who_calls = models.CharField(_("kven ringjer"), max_length=10, choices=WhoCalls, blank=True)
    phone = models.CharField(_("telefon til bestillaren"), max_length=30, blank=True)
    video_link = models.URLField(_("lenkje til videomøtet"), blank=True)
    place = models.CharField(_("stad"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("startar"))
    ends_at = models.DateTimeField(_("sluttar"))

    status = models.CharField(
        _("tilstand"), max_length=10, choices=AdviceStatus, default=AdviceStatus.CONFIRMED
    )
    status_at = models.DateTimeField(_("sidan"), default=timezone.now)
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("av"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("bestilt"), default=timezone.now)
    cancelled_reason = models.TextField(_("grunn til avlysing"), max_length=600, blank=True)
    uid = models.CharField(max_length=80, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    body_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = AdviceTalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("rådgjevingssamtale")
        verbose_name_plural = _("rådgjevingssamtalar")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="advice_ends_after_it_starts",
                condition=Q(starts_at__lt=F("ends_at")),
                violation_error_message=_("Samtalen må slutte etter at han startar."),
            ),
            models.CheckConstraint(
                name="advice_by_phone_says_who_calls_whom",
                condition=~Q(channel=Channel.PHONE) | (Q(who_calls__in=WhoCalls.values) & ~Q(phone="")),
                violation_error_message=_("Skriv telefonnummeret ditt, og vel kven som skal ringje."),
            ),
            models.CheckConstraint(
                name="advice_in_person_has_a_place",
                condition=~Q(channel=Channel.IN_PERSON) | ~Q(place=""),
                violation_error_message=_("Skriv kvar de skal møtast."),
            ),
            models.CheckConstraint(
                name="advice_status_is_known",
                condition=Q(status__in=AdviceStatus.values),
                violation_error_message=_("Ukjend tilstand."),
            ),
            models.CheckConstraint(
                name="advice_channel_is_known",
                condition=Q(channel__in=Channel.values),
                violation_error_message=_("Vel telefon, videomøte eller fysisk møte."),
            ),
        ]

    def __str__(self):
        return str(_("Rådgjevingssamtale"))

    def get_absolute_url(self):
        return f"/mine/samtale/{self.pk}/"  # the address stands in mails: it may not change

    @property
    def is_live(self):
        return self.status == AdviceStatus.CONFIRMED

    @property
    def minutes(self):
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def roles_of(self, user):
        roles = set()
        if user.pk == self.booker_id:
            roles.add(Role.BOOKER)
        if user.pk == self.leader.member.user_id:
            roles.add(Role.LEADER)
        if user.has_perm("bookings.change_advicetalk"):
            roles.add(Role.STAFF)
        if self.wants_new_leader and ProcessLeader.objects.of(user).exists():
            roles.add(Role.COLLEAGUE)
        return roles
