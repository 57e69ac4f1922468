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

from bookings.actions.adjusting import adjust
from bookings.actions.advice import book_advice, cancel_advice, complete_advice
from bookings.actions.advice_changes import change_channel, move_advice
from bookings.actions.archive import export_booking
from bookings.actions.asked import Need, Times
from bookings.actions.co_leaders import bring_co_leader, let_co_leader_go
from bookings.actions.evaluation import (
    answer_evaluation,
    ready_evaluation,
    remind_of_evaluation,
    remove_evaluation_text,
)
from bookings.actions.files import attach, remove_file
from bookings.actions.handing_over import (
    hand_over,
    hand_over_talk,
    read_record,
    seek_leader,
    seek_leader_of_talk,
)
from bookings.actions.messages import write_message
from bookings.actions.moving import move, plan_pre_meeting
from bookings.actions.own_calendar import close_feed, link_calendar, open_feed, unlink_calendar
from bookings.actions.programme import follow_meeting, is_out_of_step, make_programme
from bookings.actions.proposals import take_proposal
from bookings.actions.requests import enter_for_caller, request_booking, request_call
from bookings.actions.series import accept_series, cancel_series, confirm_series, decline_series
from bookings.actions.steps import (
    accept,
    cancel,
    change_goal_or_responsible,
    complete,
    confirm,
    decline,
    lapse,
    record_pre_meeting,
)
from bookings.actions.succession import give_group
from bookings.actions.sweeping import sweep_waiting_list
from bookings.actions.travel import change_travel
from bookings.actions.waiting import (
    WishedTimes,
    change_wish,
    join_waiting_list,
    leave_waiting_list,
    pass_offer_on,
    take_offer,
)

__all__ = [
    "Need",
    "Times",
    "WishedTimes",
    "accept",
    "accept_series",
    "adjust",
    "answer_evaluation",
    "attach",
    "book_advice",
    "bring_co_leader",
    "cancel",
    "cancel_advice",
    "cancel_series",
    "change_channel",
    "change_goal_or_responsible",
    "change_travel",
    "change_wish",
    "close_feed",
    "complete",
    "complete_advice",
    "confirm",
    "confirm_series",
    "decline",
    "decline_series",
    "enter_for_caller",
    "export_booking",
    "follow_meeting",
    "give_group",
    "hand_over",
    "hand_over_talk",
    "is_out_of_step",
    "join_waiting_list",
    "lapse",
    "leave_waiting_list",
    "let_co_leader_go",
    "link_calendar",
    "make_programme",
    "move",
    "move_advice",
    "open_feed",
    "pass_offer_on",
    "plan_pre_meeting",
    "read_record",
    "ready_evaluation",
    "record_pre_meeting",
    "remind_of_evaluation",
    "remove_evaluation_text",
    "remove_file",
    "request_booking",
    "request_call",
    "seek_leader",
    "seek_leader_of_talk",
    "sweep_waiting_list",
    "take_offer",
    "take_proposal",
    "unlink_calendar",
    "write_message",
]
