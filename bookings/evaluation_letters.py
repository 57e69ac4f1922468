"""The letter that asks the booker to share the evaluation. The secret address is made when it is sent."""

from urllib.parse import urlsplit

from bookings import evaluation_links
from bookings.emails import THEIR_SIDE, recipients
from bookings.letter_facts import facts
from bookings.models import Evaluation
from prosesstotte import mail
from prosesstotte.templatetags.portal import dato


@mail.secrets_of(Evaluation._meta.label_lower)
def secrets(pk, names):
    address = evaluation_links.address_of(Evaluation.objects.get(pk=pk))
    return {name: urlsplit(address).path for name in names}, {}


def remind(evaluation):
    """To the booker and the one responsible: the link, and how many have answered so far."""
    booking = evaluation.booking
    context = {
        **facts(booking),
        "link": mail.absolute(booking.get_absolute_url()),
        "evaluation_link": mail.absolute("/~evaluering~"),
        "answered": evaluation.answers.count(),
        "closes": dato(evaluation.closing()),
    }
    for _role, address in recipients(booking, THEIR_SIDE):
        mail.queue("bookings/evaluation_reminder", to=address, context=context, about=evaluation)
