"""`make soak`: half of what the fleet holds, for five minutes, while everything is shaken.

Bookings are made and taken on all the time, a worker is killed every 20 seconds, the web server is reloaded,
a backup is made, PostgreSQL is restarted once. Outside the seconds of that restart no request may fail, in
them only with the calm 503; afterwards every invariant holds. The last line is the report as JSON.
`--short` is for the suite: SOAK_FROM names a database whose tables are copied instead of migrating.
"""

import argparse
import json
import os
import signal
import sys
import threading
import time

from tests.fleet import invariants
from tests.fleet.machines import Fleet
from tests.fleet.traffic import Load, Visitor, measure

LONG = {"measured": 20, "seconds": 300, "kill": 20, "reload": 60, "leaders": 20, "pause": 0.5, "backup": 0.4}
SHORT = {"measured": 1, "seconds": 4, "kill": 1.5, "reload": 100, "leaders": 6, "pause": 0.1, "backup": None}
AFTER = 2.0  # seconds that count as the restart's, when PostgreSQL is back


def say(text):
    print(text, flush=True)


def soak(plan, short):
    with Fleet(short=short) as fleet:
        if "SOAK_FROM" in os.environ:
            fleet.copy_tables(os.environ["SOAK_FROM"])
        else:
            fleet.manage("prepare", *(["--no-static"] if short else []))
        fleet.start()
        from tests.fleet import people

        sessions = people.settle(plan["leaders"], people=4)
        report = {"ready": wait_until_ready(fleet)}
        say("Måler …")
        most = measure(fleet.ports, sessions[:2], plan["measured"])
        report |= facts("measured", most)
        say(f"  {most.per_second():.0f} i sekundet. Ristar i {plan['seconds']} sekund med halvparten …")
        report |= shake(fleet, people, sessions, plan, most.per_second() / 2)
        if short:
            let_a_minute_pass(fleet)
        report |= afterwards(fleet, people, report)
        if plan["backup"]:
            fleet.restore_elsewhere(fleet.files / "backup")
        return report | {"slow_job": slow_job(fleet, people), "slow_request": slow_request(fleet)}


def wait_until_ready(fleet):
    """/readyz, as a rollout would wait."""
    for _ in range(100):
        answer = Visitor(fleet.ports).get("/readyz")
        if answer.status == 200:
            return True
        time.sleep(0.2)
    return answer.text


def slow_request(fleet):
    """A server that is asked to stop finishes what it has begun."""
    answers = []
    visit = threading.Thread(target=lambda: answers.append(Visitor(fleet.ports).get("/sakte/")))
    visit.start()
    time.sleep(0.5)
    fleet.webs[0].terminate()
    visit.join()
    return [answers[0].status, answers[0].text, fleet.webs[0].wait(30)]


def slow_job(fleet, people):
    """A worker that is asked to stop finishes its job."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from tests.fleet.slow import slow_job as task

    number = task.defer()
    job = ProcrastinateJob.objects.filter(pk=number)
    people.wait_until(lambda: job.filter(status="doing").exists(), 10)
    fleet.stopping = True  # nobody starts another
    worker = fleet.workers[0]
    worker.terminate()
    return [worker.wait(180), job.get().status]


def shake(fleet, people, sessions, plan, rate):
    from django.db import connection

    load = Load(fleet.ports, sessions[:2], rate)
    crew = [people.Bookers(fleet.ports, session, plan["pause"]) for session in sessions[2:]]
    leaders = people.Leaders()
    for worker in [*crew, leaders]:
        worker.start()
    copying = threading.Thread(target=copy_in_use, args=(fleet, plan))
    copying.start()
    away = shakes(fleet, plan)
    copying.join()
    connection.close()  # our own, that the restart cut
    # On a busy machine the first booking takes its time.
    people.wait_until(lambda: any(one.made for one in crew), 60)
    for worker in crew:
        worker.stopping.set()
        worker.join()
    load.stop()
    time.sleep(1)
    leaders.stopping.set()
    leaders.join()
    report = facts("soak", load) | {
        "rate": round(rate, 1),
        "refused": load.refused(),
        "kills": away.pop("kills"),
        "reloads": away.pop("reloads"),
    }
    answers = [*load.answers, *(answer for one in crew for answer in one.booker.answers)]
    report |= judged(answers, away)
    report |= {"made": sum(one.made for one in crew), "unknown": sum(one.unknown for one in crew)}
    return report


def copy_in_use(fleet, plan):
    """A backup while everybody works on; afterwards it is restored elsewhere and counted."""
    if plan["backup"]:
        time.sleep(plan["seconds"] * plan["backup"])
        fleet.manage("backup", str(fleet.files / "backup"))


def let_a_minute_pass(fleet):
    """The short run does not wait until a killed worker is missed: it is so at once."""
    from prosesstotte.jobs import take_up_lost_jobs

    with fleet.connect() as connection:
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes' "
            "WHERE id < (SELECT max(id) FROM procrastinate_workers)"
        )
    take_up_lost_jobs.defer(timestamp=0)


def shakes(fleet, plan):
    """Kill, reload and restart by the clock; when PostgreSQL was away, and how many workers were killed."""
    began, kills, reloads, found = time.monotonic(), 0, 0, {}
    while (gone := time.monotonic() - began) < plan["seconds"]:
        if gone > (kills + 1) * plan["kill"]:
            fleet.kill_worker()
            kills += 1
        if gone > (reloads + 0.5) * plan["reload"]:
            fleet.webs[0].send_signal(signal.SIGHUP)
            reloads += 1
        if gone > plan["seconds"] * 0.6 and not found:
            found = dict(zip(("from", "to"), fleet.restart_database(), strict=True))
        time.sleep(0.1)
    return {**found, "kills": kills, "reloads": reloads}


def judged(answers, away):
    failed = [answer for answer in answers if answer.failed]
    during = [answer for answer in failed if touches(answer, away)]
    outside = [answer for answer in failed if not touches(answer, away)]
    calm = [answer for answer in during if answer.status == 503 and "Retry-After" in answer.headers]
    return {
        "away_seconds": round(away["to"] - away["from"], 2),
        "errors_outside": [[answer.status, answer.path, answer.text[:80]] for answer in outside][:10],
        "failed_during": len(during),
        "calm_during": len(calm),
        "other_during": [
            [one.status, one.text[:40], round(one.seconds)] for one in during if one not in calm
        ],
        "requests": len(answers),
    }


def touches(answer, away):
    """Whether the request was under way while PostgreSQL was away, or just after."""
    return answer.at <= away["to"] + AFTER and answer.at + answer.seconds >= away["from"]


def afterwards(fleet, people, report):
    """The letters get time to arrive; jobs of killed workers are taken up within two minutes."""
    with fleet.connect() as connection:
        people.wait_until(lambda: not invariants.broken(connection), 180)
        made = connection.execute("SELECT count(*) FROM bookings_booking").fetchone()[0]
        confirmed = connection.execute("SELECT count(*) FROM bookings_booking WHERE status = 'confirmed'")
        lost, twice = invariants.letters_not_in(fleet.postbox, connection)
        return {
            "bookings": made,
            "confirmed": confirmed.fetchone()[0],
            "bookings_lost": not report["made"] <= made <= report["made"] + report["unknown"],
            "letters": len(fleet.postbox.letters),
            "letters_lost": lost,
            "letters_twice": twice,
            "broken": invariants.broken(connection),
        }


def facts(name, load):
    return {
        f"{name}_per_second": round(load.per_second(), 1),
        f"{name}_p50_ms": round(load.milliseconds(0.5)),
        f"{name}_p99_ms": round(load.milliseconds(0.99)),
    }


def held(report):
    return (
        report["ready"] is True
        and report["slow_request"] == [200, "ferdig", 0]
        and report["slow_job"] == [0, "succeeded"]
        and not report["errors_outside"]
        and not report["refused"]
        and report["failed_during"] == report["calm_during"]
        and report["confirmed"] > 0
        and not report["bookings_lost"]
        and not report["letters_lost"]
        and not report["broken"]
    )


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("--short", action="store_true")
    reader.add_argument("--seconds", type=float)
    asked = reader.parse_args()
    plan = {**(SHORT if asked.short else LONG), **({"seconds": asked.seconds} if asked.seconds else {})}
    report = soak(plan, asked.short)
    for name, value in report.items():
        say(f"  {name:20}{value}")
    say(f"{'HELD' if held(report) else 'HELD IKKJE'}\n{json.dumps(report)}")
    return 0 if held(report) else 1


if __name__ == "__main__":
    sys.exit(main())
