"""What somebody typed becomes words, and words become a question to PostgreSQL. tools/finding.py asks it.

Folding makes æ ø å, oe/aa/ae and accents the same on both sides; the
twin of `fold` is the SQL function `fold_nn` in tools/migrations/0001.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

LONGEST = 200  # characters of a search
WEIGHTS = [0.05, 0.3, 0.5, 1.0]  # text, ingress, other names, title
# What was typed is the title, another name, the first part of either, or some part of one.
NAME_BONUS = {"|{}|": 1.2, "|{}": 0.8, "{}": 0.5}
TITLE_BONUS = 0.3  # more, when it is the title and no other name
ENOUGH = 3  # methods with every word; fewer, and those with some of the words are shown after them
ALL_BONUS = 10.0  # those that have every word stand before those that have some
SMALL_WORD = 0.2  # for each small word that stands in the title: «kven gjer kva» is told by them
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
# In a library of methods for meetings these say as little as «og» does.
_HOUSE_WORDS = """
    mote motet moter mota motene metode metoden metodar metoder metodane ovelse ovelser oving ovingar
    gruppe gruppa gruppen verktoy bruke bruker brukar
"""
HOUSE_WORDS = frozenset(_HOUSE_WORDS.split())
# Last parts of compounds that tell what kind of thing it is, not what it is about: «oppstartsmøte».
_TAILS = """
    moter motet mote samlingar samlinga samling metodar metoder metode prosessar prosesser prosess
    ovelser ovelse oving rundar runder runde arbeidet arbeid teknikk teknikkar verktoy okter okt
"""
TAILS = tuple(_TAILS.split())
SHORTEST_HEAD = 5  # letters before the tail


@lru_cache(maxsize=20_000)
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

    @cached_property
    def folded(self):
        return " ".join(self.words)

    @cached_property
    def small(self):
        """The words that say little by themselves."""
        return [word for word in self.words if word in STOP_WORDS]


def understand(typed):
    """Clean what was typed: no control signs (PostgreSQL refuses NUL), no more than LONGEST characters."""
    text = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\ufffd\s]+", " ", typed).strip()
    return Asked(text[:LONGEST].rstrip(), len(text) > LONGEST, tuple(fold(text[:LONGEST]).split()))


def slots(words, synonyms):
    """Places to fill, each a list of alternatives, each alternative a tuple of words.

    `synonyms` are (folded term, [folded meanings]). «dotmokrati i par» gives
    [[("dotmokrati",), ("prikkavstemming",)], [("par",)]]: words that say little go, unless they are all.
    """
    found = [*_slots(words, synonyms, STOP_WORDS | HOUSE_WORDS)] or [*_slots(words, synonyms, STOP_WORDS)]
    return found or [[(word,)] for word in words]


def told(words, synonyms):
    """The slots to rank by: «møtet» cannot tell what to find, but it can tell what to put first."""
    return [*_slots(words, synonyms, STOP_WORDS)] or slots(words, synonyms)


def _slots(words, synonyms, empty):
    place = 0
    while place < len(words):
        length, meanings = longest_synonym(words[place:], synonyms)
        own = tuple(word for word in words[place : place + length] if word not in empty)
        heads = [(head,) for head in heads_of(own)] if length == 1 else []
        alternatives = [*filter(None, [own]), *heads, *(tuple(meaning.split()) for meaning in meanings)]
        if alternatives:
            yield [*dict.fromkeys(alternatives)]
        place += length


def heads_of(words):
    """What a compound is about: «oppstartsmote» → «oppstart». Nothing for a word that is no compound."""
    for word in words:
        tail = next((tail for tail in TAILS if word.endswith(tail)), None)
        head = word.removesuffix(tail).removesuffix("s") if tail else ""
        if len(head) >= SHORTEST_HEAD:
            yield head


def longest_synonym(words, synonyms):
    """How many of the first words are a known term, and what it means; (1, []) when none is."""
    best, meanings = 1, []
    for term, means in synonyms:
        if term[:1] != words[0][:1]:  # they begin alike whatever way they match
            continue
        parts = term.split()
        if len(parts) >= best and is_term(words[: len(parts)], parts, at_end=len(parts) == len(words)):
            meanings = means if len(parts) > best else [*meanings, *means]
            best = len(parts)
    return best, meanings or begins_with_term(words[0], synonyms) if best == 1 else meanings


def begins_with_term(word, synonyms):
    """What a known term means when it is the first part of a compound: «fremtidsbilder» → «framtid»."""
    return [
        meaning
        for term, means in synonyms
        if len(term) > SHORTEST_HEAD and word.startswith(term) and len(word) > len(term) + SHORTEST_TYPO
        for meaning in means
    ]


def is_term(words, parts, *, at_end):
    if len(words) != len(parts) or tuple(words[:-1]) != tuple(parts[:-1]):
        return False
    word, part = words[-1], parts[-1]
    is_inflected = len(part) > 3 and word.startswith(part) and word[len(part) :] in ENDINGS
    is_half = at_end and len(word) >= COMPLETED_FROM and part.startswith(word)
    return word == part or is_inflected or is_half


def question(words, filled, *, any_will_do=False):
    """(SQL of a tsquery, parameters): all slots, or any; the last word may be half a word."""
    slots_sql, params = [], []
    for slot in filled:
        alternatives = [[_word_sql(word, words[-1]) for word in alternative] for alternative in slot]
        slots_sql.append(
            "(" + " || ".join("(" + " && ".join(sql for sql, _ in one) + ")" for one in alternatives) + ")"
        )
        params += [param for one in alternatives for _sql, some in one for param in some]
    return (" || " if any_will_do else " && ").join(slots_sql), params


def _word_sql(word, last):
    # Words are only a–z and 0–9, so they are safe in a tsquery.
    exact = "to_tsquery('simple', %s)", [f"{word}:*" if word == last else word]
    if word in STOP_WORDS:
        return exact
    return f"(to_tsquery('norwegian', %s) || {exact[0]})", [word, *exact[1]]


def long_words(asked):
    words = [word for word in asked.words if word not in STOP_WORDS]
    return words if all(len(word) >= SHORTEST_INSIDE for word in words) else []


def typo_words(asked):
    """The words that are long enough to look like others."""
    words = dict.fromkeys(asked.words)
    return [word for word in words if len(word) >= SHORTEST_TYPO and word not in STOP_WORDS][:8]


def marked(text, found):
    """`text` as safe HTML with the words in `found` inside <mark>."""
    if not found:
        return escape(text)
    parts = _whole_words(frozenset(found)).split(text)  # every other part is a word that was found
    marked_parts = (
        f"<mark>{escape(part)}</mark>" if place % 2 else escape(part) for place, part in enumerate(parts)
    )
    return mark_safe("".join(marked_parts))  # noqa: S308 - every part is escaped


@lru_cache(maxsize=200)
def _whole_words(words):
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
