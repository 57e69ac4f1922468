"""Two made-up rounds for the demo: one that is over and answered back, and one that is open now."""

import datetime as dt
import random

from django.db import connection, transaction
from django.utils import timezone

from prosesstotte.models import User
from referencegroups import round_letters, round_links, secrecy, setting_up
from referencegroups.actions import answers, rounds
from referencegroups.choices import Channel, Decision, GroupState, Purpose, Role, State
from referencegroups.models import (
    ConsentEvent,
    ConsentText,
    FreeText,
    Invitation,
    Member,
    Membership,
    Question,
    ReferenceGroup,
    Round,
    RoundTranslation,
    Theme,
)
from referencegroups.round_choices import Screening, ThemeStatus

DAY = dt.timedelta(days=1)
GROUP = "framtidas-bibliotek"
MEMBERS = 48
# medlem@example.org gets the letter about the open round; the others can ask for a new link.
ADDRESSES = ["medlem@example.org", *(f"medlem{number}@example.org" for number in range(2, MEMBERS + 1))]
TEXTS = ["Betre lys ved bussen", "Eit rom der ein kan snakke høgt", "Meir hjelp med datamaskinane"]

OVER = {
    "title": "Opningstider på biblioteka",
    "why": "Tre bibliotek skal få felles opningstider. Vi vil vite kva som passar for dykk.",
    "can_change": "Kva dagar og klokkeslett biblioteka er opne med folk på jobb.",
    "cannot_change": "Talet på stillingar. Det er vedteke i budsjettet.",
    "afterwards": "Kommunalsjefen les resultata og svarer på kvart tema.",
    "case_title": "Opningstider 2027, møte i hovudutvalet",
}
OPEN = {
    "title": "Eit rom for alle",
    "why": "Hovudbiblioteket får eit nytt rom. Kva skal til for at du brukar det?",
    "can_change": "Innreiinga, utstyret og kven som kan låne rommet.",
    "cannot_change": "Storleiken på rommet og når det står ferdig.",
    "afterwards": "Svara blir brukte når vi teiknar rommet saman med arkitekten.",
    "case_title": "Nytt rom på hovudbiblioteket",
}
QUESTIONS = [
    {"kind": "one", "text": "Kven er du?",
     "options": ["Innbyggar", "Tilsett", "Frå ein organisasjon"], "divides": True},
    {"kind": "scale", "text": "Kor viktig er biblioteket for deg?",
     "low_label": "Lite viktig", "high_label": "Svært viktig"},
    {"kind": "one", "text": "Når vil du helst kome?",
     "options": ["På dagen", "Om kvelden", "I helga"]},
    {"kind": "several", "text": "Kva brukar du?",
     "options": ["Bøker", "Rom og møteplassar", "Hjelp og rettleiing"]},
    {"kind": "ranking", "text": "Kva skal vi bruke pengar på først?",
     "options": ["Lengre opningstid", "Fleire bøker", "Betre rom"]},
    {"kind": "long", "text": "Kva saknar du?"},
]  # fmt: skip
THEMES = [
    {
        "heard": "Dei fleste vil kome om kvelden eller i helga",
        "number": 31,
        "done": "Alle biblioteka får kveldsope på torsdagar frå 1. februar.",
        "status": ThemeStatus.TAKEN_IN,
    },
    {
        "heard": "Rom der ein kan snakke saman",
        "number": 18,
        "done": "Hovudbiblioteket får eit rom til hausten.",
        "status": ThemeStatus.PARTLY,
        "reason": "Dei to andre har ikkje plass før ombygginga.",
    },
]


def load(now=None):
    """Fill in once. Nothing is mailed but the letter about the open round to the first member."""
    group = ReferenceGroup.objects.filter(slug=GROUP).first()
    if group is None or group.rounds.exists():
        return
    now = (now or timezone.now()).replace(second=0, microsecond=0)
    setting_up.load_consent_texts()
    people = _people()
    _members(group, people["owner"], now)
    _over(group, people, now)
    _open(group, people, now)
    _forget_jobs()


def _people():
    found = {}
    for key, email, name in (
        ("owner", "kultursjef@example.no", "Berit Haugen"),
        ("author", "radgjevar@example.no", "Knut Vatne"),
    ):
        found[key] = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    return found


def _members(group, owner, now):
    group.owner_user, group.state = owner, GroupState.ACTIVE
    group.save(update_fields=["owner_user", "state"])
    text = ConsentText.objects.current()[Purpose.MEMBERSHIP]
    today = timezone.localdate(now)
    for number, address in enumerate(ADDRESSES):
        member, _new = Member.objects.get_or_create(email=address)
        Membership.objects.get_or_create(
            member=member,
            group=group,
            defaults={
                "state": State.ACTIVE, "role": Role.EMPLOYEE if number % 3 == 0 else Role.RESIDENT,
                "confirmed_at": now - 200 * DAY, "term_starts_on": today - 200 * DAY,
                "term_ends_on": today + 400 * DAY,
            },
        )  # fmt: skip
        ConsentEvent.objects.create(
            member=member, person_number=member.number, text=text, purpose=Purpose.MEMBERSHIP, group=group,
            decision=Decision.GIVEN, channel=Channel.WEB,
        )  # fmt: skip


def _round(group, people, words, now, *, opened, closes, promised):
    row = Round.objects.create(
        group=group, created_by=people["author"], edited_by=people["author"], opens_at=now + opened * DAY,
        closes_at=now + closes * DAY, promised_on=timezone.localdate(now) + promised * DAY, **words,
    )  # fmt: skip
    for order, question in enumerate(QUESTIONS):
        Question.objects.create(round=row, order=order, **question)
    RoundTranslation.objects.create(
        round=row, language="nb", title=words["title"], why="Vi vil gjerne vite hva du mener.",
        can_change="Innhold og tider.", cannot_change="Budsjettet.", afterwards="Kommunalsjefen svarer.",
    )  # fmt: skip
    rounds.review(round=row, by=people["owner"])
    rounds.open_round(round=row, at=row.opens_at)
    return row


def _over(group, people, now):
    row = _round(group, people, OVER, now, opened=-60, closes=-40, promised=-10)
    _answer(row)
    rounds.close(round=row, at=row.closes_at)
    FreeText.objects.of(row).update(screening=Screening.SHOWN)
    rounds.summarise(
        round=row, by=people["author"],
        summary="Gruppa vil helst kome **om kvelden og i helga**. Mange vil ha rom der ein kan snakke saman.",
    )  # fmt: skip
    for order, theme in enumerate(THEMES):
        Theme.objects.create(round=row, order=order, dated=timezone.localdate(now) - 12 * DAY, **theme)
    rounds.feed_back(round=row, by=people["owner"])


def _answer(row):
    """The same made-up answers each time."""
    chance = random.Random(2026)  # noqa: S311 - made-up answers
    keys = [str(pk) for pk in row.questions.order_by("order").values_list("pk", flat=True)]
    for number, invitation in enumerate(Invitation.objects.filter(round=row)[:41]):
        values = [
            number % 2, chance.choice([2, 3, 3, 4, 4]), chance.choice([0, 1, 1, 2, 2]),
            sorted(chance.sample(range(3), 2)), chance.sample(range(3), 3),
            TEXTS[number // 5 % 3] if number % 5 == 0 else None,
        ]  # fmt: skip
        given = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        token = round_links.new_token(round_links.ANSWER, invitation)
        answers.answer(token=token, invitation=invitation, values=given)


def _open(group, people, now):
    row = _round(group, people, OPEN, now, opened=-2, closes=12, promised=40)
    first = Invitation.objects.select_related("round__group", "membership__member")
    round_letters.invitation(first.get(round=row, membership__member__email=ADDRESSES[0]))


def _forget_jobs():
    """The batches of letters to made-up people are not sent."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'send_round_batch'")
    transaction.on_commit(secrecy.rewrite_tables)
