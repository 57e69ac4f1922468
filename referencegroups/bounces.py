"""Letters that came back: a delivery status notification (RFC 3464) read, and its member paused."""

import email
from dataclasses import dataclass
from email import policy

from referencegroups import actions
from referencegroups.models import Member


@dataclass(frozen=True)
class Failure:
    """One recipient that the mail server gave up. `status` (RFC 3463) 5.x.x means for good."""

    address: str
    status: str

    @property
    def is_permanent(self):
        return self.status.startswith("5")


def failures(raw):
    """Every recipient with «Action: failed» in one message, as bytes from a mail server."""
    message = email.message_from_bytes(raw, policy=policy.default)
    if (
        message.get_content_type() != "multipart/report"
        or message.get_param("report-type") != "delivery-status"
    ):
        return []
    blocks = [
        block for part in message.walk() if part.get_content_type() == "message/delivery-status"
        for block in part.get_payload()
    ]  # fmt: skip
    return [_failure(block) for block in blocks if block.get("Action", "").strip().lower() == "failed"]


def _failure(block):
    recipient = block.get("Original-Recipient") or block.get("Final-Recipient") or ""
    return Failure(recipient.partition(";")[2].strip().strip("<>").lower(), block.get("Status", "").strip())


def note(raw):
    """Pause every member whose address failed for good; returns how many."""
    paused = 0
    for failure in failures(raw):
        for member in Member.objects.known(failure.address) if failure.is_permanent else ():
            actions.bounced(member=member)
            paused += 1
    return paused
