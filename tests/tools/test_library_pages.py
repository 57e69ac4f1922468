"""The pages with the whole real library behind them."""

import re

import html5lib
import pytest
from django.urls import reverse

from tools.models import Method, Recipe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
LIST = "/metodar/"


def test_a_page_of_24_is_less_than_40_kilobytes(client):
    response = client.get(LIST)

    assert response.text.count('class="kort"') == 24
    assert len(response.content) <= 40_000


def test_every_page_parses_without_an_error_and_without_inline_style(client):
    addresses = [LIST, LIST + "?q=lappar&n=24", "/koyreplan/", "/metodar/oppskrifter/"]
    addresses += [method.get_absolute_url() for method in Method.objects.only("slug")]
    for recipe in Recipe.objects.only("slug"):
        addresses += [recipe.get_absolute_url(), reverse("tools:programme", args=[recipe.slug])]
    for address in addresses:
        text = client.get(address).text
        html5lib.HTMLParser(strict=True).parse(text)
        assert not re.search(r"<[^>]+\s(style|on\w+)=", text), address
