"""Find methods by what somebody typed: PostgreSQL knows words and stems, the catalogue knows names.

Every word must be there; when that gives few, some of the words will do; when nothing has any of them, names
that look alike are found (typos). One question to PostgreSQL for the first two, one for the third.
"""

import re
from dataclasses import dataclass, field

from django.db import connection

from tools import search
from tools.catalogue import catalogue

# The index finds; only what is found is ranked, by a small vector without the long texts.
WORDS_SQL = """
    WITH every AS (SELECT id FROM tools_method WHERE search @@ ({every}))
    SELECT m.id, ts_rank(%s::real[], m.search_short, {told}), every.id IS NOT NULL
    FROM tools_method m LEFT JOIN every USING (id) WHERE m.search @@ ({some}) AND m.status = 'published'
"""
ALIKE_SQL = """
    SELECT id, {points} AS points FROM tools_method
    WHERE status = 'published' AND ({condition}) ORDER BY points DESC LIMIT %s
"""


@dataclass(frozen=True)
class Found:
    """What a search gave: the kind of way that found it, points by place in the catalogue, best first."""

    kind: str = ""  # "all", "any", "alike", or "" when nothing was found
    points: dict = field(default_factory=dict)
    whole: int = 0  # of "any": how many have every word

    def best_first(self, places):
        """`places` by points; equals stay in order."""
        return sorted(places, key=lambda place: -self.points[place])


def find(asked, synonyms):
    library = catalogue()
    if not asked.words:
        return Found()
    filled = search.slots(asked.words, synonyms)
    ranks, every = by_words(library, asked, filled, synonyms)
    points = {place: rank + name_points(library, place, asked) for place, rank in ranks.items()}
    if len(every) >= search.ENOUGH or (every and len(filled) == 1):
        return Found("all", {place: points[place] for place in every})
    if points:
        whole = {place: points[place] + search.ALL_BONUS for place in every}
        return Found("any", points | whole, whole=len(every))
    return Found("alike", alike) if (alike := by_likeness(library, asked)) else Found()


def by_words(library, asked, filled, synonyms):
    """({place: rank} of those with some of the words, places of those with every word)."""
    every, some = search.question(asked.words, filled), search.question(asked.words, filled, any_will_do=True)
    told = search.question(asked.words, search.told(asked.words, synonyms), any_will_do=True)
    sql = WORDS_SQL.format(every=every[0], told=told[0], some=some[0])
    ranks, whole = {}, set(named(library, asked))
    for pk, rank, has_every in _rows(sql, [*every[1], search.WEIGHTS, *told[1], *some[1]]):
        if (place := library.place.get(pk)) is not None:  # a method published this very moment may be new
            ranks[place] = rank
            whole |= {place} if has_every else set()
    return dict.fromkeys(whole, 0.0) | ranks, whole


def named(library, asked):
    """Places of names that hold every word, also inside another: «avstemming» in Prikkavstemming."""
    words = search.long_words(asked)
    if not words:
        return []
    longest = max(words, key=len)
    places = [place for place, name in enumerate(library.names) if longest in name]
    return [place for place in places if all(word in library.names[place] for word in words)]


def name_points(library, place, asked):
    """Points for names that are what was typed, or hold it, and for titles with its small words.

    The names are the title and the other names, each between bars; the title counts a little more.
    """
    names, typed, points = library.names[place], asked.folded, 0.0
    if typed in names:
        points = next(bonus for shape, bonus in search.NAME_BONUS.items() if shape.format(typed) in names)
        points += search.TITLE_BONUS if names.startswith(f"|{typed}") else 0
    return points + sum(search.SMALL_WORD for word in asked.small if word in library.title_words[place])


def by_likeness(library, asked):
    """{place: likeness} of names with a word that looks like one of the typed ones, as typos do."""
    words = search.typo_words(asked)
    return _alike(library, words, ["%s <%% search_title"] * len(words), words, 200) if words else {}


def nearest(asked, most=3):
    """The methods whose names look at least a little like what was typed, for «meinte du»."""
    library, words = catalogue(), [word for word in asked.words if word not in search.STOP_WORDS][:8]
    if not words:
        return []
    condition = ["word_similarity(%s, search_title) > %s"]
    found = _alike(library, words, condition, [max(words, key=len), search.LEAST_ALIKE], most)
    return [library.methods[place] for place in found]


def _alike(library, words, conditions, params, most):
    points = " + ".join(["word_similarity(%s, search_title)"] * len(words))
    sql = ALIKE_SQL.format(points=points, condition=" OR ".join(conditions))
    rows = _rows(sql, [*words, *params, most])
    return {library.place[pk]: likeness for pk, likeness in rows if pk in library.place}


def _rows(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


# --- Marks ------------------------------------------------------------------------------------

MOST_STEMS = 20_000  # words a process remembers
_stems = {}


def forget():
    """Meet every word anew (tests)."""
    _stems.clear()


def stems(words):
    """{word: its stems} for folded words; PostgreSQL is asked about those this process has not met."""
    new = [word for word in words if word not in _stems]
    if len(_stems) + len(new) > MOST_STEMS:
        _stems.clear()
        new = list(words)
    if new:
        sql = "SELECT word, tsvector_to_array(to_tsvector('norwegian', word)) FROM unnest(%s::text[]) word"
        _stems.update((word, frozenset(found)) for word, found in _rows(sql, [new]))
    return {word: _stems[word] for word in words}


def hits(texts, asked, synonyms):
    """Which words of `texts` the search found."""
    filled = search.slots(asked.words, synonyms)
    wanted = {word for slot in filled for words in slot for word in words}
    shown = {word: search.fold(word) for text in texts for word in re.findall(r"\w+", text)}
    known = stems({*wanted, *shown.values()})
    stemmed = frozenset().union(*[known[word] for word in wanted])
    inside = tuple(search.long_words(asked))
    return {
        word
        for word, plain in shown.items()
        if plain in wanted
        or not stemmed.isdisjoint(known[plain])
        or plain.startswith(asked.words[-1])
        or any(part in plain for part in inside)
    }
