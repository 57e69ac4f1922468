"""How a confidential answer is kept apart from who gave it. See docs/decisions/010-confidential-rounds.md.

While the round is open, the key of an answer is worked out from the link that sent it and the round's salt;
the database holds no link, so only the one who has it finds the answer again. At closing every answer gets a
new random key, the salt is emptied, texts are cut loose from their sheets, and both tables are written anew
in the order of their keys, so that transactions and places on the disk tell nothing either.
"""

import hashlib
import hmac
import secrets
import uuid

from django.db import connection, transaction

# Written anew at closing: who was asked, what was answered, and what was cut loose.
REWRITTEN = ("invitation", "answer", "freetext", "usefulvote")

TEXTS = """
INSERT INTO referencegroups_freetext (id, question_id, text, shown_text, screening)
SELECT id, question_id, text, '', 'waiting' FROM (
    SELECT gen_random_uuid() AS id, q.id AS question_id, {values} ->> q.id::text AS text
    FROM {answers} JOIN referencegroups_question q ON q.round_id = %(round)s AND q.kind IN ('short', 'long')
) found WHERE text NOT IN ('', '?') ORDER BY id
"""
COUNTS = """
UPDATE referencegroups_question q
SET text_count = (SELECT count(*) FROM referencegroups_freetext f WHERE f.question_id = q.id)
WHERE q.round_id = %(round)s AND q.kind IN ('short', 'long')
"""
CONFIDENTIAL = "(SELECT values AS said FROM referencegroups_answer WHERE round_id = %(round)s) one"
NAMED = """(
    SELECT n.values AS said FROM referencegroups_namedanswer n
    JOIN referencegroups_invitation i ON i.id = n.invitation_id WHERE i.round_id = %(round)s
) one"""
# Of a confidential round the old rows go; of a named one the named rows stay, for the talks that follow.
SHEETS = """
WITH gone AS (DELETE FROM referencegroups_answer WHERE round_id = %(round)s RETURNING values AS said),
     one AS (SELECT said FROM {answers})
INSERT INTO referencegroups_answer (id, round_id, values)
SELECT id, %(round)s, said FROM (
    SELECT gen_random_uuid() AS id, said - ARRAY(
        SELECT q.id::text FROM referencegroups_question q
        WHERE q.round_id = %(round)s AND q.kind IN ('short', 'long')
    ) AS said FROM one
) shuffled ORDER BY id
"""
ASKED = """
WITH gone AS (DELETE FROM referencegroups_invitation WHERE round_id = %(round)s RETURNING *)
INSERT INTO referencegroups_invitation SELECT * FROM gone ORDER BY id
"""
VOTES = """
WITH gone AS (DELETE FROM referencegroups_usefulvote WHERE round_id = %(round)s RETURNING round_id, value)
INSERT INTO referencegroups_usefulvote (id, round_id, value)
SELECT id, round_id, value FROM (SELECT gen_random_uuid() AS id, * FROM gone) shuffled ORDER BY id
"""


def new_salt():
    return secrets.token_hex(32)


def derived_key(token, salt):
    """The key of what this link sends: 122 bits that only the one who holds the link can work out."""
    digest = hmac.digest(salt.encode(), token.encode(), hashlib.sha256)
    return uuid.UUID(bytes=digest[:16], version=4)


def useful_salt(round):
    """Votes on the usefulness go on after closing, and are written anew when the round is archived."""
    return f"useful:{round.pk}"


def seal_answers(round):
    """Cut what was answered from who answered, in the transaction that closes the round."""
    named = not round.is_confidential
    texts = TEXTS.format(values="one.said", answers=NAMED if named else CONFIDENTIAL)
    sheets = SHEETS.format(answers=NAMED if named else "gone")
    _run(round, texts, COUNTS, sheets, ASKED)


def seal_votes(round):
    _run(round, VOTES)


def _run(round, *statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"round": round.pk})


def rewrite_tables():
    """Write the tables anew on the disk in the order of their keys, without the rows that are gone.

    Needs to own the tables. Takes milliseconds, but must come after the transaction that sealed the round.
    """
    for name in REWRITTEN:
        table = f"referencegroups_{name}"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")  # who answers meanwhile is not kept waiting
            cursor.execute(f"CLUSTER {table} USING {table}_pkey")
