"""The arc of a meeting: which functions in which order, and how much of the time each should have.

Source: methods.md F2 (shares) and the eight recipes (orders). One letter is one place:

    W welcome · B the proposals · V the way on        frame blocks, no method
    o opening · f frame · i insight · d idea · g gather · p prioritise · a plan · c close
    k a frame that asks the question anew · r a frame that builds trust
    b an idea made concrete · t the few most important · v a decision that all can stand for
    | lunch, between two cycles of diverging and converging
"""

from dataclasses import dataclass, replace

from tools.generator.chain import THEME

OPENING, FRAME, INSIGHT, IDEA = "opening", "frame", "insight", "idea"
GATHER, PRIORITISE, PLAN, CLOSE = "gather", "prioritise", "plan", "close"
FUNCTIONS = (OPENING, FRAME, INSIGHT, IDEA, GATHER, PRIORITISE, PLAN, CLOSE)
LETTERS = dict(zip("ofidgpac", FUNCTIONS, strict=True)) | {
    "b": IDEA,
    "k": FRAME,
    "r": FRAME,
    "t": GATHER,
    "v": PRIORITISE,
}
GIVEN_BY = {
    "b": "K",
    "k": THEME,
    "r": "R",
    "t": "K",
    "v": "V",
}  # letters that also say what is to be made there
WELCOME, PROPOSALS, WAY_ON = "welcome", "proposals", "way_on"
LUNCH, MEAL, BREAK = "lunch", "meal", "pause"  # a long pause is a lunch when the clock says so
FRAMES = {"W": WELCOME, "B": PROPOSALS, "V": WAY_ON}
# Minutes of the frame blocks: fewest and most; usually the fewest up to SHORT minutes, else ten.
FRAME_LIMITS = {WELCOME: (5, 15), PROPOSALS: (10, 20), WAY_ON: (5, 15)}
SHORT, USUAL_FRAME = 75, 10
DIVERGES = (INSIGHT, IDEA)
CONVERGES = (GATHER, PRIORITISE, PLAN)

MS, ID, IA, IN = "mal-og-strategi", "idemyldring", "innsikt", "involvering"
PA, OB, EL, KD = "prioritering", "oppstart", "evaluering", "konflikt"

# A start and a decision meeting have a mandate, and whoever wants a decision has proposals.
BRINGS = {(OB, WELCOME): ("K", "M"), (PA, WELCOME): ("K", "M"), (PA, PROPOSALS): ("K",)}

# Share of the working time, in the order of FUNCTIONS.
SHARES = {
    MS: (0.08, 0.08, 0.26, 0.20, 0.08, 0.14, 0.12, 0.04),
    ID: (0.08, 0.06, 0.12, 0.38, 0.10, 0.13, 0.08, 0.05),
    IN: (0.10, 0.10, 0.34, 0.20, 0.10, 0.10, 0.00, 0.06),
    PA: (0.06, 0.12, 0.22, 0.00, 0.08, 0.34, 0.12, 0.06),
    IA: (0.08, 0.12, 0.50, 0.00, 0.10, 0.12, 0.00, 0.08),
    OB: (0.30, 0.15, 0.25, 0.00, 0.00, 0.10, 0.14, 0.06),
    EL: (0.07, 0.04, 0.45, 0.00, 0.10, 0.12, 0.14, 0.08),
    KD: (0.14, 0.08, 0.48, 0.00, 0.08, 0.10, 0.00, 0.12),
}
UNPLANNED_SHARE = 0.08  # of a function the purpose has no share for

# (up to this many minutes, order). Up to 60 minutes: four functions. From 300: two cycles.
LONG = 300
# A second order for the same length has more in it, for small groups that get through methods quickly.
ORDERS = {
    MS: ((60, "Wipac"), (119, "Woigpac"), (199, "Woidgpac"), (299, "Wofidgpaac"), (299, "Wofiidgpaac"),
         (419, "Wofigp|daatvc"), (999, "Wofiigp|ddaatvc"), (999, "Wofiiigp|iddaatvc")),
    ID: ((60, "Wdgpc"), (119, "Wodgpac"), (199, "Woidgpac"), (239, "Woikddgpac"), (299, "Woikddgpbac"),
         (299, "Woiikdddgpbac"), (419, "Woikddgp|bitpac"), (999, "Wofikddgp|dbitpac"),
         (999, "Wofiikddgp|dbiitpac")),
    IN: ((60, "WigpVc"), (159, "WoigpVc"), (199, "WoidgpVc"), (299, "WofidgpVc"), (299, "WofiidgpVc"),
         (419, "Wofigp|dgpVc"), (999, "Wofiigp|ddgpVc"), (999, "Wofiiigp|iddgpVc")),
    PA: ((60, "Wppac"), (119, "WoBppac"), (199, "WoBippac"), (299, "WofBigppac"), (299, "WofBiigppac"),
         (419, "WofBigp|itpac"), (999, "WofBiigp|iitpac"), (999, "WofBiiigp|iiitpac")),
    IA: ((60, "WoigVc"), (119, "WoigpVc"), (199, "WoiigpVc"), (299, "WofiiigpVc"), (299, "WofiiiigpVc"),
         (419, "Wofiigp|iitpVc"), (999, "Wofiiigp|iitpVc"), (999, "Wofiiigp|iiitpVc")),
    OB: ((60, "Worac"), (119, "Woriac"), (199, "Woriirac"), (299, "Wooriigprac"), (299, "Wooriiigprac"),
         (419, "Woorigp|iitprac"), (999, "Wooriigp|iitprac"), (999, "Wooriiigp|iiitprac")),
    EL: ((60, "Wipac"), (89, "Woipac"), (119, "Woiipac"), (199, "Woiigpac"), (299, "Wofiigpac"),
         (299, "Wofiiiigpac"), (419, "Wofiigp|dgpac"), (999, "Wofiiigp|ddgpac"), (999, "Wofiiigp|idddgpac")),
    KD: ((60, "WoigVc"), (99, "WroigVc"), (159, "WroigpVc"), (199, "WrooigpVc"), (299, "WrooiigpVc"),
         (299, "WrooiiigpVc"), (419, "Wrooig|iitpVc"), (999, "Wrooiig|iitpVc"), (999, "Wrooiiig|iiitpVc")),
}  # fmt: skip

# The wanted result when the brief asks for none: the first that people and time allow.
RESULTS = {
    MS: ("M", "P"), ID: ("P",), IN: ("P", "F"), PA: ("V", "P"),
    IA: ("F",), OB: ("R",), EL: ("H", "P"), KD: ("F", "R"),
}  # fmt: skip
# Where a result is made. M, P, V and H are only made when the group converges on them.
LANDS = {"R": OPENING, "F": INSIGHT, "P": PRIORITISE, "V": PRIORITISE, "M": PLAN, "H": PLAN}
GOALS_NEED = 90  # minutes: nobody makes goals together in less
TAIL = (PLAN, CLOSE)


@dataclass(frozen=True)
class Place:
    """One place in the order, before it is known what fills it.

    function  of the method, or the code of a frame block or pause
    wish      minutes the arc would give it
    gives     the artefact a method here must make, "" for any
    bound     it cannot be left out
    slug      the method that must stand here, "" for any
    pin       tools.generator.pins.Pin that stands here, or None
    low, high minutes of what is no method
    brings    artefacts a frame block puts into the chain
    cycle     0, or 1 after the lunch of a long meeting
    """

    function: str
    wish: float = 0.0
    gives: str = ""
    bound: bool = False
    slug: str = ""
    pin: object = None
    low: int = 0
    high: int = 0
    brings: tuple = ()
    cycle: int = 0

    @property
    def is_method(self):
        return self.function in FUNCTIONS and self.pin is None

    @property
    def is_free(self):
        """A method stands here that may just as well be left out."""
        return self.is_method and not self.bound and not self.slug

    @property
    def is_frame(self):
        return self.pin is None and self.function in FRAME_LIMITS

    @property
    def is_break(self):
        return self.function in (LUNCH, BREAK) or (self.pin is not None and self.pin.is_break)


def orders(purpose, minutes):
    """The order of a meeting that long, then its neighbours that may suit few or many people better.

    A neighbour has as many cycles, and no fewer places to explore, decide and plan.
    """
    own = next(order for most, order in ORDERS[purpose] if minutes <= most)
    if minutes <= ORDERS[purpose][0][0]:
        return [own]
    others = [order for _most, order in ORDERS[purpose][1:] if order != own]
    return [own, *(order for order in others if is_neighbour(order, own))]


def is_neighbour(order, own):
    return all(order.count(letter) >= own.count(letter) for letter in "idpav") and ("|" in order) == (
        "|" in own
    )


def places_of(order, purpose, minutes):
    """The letters of an order as places, each in its cycle."""
    before, _lunch, _after = order.partition("|")
    places = [place_of(letter, purpose, minutes, int(at > len(before))) for at, letter in enumerate(order)]
    return [without_proposals(place) if "B" in order else place for place in places]


def without_proposals(place):
    """A welcome that leaves the proposals to a block of their own."""
    return replace(place, brings=("M",)) if place.function == WELCOME and place.brings else place


def place_of(letter, purpose, minutes, cycle):
    code = LUNCH if letter == "|" else LETTERS.get(letter) or FRAMES[letter]
    low, high = FRAME_LIMITS.get(code, (0, 0))
    wish = low if minutes <= SHORT else min(USUAL_FRAME, high)
    gives = GIVEN_BY.get(letter, "")
    return Place(code, wish, gives, low=low, high=high, brings=BRINGS.get((purpose, code), ()), cycle=cycle)


def landing(places, wanted, *, short):
    """The places with the wanted result bound to where it is made; one is put in when none is there."""
    places, function = one_thing_at_a_time(places), LANDS[wanted]
    own = [at for at, place in enumerate(places) if place.function == function]
    if not own or (wanted == "V" and len(own) == 1 and not short):
        at = (own[-1] + 1) if own else natural_place(places, function)
        places = [*places[:at], Place(function, cycle=places[at - 1].cycle), *places[at:]]
        own.append(at)
    at = own[0] if wanted in "MR" else own[-1]
    if wanted == "M":  # goals are made of what was ranked; what all can stand for comes after
        places = [ranking(place) if n < at else place for n, place in enumerate(places)]
    return [*places[:at], replace(places[at], gives=wanted, bound=True), *places[at + 1 :]]


def ranking(place):
    return replace(place, gives="P") if place.function == PRIORITISE else place


def one_thing_at_a_time(places):
    """Two plans on end are goals, then who does what; a decision comes last, the votes before it rank."""
    last = max((at for at, place in enumerate(places) if place.function == PRIORITISE), default=-1)
    found = []
    for at, place in enumerate(places):
        if place.function == PLAN and found and found[-1].function == PLAN:
            place = replace(place, gives="H")
        elif place.function == PRIORITISE and at < last:
            place = replace(place, gives="P")
        found.append(place)
    return found


def natural_place(places, function):
    """Where a place of that function goes in: after the last that comes no later in an arc."""
    rank = FUNCTIONS.index(function)
    earlier = [
        at
        for at, place in enumerate(places)
        if place.function in FUNCTIONS and FUNCTIONS.index(place.function) <= rank and place.function != CLOSE
    ]
    frames = [at for at, place in enumerate(places) if place.function in (WELCOME, PROPOSALS)]
    return max([*earlier, *frames], default=-1) + 1


def relaxations(places):
    """(what gave way, places): the arc, and the arc with less and less, in the order of methods.md F6."""
    lean = without_extra_openers(places)
    silent = without_share_outs(lean)
    merged = merged_neighbours(silent)
    bare = only_the_landing(merged)
    steps = [
        ((), places),
        (("extra_opener",), lean),
        (("extra_opener", "share_outs"), silent),
        (("extra_opener", "merged"), merged_neighbours(lean)),
        (("extra_opener", "share_outs", "merged"), merged),
        (("extra_opener", "share_outs", "merged"), bare),
    ]
    return without_repeats(steps, places)


def without_repeats(steps, whole):
    """Only steps that take something more away, and only what each of them really took."""
    seen, kept = [], []
    for codes, places in steps:
        if places not in seen:
            seen.append(places)
            kept.append((tuple(code for code in codes if took(code, whole, places)), places))
    return kept


def took(code, whole, places):
    lost = {
        "extra_opener": (OPENING, FRAME),
        "share_outs": (GATHER,),
        "merged": (INSIGHT, IDEA, PRIORITISE, PLAN),
    }[code]
    return count(whole, lost) > count(places, lost)


def count(places, functions):
    return sum(place.function in functions for place in places)


def without_extra_openers(places):
    """One way in is enough: later openings and the frame methods go, but not what must be there."""
    kept, opened = [], False
    for place in places:
        extra = place.is_free and place.function in (OPENING, FRAME)
        if not (extra and opened):
            kept.append(place)
        opened = opened or place.function in (OPENING, FRAME)
    return kept


def without_share_outs(places):
    return [place for place in places if not (place.is_free and place.function == GATHER)]


def merged_neighbours(places):
    """Places next to each other that do the same (diverge, prioritise, plan) become one."""
    kept = []
    for place in places:
        if kept and place.is_free and alike(kept[-1], place):
            continue
        if kept and place.is_method and kept[-1].is_free and alike(kept[-1], place):
            kept.pop()
        kept.append(place)
    return kept


def alike(one, other):
    return one.function == other.function or {one.function, other.function} == set(DIVERGES)


def only_the_landing(places):
    """What cannot be left out: frames, what is pinned, something to build on, the result, the close."""
    needed = next((place for place in places if place.function in DIVERGES), None)
    return [place for place in places if not place.is_free or place.function == CLOSE or place is needed]


def with_wishes(places, purpose, minutes):
    """The places with wished minutes: frames have their own, the methods share the rest as the arc says."""
    shares = dict(zip(FUNCTIONS, SHARES[purpose], strict=True))
    weights = [weight(place, places, shares) for place in places]
    rest = max(0, minutes - sum(place.wish for place in places if place.is_frame))
    whole = sum(weights) or 1.0
    return [
        replace(place, wish=rest * part / whole) if part else place
        for place, part in zip(places, weights, strict=True)
    ]


def weight(place, places, shares):
    if not place.is_method:
        return 0.0
    same = sum(place.function == other.function and other.is_method for other in places)
    return (shares[place.function] or UNPLANNED_SHARE) / same
