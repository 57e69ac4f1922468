"""Every address of the house, read out of the URL resolver: new ones come along by themselves."""

import re
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Address:
    """`route` with its variable parts as <kind:name>; `name` is what reverse() calls it."""

    route: str
    name: str

    @property
    def is_admin(self):
        return self.route.startswith("admin/")

    @property
    def is_paper(self):
        """It starts Typst, which takes half a second: only the long run asks for these often."""
        return self.route.endswith((".pdf", "<file:kind>", "resultat.<kind>"))

    def path(self, choose):
        """The path with `choose(kind, name)` for each variable part; the caller quotes."""
        return "/" + PART.sub(lambda part: choose(part[1] or "str", part[2]), self.route)


def every_address(patterns=None, before="", namespace=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + _route(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from every_address(pattern.url_patterns, route, inner)
        else:
            yield Address(route, f"{namespace}{pattern.name}")


def _route(pattern):
    if not isinstance(pattern, RegexPattern):
        return str(pattern)
    plain = GROUP.sub(lambda group: f"<{group[1]}>", str(pattern))
    return plain.strip("^$").replace("\\", "")
