"""The fair lottery: a pure engine with plain data in and out. It knows neither Django nor a database.

    task = Task(seats, quotas, volunteers)        what is asked for
    check(task)                                   can it be done; if not, the smallest loosening
    mixture = leximin(task)                       the fairest chances
    panels = make_list(mixture)                   the numbered list with 10 000 tickets: publish it
    draw(panels, people, seed, reserves)          one ticket, by a seed from a public source

Source: Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021). Written from the article. Units and errors stand in each module.
"""

from referencegroups.lottery.chances import Mixture, leximin, maximin
from referencegroups.lottery.drawing import Draw, broken_quotas, draw, next_reserve, tidy_seed
from referencegroups.lottery.feasibility import Change, Feasibility, check
from referencegroups.lottery.linear import NoSolution
from referencegroups.lottery.task import Quota, Task, TaskError, Volunteer
from referencegroups.lottery.tickets import TICKETS, Panel, PanelList, make_list, read_list

__all__ = [
    "TICKETS",
    "Change",
    "Draw",
    "Feasibility",
    "Mixture",
    "NoSolution",
    "Panel",
    "PanelList",
    "Quota",
    "Task",
    "TaskError",
    "Volunteer",
    "broken_quotas",
    "check",
    "draw",
    "leximin",
    "make_list",
    "maximin",
    "next_reserve",
    "read_list",
    "tidy_seed",
]
