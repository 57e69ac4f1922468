"""`make scale`: two web servers and two workers, as on two hosts, on one PostgreSQL behind PgBouncer.

PgBouncer runs in transaction mode with fewer connections than there are processes; the workers and the
migrations go past it. What one process alone keeps by itself, several must keep together: one time, one
winner; every letter sent; every reminder planned once; a change seen by every process's memory; limits
counted together.
"""

import sys
import threading
import time
from collections import Counter

from tests.fleet import invariants
from tests.fleet.machines import Bouncer, Fleet
from tests.fleet.traffic import Load, Visitor

RIVALS, ROUNDS = 12, 6
SEEN_WITHIN = 1.5  # seconds: each process asks for the version of the content once a second


def say(text):
    print(text, flush=True)


def scale():
    with Fleet(webs=2, web_processes=2, workers=2, pooled=True) as fleet:
        fleet.manage("prepare")
        from tests.fleet import people

        sessions = people.settle(1, people=RIVALS)  # one leader: one winner
        fleet.start()
        people.wait_until(lambda: Visitor(fleet.ports).get("/readyz").status == 200, 60)
        say(f"To nettprosessar, to arbeidarar, PgBouncer med {Bouncer.CONNECTIONS} tilkoplingar. Prøver …")
        load = Load(fleet.ports, sessions[:2], rate=4)
        leaders = people.Leaders()
        leaders.start()
        report = {"rivals": rivals(fleet, people, sessions), "caches": caches(fleet)}
        report["limits"] = limits(fleet)
        load.stop()
        report["failed"] = [answer.path for answer in load.answers if answer.failed]
        report["refused"] = load.refused()
        return report | afterwards(fleet, people, leaders)


def rivals(fleet, people, sessions):
    """Rounds where everybody presses «Send» for the same time at once, half of them at each server."""
    return [one_time(fleet, people, sessions) for _ in range(ROUNDS)]


def one_time(fleet, people, sessions):
    half = len(sessions) // 2
    ports = [[fleet.ports[0]]] * half + [[fleet.ports[1]]] * half
    crowd = [people.Booker(port, session) for port, session in zip(ports, sessions, strict=True)]
    times = crowd[0].choose_times()
    for booker in crowd[1:]:
        booker.fill_in_need()
    for booker in crowd:
        booker.take(times)
    return dict(Counter(at_once([booker.send for booker in crowd])))


def at_once(acts):
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        gate.wait()
        answers[place] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def caches(fleet):
    """A headline that is changed by hand in the database is on the front page of every process in time."""
    with fleet.connect() as connection:
        for number in range(3):
            title = f"Nytt frå Ørskog {number}"
            connection.execute(
                "INSERT INTO prosesstotte_news (title, slug, summary, body, published_at, updated_at) "
                "VALUES (%s, %s, 'Kort.', 'Tekst.', now(), now())",
                [title, f"nytt-{number}"],
            )
            time.sleep(SEEN_WITHIN)
            pages = [Visitor([port]).get("/aktuelt/").text for port in fleet.ports for _ in range(8)]
            if not all(title in page for page in pages):
                return "GAMMAL SIDE"
    return "ferske"


def limits(fleet):
    """How often one address is sent a code when it asks the two servers in turn: {status: times}."""
    answers = Counter()
    for number in range(10):
        visitor = Visitor([fleet.ports[number % 2]], address="192.0.2.1")
        visitor.get("/logg-inn/")
        answers[visitor.post("/logg-inn/", email="kollega0@example.no").status] += 1
    return dict(answers)


def afterwards(fleet, people, leaders):
    with fleet.connect() as connection:
        people.wait_until(lambda: not invariants.broken(connection), 120)
        leaders.stopping.set()
        leaders.join()
        lost, twice = invariants.letters_not_in(fleet.postbox, connection)
        return {"letters_lost": lost, "letters_twice": twice, "broken": invariants.broken(connection)}


def held(report):
    return (
        all(answers.get(True) == 1 for answers in report["rivals"])
        and report["caches"] == "ferske"
        and report["limits"][302] <= 6  # three a minute, whatever the number of servers
        and not (report["failed"] or report["refused"] or report["letters_lost"] or report["broken"])
    )


def main():
    report = scale()
    for name, value in report.items():
        say(f"  {name:20}{value}")
    say("HELD" if held(report) else "HELD IKKJE")
    return 0 if held(report) else 1


if __name__ == "__main__":
    sys.exit(main())
