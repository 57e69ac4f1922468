"""Plain make_* helpers for rounds, from a draft to an archived one, made by the doors."""

import datetime as dt

from django.utils import timezone

from referencegroups import round_links
from referencegroups.actions import answers as answering
from referencegroups.actions import rounds
from referencegroups.models import FreeText, Invitation, Question, Round, Theme
from referencegroups.round_choices import QuestionKind, RoundState, ThemeStatus
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_members

DAY = dt.timedelta(days=1)


def make_round(group=None, *, questions=None, **fields):
    """A draft that is right, with three questions."""
    now = timezone.now()
    author = fields.pop("created_by", None) or make_user()
    defaults = {
        "title": "Opningstider på biblioteket", "why": "Vi skal setje nye opningstider.", "can_change": "Kveldane.",
        "cannot_change": "Talet på stillingar.", "afterwards": "Kommunalsjefen les dei og svarer.",
        "promised_on": (now + 60 * DAY).date(), "opens_at": now - DAY, "closes_at": now + 14 * DAY,
        "case_title": "Sak 12/2026", "created_by": author, "edited_by": author,
    }  # fmt: skip
    row = Round.objects.create(group=group or make_group(), **{**defaults, **fields})
    for order, question in enumerate(questions or plain_questions()):
        Question.objects.create(round=row, order=order, **question)
    return row


def plain_questions():
    return [
        {"kind": QuestionKind.ONE, "text": "Kor ofte er du der?", "options": ["Ofte", "Av og til", "Aldri"]},
        {"kind": QuestionKind.SCALE, "text": "Kor nøgd er du?"},
        {"kind": QuestionKind.LONG, "text": "Kva saknar du?"},
    ]


def all_questions():
    return [
        {"kind": "one", "text": "Kven er du?", "options": ["Innbyggar", "Tilsett"], "divides": True},
        {"kind": "one", "text": "Kor ofte er du der?", "options": ["Ofte", "Av og til", "Aldri"]},
        {"kind": "several", "text": "Kva brukar du?", "options": ["Bøker", "Rom", "Hjelp"]},
        {"kind": "scale", "text": "Kor nøgd er du?", "low_label": "Lite", "high_label": "Svært"},
        {"kind": "ranking", "text": "Kva er viktigast?", "options": ["Kveld", "Helg", "Morgon"]},
        {"kind": "short", "text": "Eitt ord om biblioteket?"},
        {"kind": "long", "text": "Kva saknar du?"},
    ]


def make_reviewed(**fields):
    row = make_round(**fields)
    rounds.review(round=row, by=make_user())
    return row


def make_open(*, members=1, **fields):
    """An open round with everybody in the group asked; the mail is queued, not sent."""
    group = fields.pop("group", None) or make_group()
    make_members(group, members)
    row = make_reviewed(group=group, **fields)
    rounds.open_round(round=row, by=make_user())
    return row


def make_closed(*, answers=(), members=None, **fields):
    """A closed round where the first members gave these answers (values by question number)."""
    row = make_open(members=members or max(len(answers), 1), **fields)
    give(row, answers)
    rounds.close(round=row, by=make_user())
    return row


def give(row, answers):
    keys = [str(pk) for pk in row.questions.order_by("order").values_list("pk", flat=True)]
    invitations = Invitation.objects.filter(round=row, has_answered=False)
    for invitation, answer in zip(invitations, answers, strict=False):
        token = round_links.new_token(round_links.ANSWER, invitation)
        values = {keys[at]: value for at, value in answer.items()}
        answering.answer(token=token, invitation=invitation, values=values)


def make_summarised(**fields):
    row = make_closed(**fields)
    FreeText.objects.of(row).update(screening="shown")
    rounds.summarise(round=row, by=make_user(), summary="Dei fleste vil ha ope om kvelden.")
    return row


def make_theme(row, **fields):
    defaults = {
        "heard": "Ope om kvelden", "number": 12, "done": "Vi opnar til klokka 20 på torsdagar.",
        "status": ThemeStatus.TAKEN_IN,
    }  # fmt: skip
    return Theme.objects.create(round=row, **{**defaults, **fields})


def make_fed_back(**fields):
    row = make_summarised(**fields)
    make_theme(row)
    rounds.feed_back(round=row, by=make_user())
    return row


def make_archived(**fields):
    row = make_fed_back(**fields)
    rounds.archive(round=row, by=make_user())
    return row


MAKERS = {
    RoundState.DRAFT: make_round,
    RoundState.REVIEWED: make_reviewed,
    RoundState.OPEN: make_open,
    RoundState.CLOSED: make_closed,
    RoundState.SUMMARISED: make_summarised,
    RoundState.FED_BACK: make_fed_back,
    RoundState.ARCHIVED: make_archived,
}
