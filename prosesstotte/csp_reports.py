"""What a browser says of the Content-Security-Policy, cut down to what is of use and is nobody's business.

A report holds the whole address of the page, which may have a secret or a search in it. Left are the
directive, the page's path with its long parts hidden, and the origin of what was stopped.
"""

import json
import re
from urllib.parse import urlsplit

from prosesstotte.hiding import hide

LARGEST = 20_000  # bytes
MOST = 5  # lines of one report
SHOWN = re.compile(r"[^\w./:…-]", re.ASCII)


def told(body):
    """One line for each thing that was stopped. Both kinds of report are read; junk is no line."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = found if isinstance(found, list) else [found]
    return [line for line in map(_line, reports[:MOST]) if line]


def _line(report):
    if not isinstance(report, dict):
        return ""
    about = report.get("csp-report") or report.get("body")
    if not isinstance(about, dict):
        return ""
    directive = about.get("effective-directive") or about.get("effectiveDirective")
    directive = directive or about.get("violated-directive")
    page = about.get("document-uri") or about.get("documentURL")
    stopped = about.get("blocked-uri") or about.get("blockedURL")
    return f"{_clean(directive)} on {hide(_part(page, 'path'))} stopped {_part(stopped, 'netloc')}"


def _part(address, name):
    """The path or the host of an address; words like «inline» as they are."""
    try:
        parts = urlsplit(str(address))
    except ValueError:
        return "?"
    return _clean(getattr(parts, name) or (parts.path if not parts.scheme else parts.scheme))


def _clean(text):
    """Short, and no sign in it that could make a line of its own in the log."""
    return SHOWN.sub("?", str(text))[:200]
