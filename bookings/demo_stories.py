"""Who leads in the demo, and what is booked: the facts that demo.py carries through the doors."""

WEEKDAYS = range(5)
# The smallest page that a PDF reader opens.
MANDATE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 62>>stream
BT /F 18 Tf 72 760 Td (Mandat for faggruppa \\(demo\\)) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
# name, e-mail, about, working hours (weekdays, from, to), what the leader is good at, other columns
LEADERS = [
    (
        "Ingrid Solbakken",
        "ingrid@example.no",
        "Leier gjerne møte der ei gruppe skal bli samd om mål.",
        [(WEEKDAYS, "08:00", "15:30")],
        ["mal-og-strategi", "prioritering"],
        {},
    ),
    (
        "Torstein Lid",
        "torstein@example.no",
        "Lagar rom for mange idear før nokon konkluderer.",
        [(range(4), "09:00", "16:00"), ([1], "18:00", "21:00")],
        ["idemyldring", "oppstart"],
        {"buffer_before": 45},
    ),
    (
        "Amina Yusuf",
        "amina@example.no",
        "Får fram dei stemmene som elles ikkje blir høyrde.",
        [([0, 2, 4], "08:00", "11:30"), ([0, 2, 4], "12:00", "16:00")],
        ["involvering", "konflikt"],
        {"max_meetings_a_day": 1},
    ),
    (
        "Marte Haugen",
        "marte@example.no",
        "Arbeider med innsikt, evaluering og læring.",
        [([1, 2, 3], "08:30", "14:30")],
        ["innsikt", "evaluering"],
        {"video_link": "https://video.example.no/marte"},
    ),
    (
        "Sverre Nes",
        "sverre@example.no",
        "Har leia folkemøte i store og små bygder.",
        [(WEEKDAYS, "10:00", "17:00")],
        ["involvering", "mal-og-strategi"],
        {"buffer_before": 60, "buffer_after": 60, "max_meetings_a_week": 3},
    ),
]

# name → who books, which leader, days from now (asked for; formøte from–to; meeting from–to), the need.
STORIES = {
    "completed": (
        "solveig",
        0,
        (-28, (-26, -16), (-6, -1)),
        {
            "title": "Mål for oppvekst 2030",
            "group_name": "Styringsgruppa for oppvekst",
            "goal": "Bli samde om fem mål.",
        },
    ),
    "confirmed": (
        "solveig",
        0,
        (-14, (-12, -3), (3, 14)),
        {
            "title": "Kva skal vi prioritere?",
            "group_name": "Styringsgruppa for oppvekst",
            "purpose": "prioritering",
            "goal": "Velje tre satsingar, og seie kva vi lèt liggje.",
            "people": 14,
        },
    ),
    "held": (
        "jon",
        1,
        (-12, (-10, -2), (4, 18)),
        {
            "title": "Nye idear til møteplassar",
            "group_name": "Faggruppa for kultur",
            "purpose": "idemyldring",
            "goal": "Få fram minst femti idear frå alle i rommet.",
            "people": 24,
            "place": "Kulturhuset",
        },
    ),
    "accepted": (
        "solveig",
        2,
        (-2, (1, 10), (8, 30)),
        {
            "title": "Høyre ungdom om skulevegen",
            "group_name": "Faggruppa for trygg skuleveg",
            "purpose": "involvering",
            "goal": "Forstå kva ungdom opplever på skulevegen.",
            "people": 18,
            "responsible_email": "fagleiar@example.no",
        },
    ),
    "requested": (
        "jon",
        0,
        (-0.125, (2, 9), (10, 24)),
        {
            "title": "Strategi for frivilligheit",
            "group_name": "Faggruppa for kultur",
            "goal": "Ei retning vi står saman om.",
        },
    ),
}
# Asked for as three meetings with one formøte.
SERIES = {
    "title": "Strategi for oppvekst",
    "group_name": "Styringsgruppa for oppvekst",
    "purpose": "mal-og-strategi",
    "goal": "Bli samde om retninga, vegvala og dei første stega.",
    "people": 14,
}
