"""The one way to a new state, shared by bookings and advisory talks.

Lock the row, check who and what and which version, set the named columns together with who
and when, save them, write one event row.
"""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from bookings.errors import Changed, MoveRefused
from prosesstotte import events
from prosesstotte.sentences import sentences


class Stepping(models.Model):
    """Needs `moves` and `may_move` (tables), `moments` (columns that calendars show), `status`,
    `status_at`, `status_by`, `version` and the sequence columns."""

    sequences = ("meeting_sequence", "pre_meeting_sequence")

    class Meta:
        abstract = True

    def lock(self):
        """Read the row anew and keep it to ourselves until the transaction ends."""
        manager = type(self)._base_manager
        self.refresh_from_db(from_queryset=manager.select_for_update(no_key=True))

    def moves_for(self, user):
        """The moves `user` may make now, for the buttons of a page."""
        roles = self.roles_of(user)
        return [
            move for move, steps in self.moves.items() if self.status in steps and roles & self.may_move[move]
        ]

    def check_role(self, move, by):
        """`by` is None when the clock alone makes the move."""
        if by is not None and not self.roles_of(by) & self.may_move[move]:
            raise PermissionDenied

    def enter(self, *, by, at, **data):
        """Save the new row and its first event."""
        names = [field.name for field in self._meta.fields if field.is_relation]
        self.clean_fields(exclude=names)
        with sentences(type(self)):
            self.save(force_insert=True)
        events.record(self, "requested", by=by, at=at, **data)

    def step(self, move, *, by, at=None, version=None, data=None, is_checked=False, **columns):
        """Make `move` and set `columns` with it. False when an earlier click has made the same change.

        `is_checked`: the row follows another one, on which the door has checked the role.
        Raises PermissionDenied for the wrong role, Changed for an old version, MoveRefused when
        the state does not allow it, and ValidationError when a constraint says no.
        """
        self.lock()
        if not is_checked:
            self.check_role(move, by)
        if version is not None and version != self.version:
            return self._answer_late_click(move, columns)
        target = self.moves[move].get(self.status)
        if target is None:
            raise MoveRefused(self, move)
        self._set(target, by=by, at=at or timezone.now(), columns=columns)
        events.record(self, move.value, by=by, at=at, **(data or {}))
        return True

    step.alters_data = True

    def _answer_late_click(self, move, columns):
        """Two clicks make one change; anything else has to look again."""
        asked = {name: value for name, value in columns.items() if not name.endswith("_at")}
        went_there = self.status in self.moves[move].values() and self.status not in self.moves[move]
        if went_there or (asked and all(getattr(self, name) == value for name, value in asked.items())):
            return False
        raise Changed

    def _set(self, target, *, by, at, columns):
        names = {*columns, "status", "status_at", "status_by", "version"}
        if target != self.status or names & set(self.moments):
            names |= set(self.sequences)
            for name in self.sequences:
                columns[name] = getattr(self, name) + 1
        if target != self.status:
            columns |= {"status_at": at, "status_by": by}
        for name, value in {**columns, "status": target, "version": self.version + 1}.items():
            setattr(self, name, value)
        changed = [self._meta.get_field(name) for name in columns]
        self.clean_fields(exclude=[f.name for f in self._meta.fields if f.is_relation or f not in changed])
        with sentences(type(self)):
            self.save(update_fields=names)
