"""Every link on every public page leads somewhere, and no page is left alone."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db
QUESTIONS = 6  # filters of one page are alike: so many of them are followed


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses, self.anchors = [], set()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.anchors.add(attributes.get("id"))
        if tag == "a" and attributes.get("href"):
            self.addresses.append(attributes["href"])


def crawl(client):
    """Every internal page that can be reached from the front page, with its status and links."""
    pages, waiting, asked = {}, ["/"], Counter()
    while waiting:
        address = waiting.pop()
        path, _, query = address.partition("?")
        if address in pages or (query and asked[path] >= QUESTIONS):
            continue
        asked[path] += bool(query)
        response = client.get(address)
        found = Links()
        if response.headers.get("Content-Type", "").startswith("text/html"):
            found.feed(response.text)
        pages[address] = (response.status_code, found)
        inner = [urldefrag(urljoin(address, link))[0] for link in found.addresses]
        # Filters combine without end: one level of them is enough.
        waiting += [link for link in inner if link.startswith("/") and not ("?" in link and "?" in address)]
    return pages


def test_every_link_leads_somewhere(client):
    call_command("load_house")
    call_command("load_content", verbosity=0)
    call_command("load_demo")

    pages = crawl(client)

    assert {address: status for address, (status, _) in pages.items() if status not in {200, 302}} == {}
    assert len(pages) > 100


def test_every_anchor_is_there(client):
    call_command("load_house")

    page = Links()
    page.feed(client.get("/om/").text)

    assert "teamet" in page.anchors
