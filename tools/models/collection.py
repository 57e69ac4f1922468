"""A collection (samling): methods somebody has chosen, in order, with a name and a short note."""

import datetime
import uuid

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte import links
from tools.models.method import Method

MOST_METHODS = 40  # in one collection: more is the library itself
TITLE_LENGTH, NOTE_LENGTH = 80, 200

KEPT = datetime.timedelta(days=365)  # one that nobody owns, after it was last changed
READ = "collection:read"  # the purpose of its secret link


class CollectionQuerySet(models.QuerySet):
    def of(self, user):
        """The user's own, the one in use first."""
        return self.filter(owner=user).order_by("-used_at", "-pk")

    def forgotten(self, before):
        """Shared by somebody who never logged in, and not touched since `before`."""
        return self.filter(owner=None, used_at__lt=before)


class Collection(models.Model):
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eigar"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="collections",
        help_text=_("Tomt når den som delte samlinga, ikkje var innlogga."),
    )
    title = models.CharField(_("namn"), max_length=TITLE_LENGTH, blank=True)
    note = models.CharField(_("merknad"), max_length=NOTE_LENGTH, blank=True)
    methods = models.ManyToManyField(Method, through="CollectionMethod", verbose_name=_("metodar"))
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    is_shared = models.BooleanField(_("delt med lenkje"), default=False)
    used_at = models.DateTimeField(_("sist i bruk"), default=timezone.now)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("samling")
        verbose_name_plural = _("samlingar")
        ordering = ["-used_at"]

    def __str__(self):
        return self.title or str(_("Samling utan namn"))

    def get_absolute_url(self):
        return reverse("tools:collection_own", args=[self.pk])

    @property
    def shared_address(self):
        """Where others may read it, when it is shared."""
        return reverse("tools:collection_shared", args=[links.standing_token(READ, self.nonce)])

    def share(self):
        links.stand([READ], self, self.nonce)
        self.is_shared = True
        self.save(update_fields=["is_shared"])

    @transaction.atomic
    def add(self, slugs):
        """Put `slugs` last. The lock lets two quick presses both count."""
        if self.pk is None:
            self.save()
        Collection.objects.select_for_update().get(pk=self.pk)
        self.hold([*self.slugs(), *slugs])

    def has_room(self, slugs):
        return len({*self.slugs(), *slugs}) <= MOST_METHODS

    def unshare(self):
        """Close the link for good: sharing again gives another address."""
        links.revoke(READ, self)
        self.is_shared, self.nonce = False, uuid.uuid4()
        self.save(update_fields=["is_shared", "nonce"])

    def slugs(self):
        """Addresses of the methods, in order; drafts too."""
        return list(self.rows.order_by("order").values_list("method__slug", flat=True)) if self.pk else []

    def describe(self, title, note):
        self.title, self.note, self.used_at = title, note, timezone.now()
        self.save(update_fields=["title", "note", "used_at"])

    @transaction.atomic
    def hold(self, slugs):
        """Let the collection hold exactly these methods, in this order."""
        found = dict(Method.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        Collection.objects.filter(pk=self.pk).update(used_at=timezone.now())
        self.rows.all().delete()
        CollectionMethod.objects.bulk_create(
            CollectionMethod(collection=self, method_id=found[slug], order=order)
            for order, slug in enumerate(dict.fromkeys(slugs), start=1)
            if slug in found
        )


class CollectionMethod(models.Model):
    """One method's place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="rows")
    method = models.ForeignKey(
        Method, verbose_name=_("metode"), on_delete=models.CASCADE, related_name="in_collections"
    )
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"))

    class Meta:
        verbose_name = _("metode i samlinga")
        verbose_name_plural = _("metodar i samlinga")
        ordering = ["collection", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "method"],
                name="collection_holds_a_method_once",
                violation_error_message=_("Metoden ligg alt i samlinga."),
            ),
            models.UniqueConstraint(
                fields=["collection", "order"],
                name="collection_order_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return f"{self.order}. {self.method}"
