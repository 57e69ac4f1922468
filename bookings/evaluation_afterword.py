"""The evaluation on the last screen of a meeting that was led by its programme."""

from django.conf import settings
from django.utils.translation import gettext as _

from bookings import evaluation_links
from bookings.choices import EvaluationState
from bookings.models import Evaluation
from prosesstotte.templatetags.portal import dato
from tools import afterword
from tools.afterword import Afterword, WayOn


def of(programme):
    """For everybody who has the screen: whoever may run the programme may show the address in the hall."""
    evaluation = Evaluation.objects.select_related("booking").filter(booking__programme=programme).first()
    state = evaluation.state() if evaluation else EvaluationState.CLOSED
    if state == EvaluationState.CLOSED:
        return None
    return Afterword(
        title=_("Korleis var møtet for deg?"),
        text=_sentence(evaluation, state),
        address=evaluation_links.address_of(evaluation),
        way_on=WayOn(_("Til bestillinga"), settings.SITE_URL + evaluation.booking.get_absolute_url()),
    )


def _sentence(evaluation, state):
    if state == EvaluationState.EARLY:
        return _("Koden opnar evalueringa når møtet startar.")
    promise = _("Svaret er anonymt. Siste dag er %(day)s.") % {"day": dato(evaluation.closing())}
    return f"{_('Skann koden med kameraet på telefonen. Det tek eit halvt minutt.')} {promise}"


def register():
    afterword.register("evaluation", of)
