"""Several at the same moment, and waiting for what comes in its own time."""

import threading
import time

from django.db import connection, transaction


def at_once(*jobs):
    """Run all jobs at the same moment, each in a thread with a connection of its own; what each returned or
    raised, in order."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            gate.wait()
            answers[number] = job()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def wait_until(holds, seconds=20, pause=0.02):
    """Whether `holds()` became true in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def meet(rows, *jobs):
    """All jobs stand before `rows`, which somebody else keeps until every one of them is there."""
    answers = []
    crowd = threading.Thread(target=lambda: answers.extend(at_once(*jobs)))
    with transaction.atomic():
        for row in rows:
            type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
        crowd.start()
        all_are_there = wait_until(lambda: waiting_for_locks() == len(jobs))
    crowd.join()
    assert all_are_there, answers
    return answers


def waiting_for_locks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
