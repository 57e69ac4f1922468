"""From fair chances to a numbered list of panels that share 10 000 tickets.

Units: one ticket is a chance of 1 in 10 000. Rounding comes before publishing, and what the list
promises is counted from its own tickets. Errors: people with the same profile differ by one ticket
at most; a profile's tickets lie a few away from the unrounded number (two or three in practice).
Every panel on the list is a feasible make-up, so every panel meets the quotas.
"""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from referencegroups.lottery.linear import Programme
from referencegroups.lottery.panel_list import TICKETS, Panel, PanelList


def make_list(mixture):
    """Round the shares to tickets, and deal the places of each make-up evenly to its people."""
    tickets = share_tickets(mixture)
    used = tickets > 0
    makeups, tickets = mixture.makeups[used], tickets[used]
    found = Counter()
    hands = [deal(people, makeups[:, row], tickets) for row, people in enumerate(mixture.profiles.people)]
    for block, length in enumerate(tickets):
        _split(found, [hand[block] for hand in hands], int(length))
    return _number(found)


def _number(found):
    panels, first = [], 0
    for number, (people, tickets) in enumerate(sorted(found.items()), start=1):
        panels.append(Panel(number, first, first + tickets - 1, people))
        first += tickets
    return PanelList(tuple(panels))


def share_tickets(mixture):
    """Whole tickets per make-up, moved one by one while that brings the profiles' tickets nearer.

    Largest remainders first; then single tickets are moved from one make-up to another as long as
    the sum of squared errors falls. Those with the lowest chances weigh most.
    """
    exact = TICKETS * mixture.shares
    tickets = np.floor(exact).astype(int)
    late = np.argsort(tickets - exact, kind="stable")[: TICKETS - tickets.sum()]
    tickets[late] += 1
    chances = mixture.chances
    weighed = mixture.makeups * (chances.min(initial=1, where=chances > 0) / np.maximum(chances, 1e-9))
    common = weighed @ weighed.T
    while (move := _best_move(weighed, common, tickets, exact)) is not None:
        tickets[move[0]] -= 1
        tickets[move[1]] += 1
    return tickets


def _best_move(weighed, common, tickets, exact):
    """From which make-up to which one a ticket should move; None when no move helps."""
    error = weighed @ ((tickets - exact) @ weighed)
    sizes = np.diag(common)
    change = 2 * (error[None, :] - error[:, None]) + sizes[None, :] + sizes[:, None] - 2 * common
    change[tickets == 0, :] = np.inf
    np.fill_diagonal(change, 0)
    give, take = np.unravel_index(np.argmin(change), change.shape)
    return (give, take) if change[give, take] < -1e-9 else None


def deal(people, places, tickets):
    """Who of a profile's `people` takes part in each make-up, and on how many of its tickets.

    Returns, make-up by make-up, a list of (person, tickets). All get the same number of tickets,
    or one more for the lowest numbers when it does not come out even; nobody is twice on a ticket.
    """
    if len(people) == 1 or not places.any():
        hands = zip(places, tickets, strict=True)
        return [[(people[0], int(length))] if place else [] for place, length in hands]
    each, over = divmod(int(places @ tickets), len(people))
    parts = _transport([each + (row < over) for row in range(len(people))], places, tickets)
    return [[(people[row], part) for row, part in sorted(block)] for block in parts]


def _transport(wanted, places, tickets):
    """A corner of the transport problem between people and make-ups: whole, and with few parts."""
    programme, blocks = Programme(), np.nonzero(places)[0]
    for want in wanted:
        programme.add_row(want, want)
    for block in blocks:
        programme.add_row(places[block] * tickets[block], places[block] * tickets[block])
    for row in range(len(wanted)):
        for place, block in enumerate(blocks):
            rows = [row, len(wanted) + place]
            programme.add_column(most=tickets[block], rows=rows, shares=[1.0, 1.0])
    found = np.round(programme.solve()[1]).astype(int).reshape(len(wanted), len(blocks))
    parts = defaultdict(list)
    for row, place in zip(*np.nonzero(found), strict=True):
        parts[blocks[place]].append((int(row), int(found[row, place])))
    return [parts[block] for block in range(len(places))]


def _split(found, hands, length):
    """Cut a make-up's tickets where people change places, and count the panels of people.

    A profile's places lie end to end as one line, `length` tickets each; its people follow each
    other along it, so nobody stands twice on a ticket (McNaughton's wrap-around rule).
    """
    lines = [(np.cumsum([part for _person, part in hand]), hand) for hand in hands if hand]
    cuts = sorted({0, length, *(int(end) % length for ends, _hand in lines for end in ends)})
    for start, stop in pairwise(cuts):
        people = [
            hand[int(np.searchsorted(ends, place, side="right"))][0]
            for ends, hand in lines
            for place in range(start, int(ends[-1]), length)
        ]
        found[tuple(sorted(people))] += stop - start
