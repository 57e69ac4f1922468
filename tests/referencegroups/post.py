"""Reading the letters that were queued, as their receiver would."""

import re

from prosesstotte import mail
from prosesstotte.models import OutgoingMail

ADDRESS = re.compile(r"http://localhost:8000(/referansegrupper/[\w./-]+)")


def letters(to=None, kind=None):
    found = OutgoingMail.objects.order_by("pk")
    if to:
        found = found.filter(to=to)
    return list(found.filter(kind=f"groups/{kind}") if kind else found)


def kinds(to=None):
    return [letter.kind.removeprefix("groups/") for letter in letters(to)]


def as_sent(letter):
    """The message as the mail server gets it: secret links are made now."""
    return mail.as_message(letter)


def links(letter):
    """Every path of ours in the letter as sent, in order."""
    return ADDRESS.findall(as_sent(letter).body)


def link(letter, name):
    """The path of one purpose: «stadfest», «slutt», «mi-side» …"""
    return next(path for path in links(letter) if path.startswith(f"/referansegrupper/{name}/"))
