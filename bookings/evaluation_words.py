"""The four statements and the five answers, in words for people."""

from django.utils.translation import gettext_lazy as _

from bookings.evaluating import STATEMENTS

# What is measured, and the sentence a participant agrees or disagrees with.
NAMES = dict(
    zip(
        STATEMENTS,
        [_("Involvering"), _("Samhandling"), _("Nytenking"), _("Nådde vi målet")],
        strict=True,
    )
)
SENTENCES = dict(
    zip(
        STATEMENTS,
        [
            _("Eg fekk seie det eg ville, og eg blei høyrd."),
            _("Vi arbeidde godt saman."),
            _("Vi fekk fram nye tankar."),
            _("Vi nådde målet for møtet."),
        ],
        strict=True,
    )
)
ANSWERS = {
    1: _("Heilt usamd"),
    2: _("Litt usamd"),
    3: _("Både og"),
    4: _("Litt samd"),
    5: _("Heilt samd"),
}


def decimal(number):
    """4.25 → 4,3: one decimal, as people write it."""
    return f"{number:.1f}".replace(".", ",")
