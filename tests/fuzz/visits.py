"""One visit: an address, a method, a query, a body. What comes of it is calm, or it is noted."""

import random
import re
import traceback
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus

from django.apps import apps
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
        self.found = {}

    def handle_starttag(self, tag, attrs):
        have = dict(attrs)
        if tag in {"input", "select", "textarea", "button"} and have.get("name"):
            self.found.setdefault(have["name"], []).append(have.get("value") or "")


def asked_names():
    """The names our own programs read out of a query or a body."""
    found = set()
    for folder in ("prosesstotte", "bookings", "tools", "referencegroups"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            found.update(ASKED.findall(path.read_text()))
    return sorted(found)


def model_fields():
    return sorted({field.name for model in apps.get_models() for field in model._meta.fields})


class Visitor:
    """Visits as one person, in a browser that keeps nothing: each visit is undone."""

    def __init__(self, who, client, house):
        self.who, self.client, self.house = who, client, house
        self.names, self.seen, self.problems = asked_names(), {}, {}

    def visit(self, address, method, junk, seed):
        """One junk visit. `junk` is (values, extra headers, cookies, content type, JSON body)."""
        chance, (values, headers, cookies, encoding, document) = random.Random(seed), junk
        path = self._path(address, chance, values)
        query = self._pairs(address, ADMIN_ASKS if address.is_admin else self.names, chance, values)
        body = b""
        if method == "POST":
            fields = [*self._fields(address, path), *self.names]
            body = _body(self._pairs(address, fields, chance, values), encoding, document)
        self._try(address, method, f"{path}?{_encoded(query)}", body, headers, cookies, encoding)

    def _path(self, address, chance, values):
        """Mostly a path that opens something; now and then junk in it."""

        def choose(_kind, name):
            if values and chance.random() < 0.15:
                return _quoted(chance.choice(values)[:300])
            return quote(chance.choice(self.house.known.get(name, ["x"])))

        return address.path(choose)

    def _fields(self, address, path):
        """What the form on the page sends, when there is one; asked for once for each address."""
        if address.name not in self.seen:
            page = Fields()
            response = self._answer("GET", path)
            if response is not None and response.headers.get("Content-Type", "").startswith("text/html"):
                page.feed(response.text)
            self.seen[address.name] = page.found
        return list(self.seen[address.name])

    def _pairs(self, address, names, chance, values):
        """Names that mean something with junk, and the values the page had itself."""
        pairs = []
        for value in values:
            pairs.append((chance.choice(names) if names else "x", value))
        usual = self.seen.get(address.name, {})
        if names and usual and chance.random() < 0.7:  # a form that is right but for a few fields
            pairs = [*((name, usual[name][0]) for name in names if name in usual), *pairs]
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
        if response is not None and response.status_code >= 500:
            self._note(address, method, path, body, RuntimeError(f"status {response.status_code}"))

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
        return response

    def _note(self, address, method, path, body, error):
        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
        where = ours[-1] if ours else last
        key = f"{type(error).__name__} in {where.filename.rpartition('/')[2]}:{where.lineno}"
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
