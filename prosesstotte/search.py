"""Search across the whole house: methods by the library's own search, the rest by one question to PostgreSQL.

Recipes, documents, news and pages are few, so their words are made searchable while we ask; folding and
synonyms are those of the library (tools/search.py). At most five queries, whatever is found.
"""

from dataclasses import dataclass, replace

from django.contrib.postgres.search import (
    SearchQueryField,
    SearchRank,
    SearchVector,
    TrigramWordSimilarity,
)
from django.db.models import BooleanField, CharField, F, FloatField, Func, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from prosesstotte.models import Document, News, Page
from tools import finding, search
from tools.catalogue import catalogue
from tools.models import Recipe

MOST = 6  # of each kind on the page; the library's list has the rest of the methods
MOST_OTHERS = 40  # rows read in all
ALIKE = 0.6  # as in the library: PostgreSQL's own limit for «looks like»
PAGES = {"om": "about", "tilsette": "staff", "personvern": "privacy", "tilgjenge": "accessibility"}


@dataclass(frozen=True)
class Kind:
    """A kind of thing to find: its heading, where its rows come from, and which fields hold its words."""

    name: str
    label: str
    rows: object  # a function: what may be found changes with the clock
    about: str  # the field with a short text
    text: str  # the field with the long one
    address: str = ""  # name of the URL; pages have one each

    def found(self, match, words):
        vector = _vector("title", "A") + _vector(self.about, "C") + _vector(self.text, "D")
        rows = self.rows().annotate(vector=vector, likeness=_likeness(words))
        return (
            rows.annotate(has_words=_has(F("vector"), match))
            .filter(Q(has_words=True) | Q(likeness__gte=ALIKE))
            .annotate(
                kind=Value(self.name, output_field=CharField()),
                points=SearchRank(F("vector"), match, weights=search.WEIGHTS) + F("likeness"),
                short=Cast(self.about, TextField()),
            )
            .values("kind", "title", "short", "slug", "points")
        )

    def where(self, slug):
        return reverse(self.address, args=[slug]) if self.address else reverse(PAGES[slug])


KINDS = [
    Kind(
        "recipes",
        _("Møteoppskrifter"),
        lambda: Recipe.objects.shown().order_by(),
        "summary",
        "good_for",
        "tools:recipe_detail",
    ),
    Kind(
        "documents",
        _("Grunnlagsdokument"),
        lambda: Document.objects.filter(is_shown=True).order_by(),
        "description",
        "description",
        "document_download",
    ),
    Kind(
        "news",
        _("Aktuelt"),
        lambda: News.objects.published(timezone.now()).order_by(),
        "summary",
        "body",
        "news_detail",
    ),
    Kind("pages", _("Sider"), lambda: Page.objects.filter(slug__in=PAGES).order_by(), "lead", "body"),
]


@dataclass(frozen=True)
class Hit:
    """One thing that was found, to be marked and shown."""

    title: str
    summary: str
    address: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `more` leads to the rest, when there is more."""

    label: str
    hits: list
    more: str = ""


def find(asked):
    """Groups of hits for what somebody typed, methods first; [] when nothing is found."""
    if not asked.words:
        return []
    synonyms = catalogue().synonyms
    groups = [find_methods(asked, synonyms), *find_others(asked, synonyms)]
    return mark([group for group in groups if group.hits], asked, synonyms)


def find_methods(asked, synonyms):
    library, found = catalogue(), finding.find(asked, synonyms)
    methods = [library.methods[place] for place in found.best_first(sorted(found.points))[:MOST]]
    hits = [Hit(method.title, method.summary, method.get_absolute_url()) for method in methods]
    more = (
        f"{reverse('tools:method_list')}?{urlencode({'q': asked.text})}" if len(found.points) > MOST else ""
    )
    return Group(_("Metodar"), hits, more)


def find_others(asked, synonyms):
    """Everything else: what has all the words, or else some of them."""
    filled = search.slots(asked.words, synonyms)
    rows = _rows(search.question(asked.words, filled), asked.words)
    if not rows and len(filled) > 1:
        rows = _rows(search.question(asked.words, filled, any_will_do=True), asked.words)
    return [
        Group(kind.label, [_hit(kind, row) for row in rows if row["kind"] == kind.name][:MOST])
        for kind in KINDS
    ]


def _rows(asked_for, words):
    sql, params = asked_for
    match = RawSQL(sql, params, output_field=SearchQueryField())  # noqa: S611 - words are parameters
    first, *rest = [kind.found(match, words) for kind in KINDS]
    return list(first.union(*rest, all=True).order_by("-points", "title")[:MOST_OTHERS])


def _hit(kind, row):
    return Hit(row["title"], row["short"], kind.where(row["slug"]))


def mark(groups, asked, synonyms):
    """The same groups with what was found marked: one query for all of the words on the page."""
    texts = [text for group in groups for hit in group.hits for text in (hit.title, hit.summary)]
    found = finding.hits(texts, asked, synonyms) if texts else set()
    return [replace(group, hits=[_marked(hit, found) for hit in group.hits]) for group in groups]


def _marked(hit, found):
    return replace(hit, title=search.marked(hit.title, found), summary=search.marked(hit.summary, found))


def _folded(field):
    return Func(F(field), function="fold_nn", output_field=TextField())


def _vector(field, weight):
    """Stems and whole words, as in the library."""
    stems = SearchVector(_folded(field), config="norwegian", weight=weight)
    return stems + SearchVector(_folded(field), config="simple", weight=weight)


def _has(vector, match):
    return Func(vector, match, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())


def _likeness(words):
    """How much the title looks like one of the words, 0 to 1; short words look like everything."""
    long = [word for word in dict.fromkeys(words) if len(word) > search.SHORTEST_INSIDE][:8]
    zero = Value(0.0, output_field=FloatField())
    return Greatest(zero, zero, *[TrigramWordSimilarity(word, _folded("title")) for word in long])
