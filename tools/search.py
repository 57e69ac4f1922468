"""Search in the library: what somebody typed becomes words, words become a question to PostgreSQL.

Three ways are tried in order, and the first that finds something is used: every word, any word, and
words that look alike (typos). Folding makes æ ø å, oe/aa/ae and accents the same on both sides; the
twin of `fold` is the SQL function `fold_nn` in tools/migrations/0001.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.lookups import GreaterThan
from django.utils.html import escape
from django.utils.safestring import mark_safe

LONGEST = 200  # characters of a search
WEIGHTS = [0.05, 0.3, 0.5, 1.0]  # text, ingress, other names, title
TITLE_BONUS = 1.0  # for a title that begins with what was typed
PHRASE_BONUS = 0.5  # for a title or another name that holds it
SHORTEST_TYPO = 3  # letters; shorter words look like everything
LEAST_ALIKE = 0.3  # of 1; a name below this has hardly a letter in common
SHORTEST_INSIDE = 4  # letters; shorter words lie inside too many others
COMPLETED_FROM = 4  # letters of a half-typed word before synonyms are guessed
ENDINGS = {
    "",
    "a",
    "e",
    "en",
    "et",
    "n",
    "r",
    "t",
    "s",
    "ar",
    "er",
    "ane",
    "ene",
    "ande",
    "ing",
    "inga",
    "ingar",
}

_FOLDED = {
    ord(big): small
    for big, small in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", strict=True)
}
ACCENTED, PLAIN = "øöåéèêëóòôõáàâãíìîïúùûüçčšžđŋŧ", "ooaeeeeooooaaaaiiiiuuuuccszdnt"
_FOLDED |= str.maketrans(ACCENTED + ACCENTED.upper(), PLAIN * 2) | str.maketrans(dict.fromkeys("æäÆÄ", "ae"))

# What the Norwegian configuration leaves out («og», «på», «korleis»), folded.
_STOPS = """
    og i jeg det at en et den til er som pa de med han av ikke ikkje der sa var meg seg men ett har om
    vi min mitt ha hadde hun na over da ved fra du ut sin dem oss opp man kan hans hvor eller hva skal
    selv sjol her alle vil bli ble blei blitt kunne inn nar vare vaere kom noen no noe ville dere deres
    kun ja etter ned skulle denne for deg si sine sitt mot a meget hvorfor dette disse uten hvordan
    ingen din ditt blir samme hvilken hvilke sann inni mellom hver hvem vors hvis bade bae bare enn
    fordi mange ogsa slik vart vaert begge siden dykk dykkar dei deira deires deim di eg ein eit eitt
    elles honom hja ho hoe henne hennar hennes hoss hossen ingi inkje korleis korso kva kvar kvarhelst
    kven kvi kvifor me medan mi mine mykje nokon noka nokor noko nokre sia sidan so somt somme um upp
    vere vore verte vort varte
"""
STOP_WORDS = frozenset(_STOPS.split())


def fold(text):
    """Lower case, æ→ae, ø and oe→o, å and aa→a, no accents; all but a–z and 0–9 becomes spaces."""
    plain = unicodedata.normalize("NFC", text).translate(_FOLDED).replace("oe", "o").replace("aa", "a")
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


@dataclass(frozen=True)
class Asked:
    """What somebody typed: the text to show again, whether it was cut, and its folded words."""

    text: str
    was_cut: bool
    words: tuple

    @property
    def folded(self):
        return " ".join(self.words)


def understand(typed):
    """Clean what was typed: no control signs (PostgreSQL refuses NUL), no more than LONGEST characters."""
    text = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\ufffd\s]+", " ", typed).strip()
    return Asked(text[:LONGEST].rstrip(), len(text) > LONGEST, tuple(fold(text[:LONGEST]).split()))


def slots(words, synonyms):
    """Places to fill, each a list of alternatives, each alternative a tuple of words.

    `synonyms` are (folded term, [folded meanings]). «dotmokrati i par» gives
    [[("dotmokrati",), ("prikkavstemming",)], [("par",)]]: stop words go, unless there are no others.
    """
    found, place = [], 0
    while place < len(words):
        length, meanings = longest_synonym(words[place:], synonyms)
        own = tuple(word for word in words[place : place + length] if word not in STOP_WORDS)
        alternatives = [*filter(None, [own]), *(tuple(meaning.split()) for meaning in meanings)]
        found += [alternatives] if alternatives else []
        place += length
    return found or [[(word,)] for word in words]


def longest_synonym(words, synonyms):
    """How many of the first words are a known term, and what it means; (1, []) when none is."""
    best, meanings = 1, []
    for term, means in synonyms:
        parts = term.split()
        if len(parts) >= best and is_term(words[: len(parts)], parts, at_end=len(parts) == len(words)):
            meanings = means if len(parts) > best else [*meanings, *means]
            best = len(parts)
    return best, meanings


def is_term(words, parts, *, at_end):
    if len(words) != len(parts) or tuple(words[:-1]) != tuple(parts[:-1]):
        return False
    word, part = words[-1], parts[-1]
    is_inflected = len(part) > 3 and word.startswith(part) and word[len(part) :] in ENDINGS
    is_half = at_end and len(word) >= COMPLETED_FROM and part.startswith(word)
    return word == part or is_inflected or is_half


def question(words, filled, join=and_):
    """A tsquery: all slots (or any, with `join=or_`); the last word may be half a word."""
    return reduce(join, [_slot_query(slot, words[-1]) for slot in filled])


def _slot_query(slot, last):
    return reduce(or_, [reduce(and_, [_word_query(word, last) for word in words]) for words in slot])


def _word_query(word, last):
    # Words are only a–z and 0–9, so they are safe as a raw tsquery.
    stemmed = SearchQuery(word, config="norwegian", search_type="raw")
    exact = SearchQuery(f"{word}:*" if word == last else word, config="simple", search_type="raw")
    return exact if word in STOP_WORDS else stemmed | exact


@dataclass(frozen=True)
class Match:
    """One way of finding: the condition, the points to sort by, and whether matches can be marked."""

    kind: str  # "all", "any" or "alike"
    condition: Q
    points: object
    marks: bool = True


def ways(asked, synonyms):
    """The ways to try, in order. None when nothing can be looked for (only signs, say)."""
    if not asked.words:
        return []
    filled = slots(asked.words, synonyms)
    every, some = question(asked.words, filled), question(asked.words, filled, or_)
    points = SearchRank(F("search"), some, weights=WEIGHTS) + title_bonus(asked)
    found = [Match("all", Q(search=every) | inside_titles(asked), points)]
    if len(filled) > 1:
        found.append(Match("any", Q(search=some), points))
    return [*found, *alike(asked)]


def inside_titles(asked):
    """Titles and names that hold every word, also inside another: «avstemming» in Prikkavstemming."""
    words = long_words(asked)
    return reduce(and_, [Q(search_title__contains=word) for word in words]) if words else Q(pk__in=[])


def long_words(asked):
    words = [word for word in asked.words if word not in STOP_WORDS]
    return words if all(len(word) >= SHORTEST_INSIDE for word in words) else []


def title_bonus(asked):
    return Case(
        When(search_title__startswith=asked.folded, then=Value(TITLE_BONUS)),
        When(search_title__contains=asked.folded, then=Value(PHRASE_BONUS)),
        default=Value(0.0),
    )


def alike(asked):
    """Titles and names with a word that looks like one of the typed ones (`word <% title`)."""
    words = [
        word for word in dict.fromkeys(asked.words) if len(word) >= SHORTEST_TYPO and word not in STOP_WORDS
    ][:8]
    if not words:
        return []
    condition = reduce(or_, [Q(search_title__trigram_word_similar=word) for word in words])
    points = reduce(lambda a, b: a + b, [TrigramWordSimilarity(word, F("search_title")) for word in words])
    return [Match("alike", condition, points, marks=False)]


def most_alike(asked):
    """Those that look at least a little like what was typed, for «meinte du». None: nothing to compare."""
    words = [word for word in asked.words if word not in STOP_WORDS][:8]
    if not words:
        return None
    points = reduce(lambda a, b: a + b, [TrigramWordSimilarity(word, F("search_title")) for word in words])
    alike = TrigramWordSimilarity(max(words, key=len), F("search_title"))
    return Match("alike", GreaterThan(alike, Value(LEAST_ALIKE)), points / len(words), marks=False)


def hits(texts, asked, synonyms):
    """Which words of `texts` the search found: asked of PostgreSQL, which knows the stems. One query."""
    filled = slots(asked.words, synonyms)
    wanted = {word for slot in filled for words in slot for word in words}
    shown = sorted({word for text in texts for word in re.findall(r"\w+", text)})
    plain = " | ".join(sorted(wanted)) + f" | {asked.words[-1]}:*"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) word, "
            "to_tsquery('norwegian', %s) stem, to_tsquery('simple', %s) exact "
            "WHERE to_tsvector('norwegian', fold_nn(word)) @@ stem "
            "OR to_tsvector('simple', fold_nn(word)) @@ exact",
            [shown, " | ".join(sorted(wanted)), plain],
        )
        found = {word for (word,) in cursor.fetchall()}
    return found | {word for word in shown if any(part in fold(word) for part in long_words(asked))}


def marked(text, found):
    """`text` as safe HTML with the words in `found` inside <mark>."""
    parts = (
        f"<mark>{escape(part)}</mark>" if part in found else escape(part) for part in re.split(r"(\w+)", text)
    )
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped
