"""One page of the library's list: find, count, sort, cut in pages and make cards. At most four queries."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prosesstotte.templatetags.portal import minutt
from tools import facets, finding, moulds, search
from tools.catalogue import catalogue
from tools.models import Method

PER_PAGE = 24


@dataclass(frozen=True)
class Card:
    """What the method card shows, ready made: title and summary may hold <mark>."""

    title: str
    summary: str
    steps: list
    fact_line: list
    slug: str
    plain_title: str
    get_absolute_url: str

    def under_page_title(self):
        return moulds.card(self, "h2")

    def under_heading(self):
        return moulds.card(self, "h3")


@dataclass(frozen=True)
class Listing:
    choice: facets.Choice
    page: Page
    cards: list
    facets: str  # the filters of the form, ready made
    result: str  # the sentence above the list
    remarks: list
    nearest: list  # cards to offer when the search finds nothing
    ways_out: list  # filters to leave when they shut everything out


def find(choice, page_number):
    """The page of the list that `choice` asks for."""
    library = catalogue()
    found = finding.find(choice.asked, library.synonyms) if choice.asked.text else None
    chosen, numbers = facets.count(library, among(library, found), choice)
    places = library.listed(chosen)
    page = Paginator(found.best_first(places) if found else places, PER_PAGE).get_page(page_number)
    return Listing(
        choice=choice,
        page=page,
        cards=make_cards([library.methods[place] for place in page.object_list], choice, found),
        facets=moulds.facets(facets.shown(choice, numbers), facets.empty),
        result=result_line(choice, numbers, found),
        remarks=[*choice.remarks, *how_found(choice, found)],
        nearest=[] if numbers["total"] else nearest(choice),
        ways_out=[] if numbers["found"] else facets.ways_out(choice, numbers),
    )


def among(library, found):
    """The set that the filters choose from: what was found, or everything when nothing is looked for."""
    return library.all if found is None else sum(1 << place for place in found.points)


def nearest(choice):
    """The three whose names look most like what was typed; else three that are good to begin with."""
    methods = finding.nearest(choice.asked) or Method.objects.published().good_to_begin_with()
    return [make_card(method, choice.people, set()) for method in methods]


def make_cards(methods, choice, found):
    """Cards with what was found marked; a guess has nothing to mark."""
    texts = [text for method in methods for text in (method.title, method.summary)]
    has_marks = found and found.kind in {"all", "any"}
    marks = finding.hits(texts, choice.asked, catalogue().synonyms) if texts and has_marks else set()
    return [make_card(method, choice.people, marks) for method in methods]


def make_card(method, people, found):
    return Card(
        title=search.marked(method.title, found),
        summary=search.marked(method.summary, found),
        steps=method.steps,
        fact_line=fact_line(method, people),
        slug=method.slug,
        plain_title=method.title,
        get_absolute_url=method.get_absolute_url() + (f"?n={people}" if people else ""),
    )


def fact_line(method, people):
    groups = groups_text(method, people) if people else ""
    return [minutes_text(method, people), people_text(method, people), *filter(None, [groups])]


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


def result_line(choice, numbers, found):
    """«73 metodar», «4 av 73 metodar», «3 treff på «lappar»»."""
    number, total = numbers["found"], numbers["total"]
    if found and not total:
        return _("Ingen treff på «%(text)s»") % {"text": choice.asked.text}
    if found and found.kind == "alike":
        return ngettext("%(found)s metode liknar", "%(found)s metodar liknar", number) % {"found": number}
    if found:
        line = ngettext("%(found)s treff på «%(text)s»", "%(found)s treff på «%(text)s»", number)
        return line % {"found": number, "text": choice.asked.text}
    if choice.number_of_filters:
        return _("%(found)s av %(total)s metodar") % {"found": number, "total": total}
    return ngettext("%(found)s metode", "%(found)s metodar", number) % {"found": number}


def how_found(choice, found):
    """What to say when it is not every word that was found."""
    if not found or found.kind not in {"any", "alike"}:
        return []
    if found.kind == "alike":
        text = _("Ingen metode har ordet «%(text)s». Desse heiter noko som liknar.")
        return [text % {"text": choice.asked.text}]
    if found.whole:
        return [_("Få metodar har alle orda. Dei står først, og så kjem dei som har nokre av dei.")]
    return [_("Ingen metode har alle orda. Her er dei som har nokre av dei.")]
