"""A published calendar read as busy time: recurrences, zones, all-day events, and what is not busy."""

import datetime as dt

import pytest

from bookings.foreign_calendar import NotACalendar, busy
from tests.bookings.factories import OSLO, oslo

FIRST, LAST = oslo(10, 19), oslo(12, 31)
OCTOBER = """DTSTART;TZID={zone}:20261022T100000
DTEND;TZID={zone}:20261022T113000"""


def event(text, uid="a@b"):
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20260101T000000Z\n{text}\nEND:VEVENT\n"


def calendar(*events, head=""):
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\n" + head + "".join(events) + "END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events, **fields):
    """«22.10 10.00–11.30» of each busy stretch, on the local clock."""
    spans = busy(calendar(*events, **fields), OSLO, FIRST, LAST)
    moments = ([dt.datetime.fromtimestamp(second, OSLO) for second in span] for span in spans)
    return [f"{start:%d.%m %H.%M}–{end:%H.%M}" for start, end in moments]


@pytest.mark.parametrize(
    ("zone", "times"),
    [
        ("Europe/Oslo", "10.00–11.30"),
        ("W. Europe Standard Time", "10.00–11.30"),  # Windows' name
        ("Europe/London", "11.00–12.30"),
        ("America/New_York", "16.00–17.30"),
        ("Tokyo Standard Time", "03.00–04.30"),
    ],
)
def test_each_zone_is_read_on_its_own_clock(zone, times):
    assert read(event(OCTOBER.format(zone=zone))) == [f"22.10 {times}"]


def test_a_weekly_meeting_keeps_its_clock_over_the_change_of_the_clock():
    found = read(event(OCTOBER.format(zone="Europe/Oslo") + "\nRRULE:FREQ=WEEKLY;COUNT=3"))

    assert found == ["22.10 10.00–11.30", "29.10 10.00–11.30", "05.11 10.00–11.30"]


def test_exceptions_moved_and_cancelled_instances_of_a_series():
    series = OCTOBER.format(zone="Europe/Oslo") + "\nRRULE:FREQ=WEEKLY;COUNT=5\n"
    series += "EXDATE;TZID=Europe/Oslo:20261029T100000"
    moved = (
        "RECURRENCE-ID;TZID=Europe/Oslo:20261105T100000\n"
        "DTSTART;TZID=Europe/Oslo:20261106T120000\nDTEND;TZID=Europe/Oslo:20261106T123000"
    )
    gone = (
        "RECURRENCE-ID;TZID=Europe/Oslo:20261112T100000\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=Europe/Oslo:20261112T100000\nDTEND;TZID=Europe/Oslo:20261112T113000"
    )

    found = read(event(series), event(moved), event(gone))

    assert found == ["22.10 10.00–11.30", "06.11 12.00–12.30", "19.11 10.00–11.30"]


def test_a_zone_that_the_file_defines_itself():
    head = (
        "BEGIN:VTIMEZONE\nTZID:Vår eiga\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0500\n"
        "TZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
    )

    assert read(event(OCTOBER.format(zone="Vår eiga")), head=head) == ["22.10 07.00–08.30"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("DTSTART:20261201T090000\nDURATION:PT45M", "01.12 09.00–09.45"),  # floating: the leader's own clock
        ("DTSTART;TZID=Finst Ikkje:20261201T090000\nDURATION:PT45M", "01.12 09.00–09.45"),
        ("DTSTART:20261201T090000Z\nDURATION:PT45M", "01.12 10.00–10.45"),
        ("DTSTART;VALUE=DATE:20261201", "01.12 00.00–00.00"),
        ("DTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261026", "24.10 00.00–00.00"),
    ],
)
def test_floating_times_and_whole_days_are_the_leaders_own(text, shown):
    assert read(event(text)) == [shown]


def test_the_day_the_clock_is_changed_is_25_hours():
    ((lo, hi),) = busy(calendar(event("DTSTART;VALUE=DATE:20261025")), OSLO, FIRST, LAST)

    assert hi - lo == 25 * 3600


@pytest.mark.parametrize(
    "mark",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "RRULE:FREQ=SECONDLY"],
)
def test_what_is_not_busy(mark):
    assert read(event(OCTOBER.format(zone="Europe/Oslo") + f"\n{mark}")) == []


@pytest.mark.parametrize(
    "uid", ["1f2e@prosesstotte", "for-1f2e@prosesstotte", "0400E0" + b"@prosesstotte".hex() + "00"]
)
def test_our_own_meetings_are_known_better_here(uid):
    assert read(event(OCTOBER.format(zone="Europe/Oslo"), uid=uid)) == []


def test_overlapping_events_become_one_stretch_and_the_window_cuts():
    long = "DTSTART:20261001T080000\nDTEND:20261019T090000"
    meeting, next_one = (f"DTSTART:20261020T{clock}0000\nDURATION:PT2H" for clock in ("09", "10"))

    assert read(event(long), event(meeting, "1"), event(next_one, "2")) == [
        "19.10 00.00–09.00",
        "20.10 09.00–12.00",
    ]


@pytest.mark.parametrize("body", [b"", b"<html>Logg inn</html>", b"\xff\xfe\x00\x01", b"BEGIN:VCALENDAR\r\n"])
def test_something_else_is_no_calendar(body):
    with pytest.raises(NotACalendar):
        busy(body, OSLO, FIRST, LAST)


def test_an_event_that_cannot_be_read_spoils_nothing():
    assert read(event("DTSTART:banan"), event(OCTOBER.format(zone="Europe/Oslo"), "b")) == [
        "22.10 10.00–11.30"
    ]


def busy_list(*lines):
    return f"BEGIN:VFREEBUSY\nUID:f@b\nDTSTAMP:20260101T000000Z\n{chr(10).join(lines)}\nEND:VFREEBUSY\n"


def test_a_list_of_busy_time_is_read_and_what_it_calls_free_is_not_busy():
    found = read(
        busy_list(
            "FREEBUSY:20261201T080000Z/PT45M,20261202T080000Z/20261202T100000Z",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261203T080000Z/PT1H",
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261204T080000Z/PT1H",
            "FREEBUSY;FBTYPE=FREE:20261205T080000Z/PT1H",
        )
    )

    assert found == ["01.12 09.00–09.45", "02.12 09.00–11.00", "03.12 09.00–10.00", "04.12 09.00–10.00"]


def test_a_list_and_events_in_one_calendar_become_one_picture():
    meeting = "DTSTART;TZID=Europe/Oslo:20261022T100000\nDURATION:PT1H"

    assert read(event(meeting), busy_list("FREEBUSY:20261022T083000Z/PT1H")) == ["22.10 10.00–11.30"]


@pytest.mark.parametrize("lines", [["FREEBUSY:banan"], ["DTSTART:20261022T080000Z"], ["FREEBUSY:"]])
def test_a_list_that_says_nothing_makes_nobody_busy_and_spoils_nothing(lines):
    assert read(busy_list(*lines), busy_list("FREEBUSY:20261022T080000Z/PT1H")) == ["22.10 10.00–11.00"]


def test_our_own_meetings_are_taken_out_of_a_list_that_does_not_say_what_it_holds():
    body = calendar(busy_list("FREEBUSY:20261022T070000Z/20261022T100000Z"))
    ours = [(int(oslo(10, 22, 10).timestamp()), int(oslo(10, 22, 11).timestamp()))]

    found = busy(body, OSLO, FIRST, LAST, ours)

    assert found == [
        (int(oslo(10, 22, start).timestamp()), int(oslo(10, 22, end).timestamp()))
        for start, end in [(9, 10), (11, 12)]
    ]
