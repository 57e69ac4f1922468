"""The secret address of an evaluation: shown to those in the booking, opened by anybody who has it."""

from django.urls import reverse

from bookings.models import Evaluation
from prosesstotte import links
from prosesstotte.mail import absolute

PURPOSE = "evaluation"


def stand(evaluation):
    """Let the address open from now on."""
    links.stand([PURPOSE], evaluation, evaluation.nonce)


def address_of(evaluation):
    """The whole address. Also one made under an earlier SECRET_KEY goes on opening."""
    links.keep_standing(PURPOSE, evaluation, evaluation.nonce)
    return absolute(reverse("evaluation", args=[links.standing_token(PURPOSE, evaluation.nonce)]))


def find(token):
    """The evaluation that `token` opens, with its booking, or None."""
    found = links.resolve(PURPOSE, token, Evaluation)
    return found and Evaluation.objects.select_related("booking").get(pk=found.pk)
