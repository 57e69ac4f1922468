"""What the generator and the programme's clock need to know of a method: plain data, no database.

Units are minutes and people. Source: `content/methods/*.toml`, the team's working values.
"""

from dataclasses import dataclass, field, replace
from math import ceil

from tools.timing import Timing

ANYTHING, NOTHING = "alt", "-"  # in `needs` and `gives`


@dataclass(frozen=True)
class Facts:
    """One method.

    needs, gives   artefact codes: what it builds on (any one is enough) and what it makes
    short_form     minutes of the short form, 0 when there is none
    address        where its card stands; "" when it is not published (then no proposal uses it)
    learned        {size class: minutes}, the local median where enough real runs exist
    """

    slug: str
    title: str
    purpose: str
    step: str
    function: str
    phase: str
    needs: tuple
    gives: str
    timing: Timing
    people_min: int
    people_max: int
    short_form: int = 0
    safety: int = 1
    skill: int = 1
    mode: str = "both"
    work_form: str = "group"
    posture: str = "sit"
    family: str = ""
    can_be_parallel: bool = False
    own_breaks: bool = False
    kit: tuple = ()
    address: str = ""
    learned: dict = field(default_factory=dict, hash=False, compare=False)

    def parallel_groups(self, people):
        """How many groups do this at the same time; 0 when it does not suit `people`.

        The people range is for one group. A method that can run in parallel splits evenly into as few
        groups as may be.
        """
        if self.people_min <= people <= self.people_max:
            return 1
        if not self.can_be_parallel or people < self.people_min:
            return 0
        groups = ceil(people / self.people_max)
        return groups if people // groups >= self.people_min else 0

    def fits(self, people):
        return self.parallel_groups(people) > 0

    def minutes(self, people):
        """Minutes for `people`: what the house has learned, else what the method says."""
        one_group = min(max(people, self.people_min), self.people_max)  # one more never makes it shorter
        return self.learned.get(size_class(people)) or self.timing.minutes(one_group)

    def shortest(self, people):
        """The fewest minutes a programme may give it: the short form where there is one."""
        usual = self.minutes(people)
        return min(usual, self.short_form or self.timing.minimum)

    def longest(self, people):
        """The most minutes a programme may give it."""
        return max(self.minutes(people), self.timing.maximum)

    def with_learned(self, learned):
        return replace(self, learned=learned)


SIZE_CLASSES = ((12, "small"), (30, "medium"))
LARGEST = "large"


def size_class(people):
    """Meetings are compared with meetings of about their own size: up to 12, up to 30, more."""
    return next((name for most, name in SIZE_CLASSES if people <= most), LARGEST)


@dataclass(frozen=True)
class Details:
    """What a programme on paper tells of a method; longer texts, read only when a face is made.

    instructions   its lines as {minutes, title, text, grows}
    materials      {name, count, per, note}, where `per` is person, group or total
    room, digital  Markdown
    """

    instructions: tuple = ()
    materials: tuple = ()
    room: str = ""
    digital: str = ""
