"""The library for other programs: data, feed and marks in the page."""

import json
import xml.etree.ElementTree as ElementTree

import html5lib
import pytest

from tests.factories import make_method
from tools.choices import Status
from tools.models import Method

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_drafts_are_not_told_of(client):
    open_one, draft = make_method("Open"), make_method("Kladd", status=Status.DRAFT)
    open_one.related.set([draft])

    (told,) = json.loads(client.get("/metodar.json").content)["methods"]

    assert (told["title"], told["related"]) == ("Open", [])


def test_data_that_have_not_changed_are_answered_304(client):
    make_method()
    etag = client.get("/metodar.json").headers["ETag"]

    assert client.get("/metodar.json", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("number", [1, 3])
def test_the_data_take_two_queries(client, number, public_pages_uncached, django_assert_num_queries):
    methods = [make_method() for _number in range(number)]
    methods[0].related.set(methods)

    with django_assert_num_queries(2):
        client.get("/metodar.json")


def test_the_feed_has_the_last_changed_first(client):
    for title in ["Gamal", "Ny", "Kladd"]:
        make_method(title, status=Status.DRAFT if title == "Kladd" else Status.PUBLISHED)
    Method.objects.get(title="Gamal").save()

    feed = ElementTree.fromstring(client.get("/metodar/feed/").content)

    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Gamal", "Ny"]
    first = next(feed.iter(f"{ATOM}entry"))
    assert first.find(f"{ATOM}link").get("href").startswith("http://testserver/metodar/metode-")
    assert first.findtext(f"{ATOM}updated")


def test_the_list_leads_to_feed_and_data(client):
    tree = html5lib.parse(client.get("/metodar/").text, namespaceHTMLElements=False)

    links = {
        link.get("type"): link.get("href") for link in tree.iter("link") if link.get("rel") == "alternate"
    }
    assert links == {"application/atom+xml": "/metodar/feed/", "application/json": "/metodar.json"}


def test_the_card_tells_machines_what_it_is(client):
    method = make_method("Runde")
    tree = html5lib.parse(client.get(method.get_absolute_url() + "?n=40").text, namespaceHTMLElements=False)

    (card,) = [part for part in tree.iter() if part.get("itemtype") == "https://schema.org/HowTo"]
    marks = {part.get("itemprop"): part for part in reversed(list(card.iter())) if part.get("itemprop")}
    steps = [part for part in card.iter() if part.get("itemprop") == "step"]
    assert "".join(marks["description"].itertext()) == method.summary
    assert marks["totalTime"].get("content") == "PT23M"
    assert len(steps) == 2
    assert {part.get("itemprop") for part in steps[0].iter() if part.get("itemprop")} == {
        "step",
        "name",
        "text",
    }


def test_a_page_that_carries_marks_has_no_script_of_its_own(client):
    assert "<script>" not in client.get(make_method().get_absolute_url()).text
