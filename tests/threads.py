"""Several at the same moment, and waiting for what comes in its own time."""

import threading
import time

from django.db import connection


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
