"""Which cells of a table of people must be hidden, when every row and column sum is known.

Pure. A table is counts of people, `table[row][column]`; every sum is at least FLOOR. Hiding the small cells
is not enough: a cell that is alone in its row is the sum less the others. So more are hidden, until each
hidden cell could be FLOOR or more for all that sums and shown cells tell.

Source: D. Gusfield, *A graph theoretic approach to statistical data security*, SIAM J. Comput. 17 (1988):
how far a hidden cell can move is a flow in the graph of rows and columns whose edges are the hidden cells.
"""

from collections import deque
from collections.abc import Mapping

from prosesstotte.floor import FLOOR

Table = list[list[int]]
Cell = tuple[int, int]


def to_hide(table: Table) -> set[Cell]:
    """The cells (row, column) that may not be shown.

    Raises ValueError when a sum is under FLOOR: such a row or column must be merged with another first. With
    everything hidden, each cell could be as large as the smaller of its two sums, so there is always an end.
    """
    if any(sum(line) < FLOOR for line in [*table, *zip(*table, strict=True)]):
        raise ValueError("every row and column sum must be at least FLOOR")
    hidden = {(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if count < FLOOR}
    while exposed := next((cell for cell in sorted(hidden) if not _may_be_large(table, hidden, cell)), None):
        hidden.add(_next_to_hide(table, hidden, exposed))
    return hidden


def _next_to_hide(table: Table, hidden: set[Cell], exposed: Cell) -> Cell:
    """The smallest cell that saves the exposed one; when no single one does, one where it stands alone."""
    shown = [(r, c) for r, row in enumerate(table) for c in range(len(row)) if (r, c) not in hidden]
    shown.sort(key=lambda cell: (table[cell[0]][cell[1]], cell))
    saving = (cell for cell in shown if _may_be_large(table, hidden | {cell}, exposed))
    return next(saving, None) or _beside(shown, hidden, exposed)


def _beside(shown: list[Cell], hidden: set[Cell], exposed: Cell) -> Cell:
    row, column = exposed
    in_row = [cell for cell in shown if cell[0] == row]
    in_column = [cell for cell in shown if cell[1] == column]
    is_alone_in_row = sum(cell[0] == row for cell in hidden) == 1
    first, second = (in_row, in_column) if is_alone_in_row else (in_column, in_row)
    return next(iter(first or second or shown))


def _may_be_large(table: Table, hidden: set[Cell], cell: Cell) -> bool:
    """Whether the cell could be FLOOR or more without changing a sum or a shown cell: a flow beside it.

    More in the cell is less in another hidden cell of its row (at most what is there), so more in that
    column, and so on back to the cell's own column.
    """
    row, column = cell
    missing = FLOOR - table[row][column]
    room = {(r, c): table[r][c] for r, c in hidden if (r, c) != cell}  # what each may still give away
    while missing > 0 and (path := _path(room, row, column)):
        moved = min([missing, *(room[step] for step in path[::2])])
        for index, step in enumerate(path):
            room[step] += -moved if index % 2 == 0 else moved
        missing -= moved
    return missing <= 0


def _path(room: Mapping[Cell, int], row: int, column: int) -> list[Cell]:
    """Cells from `row` to `column`, giving and taking in turn; empty when there is no way."""
    came: dict[tuple[str, int], tuple[tuple[str, int], Cell] | None] = {("row", row): None}
    waiting = deque([("row", row)])
    while waiting and ("column", column) not in came:
        here = waiting.popleft()
        for there, cell in _steps(room, here):
            if there not in came:
                came[there] = (here, cell)
                waiting.append(there)
    return _walked(came, ("column", column)) if ("column", column) in came else []


def _steps(room: Mapping[Cell, int], here: tuple[str, int]) -> list[tuple[tuple[str, int], Cell]]:
    side, number = here
    if side == "row":  # a cell gives what it has
        return [(("column", c), (r, c)) for (r, c), left in room.items() if r == number and left > 0]
    return [(("row", r), (r, c)) for (r, c) in room if c == number]  # a cell may take any number


def _walked(
    came: Mapping[tuple[str, int], tuple[tuple[str, int], Cell] | None], end: tuple[str, int]
) -> list[Cell]:
    path, here = [], end
    while step := came[here]:
        here, cell = step
        path.append(cell)
    return path[::-1]
