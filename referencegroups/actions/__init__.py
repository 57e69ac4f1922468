"""The doors of groups, members and consent. Keyword-only, atomic; `by` is a user, or None for the member
or the clock."""

from referencegroups.actions.deciding import approve, decline, draw, put_in_pool, put_on_reserve, remove
from referencegroups.actions.erasing import erase
from referencegroups.actions.joining import Invited, ask_to_join, confirm, invite, prefilled
from referencegroups.actions.own import (
    bounced,
    correct,
    decide_consent,
    renew_consent,
    resume_mail,
    stop_mail,
)
from referencegroups.actions.running import close_group, open_group, start_group
from referencegroups.actions.terms import ask_to_renew, end_silent_terms, leave, pause, renew, resume

__all__ = [
    "Invited",
    "approve",
    "ask_to_join",
    "ask_to_renew",
    "bounced",
    "close_group",
    "confirm",
    "correct",
    "decide_consent",
    "decline",
    "draw",
    "end_silent_terms",
    "erase",
    "invite",
    "leave",
    "open_group",
    "pause",
    "prefilled",
    "put_in_pool",
    "put_on_reserve",
    "remove",
    "renew",
    "renew_consent",
    "resume",
    "resume_mail",
    "start_group",
    "stop_mail",
]
