"""The links of a round: to answer it, and to say whether the feedback was of use.

Tokens are made when a letter is sent. Several of them may open the same invitation, one in each letter, but
an answer belongs to the one that sent it (secrecy.py). A link goes on opening a calm page after the deadline.
"""

from django.urls import reverse

from prosesstotte import links
from referencegroups.models import Invitation
from referencegroups.secret_links import Kind

ANSWER = Kind("round_answer", "answer", Invitation)
USEFUL = Kind("round_useful", "useful", Invitation)
KINDS = {kind.address: kind for kind in (ANSWER, USEFUL)}


def new_token(kind, invitation):
    return links.issue_beside(kind.purpose, invitation)


def new_path(kind, invitation):
    return reverse(f"referencegroups:{kind.address}_link", args=[new_token(kind, invitation)])


def cookie_of(kind, round_pk):
    """One cookie a round: two rounds may stand open in two tabs."""
    return f"{kind.purpose}-{round_pk}"
