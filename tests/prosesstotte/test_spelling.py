"""Every word of interface, pages, e-mails and documents is Nynorsk that a dictionary knows."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.tools import test_content as library

ROOT = Path(settings.BASE_DIR)
OWN_WORDS = set((Path(__file__).parent / "ordliste.txt").read_text().split())
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
TRANSLATED = [
    re.compile(r'translate "([^"]+)"'),
    re.compile(r'_\("([^"]+)"\)'),
    re.compile(r"blocktranslate[^%]*%\}(.*?)\{% endblocktranslate", re.DOTALL),
]
NOT_WORDS = [  # what stands in the same files and is no text
    re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL),
    re.compile(r"`[^`]*`|%\(\w+\)[sd]|\{\w*\}|</?\w+[^>]*>|\S+@\S+"),
    re.compile(r"#\w+|~\w+~|^ *columns: .*$|table\.header", re.MULTILINE),
    re.compile(r"\b(if|else|endif)\b"),  # the choices in the text of an e-mail
]


def python_strings():
    for app in ("prosesstotte", "tools", "bookings", "referencegroups"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
                    yield from (part.value for part in node.args if isinstance(part, ast.Constant))


def template_strings():
    for path in (ROOT / "templates").rglob("*.html"):
        for pattern in TRANSLATED:
            yield from pattern.findall(path.read_text())


def files(folder, pattern):
    return [path.read_text() for path in (ROOT / folder).rglob(pattern)]


SOURCES = {
    "python": python_strings,
    "templates": template_strings,
    "emails": lambda: files("templates/emails", "*.txt"),
    "pages": lambda: files("prosesstotte/content/sider", "*.md"),
    "documents": lambda: [text.partition("lead:")[2] for text in files("templates/pdf/dokument", "*.typ")],
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_word_is_nynorsk(source):
    library.need_dictionary()
    text = "\n".join(map(str, SOURCES[source]()))
    for pattern in NOT_WORDS:
        text = pattern.sub(" ", text)

    unknown = {word for word in library.unknown_words(text) if word.lower() not in OWN_WORDS}

    assert unknown == set()
