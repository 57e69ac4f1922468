"""The table of docs/meldingar.md, played: every event, every recipient, over SMTP, read by strangers."""

import email
import mailbox
import re
import socket
import subprocess
import sys
import time
from email import policy

import icalendar
import pytest
import vobject
from django.conf import settings

from prosesstotte import mail
from prosesstotte.models import OutgoingMail
from tests.bookings.matrix import EVENTS, PEOPLE, Play
from tests.portal import free_port

NAMES = re.compile("Ingrid|Ås|Ole|Vik|Kari|Nes|Per|Lund|Mona|Foss|Nils|Dal|Siv|Moe|Hansen|@")
ABOUT = {
    "Møte med prosessleiar": "møtet",
    "Formøte med prosessleiar": "formøtet",
    "Rådgjevingssamtale": "samtalen",
}
LIVES = [  # each ends a long story
    "Avlyst etter formøtet", "Møtet og formøtet er flytta", "Overlaten til ein annan", "Ny gruppeleiar",
    "Medleiar ut",
]  # fmt: skip


def table():
    """Event → {(letter, recipient, calendar)}, from the document."""
    text = (settings.BASE_DIR / "docs/meldingar.md").read_text()
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[1].startswith("`"):
            event, letters, people, calendars = cells
            sent = pairs(letters.replace("`", "").split(", "), calendars.split("; "))
            rows = {(letter, who, calendar) for letter, calendar in sent for who in people.split(", ")}
            found.setdefault(event, set()).update(rows)
    return found


def pairs(letters, calendars):
    """Each letter has its own calendar; one letter with several is sent once with each."""
    letters = letters * len(calendars) if len(letters) == 1 else letters
    return zip(letters, calendars, strict=True)


TABLE = table()


@pytest.fixture(scope="module")
def post_office(tmp_path_factory):
    """A mail server in a process of its own, and the folder where it puts the letters."""
    folder, port = tmp_path_factory.mktemp("post") / "box", free_port()
    command = ["-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox", folder]
    server = subprocess.Popen([sys.executable, *command])
    _wait_for(port)
    yield port, mailbox.Maildir(folder)
    server.terminate()
    server.wait(timeout=10)


def _wait_for(port):
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the mail server did not start")


def play(event):
    """Play the event; the letters it wrote, and no older ones."""
    act = EVENTS[event](Play())
    old = set(OutgoingMail.objects.values_list("pk", flat=True)) if act else set()
    if act:
        act()
    return OutgoingMail.objects.exclude(pk__in=old)


def received(post_office, letters, settings):
    """The letters as the mail server got them."""
    port, box = post_office
    box.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    for letter in letters:
        mail.deliver(letter)
    return [email.message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.iterkeys()]


def calendar_of(message):
    """METHOD STATUS SEQUENCE of each file, the first of which stands in the letter itself."""
    inline = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    if inline is None:
        return "–"
    files = [part.get_payload(decode=True) for part in message.walk() if part.get_filename()]
    assert inline.get_content().replace("\r\n", "\n") == files[0].decode().replace("\r\n", "\n")
    return " + ".join(_read(file, message, inline.get_param("method")) for file in files)


def _read(file, message, method):
    """As two strangers read it, after checking what every calendar needs."""
    one, other = vobject.readOne(file.decode()), icalendar.Calendar.from_ical(file)
    event, same = one.vevent, next(iter(other.walk("VEVENT")))
    lines = file.split(b"\r\n")
    assert len(other.walk("VEVENT")) == 1
    assert one.method.value == str(other["METHOD"]) == method
    assert (event.uid.value, int(event.sequence.value)) == (str(same["UID"]), same["SEQUENCE"])
    assert (event.dtstart.value, event.dtend.value) == (same["DTSTART"].dt, same["DTEND"].dt)
    assert max(map(len, lines)) <= 75
    assert all(re.fullmatch(rb"DT\w+:\d{8}T\d{6}Z", line) for line in lines if line.startswith(b"DT"))
    assert event.organizer.value == "mailto:prosess@example.no"
    assert [attendee.value for attendee in event.contents["attendee"]] == [f"mailto:{message['To']}"]
    assert not NAMES.search(event.summary.value)
    return f"{ABOUT[event.summary.value]}: {one.method.value} {event.status.value} {event.sequence.value}"


@pytest.mark.django_db
@pytest.mark.parametrize("event", EVENTS)
def test_every_event_tells_those_the_table_says_with_the_calendar_it_says(event, post_office, settings):
    who = {address: name for name, (address, _) in PEOPLE.items()}
    letters = play(event)
    kinds = {f"mail-{letter.pk}@": letter.kind.removeprefix("bookings/") for letter in letters}

    messages = received(post_office, letters, settings)

    got = sorted(
        (next(kind for mark, kind in kinds.items() if mark in message["Message-ID"]), who[message["To"]],
         calendar_of(message))
        for message in messages
    )  # fmt: skip
    assert got == sorted(TABLE[event])
    assert not [message["Subject"] for message in messages if NAMES.search(message["Subject"])]


def test_the_table_has_every_event_and_every_letter():
    folder = settings.BASE_DIR / "templates/emails/bookings"

    assert set(TABLE) == set(EVENTS)
    assert {letter for rows in TABLE.values() for letter, _, _ in rows} == {
        path.stem for path in folder.glob("[!_]*.txt")
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("event", "who", "leads_there"),
    [
        ("Overlaten til ein annan", "leiar", False),
        ("Ny gruppeleiar", "bestillar", False),
        ("Medleiar ut", "medleiar", False),
        ("Ny møteansvarleg før formøtet", "ansvarleg", False),
        ("Medleiar med", "medleiar", True),
    ],
)
def test_no_letter_leads_to_pages_that_are_closed_to_the_one_who_gets_it(event, who, leads_there):
    address, _name = PEOPLE[who]

    texts = [letter.text for letter in play(event) if letter.to == address]

    assert texts
    assert [("/mine/" in text, "/flytt/" in text) for text in texts] == [(leads_there, False)] * len(texts)


@pytest.mark.django_db
@pytest.mark.parametrize("event", LIVES)
def test_one_uid_for_life_through_everything_that_happens_to_a_booking(event):
    uids, sequences = {}, {}
    play(event)

    for letter in OutgoingMail.objects.exclude(calendar="").order_by("pk"):
        event = vobject.readOne(letter.calendar).vevent
        uids.setdefault(event.summary.value, set()).add(event.uid.value)
        sequences.setdefault((event.summary.value, letter.to), []).append(int(event.sequence.value))

    assert {name: len(found) for name, found in uids.items()} == dict.fromkeys(list(ABOUT)[:2], 1)
    assert all(numbers == sorted(set(numbers)) for numbers in sequences.values())
