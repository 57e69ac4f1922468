"""What the texts of booking's letters may use when an administrator writes them: with made-up examples."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from prosesstotte.email_texts import Offer, offer

FOLDER = settings.BASE_DIR / "templates/emails/bookings"
MUST = ("ending", "link")
SHARED = {
    "link": (_("lenkja til saka"), f"{settings.SITE_URL}/mine/"),
    "is_leader": (_("sann når brevet går til prosessleiaren eller teamet"), False),
    "leader": (_("namnet på prosessleiaren"), "Ingrid Solbakken"),
    "leader_phone": (_("telefonen til prosessleiaren"), "70 16 20 10"),
    "booker": (_("namnet på bestillaren"), "Solveig Strand"),
    "phone": (_("telefonen til bestillaren"), "900 00 000"),
    "when": (_("når møtet eller samtalen er"), "tysdag 15. desember 2026 kl. 09.00–11.00"),
    "place": (_("staden"), "Rådhuset, møterom 3"),
    "channel": (_("telefon, videomøte eller fysisk møte"), "telefon"),
    "reason": (_("grunnen til avslag eller avlysing"), "Vi må vente til budsjettet er klart."),
}
BOOKING = {
    "title": (_("kva møtet heiter"), "Kva skal vi prioritere?"),
    "group": (_("gruppa"), "Styringsgruppa for oppvekst"),
    "goal": (_("målet for møtet"), "Velje tre satsingar."),
    "way": (_("arbeidsmåten frå formøtet"), "IGP og prikkavstemming."),
    "responsible": (_("namnet på den møteansvarlege"), "Jon Eide"),
    "wished_time": (_("når det kan passe"), "Etter jul"),
    "is_digital": (_("sann når møtet er digitalt"), False),
    "pre_meeting": (_("når formøtet er"), "onsdag 9. desember 2026 kl. 10.00–10.45"),
    "is_follow_up": (_("sann når formøtet er ein kort prat etter endring"), False),
    "is_held": (_("sann når formøtet er halde"), False),
    "was_in_calendar": (_("sann når møtet kan liggje i kalenderen til mottakaren"), True),
    "answer_by": (_("svarfristen"), "onsdag 2. desember 2026 kl. 09.00"),
    "lapses_at": (_("når bestillinga går ut"), "måndag 14. desember 2026 kl. 09.00"),
}
TALK = {
    "about": (_("kva samtalen gjeld"), "Korleis opne eit møte der ikkje alle vil vere med?"),
    "by_phone": (_("sann når samtalen er på telefon"), True),
    "by_video": (_("sann når samtalen er på video"), False),
    "leader_calls": (_("sann når prosessleiaren ringjer"), True),
    "video_link": (_("lenkja til videorommet"), ""),
}
ENDING = (_("slutten: lenkja til saka, telefonen og helsinga"), "emails/bookings/_end.txt")
BOOKING_PIECES = {
    "facts": (_("saka på nokre linjer: møte, tid, stad og folk"), "emails/bookings/_booking.txt"),
    "ending": ENDING,
}
TALK_PIECES = {
    "facts": (_("samtalen på nokre linjer: tid, stad og folk"), "emails/bookings/_talk.txt"),
    "ending": ENDING,
}

for path in FOLDER.glob("[!_]*.txt"):
    is_talk = path.stem.startswith("advice_")
    words, pieces = (TALK, TALK_PIECES) if is_talk else (BOOKING, BOOKING_PIECES)
    needs = () if path.stem == "no_longer_responsible" else MUST  # it may not be theirs to see any more
    offer(f"bookings/{path.stem}", Offer({**SHARED, **words}, pieces, needs))
