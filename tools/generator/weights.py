"""Every weight of the search, in one table: what makes one programme better than another.

Points, without unit: only differences count. About 1 point is "I would rather", 5 is "I would not".
Tuned by reading the programmes of `make programmes` and the eight recipes, not by any measurement.
"""

from tools.generator.arc import EL, IA, ID, IN, KD, MS, OB, PA
from tools.generator.outcome import BALANCED, BOLD, SAFE

WEIGHTS = {
    "purpose": 2.5,  # times how near the method's purpose is to the brief's
    "work": 4.0,  # the same, for the methods that explore: they are what the meeting is about
    "introduces": 1.5,  # says who is who: wanted among strangers, twice as unwanted among colleagues
    "newest": 3.0,  # builds on what was made last
    "looks_again": -0.5,  # explores what was explored last, from another side
    "chain": 1.5,  # builds on something made earlier
    "from_nothing": -4.0,  # converges without using anything that was made
    "passes_by": -4.0,  # converges on something else than what was made last
    "too_early": -2.5,  # tests proposals before anything has been explored
    "backwards": -6.0,  # many ideas again, after they were made into few
    "nothing_new": -2.5,  # makes what was made last, once more
    "form": 0.7,  # another work form than the one before
    "posture": 0.5,  # another posture than the one before
    "family_next": -6.0,  # the same kind of thing twice on end
    "family_again": -2.5,  # the same kind of thing later
    "plenary": -6.0,  # a round in plenary over 20 minutes
    "skill": -6.0,  # for each level above the leader's
    "unsafe": -4.0,  # asks for more trust than there is
    "trust": 0.8,  # an opening that builds trust, among strangers or in conflict
    "cold_opening": -5.0,  # an opening that asks for input before anybody has met
    "unasked": -3.0,  # a decision where nobody asked for one
    "screen": -2.0,  # best in one room, and they meet on a screen
    "standing": -0.7,  # stand or walk at a screen
    "rooms": -1.2,  # for each parallel group there is no process leader for
    "odd": -7.0,  # a kind of method that belongs to other purposes
    "own_breaks": -4.0,  # a long form that is a meeting in itself
    "learned": 0.6,  # real runs here have taught us its minutes
    "time": -2.5,  # times how far (0 to 1) its usual length is from what the arc would give
    "squeezed": -24.0,  # times the square of the part of its usual minutes it must do without
    "stretched": -9.0,  # times the square of the part it is given beyond them
    "drift": -240.0,  # times the square of the part of the whole it is off so far; only ranks what to follow
    "small_step": -2.0,  # one next step for each, where there is time for a real plan
    "slack": -2.0,  # less than 5 % of the time can be cut before the last third
    "seed": 1.5,  # another seed moves a method by up to this much
}

# How near a method's purpose is to the brief's: 1 its own, 0 far. What is not named is FAR.
NEAR = {
    MS: {MS: 1, IA: 0.7, PA: 0.8, ID: -0.4, OB: 0.6, IN: 0.4},
    ID: {ID: 1, IA: 0.6, PA: 0.8, OB: 0.6, IN: 0.4},
    IN: {IN: 1, PA: 0.8, ID: 0.6, IA: 0.2, OB: 0.7, KD: 0.2},
    PA: {PA: 1, IA: 0.6, OB: 0.5, IN: 0.4, ID: 0.3},
    IA: {IA: 1, PA: 0.7, IN: 0.5, OB: 0.6, EL: 0.1},
    OB: {OB: 1, IA: 0.7, PA: 0.7, IN: 0.4, MS: 0.2},
    EL: {EL: 1, IA: 0.1, PA: 0.8, IN: 0.4, ID: 0.4, OB: 0.6},
    KD: {KD: 1, PA: 0.7, OB: 0.8, IN: 0.4, IA: 0.2},
}
FAR = -0.6

AROUND = 0.5  # part of it for openings, frames and closes: there the variants may be alike
# What the variants have a taste for; times how daring the method is (see `search.daring`).
TASTE = {SAFE: -0.8, BALANCED: -0.1, BOLD: 1.0}
# For each of the other variants that uses the method already.
USED = {SAFE: 0.0, BALANCED: -2.5, BOLD: -3.5}

FULL_SIZE = 20  # minutes: in shorter blocks a lost minute matters less, for the grid is five
LONG_ROUND = 20  # minutes in plenary
SMALL_STEPS = 75  # minutes: from here a real plan is expected
SLACK_SHARE = 0.05

# Methods of the team's own eight recipes, by purpose (methods.md D): what has worked here.
PROVEN = {
    MS: {"innsjekk", "snoggprat-i-par", "swot-analyse", "verdskafe", "framsida-fra-framtida", "malhierarki",
         "topp-tre-fra-bordet", "prikkavstemming", "handlingsplan", "gruppering-av-lappar", "utsjekk",
         "eitt-steg-vidare"},
    ID: {"snoggprat-i-par", "empatikart", "korleis-kan-vi", "ideskriving-6-3-5", "atte-pa-atte", "utsjekk",
         "gruppering-av-lappar", "prikkavstemming", "papirprototype", "handlingsplan"},
    IN: {"digital-innspelsrunde", "dialogduk", "igp", "topp-tre-fra-bordet", "prikkavstemming",
         "trafikklysevaluering"},
    PA: {"innsjekk", "effekt-innsats-matrise", "samtykkeavgjerd", "handlingsplan", "utsjekk"},
    IA: {"innsjekk", "swot-analyse", "interessentkart", "empatikart", "topp-tre-fra-bordet", "utsjekk"},
    OB: {"presentasjonsrunde", "forventningsavklaring", "interessentkart", "premortem", "spelereglar",
         "handlingsplan", "utsjekk"},
    EL: {"innsjekk", "felles-tidslinje", "start-stopp-hald-fram", "prikkavstemming", "handlingsplan",
         "utsjekk"},
    KD: {"spelereglar", "innsjekk", "hoyrd-sett-respektert", "interesser-bak-standpunkt", "utsjekk",
         "topp-tre-fra-bordet", "femfingeravstemming"},
}  # fmt: skip
LIKES_PROVEN = {SAFE: 6.0, BALANCED: 1.5, BOLD: 0.0}
# Families that belong to some purposes only: elsewhere they look odd.
HOMES = {
    "prototype": {ID}, "reframing": {ID, IN, IA, MS}, "thinking-roles": {ID, PA}, "interview": {IA},
    "kitchen-table": {IN}, "walk": {IN, IA}, "journey": {IA, ID}, "root-cause": {IA, EL, PA},
    "debrief": {EL}, "retrospective": {EL}, "peer-advice": {KD, EL, PA}, "interests": {KD, PA},
    "vision": {MS}, "future-workshop": {MS, ID}, "goal-structure": {MS, OB}, "why": {MS, OB, IA},
    "mapping": {IA, ID, OB, PA},
    "circle": {KD, EL, OB}, "fishbowl": {KD, IN, EL}, "listening": {KD, OB}, "map": {IN},
}  # fmt: skip
INTRODUCES = {"round-opening"}  # families of methods that say who is who
DECIDES = {PA, KD, MS}  # purposes whose meetings often end by asking whether all can stand for it
FULLER = 1.0  # strain for each place more, or fewer, than the arc of that length
GIVEN_WAY = 5.5  # strain for each thing that had to give way
