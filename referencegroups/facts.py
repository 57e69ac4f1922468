"""What breadth is counted by: the facts of those who have said yes to being counted.

Small numbers are protected as in the results of rounds: fewer than five are never told exactly, and
when one value would be given away by the others, a second is held back too.
"""

from django.utils.translation import gettext_lazy as _

from referencegroups.choices import AgeBand, Fact, Gender, Purpose, Role
from referencegroups.models.consent import members_with

FLOOR = 5
FEW, HIDDEN = "few", "hidden"  # in place of a number
INSTEAD = {FEW: _("færre enn fem"), HIDDEN: _("blir ikkje vist")}
WORDS = {Fact.ROLE: Role, Fact.AGE_BAND: AgeBand, Fact.GENDER: Gender}


def facts_of(memberships):
    """{person number: {fact: value}}, sorted by number; empty for those who have not consented."""
    counted = members_with(Purpose.BREADTH)
    rows = memberships.select_related("member").order_by("member__number")
    return {row.member.number: _facts(row) if row.member_id in counted else {} for row in rows}


def _facts(membership):
    member = membership.member
    found = {
        Fact.ROLE: membership.role,
        Fact.AGE_BAND: member.age_band,
        Fact.GENDER: member.gender,
        Fact.DISTRICT: member.district,
    }
    return {fact.value: value for fact, value in found.items() if value}


def label(fact, value):
    """The value in words: «18–29 år» for 18-29; a district is its own word."""
    words = dict(WORDS[fact].choices) if fact in WORDS else {}
    return words.get(value, value)


def fact_label(fact):
    return dict(Fact.choices).get(fact, fact)


def shield(counts):
    """{value: people} of one fact, with FEW or HIDDEN where the number would tell about few.

    «Nobody» may be told: it is about nobody. One value held back alone could be worked out from
    the sum, so the smallest of the others is hidden with it.
    """
    few = {value for value, people in counts.items() if 0 < people < FLOOR}
    others = sorted((people, value) for value, people in counts.items() if people >= FLOOR)
    shown = {**counts, **dict.fromkeys(few, FEW)}
    if len(few) == 1 and others:
        shown[others[0][1]] = HIDDEN
    return shown


def fact_named(text):
    """The fact that somebody calls by its code or by its name in words; empty when there is none."""
    known = {name.lower(): code for code, label in Fact.choices for name in (code, str(label))}
    return known.get(text.strip().lower(), "")


def value_named(fact, text):
    """A value by its code or in words: «Kvinne» is woman. A district is its own word."""
    choices = WORDS[fact].choices if fact in WORDS else []
    known = {name.lower(): code for code, label in choices for name in (code, str(label))}
    return known.get(text.strip().lower(), text.strip())


def told(people):
    """A number, or the words that stand in its place."""
    return INSTEAD.get(people, people)
