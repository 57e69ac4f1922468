"""A connection that is cut under a door, and a witness beside it who sees what is left."""

import os
from collections import Counter
from contextlib import closing, contextmanager

import psycopg
from django.db import connection


class Witness:
    """Another process. What it sees is all there would be if the door's process died in this moment."""

    def __init__(self, server):
        self.server = server
        tables = server.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        counts = (
            f"(SELECT array[count(*), coalesce(sum(xmin::text::bigint), 0)] FROM {name})"
            for (name,) in tables
        )
        self.question = f"SELECT {', '.join(counts)}"

    def sees(self):
        """Number of rows, and the transactions that wrote them, table by table."""
        return self.server.execute(self.question, prepare=True).fetchone()


@contextmanager
def a_witness():
    name = connection.settings_dict["NAME"]
    with closing(psycopg.connect(os.environ["DATABASE_URL"], dbname=name, autocommit=True)) as server:
        yield Witness(server)


def hang_up():
    """The connection is gone, as the server sees it when the process is: no goodbye, no rollback."""
    connection.connection.pgconn.finish()


@contextmanager
def before_each_statement(do):
    """Call `do` with the number and the words of every statement, just before it goes to the database."""
    seen = []

    def watch(execute, sql, params, many, context):
        do(len(seen), sql)
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def at_statement(number, then):
    """Call `then` just before the statement with this number; gives the list of statements so far."""
    return before_each_statement(lambda place, _sql: then() if place == number else None)


@contextmanager
def at_the_commit(monkeypatch, then):
    """Call `then` in the place of the commit."""
    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", then)
        yield


def outcome(go):
    """What a process answered, or died of; the next one has a connection of its own."""
    try:
        return go()
    except Exception as error:
        return error
    finally:
        connection.close()


def at_write(point, then):
    """Call `then` just before the statement that writes and is the n-th of its kind: `point` is (kind, n)."""
    kind, number = point
    met = Counter()

    def watch(_place, sql):
        met[kind_of(sql)] += 1
        if kind_of(sql) == kind and met[kind] == number:
            then()

    return before_each_statement(watch)


def points(seen, met=()):
    """Where to cut: at each kind of statement that writes and is not `met` before, and at the last one."""
    kinds = [kind for kind in map(kind_of, seen) if kind]
    new = [(kind, 1) for kind in dict.fromkeys(kinds) if kind not in met]
    last = (kinds[-1], kinds.count(kinds[-1]))
    return list(dict.fromkeys([*new, last]))


def kind_of(sql):
    """What a statement does to which table, when it writes; else nothing."""
    words = sql.split()
    if words[0] in {"INSERT", "UPDATE", "DELETE"}:
        return " ".join(words[:3])
    return "DEFER" if "procrastinate_defer" in sql else ""
