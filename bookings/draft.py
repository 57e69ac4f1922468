"""What somebody has filled in so far, kept in the session until it is sent.

Nobody has to log in before the last step, so the booking lives here on the way. The parts are the
texts as they were typed: the forms that asked for them read them once more before anything is sent.
"""

import uuid

SESSION_KEY = "bestilling"


class Draft:
    """One unfinished booking (`name` «order») or advisory talk («advice»)."""

    def __init__(self, session, name):
        self.session, self.name = session, name
        self._kept = session.get(SESSION_KEY, {}).get(name, {})

    def __bool__(self):
        return bool(self._kept.get("parts"))

    @property
    def key(self):
        """The form key of exactly this content: what is changed in another tab gets another key."""
        return self._kept.get("key", "")

    @property
    def sent(self):
        """The address of what this draft became, until somebody begins a new one."""
        return self._kept.get("sent", "")

    def part(self, name):
        """The typed texts of one part, empty when nobody has filled it in."""
        return self._kept.get("parts", {}).get(name, {})

    def keep(self, **parts):
        """Keep these parts beside those that are there; an empty one is taken away."""
        parts = {**self._kept.get("parts", {}), **parts}
        self._write(
            {"key": str(uuid.uuid4()), "parts": {name: texts for name, texts in parts.items() if texts}}
        )

    def renew_key(self):
        self.keep()

    def clear(self, sent):
        """It is sent: nothing is kept but the address of what came of it."""
        self._write({"sent": sent})

    def _write(self, kept):
        self._kept = kept
        others = {name: one for name, one in self.session.get(SESSION_KEY, {}).items() if name != self.name}
        self.session[SESSION_KEY] = {**others, self.name: kept}
