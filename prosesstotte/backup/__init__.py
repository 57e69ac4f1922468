"""Backup and restore. A backup is a folder: PostgreSQL's own dump, the media files, and a report of both.

The report (report.json) has the row count and checksum of every table and the checksum of every file. It
is written last: a folder without it is no backup. See docs/drift.md.
"""

from prosesstotte.backup.making import make
from prosesstotte.backup.restoring import restore

__all__ = ["make", "restore"]
