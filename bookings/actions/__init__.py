"""The doors: the only way to make or change a booking or an advisory talk.

All are keyword-only, take `by=` (the user) and are one transaction; `at=` names the moment for
tests and demo. `version=` is the number the page showed (`booking.version`): two clicks make one
change, an old page gets `errors.Changed`. What a door may answer instead:

* `PermissionDenied`: the wrong role (403)
* `errors.Refused` and its kin, all ValidationErrors with a Nynorsk sentence and a `status`
  (422; 409 when somebody was first, or the state has moved on)
* `errors.TimeTaken`: 409, with `alternatives`, the nearest free times
* `ValidationError`: a field or a constraint said no, in words
"""

from bookings.actions.advice import book_advice, cancel_advice, complete_advice
from bookings.actions.advice_changes import change_channel, move_advice
from bookings.actions.asked import Need, Times
from bookings.actions.own_calendar import close_feed, link_calendar, open_feed, unlink_calendar
from bookings.actions.programme import follow_meeting, is_out_of_step, make_programme
from bookings.actions.requests import enter_for_caller, request_booking, request_call
from bookings.actions.steps import (
    accept,
    cancel,
    change_goal_or_responsible,
    complete,
    confirm,
    decline,
    lapse,
    plan_pre_meeting,
    record_pre_meeting,
)

__all__ = [
    "Need",
    "Times",
    "accept",
    "book_advice",
    "cancel",
    "cancel_advice",
    "change_channel",
    "change_goal_or_responsible",
    "close_feed",
    "complete",
    "complete_advice",
    "confirm",
    "decline",
    "enter_for_caller",
    "follow_meeting",
    "is_out_of_step",
    "lapse",
    "link_calendar",
    "make_programme",
    "move_advice",
    "open_feed",
    "plan_pre_meeting",
    "record_pre_meeting",
    "request_booking",
    "request_call",
    "unlink_calendar",
]
