"""One visit: an address, a method, a query, a body. What comes of it is calm, or it is noted."""

import random
import re
import traceback
from copy import deepcopy
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus

from django.conf import settings
from django.db import transaction

ASKED = re.compile(r"""(?:GET|POST|asked|query|data|post)(?:\.get|\.getlist|\.pop)?[(\[]["'](\w[\w-]*)["']""")
ADMIN_ASKS = [
    "q", "p", "o", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters", "is_active__exact",
    "id__exact", "pk__in", "at__year", "at__month", "at__day", "published_at__year", "created_at__gte", "name__regex",
    "by__email", "user__password__startswith", "kind", "state__exact", "sent_at__isempty", "groups__id__exact",
    "app_label", "model_name", "field_name", "term", "action", "select_across", "index", "_selected_action",
]  # fmt: skip


class Fields(HTMLParser):
    """The names of every control on a page, with a value each would have sent."""

    def __init__(self):
        super().__init__()
        self.found, self.posts = {}, False

    def handle_starttag(self, tag, attrs):
        have = dict(attrs)
        self.posts |= tag == "form" and have.get("method") == "post"
        if tag in {"input", "select", "textarea", "button"} and have.get("name"):
            self.found.setdefault(have["name"], []).append(have.get("value") or "")


def asked_names():
    """The names our own programs read out of a query or a body."""
    found = {"next", "action", "code", "email"}  # allauth's
    for folder in ("prosesstotte", "bookings", "tools", "referencegroups"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            found.update(ASKED.findall(path.read_text()))
    return sorted(found)


@dataclass
class Door:
    """What is known of an address after one look."""

    path: str
    methods: list
    fields: dict

    @classmethod
    def of(cls, path, response):
        if response is None:
            return cls(path, ["GET", "POST"], {})
        page = Fields()
        if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            page.feed(response.text)
        if response.status_code == 405:
            return cls(path, ["POST"], {})
        return cls(path, ["POST", "POST", "GET"] if page.posts else ["GET"], page.found)


class Visitor:
    """Visits as one person, in a browser that keeps nothing: each visit is undone."""

    def __init__(self, who, client, house):
        self.who, self.client, self.house = who, client, house
        self.names, self.seen, self.problems = asked_names(), {}, {}
        self.cookies = deepcopy(client.cookies)

    def visit(self, address, method, junk, seed):
        """One junk visit. `junk` is (values, extra headers, cookies, content type, JSON body)."""
        chance, (values, headers, cookies, encoding, document) = random.Random(seed), junk
        door = self._door(address, chance)
        path, body = door.path, b""
        if values and chance.random() < 0.1:
            path = address.path(lambda kind, name: _quoted(chance.choice(values)[:300]))
        method = method or chance.choice(door.methods)
        query = self._pairs({}, ADMIN_ASKS if address.is_admin else self.names, chance, values)
        if method == "POST":
            body = _body(self._pairs(door.fields, self.names, chance, values), encoding, document)
            query = query if chance.random() < 0.2 else []
        self._try(address, method, f"{path}?{_encoded(query)}", body, headers, cookies, encoding)

    def _door(self, address, chance):
        """A path of this address that opens something, and the form on its page: looked for once."""
        if address not in self.seen:
            for _try in range(3):
                path = address.path(lambda kind, name: quote(self.house.choose(address, name, chance)))
                response = self._look(path)
                if response is not None and response.status_code != 404:
                    break
            self.seen[address] = Door.of(path, response)
        return self.seen[address]

    def _pairs(self, usual, names, chance, values):
        """Junk under names that mean something, and beside it mostly what the page's form had itself."""
        pairs = [(chance.choice([*usual] * 3 + names), value) for value in values]
        if chance.random() < 0.8:
            taken = {name for name, _value in pairs}
            pairs += [(name, found[0]) for name, found in usual.items() if name not in taken]
        return pairs

    def _try(self, address, method, path, body, headers, cookies, encoding):
        for name, value in cookies.items():
            if not (name == "sessionid" and self.client.session.session_key):
                headers = {**headers, "Cookie": f"{name}={value}"}
        try:
            response = self._answer(method, path, body, headers, encoding)
        except Exception as error:
            self._note(address, method, path, body, error)
            return
        says_not_ready = (address.name, response.status_code) == (
            "readyz",
            503,
        )  # no job worker here: so it shall
        if response.status_code >= 500 and not says_not_ready:
            self._note(address, method, path, body, RuntimeError(f"status {response.status_code}"))

    def _look(self, path):
        """The page, or None when it broke: that is noted when it is visited."""
        try:
            return self._answer("GET", path)
        except Exception:
            return None

    def _answer(self, method, path, body=b"", headers=None, encoding="application/x-www-form-urlencoded"):
        """The answer; what the visit changed is undone."""
        more = {"QUERY_STRING": path.partition("?")[2]}
        length = (headers or {}).get("Content-Length")
        if length:
            headers, more["CONTENT_LENGTH"] = {}, length
        with transaction.atomic():
            try:
                response = self.client.generic(method, path, body, encoding, headers=_ascii(headers), **more)
                if response.streaming:
                    b"".join(response.streaming_content)
            finally:
                transaction.set_rollback(True)
                self.client.cookies = deepcopy(self.cookies)
        return response

    def _note(self, address, method, path, body, error):
        frames = traceback.extract_tb(error.__traceback__)  # none when the answer itself says what is wrong
        frames = [frame for frame in frames if _is_ours(frame.filename)] or frames
        place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else address.name
        key = f"{type(error).__name__} in {place}"
        told = "".join(traceback.format_exception(error))[-2500:]
        self.problems.setdefault(
            key, f"{self.who}: {method} {path[:400]} {body[:400]!r} ({address.name})\n{told}"
        )


def _is_ours(filename):
    return (
        "site-packages" not in filename and "/tests/" not in filename and str(settings.BASE_DIR) in filename
    )


def _ascii(headers):
    """As a web server hands them over: latin-1, whatever they were."""
    return {name: value.encode().decode("latin-1") for name, value in (headers or {}).items()}


def _bytes(value):
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def _quoted(value):
    return quote(_bytes(value), safe="")


def _encoded(pairs):
    """A query as short as web servers take: they refuse longer ones themselves."""
    return "&".join(f"{quote_plus(name)}={quote_plus(_bytes(value)[:2_000])}" for name, value in pairs)


def _body(pairs, encoding, document):
    if encoding == "application/json":
        return document
    if encoding.startswith("multipart/form-data; boundary=MERKE"):
        return (
            b"".join(_part(name, value, number) for number, (name, value) in enumerate(pairs))
            + b"--MERKE--\r\n"
        )
    return "&".join(f"{quote_plus(name)}={quote_plus(_bytes(value))}" for name, value in pairs).encode()


def _part(name, value, number):
    """Every third one is a file with a name that no file should have."""
    file = '; filename="../../x<script>.svg"\r\nContent-Type: image/svg+xml' if number % 3 == 2 else ""
    return (
        f'--MERKE\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
        + _bytes(value)
        + b"\r\n"
    )
