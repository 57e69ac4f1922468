"""The attack: somebody has the whole database of a closed confidential round, and joins who with what.

Known answers are given through the pages in a random order. Then every column, key, order, transaction mark
and place on the disk of the one side is held up against those of the other. A good join finds forty of forty;
chance finds one. While the round is open the same attack finds them all: it is a real one.
"""

import json
import logging
import os
import random
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from functools import cache
from itertools import product
from logging.handlers import BufferingHandler
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from prosesstotte import mail
from prosesstotte.embedded import programs
from prosesstotte.models import OutgoingMail
from referencegroups import round_jobs, round_links, secrecy
from referencegroups.actions import answers, rounds
from referencegroups.models import Invitation
from tests.factories import make_user
from tests.referencegroups.round_factories import make_open

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
CHANCE = 8  # with forty people at random, eight right by luck happens once in 100 000 tries


@pytest.fixture
def attack(transactional_db):
    return read_it_all()


@cache
def read_it_all():
    """All that the database of one round tells: while it is open, when it is closed, and when the tables are
    written anew. It is read once, and held up against the answers in the tests below."""
    with logged() as log:
        row, truth, tokens = answered()
    salt = row.answer_salt
    questions = [str(pk) for pk in row.questions.order_by("order").values_list("pk", flat=True)]
    found = SimpleNamespace(truth=truth, tokens=tokens, log=log, questions=questions)
    found.open = people_side(row), sheet_side(row, questions[2])
    rounds.close(round=row, by=make_user())
    found.closed = people_side(row), text_side(row)
    round_jobs.rewrite_tables()
    found.people, found.texts, found.sheets = people_side(row), text_side(row), sheet_side(row)
    found.asked = rows_of("referencegroups_invitation", f"round_id = {row.pk}")
    found.last_place, found.dump = last_place(), dump_of_the_database()
    found.old_keys = {secrecy.derived_key(token, salt) for token in tokens}
    row.refresh_from_db()
    found.salt = row.answer_salt
    found.earlier = answers.earlier(token=tokens[0], invitation=row.invitations.first())
    return found


@contextmanager
def logged():
    handler = BufferingHandler(1_000_000)
    logging.getLogger().addHandler(handler)
    yield handler.buffer
    logging.getLogger().removeHandler(handler)


def answered():
    """(round, {invitation: text}): everybody has answered, one by one, in an order nobody knows."""
    row = make_open(members=PEOPLE)
    round_jobs.send_batch(round_id=row.pk, kind="invitation", after=0)
    truth, tokens = {}, []
    invitations, numbers = list(Invitation.objects.filter(round=row)), list(range(PEOPLE))
    paths = {invitation.pk: link_in_the_letter(invitation) for invitation in invitations}
    chance = random.Random(7)
    chance.shuffle(invitations)
    chance.shuffle(numbers)  # what is answered says nothing by itself about when
    choice, scale, text = row.questions.order_by("order")
    for number, invitation in zip(numbers, invitations, strict=True):
        truth[invitation.pk] = f"tekst-{number:02}"
        client = Client()
        path = paths[invitation.pk]
        tokens.append(path.split("/")[-2])
        client.get(path)
        page = client.get(reverse("referencegroups:answer", args=[row.pk]))
        mark = re.search(r'name="mark" value="(\w+)"', page.text)[1]
        data = {"mark": mark, choice.field_name: number % 3, scale.field_name: number % 5}
        response = client.post(page.request["PATH_INFO"], {**data, text.field_name: truth[invitation.pk]})
        assert response.status_code == 302
        client.get(response.headers["Location"])
    return row, truth, tokens


def link_in_the_letter(invitation):
    letter = OutgoingMail.objects.get(about=f"referencegroups.invitation:{invitation.pk}")
    mail.deliver(letter)
    return re.search(r"/referansegrupper/svar/[\w-]{32}/", django_mail.outbox[-1].body)[0]


def rows_of(table, where):
    """Every row of a table with everything the server keeps about it, in the order it lies on the disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ctid::text AS place, xmin::text::bigint AS mark, cmin::text::bigint AS command, t.*"
            f" FROM {table} t WHERE {where} ORDER BY ctid"
        )
        names = [column.name for column in cursor.description]
        return [{**dict(zip(names, row, strict=True)), "order": n} for n, row in enumerate(cursor.fetchall())]


def best_join(people, answers_, truth):
    """The most people any way of ordering both sides, or any equal value, matches with their own text."""
    best, how = 0, ""
    for left, right in product(people[0], answers_[0]):
        for backwards in (False, True):
            hits = by_order(people, answers_, truth, left, right, backwards)
            best, how = max((best, how), (hits, f"order of {left} beside {right}"))
        hits = by_value(people, answers_, truth, left, right)
        best, how = max((best, how), (hits, f"{left} equals {right}"))
    return best, how


def by_order(people, answers_, truth, left, right, backwards):
    one = sorted(people, key=lambda row: sortable(row[left]), reverse=backwards)
    other = sorted(answers_, key=lambda row: sortable(row[right]))
    pairs = zip(one, other, strict=True)
    return sum(truth[person["invitation"]] == answer["said"] for person, answer in pairs)


def by_value(people, answers_, truth, left, right):
    """Only values that few share say anything."""
    found = {}
    for answer in answers_:
        found.setdefault(str(answer[right]), []).append(answer)
    hits = 0
    for person in people:
        same = found.get(str(person[left]), [])
        hits += len(same) == 1 and same[0]["said"] == truth[person["invitation"]]
    return hits


def sortable(value):
    return (str(type(value)), value) if isinstance(value, int | float) else ("", str(value))


def people_side(row):
    """Who: the invitation beside the links and letters that name it, and its membership and member."""
    found = []
    for one in rows_of("referencegroups_invitation", f"round_id = {row.pk}"):
        person = {"invitation": one["id"], **{f"invitation.{name}": value for name, value in one.items()}}
        subject = f"subject_type = 'referencegroups.invitation' AND subject_id = {one['id']}"
        for name, table, where in (
            ("link", "prosesstotte_link", subject),
            ("mail", "prosesstotte_outgoingmail", f"about = 'referencegroups.invitation:{one['id']}'"),
            ("membership", "referencegroups_membership", f"id = {one['membership_id']}"),
        ):
            for other in rows_of(table, where)[:1]:
                person |= {f"{name}.{key}": value for key, value in other.items()}
        found.append(person)
    return found


def text_side(row):
    """What, after closing: the texts, which stand alone."""
    where = f"question_id IN (SELECT id FROM referencegroups_question WHERE round_id = {row.pk})"
    return [{**one, "said": one["text"]} for one in rows_of("referencegroups_freetext", where)]


def sheet_side(row, text_key=None):
    """What: the sheets. While the round is open the text stands on the sheet itself."""
    found = rows_of("referencegroups_answer", f"round_id = {row.pk}")
    sheets = [{**one, "values": json.loads(one["values"])} for one in found]
    return [{**one, "said": one["values"].get(text_key, one["values"])} for one in sheets]


def close_and_rewrite(row):
    rounds.close(round=row, by=make_user())
    round_jobs.rewrite_tables()


def test_while_the_round_is_open_the_attack_succeeds(attack):
    people, sheets = attack.open

    assert best_join(people, sheets, attack.truth)[0] == PEOPLE
    assert (
        by_value(people, sheets, attack.truth, "invitation.mark", "mark") == PEOPLE
    )  # one transaction wrote both


def test_of_a_closed_round_no_join_does_better_than_chance(attack):
    assert (len(attack.people), len(attack.texts)) == (PEOPLE, PEOPLE)
    hits, how = best_join(attack.people, attack.texts, attack.truth)
    assert hits < CHANCE, how


def test_nor_does_it_before_the_disk_is_rewritten(attack):
    """The rows that live are in the order of chance from the moment the round closes."""
    people, texts = attack.closed

    hits, how = best_join(people, texts, attack.truth)
    assert hits < CHANCE, how


def test_the_sheets_cannot_be_joined_with_people_nor_with_the_texts(attack):
    choice, scale, _text = attack.questions
    sheets = [{**one, "said": (one["values"][choice], one["values"][scale])} for one in attack.sheets]
    by_luck = CHANCE + PEOPLE // 15 * 4  # fifteen different sheets: more are right by luck

    own = {pk: sheet_of(text) for pk, text in attack.truth.items()}
    hits, how = best_join(attack.people, sheets, own)
    assert hits < by_luck, how
    texts = [{**one, "invitation": one["id"]} for one in attack.texts]
    of_text = {one["id"]: sheet_of(one["text"]) for one in texts}
    hits, how = best_join(texts, sheets, of_text)
    assert hits < by_luck, how


def sheet_of(text):
    """What whoever wrote the text answered to the two other questions."""
    number = int(text[-2:])
    return number % 3, number % 5


def test_all_rows_of_the_round_carry_one_mark_and_lie_in_the_order_of_their_keys(attack):
    for side in (attack.asked, attack.sheets, attack.texts):
        assert len({one["mark"] for one in side}) == 1
        assert [one["id"] for one in side] == sorted(one["id"] for one in side)
    assert attack.last_place == PEOPLE  # no old row lies behind: the file holds nothing but these


def last_place():
    with connection.cursor() as cursor:
        place = "split_part(trim(ctid::text, '()'), ',', 2)::int"
        cursor.execute(f"SELECT max({place}) FROM referencegroups_freetext")
        return cursor.fetchone()[0]


def test_the_keys_of_the_open_round_are_gone_and_a_link_finds_nothing(attack):
    assert len(attack.old_keys) == PEOPLE
    assert not attack.old_keys & {sheet["id"] for sheet in attack.sheets}
    assert (attack.salt, attack.earlier) == ("", None)


def test_the_dump_of_the_database_holds_no_link_no_time_and_no_session(attack):
    dump = attack.dump

    assert all(text in dump for text in attack.truth.values())  # the dump is a real one
    assert not any(token in dump for token in attack.tokens)
    assert copied(dump, "django_session") == []
    for table in ("referencegroups_answer", "referencegroups_freetext", "referencegroups_invitation"):
        lines = copied(dump, table)
        assert len(lines) == PEOPLE
        assert not any(re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d", line) for line in lines)
    answer_keys = [line.split("\t")[0] for line in copied(dump, "referencegroups_answer")]
    text_keys = [line.split("\t")[0] for line in copied(dump, "referencegroups_freetext")]
    assert all(dump.count(key) == 1 for key in answer_keys + text_keys)


def copied(dump, table):
    """The lines of one table in the dump."""
    found = re.search(rf"^COPY public\.{table} .*?;\n(.*?)^\\\.$", dump, re.MULTILINE | re.DOTALL)
    return found[1].splitlines()


def dump_of_the_database():
    settings = connection.settings_dict
    program = shutil.which("pg_dump", path=f"{programs()}:{os.environ['PATH']}")
    host = settings["HOST"] or settings["OPTIONS"].get("host", "")
    asked = [program, "-U", settings["USER"], "-h", host, "-d", settings["NAME"], "--data-only"]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_sequence_moves_and_no_job_is_queued_by_an_answer():
    row = make_open()
    token = round_links.new_token(round_links.ANSWER, Invitation.objects.get(round=row))
    invitation = Invitation.objects.get(round=row)
    before = sequences(), jobs()

    answers.answer(token=token, invitation=invitation, values={"1": 1})

    assert (sequences(), jobs()) == before


def sequences():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        return cursor.fetchall()


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM procrastinate_jobs")
        return cursor.fetchone()


def test_answering_writes_no_line_in_the_log(attack):
    assert [record.getMessage() for record in attack.log] == []


def test_phone_and_paper_look_like_all_the_others():
    row = make_open(members=2)
    one, two = Invitation.objects.filter(round=row).select_related("membership__member").order_by("pk")
    answers.enter(round=row, email=one.membership.member.email, values={"1": 1})
    answers.answer(token=round_links.new_token(round_links.ANSWER, two), invitation=two, values={"1": 1})

    close_and_rewrite(row)

    shapes = [{name for name, value in sheet.items() if value not in (None, "")} for sheet in sheet_side(row)]
    assert shapes[0] == shapes[1]
    assert [one.has_answered for one in Invitation.objects.filter(round=row)] == [True, True]


def test_closing_waits_for_an_answer_that_is_on_its_way():
    """An answer that had begun when the round closed is in time, and is sealed with the rest."""
    import threading

    from django.db import connections, transaction

    row = make_open(members=1)
    invitation = Invitation.objects.get(round=row)
    token = round_links.new_token(round_links.ANSWER, invitation)
    begun, finish = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            answers.answer(token=token, invitation=invitation, values={"1": 1})
            begun.set()
            finish.wait(10)
        connections.close_all()

    def close():
        rounds.close(round=row)
        connections.close_all()

    answering, closing = threading.Thread(target=slowly), threading.Thread(target=close)
    answering.start()
    assert begun.wait(10)
    closing.start()
    time.sleep(0.3)
    assert closing.is_alive()
    finish.set()
    answering.join(10)
    closing.join(10)

    row.refresh_from_db()
    assert (row.state, row.answers.count()) == ("closed", 1)
    assert len({one["mark"] for one in sheet_side(row)}) == 1
