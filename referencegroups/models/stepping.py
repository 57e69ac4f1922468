"""The one way to a new state: lock the row, check the table of moves, set the named columns together
with who and when, save them, write one event row."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prosesstotte import events
from prosesstotte.sentences import sentences
from referencegroups.errors import Changed, MoveRefused


class Stepping(models.Model):
    """Needs `moves` (the table of allowed moves) and a column `state`."""

    moves = {}

    state_at = models.DateTimeField(_("sidan"), default=timezone.now, editable=False)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("av"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def may(self, move):
        return self.state in self.moves[move]

    def lock(self):
        """Read the row anew and keep it to ourselves until the transaction ends."""
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(no_key=True))

    @transaction.atomic
    def step(self, move, *, by=None, at=None, version=None, data=None, **columns):
        """Make `move` and set `columns` with it. `by` is a user, or None for the member or the clock.

        Raises MoveRefused when the state does not allow it, Changed for an old `version`, and
        ValidationError when a constraint says no.
        """
        self.lock()
        if version is not None and version != self.version:
            raise Changed
        if not self.may(move):
            raise MoveRefused(self, move)
        at = at or timezone.now()
        self._set(self.moves[move][self.state], by=by, at=at, columns=columns)
        events.record(self, move.value, by=by, at=at, **(data or {}))

    step.alters_data = True

    def _set(self, target, *, by, at, columns):
        values = {**columns, "version": self.version + 1}
        if target != self.state:
            values |= {"state": target, "state_at": at, "state_by": by}
        for name, value in values.items():
            setattr(self, name, value)
        with sentences(type(self)):
            self.save(update_fields=list(values))
