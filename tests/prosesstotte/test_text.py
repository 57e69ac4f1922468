"""Markdown from people is shown, what could harm is not."""

import pytest

from prosesstotte.text import nn_slug, to_html


def test_paragraphs_lists_and_emphasis_are_kept():
    assert to_html("Hei **du**\n\n- éin\n- to") == (
        "<p>Hei <strong>du</strong></p>\n<ul>\n<li>éin</li>\n<li>to</li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "<style>*{}</style>",
    ],
)
def test_nothing_that_runs_survives(evil):
    html = to_html(evil)

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<style" not in html


def test_a_heading_never_competes_with_the_pages_own():
    assert to_html("# Stor") == "<h2>Stor</h2>\n"


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Åtte på åtte", "atte-pa-atte"), ("Må–bør–kan", "ma-bor-kan"), ("Læring", "laering")],
)
def test_slugs_follow_norwegian_letters(title, slug):
    assert nn_slug(title) == slug
