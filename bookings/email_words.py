"""What the texts of booking's letters may use when an administrator writes them: with made-up examples."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from prosesstotte.email_texts import Offer, offer

FOLDER = settings.BASE_DIR / "templates/emails/bookings"
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
    "is_requested": (_("sann når bestillinga ventar på svar"), False),
    "is_held": (_("sann når formøtet er halde"), False),
    "must_read_record": (_("sann når ein ny prosessleiar skal lese notatet frå formøtet"), False),
    "was_in_calendar": (_("sann når møtet kan liggje i kalenderen til mottakaren"), True),
    "answer_by": (_("svarfristen"), "onsdag 2. desember 2026 kl. 09.00"),
    "lapses_at": (_("når bestillinga går ut"), "måndag 14. desember 2026 kl. 09.00"),
    "others": (_("dei andre møta i ein serie, ei linje for kvart"), ""),
}
SERIES = {
    "dates": (
        _("møta i serien, ei linje for kvart"),
        "- Møte 1: tysdag 15. desember 2026 kl. 09.00–11.00\n"
        "- Møte 2: tysdag 22. desember 2026 kl. 09.00–11.00",
    ),
}
TALK = {
    "about": (_("kva samtalen gjeld"), "Korleis opne eit møte der ikkje alle vil vere med?"),
    "by_phone": (_("sann når samtalen er på telefon"), True),
    "by_video": (_("sann når samtalen er på video"), False),
    "leader_calls": (_("sann når prosessleiaren ringjer"), True),
    "video_link": (_("lenkja til videorommet"), ""),
}
REASON = {"note": (_("det den førre prosessleiaren skreiv"), "Eg har ferie den veka.")}
TIMES_BEFORE = {
    "meeting_before": (_("når møtet var"), "måndag 14. desember 2026 kl. 12.00–14.00"),
    "pre_meeting_before": (_("når formøtet var"), "tysdag 8. desember 2026 kl. 10.00–10.45"),
}
# What some letters have besides, by the name of the file.
MORE = {
    "moved": TIMES_BEFORE,
    "pre_meeting_moved": TIMES_BEFORE,
    "taken_over": REASON,
    "advice_taken_over": REASON,
    "adjusted": {"new": (_("det som er nytt, ei linje for kvart"), "- Deltakarar: 40\n- Stad: Kulturhuset")},
    "declined": {
        "proposals": (_("ledige tider, ei linje for kvar"), "- onsdag 16. desember 2026 kl. 09.00"),
    },
    "message": {
        "by": (_("namnet på den som skriv"), "Solveig Strand"),
        "text": (_("meldinga"), "Vi blir tjue i staden for tolv."),
    },
    "evaluation_reminder": {
        "evaluation_link": (_("lenkja som deltakarane svarer på"), f"{settings.SITE_URL}/evaluering/"),
        "answered": (_("kor mange som har svart"), 3),
        "closes": (_("når lenkja stengjer"), "22. desember 2026"),
    },
}
ILL = {
    "link": SHARED["link"],
    "leader": SHARED["leader"],
    "lines": (_("avtalane, ei linje for kvar"), "- Kva skal vi prioritere?: tysdag kl. 09.00–11.00"),
}
WAITING = {
    "link": (_("lenkja til plassen på ventelista"), f"{settings.SITE_URL}/mine/venteliste/"),
    "title": BOOKING["title"],
    "group": BOOKING["group"],
    "length": (_("kor lenge møtet skal vare"), "2 timar"),
    "is_digital": BOOKING["is_digital"],
    "first": (_("første dagen som passar"), "måndag 14. desember 2026"),
    "last": (_("siste dagen som passar"), "fredag 18. desember 2026"),
    "wished_leader": (_("prosessleiaren de ønskjer, om de ønskjer ein"), ""),
    "until": (_("siste dagen på lista"), "onsdag 9. desember 2026"),
}
OFFERED = {
    "expires": (_("svarfristen"), "tysdag 8. desember 2026 kl. 09.00"),
    "when": (_("når møtet er"), "tysdag 15. desember 2026 kl. 09.00–11.00"),
    "pre_meeting": BOOKING["pre_meeting"],
    "channel": (_("telefon, videomøte eller fysisk møte"), "telefon"),
    "leader": SHARED["leader"],
}
WAITING_PIECES = {
    "facts": (_("plassen på nokre linjer: møte, lengd og dagar"), "emails/bookings/_waiting.txt"),
    "ending": (_("slutten: lenkja, telefonen og helsinga"), "emails/bookings/_waiting_end.txt"),
}
ENDINGS = {
    "ending": (_("slutten: lenkja til saka, telefonen og helsinga"), "emails/bookings/_end.txt"),
    "goodbye": (_("slutten utan lenkje: telefonen og helsinga"), "emails/bookings/_goodbye.txt"),
}
BOOKING_PIECES = {
    "facts": (_("saka på nokre linjer: møte, tid, stad og folk"), "emails/bookings/_booking.txt"),
    **ENDINGS,
}
SERIES_PIECES = {
    "facts": (_("serien på nokre linjer: alle møta, stad og folk"), "emails/bookings/_series.txt"),
    **ENDINGS,
}
TALK_PIECES = {
    "facts": (_("samtalen på nokre linjer: tid, stad og folk"), "emails/bookings/_talk.txt"),
    **ENDINGS,
}
KINDS = {"advice": (TALK, TALK_PIECES), "series": ({**BOOKING, **SERIES}, SERIES_PIECES)}
MOVED = {"moved": (_("tidene før og no"), "emails/bookings/_moved.txt")}


def _offer(name, source):
    """What the letter of the file `name` may use; a link has to stand where the file has one."""
    if name == "leader_is_ill":
        return Offer(ILL, {}, ("link",))
    if name.startswith("waiting_"):
        more = OFFERED if "{{ when }}" in source else {}
        return Offer({**WAITING, **more}, WAITING_PIECES, ("ending", "link"))
    words, pieces = KINDS.get(name.partition("_")[0], (BOOKING, BOOKING_PIECES))
    must = ("evaluation_link",) if name == "evaluation_reminder" else ("ending", "link")
    gone = "_goodbye.txt" in source  # the matter is no longer theirs to see
    more = MOVED if "_moved.txt" in source else {}
    return Offer({**SHARED, **words, **MORE.get(name, {})}, {**pieces, **more}, () if gone else must)


for path in FOLDER.glob("[!_]*.txt"):
    offer(f"bookings/{path.stem}", _offer(path.stem, path.read_text()))
