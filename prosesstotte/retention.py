"""How long the house keeps what. Each room registers its rules here, at start-up, and knows no other's.

The nightly job, the dry run and the privacy page read this one list, so that none of them can say or do
something else than the others. A rule is a queryset of what is due and a way to let it go: a dry run counts
exactly what a run would take.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from prosesstotte.models import OutgoingMail

LETTER_DAYS = 30
MARK = "[[oppbevaring]]"  # where the privacy page's text takes the list in


@dataclass(frozen=True)
class Rule:
    """`due(at)` is a queryset, `let_go(rows, at)` takes it away; people read `what` and `how_long`.

    `how_long` may be a function, when an administrator decides the number.
    """

    key: str
    what: str
    how_long: str | Callable
    due: Callable
    let_go: Callable

    @property
    def in_words(self):
        return self.how_long() if callable(self.how_long) else self.how_long


@dataclass(frozen=True)
class Part:
    """The rules of one room, under a heading of the privacy page."""

    title: str
    rules: tuple[Rule, ...]


_parts = {}


def register(key, title, rules):
    """Let the house keep `rules`. Called once for each room, when it is ready."""
    _parts[key] = Part(title, tuple(rules))


def parts():
    """Every room's rules, in the order of the rooms' keys."""
    return [_parts[key] for key in sorted(_parts)]


def all_rules():
    return [rule for part in parts() for rule in part.rules]


def count(rules=None, at=None):
    """[(rule, how many rows are due)]: the dry run."""
    at = at or timezone.now()
    return [(rule, rule.due(at).count()) for rule in (all_rules() if rules is None else rules)]


def run(rules=None, at=None):
    """Let everything that is due go; returns [(rule, how many)]. Each rule is a transaction of its own."""
    at = at or timezone.now()
    return [(rule, _run(rule, at)) for rule in (all_rules() if rules is None else rules)]


@transaction.atomic
def _run(rule, at):
    number = rule.due(at).count()
    if number:
        rule.let_go(rule.due(at), at)
    return number


def delete(rows, at):
    """The plain way to let go."""
    rows.delete()


def old_letters(at, kind):
    """Letters of a kind (the beginning of its name), sent or given up so long ago that none is sent again."""
    long_ago = at - timedelta(days=LETTER_DAYS)
    old = Q(sent_at__lte=long_ago) | Q(gave_up_at__lte=long_ago)
    return OutgoingMail.objects.filter(old, kind__startswith=kind)


def put_into(text):
    """A Markdown text with the list where it is marked, or last when nobody marked a place."""
    return text.replace(MARK, as_markdown()) if MARK in text else f"{text}\n\n{as_markdown()}"


def as_markdown():
    """The list as the privacy page shows it: a heading and a table for each room."""
    return "\n\n".join(_table(part) for part in parts())


def _table(part):
    rows = [f"| {rule.what} | {rule.in_words} |" for rule in part.rules]
    return "\n".join([f"### {part.title}", "", f"| {_('Kva')} | {_('Kor lenge')} |", "| --- | --- |", *rows])
