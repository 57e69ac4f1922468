"""Two years of made-up meetings that participants have evaluated, so that the demo's trend shows something.

Each goes through the doors at the moments it tells of. The numbers get a little better with time, and one
meeting has too few answers to be shown.
"""

import datetime as dt
import random
import uuid

from bookings import actions
from bookings.evaluating import STATEMENTS

# days ago, leader, area, purpose, title, group, answers, the mean score of each statement
PAST = [
    (-610, 0, 0, "mal-og-strategi", "Kva skal skulen lukkast med?", "Styringsgruppa for oppvekst", 11, (3.2, 3.6, 2.7, 3.4)),
    (-520, 1, 1, "idemyldring", "Nye måtar å møtast på", "Faggruppa for førebygging", 9, (3.4, 3.5, 3.4, 3.3)),
    (-430, 3, 2, "innsikt", "Kva seier tala om klima?", "Faggruppa for klima", 8, (3.3, 3.8, 3.1, 3.6)),
    (-340, 2, 1, "involvering", "Brukarane sine eigne ord", "Brukarrådet", 14, (4.1, 3.8, 3.2, 3.5)),
    (-250, 0, 0, "prioritering", "Tre ting vi gjer fyrst", "Styringsgruppa for oppvekst", 12, (3.7, 4.0, 3.0, 4.1)),
    (-205, 4, 3, "involvering", "Folkemøte om sentrum", "Styringsgruppa for byutvikling", 23, (4.0, 3.9, 3.6, 3.8)),
    (-160, 1, 3, "idemyldring", "Femti idear til torget", "Faggruppa for kultur", 17, (4.2, 4.1, 4.3, 3.9)),
    (-120, 3, 2, "evaluering", "Kva lærte vi av fyrste året?", "Styringsgruppa for klima", 4, (3.0, 4.0, 3.0, 3.0)),
    (-75, 0, 1, "mal-og-strategi", "Mål for å bu heime lenger", "Styringsgruppa for helse", 13, (4.1, 4.3, 3.7, 4.4)),
    (-45, 2, 0, "konflikt", "To syn på skulestrukturen", "Faggruppa for skule", 10, (4.3, 4.2, 3.5, 3.9)),
]  # fmt: skip
TEXTS = [
    "Fint at alle skreiv fyrst. Då kom eg òg til orde.",
    "Vi fekk for lita tid på slutten.",
    "Bra med pausar og tydeleg plan.",
    "Neste gong: færre spørsmål, meir tid til kvart.",
    "Eg har aldri vore med på eit møte der så mange sa noko.",
    "Det hadde vore fint å få bakgrunnen på førehand.",
]
OFTEN = 0.3  # how many write something


def windows(days_ago):
    """When it was asked for, and the days to look for a time for the formøte and the meeting."""
    return days_ago - 25, (days_ago - 22, days_ago - 12), (days_ago, days_ago + 6)


def answer(booking, number, means, *, name):
    """`number` made-up answers during the meeting, the same each time the demo is loaded."""
    dice = random.Random(name)  # noqa: S311 - made-up answers
    at = booking.ends_at - dt.timedelta(minutes=5)
    for place in range(number):
        scores = [min(5, max(1, round(dice.gauss(mean, 0.8)))) for mean in means]
        text = dice.choice(TEXTS) if dice.random() < OFTEN else ""
        actions.answer_evaluation(
            evaluation=booking.evaluation,
            scores=dict(zip(STATEMENTS, scores, strict=True)),
            text=text,
            form_key=uuid.uuid5(booking.form_key, str(place)),
            at=at,
        )
