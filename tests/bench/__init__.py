"""`make bench`: measured, never asserted in the suite."""
