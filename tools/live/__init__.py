"""A meeting that is going on: a plan and what people have pressed give where the meeting is. No database.

State is a reduction of events in time order. Events may arrive in any order and more than once; a key
counts once, and what cannot be (a second start, «next» from a block the meeting has left) changes nothing.
So two devices, or one that was without a network for a while, come to the same state.

One run covers one day of the plan. A stretch of tracks side by side is one step. Planned lengths are whole
minutes; what was used is seconds. Times are aware moments; offsets count from `base`, the moment the plan
calls its start. A meeting that starts within an hour of the plan follows the clock on the wall; any other
(a rehearsal the evening before) takes the plan's times from when it starts.
"""

from tools.live.reduction import state
from tools.live.shape import KINDS, Change, Event, Live, LiveStep
from tools.live.steps import Step, day_of, steps_of

__all__ = ["KINDS", "Change", "Event", "Live", "LiveStep", "Step", "day_of", "state", "steps_of"]
