"""What must survive: presentations, a locked lunch, methods that are kept. Lengths and places in minutes."""

from dataclasses import dataclass

from tools.generator import offsets
from tools.plan import METHOD, PAUSE


@dataclass(frozen=True)
class Pin:
    """One block that stays as it is, or a stretch of parallel tracks.

    starts   minutes after the start of the meeting it is locked to, or None
    near     about where it stood before, or None when it has no place yet
    """

    blocks: tuple
    minutes: int
    starts: int | None = None
    near: int | None = None

    @property
    def is_break(self):
        return all(block.kind == PAUSE for block in self.blocks)

    @property
    def slugs(self):
        return tuple(block.method for block in self.blocks if block.kind == METHOD)

    @property
    def brings(self):
        return tuple(code for block in self.blocks for code in block.brings)

    @property
    def ends(self):
        return self.starts + self.minutes


def pins_of(fixed, start, near=None):
    """Fixed blocks as pins. `near` is {block id: minutes after the start}, for blocks that had a place."""
    near = near or {}
    return [
        Pin(
            tuple(blocks),
            offsets.cost(blocks),
            None if blocks[0].starts is None else offsets.minutes_between(start, blocks[0].starts),
            near.get(blocks[0].id),
        )
        for blocks in offsets.stretches(fixed)
    ]
