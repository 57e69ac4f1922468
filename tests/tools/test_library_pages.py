"""The pages with the whole real library behind them."""

import json
import re

import html5lib
import pytest
from django.urls import reverse

from tools.content.loading import METHOD_FIELDS
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


def test_every_published_method_is_there_with_its_fields_and_licence(client):
    response = client.get("/metodar.json")
    data = json.loads(response.content)

    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (data["format"], data["language"], len(data["methods"])) == (1, "nn", 73)
    for method in data["methods"]:
        assert set(METHOD_FIELDS) <= method.keys()
        assert method["licence"]
        assert method["related"]
        assert method["address"] == f"http://testserver/metodar/{method['slug']}/"
