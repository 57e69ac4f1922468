"""What pages read of rounds: results of closed ones, as `Published` and nothing else, and a group's year."""

from collections import Counter
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch

from referencegroups.models import FreeText, Question, Round, Theme
from referencegroups.results import FLOOR, TEXTS, Published, publish
from referencegroups.round_choices import PUBLIC, RoundState, Useful


def results_of(round):
    """The results of a closed round. Nobody gets those of an open one, whoever asks, and by whatever road."""
    if not round.is_over:
        raise PermissionDenied
    questions = list(round.questions.all())
    sheets = [values for (values,) in round.answers.values_list("values").order_by("pk")]
    published = publish([one.as_asked() for one in questions], sheets, asked=round.asked)
    return _with_texts(published, questions)


def _with_texts(published, questions) -> Published:
    """Texts are cut loose when the round closes, and in time deleted; their number is kept."""
    counts = {str(one.pk): one.text_count or 0 for one in questions}
    tallies = [
        replace(one, answered=counts[one.key], dont_know=None) if one.kind in TEXTS else one
        for one in published.tallies
    ]
    return replace(published, tallies=tuple(tallies))


def texts_for_owner(round):
    """[(question, texts)] that somebody has read and let through."""
    readable = FreeText.objects.readable().order_by("pk")
    questions = Question.objects.filter(round=round, kind__in=["short", "long"])
    return [
        (one, one.let_through)
        for one in questions.prefetch_related(Prefetch("free_texts", readable, to_attr="let_through"))
    ]


def usefulness_of(round):
    """[(label, count)] of «var svaret til nytte?» when the round is over and done with, and FLOOR have said.

    Not before: who watches a count while it grows, sees who said what.
    """
    if round.state != RoundState.ARCHIVED:
        return []
    counted = Counter(round.useful_votes.values_list("value", flat=True))
    if counted.total() < FLOOR:
        return []
    return [(choice.label, counted[choice]) for choice in Useful]


def rounds_of(group):
    """The rounds that stand on the group's public page, newest first."""
    return Round.objects.filter(group=group, state__in=PUBLIC).for_list()


def year_of(group, year):
    """The rounds of one year with their feedback, for the group's yearly page: two queries."""
    opened = rounds_of(group).filter(opens_at__year=year).annotate(answers_given=Count("answers"))
    return opened.order_by("opens_at", "pk").prefetch_related(Prefetch("themes", Theme.objects.all()))


def shown_rounds():
    return Round.objects.public().select_related("group__area").prefetch_related("questions", "themes")
