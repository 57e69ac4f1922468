"""How long the lottery takes: `python -m tests.bench.lottery`. Printed, never asserted.

Targets: 300 volunteers, 15 seats, four quotas: maximin under 1.5 s. 2 000 volunteers with few
distinct profiles: under 2 s. Beside them what the draw really uses: leximin and the numbered list.
"""

import random
import time

from referencegroups.lottery.chances import leximin, maximin
from referencegroups.lottery.panel_list import TICKETS
from referencegroups.lottery.task import Quota, Task, Volunteer
from referencegroups.lottery.tickets import make_list

FOUR = {"kjønn": 3, "alder": 5, "krins": 5, "rolle": 4}
FEW = {"kjønn": 2, "alder": 3, "krins": 3, "rolle": 2}
CASES = [
    ("300 personar, 15 plassar, fire kvotar", 300, 15, FOUR, 1, 1.5),
    ("det same, kvotar utan slingringsmonn", 300, 15, FOUR, 0, 1.5),
    ("2 000 personar, 20 plassar, få profilar", 2000, 20, FEW, 1, 2.0),
]
ROUNDS = 5


def volunteers(shuffler, count, facts):
    weights = {fact: [shuffler.random() + 0.2 for _ in range(values)] for fact, values in facts.items()}
    return [
        Volunteer(n, {f: str(shuffler.choices(range(k), weights[f])[0]) for f, k in facts.items()})
        for n in range(1, count + 1)
    ]


def make_case(seed, count, seats, facts, slack):
    """The ranges lie round a panel picked blindly, so some panel always meets them."""
    shuffler = random.Random(seed)
    people = volunteers(shuffler, count, facts)
    chosen = shuffler.sample(people, seats)
    quotas = []
    for fact, values in facts.items():
        for value in map(str, range(values)):
            have = sum(person.values[fact] == value for person in chosen)
            quotas.append(Quota(fact, value, max(0, have - slack), have + slack))
    return Task(seats, tuple(quotas), tuple(people))


def timed(function, *arguments):
    start = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, result


def run(count, seats, facts, slack):
    seconds = {"maximin": [], "leximin": [], "liste": []}
    kept = 1.0
    for seed in range(ROUNDS):
        task = make_case(seed, count, seats, facts, slack)
        for name, function in (("maximin", maximin), ("leximin", leximin)):
            spent, mixture = timed(function, task)
            seconds[name].append(spent)
        spent, panels = timed(make_list, mixture)
        seconds["liste"].append(spent)
        lowest = min(panels.tickets_of_people().values())
        some_chance = mixture.chances[mixture.chances > 1e-6]  # a tight quota may leave somebody without
        kept = min(kept, lowest / (TICKETS * some_chance.min()))
    return {name: max(found) for name, found in seconds.items()}, kept


def main():
    print(f"\n{'loddtrekking, det seinaste av ' + str(ROUNDS):44}maximin leximin  liste  lågast/optimum")
    for name, count, seats, facts, slack, limit in CASES:
        found, kept = run(count, seats, facts, slack)
        verdict = "held" if found["maximin"] < limit else "HELD IKKJE"
        times = "".join(f"{found[part]:8.2f}" for part in ("maximin", "leximin", "liste"))
        print(f"{name:44}{times[1:]}{kept:12.3f}  maximin < {limit} s: {verdict}")


if __name__ == "__main__":
    main()
