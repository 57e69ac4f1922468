"""Nothing secret and nobody's name in logs and error mails, wherever the words came from."""

import re
import traceback

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.views.debug import ExceptionReporter

NAMED = re.compile(
    r"\b(token|sessionid|csrf\w*|code|kode|key|password)(['\"]?\s*[=:]\s*['\"]?)[^\s&;,'\"]+", re.IGNORECASE
)
SECRETS = [
    (re.compile(r"(?<=/)[\w-]{20,}(?=[/?\s'\")\]»,.:;]|$)"), "…"),  # the random part of an address
    (re.compile(r"\?[^\s'\"]+"), "?…"),
    (NAMED, r"\1\2…"),
    (re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b"), "…"),  # a login code
    (re.compile(r"[^\s<>()'\"=,;:]+@[^\s<>()'\",;:]+"), "…@…"),
    (re.compile(r"(?<![\d.])\d[\d ]{6,12}\d(?![\d.])"), "…"),  # a phone number, a birth number
]  # fmt: skip
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def hide(text):
    """`text` without tokens, codes, e-mail addresses and phone numbers."""
    for secret, instead in SECRETS:
        text = secret.sub(instead, text)
    return text


def one_line(text):
    """As one line of a log: what somebody wrote in an address may not look like a line of its own."""
    return BREAKS.sub("?", hide(text))


def told_of(error):
    """The kind of an error, and its words when they cannot hold what somebody typed."""
    return ": ".join(filter(None, [type(error).__name__, words_of(error)]))


def words_of(error):
    if isinstance(error, DatabaseError | UnicodeError | ValidationError):  # they quote the value
        return ""
    return one_line(str(error))[:300]


def trace(error):
    """Where it went wrong, file by file, with the same for what led to it. No values."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{trace(cause)}\n\n" if cause else ""
    return f"{before}{''.join(traceback.format_tb(error.__traceback__))}{told_of(error)}"


class Reporter(ExceptionReporter):
    """An error mail says where and what kind; Django's own quotes cookies, fields, settings and variables."""

    def get_traceback_text(self):
        where = f"{self.request.method} {one_line(self.request.path)}\n\n" if self.request else ""
        return where + (trace(self.exc_value) if self.exc_value else "")

    def get_traceback_html(self):
        return ""
