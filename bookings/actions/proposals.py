"""The way on from a no: the booker takes one of the proposed times, and everything else is kept."""

from django.core.exceptions import PermissionDenied

from bookings.actions.asked import Need, Times
from bookings.actions.requests import request_booking

KEPT = (
    "service_area", "group_name", "title", "purpose", "people", "goal", "mode", "place", "notes", "phone",
)  # fmt: skip


def take_proposal(*, by, proposal, at=None):
    """A new request with the proposed times, by the door every request goes through.

    Pressed twice it is the same booking. Raises TimeRefused or TimeTaken like any request.
    """
    declined = proposal.booking
    if by.pk != declined.booker_id:
        raise PermissionDenied
    need = Need(
        responsible_email=declined.responsible.email,
        responsible_name=declined.responsible.name,
        **{name: getattr(declined, name) for name in KEPT},
    )
    times = Times(
        leader=proposal.leader,
        leaders=declined.leaders_wanted,
        starts_at=proposal.starts_at,
        minutes=declined.minutes,
        pre_meeting_starts_at=proposal.pre_meeting_starts_at,
        pre_meeting_channel=declined.pre_meeting_channel,
    )
    return request_booking(by=by, need=need, times=times, form_key=proposal.form_key, at=at)
