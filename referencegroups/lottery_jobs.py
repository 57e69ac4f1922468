"""The long sum of a lottery, done by the worker so that the page does not wait."""

from procrastinate.contrib.django import app

from referencegroups.actions import lots
from referencegroups.lottery_choices import LotteryState
from referencegroups.models import Lottery

AT_ONCE = 250  # people in the pool: up to here it takes a second or two, and the page waits


@app.task(name="referencegroups_count_lottery", queue="referencegroups")
def count_lottery(*, lottery_id):
    lottery = Lottery.objects.filter(pk=lottery_id, state=LotteryState.COUNTING).first()
    if lottery:
        lots.count(lottery=lottery)


def count_soon(lottery, people):
    """Count now when it is quick, else leave it to the worker."""
    if people <= AT_ONCE:
        lots.count(lottery=lottery)
    else:
        count_lottery.defer(lottery_id=lottery.pk)
