"""Logs without secrets: an address with a token in it is written without the token."""

import logging
import re

TOKEN = re.compile(r"(?<=/)[\w-]{22,}(?=/|\.ics|\?|\s|$|['\"])")


class HideTokens(logging.Filter):
    """The long random part of an address becomes «…», wherever the line came from."""

    def filter(self, record):
        record.msg, record.args = TOKEN.sub("…", record.getMessage()), ()
        return True
