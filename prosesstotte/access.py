"""Who may do what with which thing: the one table. `docs/roller.md` is written from it, and
tests/prosesstotte/test_sweep.py tries every address of the house as everybody in it.

The columns are the visitor without a login, the one who holds the thing's secret link, and the roles. Anybody
who is logged in is a colleague, and a colleague who books is the group leader. Every role is a colleague too:
a row names only those who may do something else than a colleague.
"""

from dataclasses import dataclass, field

from prosesstotte import roles

NO, OWN, ALL = "nei", "sitt", "alt"
STRANGER, LINK, COLLEAGUE = "framand", "lenkje", "kollega"
LEADER, OWNER, COORDINATOR, BOOKINGS, EDITOR, ADMINISTRATOR = (role.key for role in roles.ROLES[1:])
WHO = {
    STRANGER: "Framand",
    LINK: "Med lenkje",
    COLLEAGUE: "Kollega, gruppeleiar",
    LEADER: "Prosessleiar",
    OWNER: "Eigar av grupper",
    COORDINATOR: "Koordinator for grupper",
    BOOKINGS: "Koordinator for bestillingar",
    EDITOR: "Redaktør",
    ADMINISTRATOR: "Administrator",
}
STAFF = (OWNER, COORDINATOR, BOOKINGS, EDITOR, ADMINISTRATOR)  # those who open the administration


@dataclass(frozen=True)
class Row:
    thing: str
    action: str
    may: dict = field(hash=False)


def _row(thing, action, *, everybody=NO, link=None, colleague=None, **more):
    colleague = everybody if colleague is None else colleague
    may = dict.fromkeys(WHO, colleague) | {STRANGER: everybody, LINK: everybody if link is None else link}
    return Row(thing, action, may | more)


_GROUPS = {OWNER: OWN, COORDINATOR: ALL, ADMINISTRATOR: ALL}
_BOOKINGS = {BOOKINGS: ALL, ADMINISTRATOR: ALL}
READ = _row("Metodar, nyhende, grupper, resultat", "lese", everybody=ALL)
LOG_IN = _row("Innlogging", "logge inn og ut", everybody=ALL)
OWN_LOGIN = _row("Innlogging i to steg", "slå på og av for seg sjølv", colleague=OWN)
MAKE_PLAN = _row("Køyreplan", "lage ein ny", everybody=ALL)
READ_PLAN = _row("Køyreplan", "lese ei side av han", link=OWN)
EDIT_PLAN = _row("Køyreplan", "endre, dele og køyre møtet", link=OWN)
KEEP_PLAN = _row("Køyreplan", "gjere han til sin (lenkje og innlogging)", colleague=OWN)
COLLECT = _row("Samling av metodar", "i nettlesaren, og lese ei som er delt", everybody=ALL)
KEEP_COLLECTION = _row("Samling av metodar", "ta vare på, endre og slette", colleague=OWN)
EXPERIENCE = _row("Erfaring med ein metode", "skrive", **dict.fromkeys((LEADER, *STAFF), ALL))
ORDER = _row("Bestilling og samtale", "skrive behovet (sende krev innlogging)", everybody=ALL)
MINE = _row("«Mine»", "opne", colleague=OWN)
WEEK = _row("Veka til prosessleiaren", "sjå", **{LEADER: OWN})
SEE_BOOKING = _row("Bestilling", "sjå", colleague=OWN, **_BOOKINGS)
CHANGE_BOOKING = _row("Bestilling", "endre mål, avlyse", colleague=OWN, **_BOOKINGS)
HANDLE = _row("Bestilling", "godta, føre formøte, stadfeste", **{LEADER: OWN, **_BOOKINGS})
TALK = _row("Samtale", "sjå, avlyse", colleague=OWN, **_BOOKINGS)
EVALUATE = _row("Evaluering av eit møte", "svare", link=OWN)
WAIT = _row("Plass på ventelista", "sjå, svare, gå av", colleague=OWN, **{LEADER: ALL, **_BOOKINGS})
WAITING_LIST = _row("Ventelista", "sjå alle som ventar, og kvifor ingen kan", **{LEADER: ALL, **_BOOKINGS})
RESULTS = _row("Evaluering og statistikk", "sjå for heile teamet", **{LEADER: ALL, **_BOOKINGS})
OWN_TIME = _row("Arbeidstid, fråvær, eigen kalender", "styre", **{LEADER: OWN})
FEED = _row("Kalenderadressa til ein prosessleiar", "abonnere", link=OWN)
WHY = _row("«Kvifor er dette ikkje ledig?»", "spørje", **{LEADER: ALL, **_BOOKINGS})
JOIN = _row("Referansegruppe", "be om å bli med", everybody=ALL)
MEMBERSHIP = _row("Medlemskap", "stadfeste, sjå, rette, slette", link=OWN)
ANSWER = _row("Spørjerunde", "svare", link=OWN)
FEEDBACK = _row("Spørjerunde", "«kva blei det til?», lese fritekst", **_GROUPS)
ADMIN = _row("Administrasjonen", "opne", **dict.fromkeys(STAFF, ALL))
ADMIN_GROUPS = _row("– grupper, medlemer, runder, trekking", "styre", **_GROUPS)
ADMIN_CONSENT = _row("– samtykketekst, eigarar, lister ut", "styre", **{COORDINATOR: ALL, ADMINISTRATOR: ALL})
ADMIN_BOOKINGS = _row("– prosessleiarar, arbeidstid, bestillingar", "styre", **_BOOKINGS)
ADMIN_CONTENT = _row("– metodar, nyhende, sider, dokument", "styre", **{EDITOR: ALL, ADMINISTRATOR: ALL})
ADMIN_REST = _row("– brukarar, roller, e-post, jobbar, hendingar", "styre", **{ADMINISTRATOR: ALL})

ROWS = [row for row in dict(globals()).values() if isinstance(row, Row)]


def as_markdown():
    """The table of docs/roller.md."""
    lines = ["| | | " + " | ".join(WHO.values()) + " |", "| --- " * (len(WHO) + 2) + "|"]
    lines += [
        f"| {row.thing} | {row.action} | {' | '.join(_said(row.may[who]) for who in WHO)} |" for row in ROWS
    ]
    return "\n".join(lines)


def _said(may):
    return "" if may == NO else f"**{may}**" if may == ALL else may
