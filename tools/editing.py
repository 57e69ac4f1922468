"""What an editor does with a plan: pure functions, a plan in and a plan out. No database, no Django.

An unknown block id is no error: somebody else may have removed the block meanwhile, and then there is
nothing to do. Only what cannot be kept at all raises `CannotEdit`.
"""

from dataclasses import replace

from tools.plan import DAY, MOST_BLOCKS


class CannotEdit(ValueError):
    """The change would make a plan that we cannot keep. The text is a code, worded by the pages."""


def add(plan, block, after=""):
    """Put `block` after the block with the id `after`; at the end when there is none."""
    if len(plan.blocks) >= MOST_BLOCKS:
        raise CannotEdit("too_many")
    place = plan.index(after) + 1 if plan.block(after) else len(plan.blocks)
    return plan.with_blocks([*plan.blocks[:place], block, *plan.blocks[place:]])


def change(plan, block_id, **fields):
    """Give one block other values."""
    return plan.with_blocks(
        replace(block, **fields) if block.id == block_id else block for block in plan.blocks
    )


def set_minutes(plan, minutes):
    """Other lengths for several blocks at once; `minutes` is {id: minutes}."""
    return plan.with_blocks(
        replace(block, minutes=minutes[block.id]) if block.id in minutes and block.kind != DAY else block
        for block in plan.blocks
    )


def remove(plan, block_id):
    return plan.with_blocks(block for block in plan.blocks if block.id != block_id)


def move(plan, block_id, by):
    """Move a block `by` places, -1 is up; at the ends it stays where it is."""
    if not plan.block(block_id):
        return plan
    blocks, place = list(plan.blocks), plan.index(block_id)
    target = min(max(place + by, 0), len(blocks) - 1)
    blocks.insert(target, blocks.pop(place))
    return plan.with_blocks(blocks)


def reorder(plan, ids):
    """The order of `ids`; blocks that are not named keep their place after the one before them."""
    wanted = [block_id for block_id in dict.fromkeys(ids) if plan.block(block_id)]
    followers, head, leader = {block_id: [] for block_id in wanted}, [], None
    for block in plan.blocks:
        if block.id in followers:
            leader = block.id
            followers[leader].append(block)
        else:
            (followers[leader] if leader else head).append(block)
    return plan.with_blocks([*head, *(block for block_id in wanted for block in followers[block_id])])


def swap(plan, block_id, block):
    """Another block in the same place: it keeps the id, the lock, the track and who is responsible."""
    old = plan.block(block_id)
    if old is None:
        return plan
    keeps = {"id": old.id, "starts": old.starts, "track": old.track, "kept": old.kept}
    new = replace(block, **keeps, responsible=old.responsible or block.responsible)
    return plan.with_blocks(new if each.id == block_id else each for each in plan.blocks)


def without_unfixed(plan):
    """Only what a new proposal must leave where it is."""
    return plan.with_blocks(block for block in plan.blocks if block.is_fixed or block.kind == DAY)


def undated(plan):
    """The same plan for another day: no dates, the clock times stay."""
    return replace(plan, date=None, blocks=tuple(replace(block, date=None) for block in plan.blocks))
