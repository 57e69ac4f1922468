"""Logs without secrets: what a line says is hidden here, and so is what an error quotes."""

import logging

from prosesstotte.hiding import one_line, trace


class HideTokens(logging.Filter):
    """Hides tokens, codes and addresses of people, wherever the line came from."""

    def filter(self, record):
        record.msg, record.args = one_line(record.getMessage()), ()
        if record.exc_info and record.exc_info[1]:
            record.exc_text = trace(record.exc_info[1])  # the formatter writes this instead of its own
        return True
