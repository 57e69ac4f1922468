"""One page of the library's list: find, count, sort, cut in pages and make cards. At most six queries."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prosesstotte.templatetags.portal import minutt
from tools import facets, search
from tools.models import Method, Synonym

PER_PAGE = 24


@dataclass(frozen=True)
class Card:
    """What the method card shows, ready made: title and summary may hold <mark>."""

    title: str
    summary: str
    steps: list
    minutes_text: str
    people_text: str
    groups_text: str
    slug: str
    get_absolute_url: str


@dataclass(frozen=True)
class Listing:
    choice: facets.Choice
    page: Page
    cards: list
    facets: list
    result: str  # the sentence above the list
    remarks: list
    nearest: list  # cards to offer when the search finds nothing
    ways_out: list  # filters to leave when they shut everything out


def find(choice, page_number):
    """The page of the list that `choice` asks for."""
    synonyms = Synonym.objects.in_use().folded() if choice.asked.words else []
    found, numbers, match = look_up(choice, synonyms)
    page = Paginator(Places(found, choice, numbers["found"]), PER_PAGE).get_page(page_number)
    return Listing(
        choice=choice,
        page=page,
        cards=make_cards(page.object_list, choice, synonyms, match),
        facets=facets.shown(choice, numbers),
        result=result_line(choice, numbers, match),
        remarks=[*choice.remarks, *how_found(choice, match, numbers)],
        nearest=[] if numbers["total"] else nearest(choice),
        ways_out=[] if numbers["found"] else facets.ways_out(choice, numbers),
    )


def nearest(choice):
    """The three whose names look most like what was typed; else three that are good to begin with."""
    methods = Method.objects.published()
    alike = search.most_alike(choice.asked)
    found = alike and list(methods.for_list().found_by(alike).order_by("-points", "sort_key")[:3])
    return [make_card(method, choice.people, set()) for method in found or methods.good_to_begin_with()]


def look_up(choice, synonyms):
    """(methods, numbers, the way that found them): the first way that finds enough."""
    methods = Method.objects.published()
    if not choice.asked.text:
        return methods.annotate(points=Value(0)), facets.count(methods, choice), None
    whole = 0  # how many have every word, when they are so few that some words will do
    for match in search.ways(choice.asked, synonyms):
        numbers = facets.count(methods.filter(match.condition), choice)
        if numbers["total"] >= match.enough:
            return methods.found_by(match), {**numbers, "whole": whole}, match
        whole = numbers["total"]
    return methods, facets.count(methods.none(), choice), None


@dataclass(frozen=True)
class Places:
    """The methods of a choice as the paginator sees them: their number is known, a slice is one query."""

    methods: object
    choice: facets.Choice
    number: int

    def __len__(self):
        return self.number

    def __getitem__(self, places):
        return facets.rows(self.methods, self.choice, places.start, places.stop) if self.number else []


def make_cards(methods, choice, synonyms, match):
    marks = match and match.marks and methods
    texts = [text for method in methods for text in (method.title, method.summary)]
    found = search.hits(texts, choice.asked, synonyms) if marks else set()
    return [make_card(method, choice.people, found) for method in methods]


def make_card(method, people, found):
    return Card(
        title=search.marked(method.title, found),
        summary=search.marked(method.summary, found),
        steps=method.steps,
        minutes_text=minutes_text(method, people),
        people_text=people_text(method, people),
        groups_text=groups_text(method, people) if people else "",
        slug=method.slug,
        get_absolute_url=method.get_absolute_url() + (f"?n={people}" if people else ""),
    )


def minutes_text(method, people):
    """«35 min», or «for 24 deltakarar: 35 min» when somebody has said how many they are."""
    minutes = minutt(method.minutes(people))
    if people is None:
        return minutes
    return _("for %(people)s deltakarar: %(minutes)s") % {
        "people": method.people_counted(people),
        "minutes": minutes,
    }


def people_text(method, people):
    if people is None or method.fits(people):
        return method.people_text
    return _("%(range)s, ikkje %(people)s") % {"range": method.people_text, "people": people}


def groups_text(method, people):
    """«5 grupper»; nothing when everybody works together, or when they are too few or too many."""
    groups = method.groups(people)
    if groups < 2 or not method.fits(people):
        return ""
    if method.group_size == 2:
        return pairs_text(method.group_sizes(people))
    return _("%(groups)s grupper") % {"groups": groups}


def grouping_text(method, people):
    """«5 grupper (4 med 5 og 1 med 4)», «12 par»; nothing when everybody works together."""
    sizes = method.group_sizes(people)
    if len(sizes) < 2:
        return ""
    if method.group_size == 2:
        return pairs_text(sizes)
    parts = [_("%(number)s med %(size)s") % {"number": n, "size": size} for size, n in Counter(sizes).items()]
    if len(parts) == 1:
        return _("%(groups)s grupper med %(size)s") % {"groups": len(sizes), "size": sizes[0]}
    text = _("%(groups)s grupper (%(larger)s og %(smaller)s)")
    return text % {"groups": len(sizes), "larger": parts[0], "smaller": parts[1]}


def pairs_text(sizes):
    """Nobody is left alone: of an odd number, the last three go together."""
    if sizes[-1] == 2:
        return _("%(pairs)s par") % {"pairs": len(sizes)}
    return _("%(pairs)s par og éi gruppe på tre") % {"pairs": len(sizes) - 2}


def result_line(choice, numbers, match):
    """«73 metodar», «4 av 73 metodar», «3 treff på «lappar»»."""
    found, total = numbers["found"], numbers["total"]
    if choice.asked.text and not total:
        return _("Ingen treff på «%(text)s»") % {"text": choice.asked.text}
    if choice.asked.text and match.kind == "alike":
        return ngettext("%(found)s metode liknar", "%(found)s metodar liknar", found) % {"found": found}
    if choice.asked.text:
        line = ngettext("%(found)s treff på «%(text)s»", "%(found)s treff på «%(text)s»", found)
        return line % {"found": found, "text": choice.asked.text}
    if choice.number_of_filters:
        return _("%(found)s av %(total)s metodar") % {"found": found, "total": total}
    return ngettext("%(found)s metode", "%(found)s metodar", found) % {"found": found}


def how_found(choice, match, numbers):
    if match and match.kind == "any":
        if numbers["whole"]:
            return [_("Få metodar har alle orda. Dei står først, og så kjem dei som har nokre av dei.")]
        return [_("Ingen metode har alle orda. Her er dei som har nokre av dei.")]
    if match and match.kind == "alike":
        text = _("Ingen metode har ordet «%(text)s». Desse heiter noko som liknar.")
        return [text % {"text": choice.asked.text}]
    return []
