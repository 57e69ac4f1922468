"""Two years of made-up meetings that participants have evaluated, so that the demo's trend shows something.

Each goes through the doors at the moments it tells of. The numbers get a little better with time, and one
meeting has too few answers to be shown.
"""

import random

from bookings.evaluating import STATEMENTS
from bookings.models import EvaluationAnswer

# days ago, leader, area, purpose, title, group, answers, the mean score of each statement
SCHOOL, HEALTH, CITY = "Styringsgruppa for oppvekst", "Faggruppa for helse", "Faggruppa for byutvikling"
PAST = [
    (-610, 0, 0, "mal-og-strategi", "Kva skal skulen lukkast med?", SCHOOL, 11, (3.2, 3.6, 2.7, 3.4)),
    (-520, 1, 1, "idemyldring", "Nye måtar å møtast på", HEALTH, 9, (3.4, 3.5, 3.4, 3.3)),
    (-430, 3, 2, "innsikt", "Kva seier tala om klima?", CITY, 8, (3.3, 3.8, 3.1, 3.6)),
    (-340, 2, 1, "involvering", "Brukarane sine eigne ord", HEALTH, 14, (4.1, 3.8, 3.2, 3.5)),
    (-250, 0, 0, "prioritering", "Tre ting vi gjer først", SCHOOL, 12, (3.7, 4.0, 3.0, 4.1)),
    (-160, 1, 2, "idemyldring", "Femti idear til torget", CITY, 17, (4.2, 4.1, 4.3, 3.9)),
    (-120, 3, 0, "evaluering", "Kva lærte vi av det første året?", SCHOOL, 4, (3.0, 4.0, 3.0, 3.0)),
    (-60, 0, 1, "mal-og-strategi", "Mål for å bu heime lenger", HEALTH, 13, (4.1, 4.3, 3.7, 4.4)),
]
TEXTS = [
    "Fint at alle skreiv først. Då kom eg òg til orde.",
    "Vi fekk for lita tid på slutten.",
    "Bra med pausar og tydeleg plan.",
    "Neste gong: færre spørsmål, meir tid til kvart.",
    "Eg har aldri vore med på eit møte der så mange sa noko.",
    "Det hadde vore fint å få bakgrunnen på førehand.",
]


def windows(days_ago):
    """When it was asked for, and the days to look for a time for the formøte and the meeting."""
    return days_ago - 25, (days_ago - 22, days_ago - 12), (days_ago, days_ago + 6)


def answer(booking, number, means, *, name):
    """`number` made-up answers, the same each time the demo is loaded."""
    evaluation, dice = booking.evaluation, random.Random(name)  # noqa: S311 - made-up answers
    evaluation.fix_facts()
    texts = [*dice.sample(TEXTS, k=min(len(TEXTS), number // 4)), *[""] * number]
    made = [{"text": texts[place], **_scores(dice, means)} for place in range(number)]
    EvaluationAnswer.objects.bulk_create(EvaluationAnswer(evaluation=evaluation, **one) for one in made)


def _scores(dice, means):
    scores = [min(5, max(1, round(dice.gauss(mean, 0.8)))) for mean in means]
    return dict(zip(STATEMENTS, scores, strict=True))
