"""Put what somebody typed back into a page that has the form again, whoever drew the form.

It works on finished HTML, so that it holds for our own forms, those written by hand in a template, and the
administration's. Everything outside the chosen form goes through sign for sign.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

BUTTONS = {"submit", "button", "image", "reset"}
NEVER = {"password", "file"}
TICKED = {"checkbox", "radio"}


@dataclass
class Form:
    """One <form method=post> of a page: where it leads, and what it holds."""

    path: str
    names: set = field(default_factory=set)
    hidden: set = field(default_factory=set)

    def likeness(self, fields):
        """How much of what was sent this form could have sent: pages repeat small forms."""
        return len(self.hidden & set(fields)), len(self.names & {name for name, _value in fields})


def fill(html, page, address, fields, notice=""):
    """(the page with `fields` in the form that leads to `address`, the pairs that found no place).

    `page` and `address` are paths with or without a query; `fields` are (name, value) pairs as they were
    posted. `notice` is put in before the form.
    """
    number = _chosen(html, page, address, fields)
    if number is None:
        return html, _texts(fields)
    filler = _Filler(number, fields, notice)
    filler.feed(html)
    filler.close()
    placed = filler.placed | {(name, value) for name, value in fields if name in filler.buttons}
    return "".join(filler.written), [pair for pair in _texts(fields) if pair not in placed]


def _texts(fields):
    return [(name, value) for name, value in fields if value.strip()]


def _chosen(html, page, address, fields):
    """The number of the page's form that leads to `address`, or None."""
    finder = _Finder(page)
    finder.feed(html)
    wanted = urlsplit(address).path
    fitting = [number for number, form in enumerate(finder.forms) if form and form.path == wanted]
    return max(fitting, key=lambda number: finder.forms[number].likeness(fields), default=None)


class _Finder(HTMLParser):
    """Lists the forms of a page; None for one that only asks."""

    def __init__(self, page):
        super().__init__()
        self.page, self.forms, self.inside = page, [], None

    def handle_starttag(self, tag, attrs):
        have = dict(attrs)
        if tag == "form":
            posts = (have.get("method") or "get").lower() == "post"
            path = urlsplit(urljoin(self.page, have.get("action") or self.page)).path
            self.inside = Form(path) if posts else None
            self.forms.append(self.inside)
        elif self.inside and tag in {"input", "textarea", "select"} and have.get("name"):
            self.inside.names.add(have["name"])
            if have.get("type") == "hidden":
                self.inside.hidden.add((have["name"], have.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None


class _Filler(HTMLParser):
    """Writes the page anew; inside the chosen form each control gets the next value of its name."""

    def __init__(self, number, fields, notice):
        super().__init__(convert_charrefs=False)
        self.written, self.placed, self.buttons = [], set(), set()
        self.number, self.notice, self.seen, self.select = number, notice, -1, None
        self.values = defaultdict(list)
        for name, value in fields:
            self.values[name].append(value)
        self.left = {name: list(values) for name, values in self.values.items()}

    @property
    def is_inside(self):
        return self.seen == self.number

    def handle_starttag(self, tag, attrs):
        if tag == "form":
            self.seen += 1
            self.written += [self.notice] if self.is_inside else []
        text = self.get_starttag_text()
        self.written.append(self._control(tag, attrs, text) if self.is_inside else text)

    handle_startendtag = handle_starttag

    def _control(self, tag, attrs, text):
        have = dict(attrs)
        if tag == "select":
            self.select = have.get("name")
        elif tag == "button" and have.get("name"):
            self.buttons.add(have["name"])
        elif tag == "option" and self.select in self.values:
            return self._ticked(tag, attrs, self.select, "selected")
        elif tag == "textarea" and self.left.get(have.get("name")):
            return self._text(text, have["name"])
        elif tag == "input" and have.get("name"):
            return self._input(attrs, have, text)
        return text

    def _input(self, attrs, have, text):
        kind, name = (have.get("type") or "text").lower(), have["name"]
        if kind in BUTTONS:
            self.buttons.add(name)
        if kind in TICKED:
            return self._ticked("input", attrs, name, "checked")
        if kind in BUTTONS | NEVER or not self.left.get(name):
            return text
        return _tag("input", [*_without(attrs, "value"), ("value", self._next(name))])

    def _ticked(self, tag, attrs, name, mark):
        value = dict(attrs).get("value")
        value = "on" if value is None else value
        kept = _without(attrs, mark)
        if value not in self.values[name]:
            return _tag(tag, kept)
        self.placed.add((name, value))
        return _tag(tag, [*kept, (mark, None)])

    def _text(self, text, name):
        """What stands in the box already is left out: the next text is ours."""
        self.skip = True
        return f"{text}\n{escape(self._next(name))}"  # HTML drops one line break after the tag

    skip = False

    def _next(self, name):
        value = self.left[name].pop(0)
        self.placed.add((name, value))
        return value

    def handle_endtag(self, tag):
        self.written.append(f"</{tag}>")
        if tag == "textarea":
            self.skip = False
        elif tag == "select":
            self.select = None
        elif tag == "form" and self.is_inside:
            self.number = None

    def _as_it_is(self, text):
        if not self.skip:
            self.written.append(text)

    def handle_data(self, data):
        self._as_it_is(data)

    def handle_entityref(self, name):
        self._as_it_is(f"&{name};")

    def handle_charref(self, name):
        self._as_it_is(f"&#{name};")

    def handle_comment(self, data):
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.written.append(f"<!{decl}>")


def _without(attrs, name):
    return [(key, value) for key, value in attrs if key != name]


def _tag(tag, attrs):
    written = [key if value is None else f'{key}="{escape(value)}"' for key, value in attrs]
    return f"<{' '.join([tag, *written])}>"
