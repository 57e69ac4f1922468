"""Markdown written by people, made into HTML that is safe to show."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote", "hr", "code"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A", "–": "-", "—": "-"})


@lru_cache(maxsize=1024)  # the same text is shown again and again, and cleaning is slow
def to_html(markdown):
    """Clean HTML from Markdown. Headings begin at level two: the page owns level one."""
    html = re.sub(r"<(/?)h1>", r"<\1h2>", _markdown.render(markdown))
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        link_rel="noopener",
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has cleaned it


def nn_slug(text):
    """An address from a Nynorsk title: æ→ae, ø→o, å→a, dashes→hyphen."""
    return slugify(text.translate(_LETTERS))
