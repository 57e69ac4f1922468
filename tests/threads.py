"""Several at the same moment, and waiting for what comes in its own time."""

import threading
import time

from django.db import connection, transaction


def at_once(*jobs):
    """Run all jobs at the same moment, each in a thread with a connection of its own; what each returned or
    raised, in order."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)
    threads = [
        _start(answers, number, lambda job=job: (gate.wait(), job())[1]) for number, job in enumerate(jobs)
    ]
    for thread in threads:
        thread.join()
    return answers


def meet(rows, *jobs):
    """The jobs come to `rows` in this order, while somebody else keeps them until all are there."""
    answers, threads = [None] * len(jobs), []
    with transaction.atomic():
        for row in rows:
            type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
        for number, job in enumerate(jobs):
            threads.append(_start(answers, number, job))
            all_wait = wait_until(lambda: waiting_for_locks() == len(threads))
    for thread in threads:
        thread.join()
    assert all_wait, answers
    return answers


def _start(answers, number, job):
    def run():
        try:
            answers[number] = job()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until(holds, seconds=20, pause=0.02):
    """Whether `holds()` became true in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def waiting_for_locks():
    """How many of this database's sessions wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
