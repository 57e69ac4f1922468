"""Fifty people after one time, over HTTP to two web processes: `python -m tests.bench.race`.

The same as the suite asserts, some rounds, with the clock: how long until the last one has an answer, and
what they were answered. Also three leaders at once, by name and as anybody, in a new order each round.
"""

import os
import random
import statistics
import sys
import time
from collections import Counter

from tests.portal import Portal
from tests.web import Http

ROUNDS, PEOPLE = 5, 50
WINNERS = {"éin leiar": 1, "tre leiarar": 3}


def main():
    """Print a line for each case; True when every round had the right number of winners."""
    with Portal("bench-race") as portal:
        set_up()
        print(f"{f'{PEOPLE} etter same tid, to prosessar':47}{'vinnarar':17}{'andre svar':16}siste svar, s")
        held = [case(Http(portal.port), name, number) for name, number in WINNERS.items()]
    return all(held)


def set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")
    import django

    django.setup()
    from bookings.models import ProcessLeader

    ProcessLeader.objects.update(is_active=False)


def case(web, name, winners):
    rounds = [one_round(web, winners) for _ in range(ROUNDS)]
    won = [answers[302] for answers, _ in rounds]
    others = sum((answers for answers, _ in rounds), Counter())
    del others[302]
    slowest = statistics.median(seconds for _, seconds in rounds)
    held = won == [winners] * ROUNDS and set(others) == {409}
    print(f"  {name:45}{won!s:17}{dict(others)!s:16}{slowest:6.1f}  {'ok' if held else 'FEIL'}")
    return held


def one_round(web, number):
    """New leaders, one time, everybody at once: how many got which status, and seconds to the last."""
    from bookings.models import ProcessLeader
    from prosesstotte.models import VisitCount
    from tests.bookings.factories import make_leader
    from tests.bookings.test_race_pages import free_times, press_send, ready_to_send
    from tests.factories import make_area

    VisitCount.objects.all().delete()  # so many from one address in a minute are one town hall and more
    leaders, area = [make_leader() for _ in range(number)], make_area()
    times, wanted = free_times(), [*leaders, None]
    people = [ready_to_send(area, times, wanted[n % len(wanted)]) for n in range(PEOPLE)]
    random.shuffle(people)
    started = time.perf_counter()
    answers = press_send(web, people)
    seconds = time.perf_counter() - started
    ProcessLeader.objects.update(is_active=False)
    return Counter(answer.status for answer in answers), seconds


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
