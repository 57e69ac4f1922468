"""The texts of the content files, for the tests of spelling, readability and consistency."""

import re
import tomllib

from tools.content.loading import CONTENT

# Names, codes and words in other languages are not Nynorsk texts.
NOT_TEXTS = {
    "english", "also_known_as", "facts", "related", "purpose", "steps", "phase", "licence", "originator",
    "per", "level", "method", "kind", "brings", "slug",
}  # fmt: skip


def files(kind):
    return sorted(CONTENT.glob(f"{kind}/*.toml"))


def data(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def texts(value):
    """Every text for people inside `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in NOT_TEXTS:
                yield from texts(part)


def words(text):
    return re.findall(r"[A-Za-zÆØÅæøåéèêòóôäöü]+(?:-[A-Za-zÆØÅæøåéèòóô]+)*", text)


def lix(text):
    """Words for each sentence plus the percentage of words with more than six letters."""
    plain = re.sub(r"(?m)^\s*(?:[-*]|\d+\.)\s+", "", text)  # a list's marks end no sentence
    found, ends = words(plain), re.findall(r"[.:!?]+(?=[\s»\"]|$)", plain)
    return len(found) / max(1, len(ends)) + 100 * sum(len(word) > 6 for word in found) / max(1, len(found))
