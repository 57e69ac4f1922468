"""States of a lottery. The table of allowed moves stands beside them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LotteryState(TextChoices):
    COUNTING = "counting", _("Blir rekna ut")
    IMPOSSIBLE = "impossible", _("Går ikkje opp")
    READY = "ready", _("Klar til å publisere")
    PUBLISHED = "published", _("Lista er publisert")
    DRAWN = "drawn", _("Trekt")
    WITHDRAWN = "withdrawn", _("Trekt tilbake")


class LotteryMove(TextChoices):
    FOUND = "found", _("Rekn ut")
    FAILED = "failed", _("Meld at det ikkje går opp")
    PUBLISH = "publish", _("Publiser lista")
    DRAW = "draw", _("Trekk")
    WITHDRAW = "withdraw", _("Trekk tilbake")


LOTTERY_MOVES = {
    LotteryMove.FOUND: {LotteryState.COUNTING: LotteryState.READY},
    LotteryMove.FAILED: {LotteryState.COUNTING: LotteryState.IMPOSSIBLE},
    LotteryMove.PUBLISH: {LotteryState.READY: LotteryState.PUBLISHED},
    LotteryMove.DRAW: {LotteryState.PUBLISHED: LotteryState.DRAWN},
    LotteryMove.WITHDRAW: {LotteryState.PUBLISHED: LotteryState.WITHDRAWN},
}
# What everybody may see.
PUBLIC = (LotteryState.PUBLISHED, LotteryState.DRAWN, LotteryState.WITHDRAWN)
