"""A thin layer over HiGHS: linear and whole-number programmes, solved the same way each time.

One thread and one seed always: HiGHS refuses to change its number of threads within a process.
"""

import highspy
import numpy as np

NEAR = 1e-6  # numbers closer than this are the same
EXACT = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-9}
# A hundredth of the slack that a level is held with (`chances.Levels.hold`), so that what was
# reached once can be reached again.
EXACT |= {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}
STEADY = {"output_flag": False, "threads": 1, "random_seed": 1, **EXACT}
WHOLE = highspy.HighsVarType.kInteger
INFINITE = highspy.kHighsInf


class NoSolution(Exception):
    """The programme has no solution."""


class Programme:
    """Maximise a sum under rows of limits. Columns and rows are numbered as they come."""

    def __init__(self):
        self.solver = highspy.Highs()
        for name, value in STEADY.items():
            self.solver.setOptionValue(name, value)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def add_column(self, *, worth=0.0, least=0.0, most=INFINITE, whole=False, rows=(), shares=()):
        """A number from `least` to `most`, worth so much each, with its `shares` in earlier rows."""
        rows, shares = np.asarray(rows, dtype=np.int32), np.asarray(shares, dtype=float)
        self.solver.addCol(worth, least, most, len(rows), rows, shares)
        column = self.solver.getNumCol() - 1
        if whole:
            self.solver.changeColIntegrality(column, WHOLE)
        return column

    def add_row(self, least, most, columns=(), shares=()):
        """The sum of `columns` times `shares` must lie from `least` to `most`."""
        columns, shares = np.asarray(columns, dtype=np.int32), np.asarray(shares, dtype=float)
        self.solver.addRow(least, most, len(columns), columns, shares)
        return self.solver.getNumRow() - 1

    def set_row(self, row, least, most):
        self.solver.changeRowBounds(row, least, most)

    def set_column(self, column, least, most):
        self.solver.changeColBounds(column, least, most)

    def set_share(self, row, column, share):
        self.solver.changeCoeff(row, column, share)

    def value_columns(self, worths):
        """Give the first columns new worths."""
        columns = np.arange(len(worths), dtype=np.int32)
        self.solver.changeColsCost(len(columns), columns, np.array(worths, dtype=float))

    def solve(self):
        """The worth of the best solution, its columns, and what each row's limit costs (duals)."""
        self.solver.run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            self.solver.clearSolver()  # the basis it went on from was worn out: begin afresh
            self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NoSolution(self.solver.modelStatusToString(self.solver.getModelStatus()))
        found = self.solver.getSolution()
        worth = self.solver.getInfo().objective_function_value
        return worth, np.array(found.col_value), np.array(found.row_dual)


def is_whole(numbers):
    return bool(np.all(np.abs(numbers - np.round(numbers)) < NEAR))
