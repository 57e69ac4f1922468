"""A draw of lots for the seats of a group: planned, counted, published, drawn.

From the moment it is published the database itself locks it (migration 0021): all that can still be
added is the outcome, once, or that the list was withdrawn. Numbers of people, never names.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from referencegroups.lottery.panel_list import TICKETS, read_list
from referencegroups.lottery.task import Quota
from referencegroups.lottery_choices import LOTTERY_MOVES, PUBLIC, LotteryState
from referencegroups.models.group import ReferenceGroup
from referencegroups.models.stepping import Stepping


class LotteryQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state__in=PUBLIC)

    def visible_to(self, user):
        return self.filter(group__in=ReferenceGroup.objects.visible_to(user).values("pk"))

    def for_list(self):
        """Without the published list itself, which may be long."""
        return self.select_related("group__area").defer("list_text", "chances")


class Lottery(Stepping):
    moves = LOTTERY_MOVES

    group = models.ForeignKey(
        ReferenceGroup, verbose_name=_("gruppe"), on_delete=models.PROTECT, related_name="lotteries"
    )
    state = models.CharField(
        _("status"), max_length=10, choices=LotteryState, default=LotteryState.COUNTING, editable=False
    )
    seats = models.PositiveSmallIntegerField(_("plassar"))
    reserves = models.PositiveIntegerField(_("reservar"), default=0)
    quotas = models.JSONField(_("kvotar"), default=list)  # [[fact, value, least, most], …]
    created_at = models.DateTimeField(_("laga"), default=timezone.now, editable=False)

    # What the engine found
    input_hash = models.CharField(_("fingeravtrykk av grunnlaget"), max_length=64, blank=True)
    pool_size = models.PositiveIntegerField(_("i potten"), null=True, blank=True)
    counts = models.JSONField(_("tal i potten"), default=list)  # [[fact, value, people or words], …]
    changes = models.JSONField(_("kvotar som ikkje går opp"), default=dict)
    list_text = models.TextField(_("lista"), blank=True)
    list_hash = models.CharField(_("fingeravtrykk av lista"), max_length=64, blank=True)
    chances = models.JSONField(_("lodd per person"), default=dict)  # {number: tickets}
    lowest = models.PositiveSmallIntegerField(_("lågaste sjanse, i lodd"), null=True, blank=True)
    highest = models.PositiveSmallIntegerField(_("høgaste sjanse, i lodd"), null=True, blank=True)

    # Step one: the list is public, and where the seed will come from
    published_at = models.DateTimeField(_("publisert"), null=True, blank=True)
    seed_source = models.CharField(_("kjelda til frøet"), max_length=200, blank=True)
    seed_at = models.DateTimeField(_("frøet blir kjent"), null=True, blank=True)

    # Step two: the draw, or why there was none
    seed = models.CharField(_("frø"), max_length=300, blank=True)
    ticket = models.PositiveSmallIntegerField(_("lodd"), null=True, blank=True)
    panel_number = models.PositiveIntegerField(_("panel"), null=True, blank=True)
    drawn = models.JSONField(_("trekte"), default=list)
    drawn_reserves = models.JSONField(_("reservar i rekkjefølgje"), default=list)
    drawn_at = models.DateTimeField(_("trekt"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("grunn til å trekkje tilbake"), max_length=300, blank=True)

    objects = LotteryQuerySet.as_manager()

    class Meta:
        verbose_name = _("loddtrekking")
        verbose_name_plural = _("loddtrekkingar")
        ordering = ["-created_at", "-pk"]
        permissions = [("export_pool", "Can export the pool of a group with facts about people")]
        constraints = [
            models.CheckConstraint(
                name="lottery_has_a_seat",
                condition=Q(seats__gte=1),
                violation_error_message=_("Skriv minst éin plass."),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state=LotteryState.PUBLISHED),
                name="lottery_has_one_open_list_a_group",
                violation_error_message=_(
                    "Gruppa har ei publisert liste som ikkje er trekt. Fullfør ho, eller trekk ho tilbake."
                ),
            ),
            models.CheckConstraint(
                name="lottery_seed_comes_after_the_list",
                condition=Q(published_at__isnull=True)
                | (Q(seed_at__gt=F("published_at")) & ~Q(seed_source="") & ~Q(list_text="")),
                violation_error_message=_(
                    "Frøet må bli kjent etter at lista er publisert, og kjelda må vere oppgitt."
                ),
            ),
            models.CheckConstraint(
                name="lottery_is_public_once_published",
                condition=Q(state__in=PUBLIC, published_at__isnull=False)
                | (~Q(state__in=PUBLIC) & Q(published_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="lottery_is_drawn_with_seed_ticket_and_panel",
                condition=Q(
                    state=LotteryState.DRAWN,
                    drawn_at__gte=F("seed_at"),
                    ticket__lt=TICKETS,
                    panel_number__isnull=False,
                    seed__gt="",
                )
                | (~Q(state=LotteryState.DRAWN) & Q(drawn_at__isnull=True, ticket__isnull=True, seed="")),
                violation_error_message=_("Vent til frøet er kjent."),
            ),
            models.CheckConstraint(
                name="lottery_is_withdrawn_with_a_reason",
                condition=(Q(state=LotteryState.WITHDRAWN) & ~Q(withdrawn_reason=""))
                | (~Q(state=LotteryState.WITHDRAWN) & Q(withdrawn_reason="")),
                violation_error_message=_("Skriv kvifor lista blir trekt tilbake. Alle får lese det."),
            ),
        ]

    def __str__(self):
        return f"{self.group} {self.pk}"

    def get_absolute_url(self):
        return reverse("referencegroups:lottery", args=[self.group.slug, self.pk])

    @property
    def is_public(self):
        return self.state in PUBLIC

    @cached_property
    def panels(self):
        return read_list(self.list_text)

    @property
    def quota_rows(self):
        return [Quota(*row) for row in self.quotas]
