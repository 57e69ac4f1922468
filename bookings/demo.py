"""Made-up process leaders and bookings for the demo, made by the doors at the moments they tell of.

A door takes the moment as `at`, so a booking of last month is asked for, agreed, held and completed
in order, under the same rules as a real one. Free times are looked up at that moment too.
"""

import datetime as dt
import uuid
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bookings import (
    actions,
    availability,
    colleagues,
    evaluation_demo,
    free_series,
    leader_calendars,
    waiting_demo,
)
from bookings.actions import Need, Times
from bookings.choices import Source
from bookings.demo_stories import LEADERS, MANDATE, SERIES, STORIES
from bookings.leader_calendars import ZONE
from bookings.models import (
    Absence,
    AdviceTalk,
    Booking,
    BookingSettings,
    CalendarFeed,
    Group,
    HoursOverride,
    ProcessLeader,
    WorkingHours,
)
from bookings.moving import Standing
from bookings.people import person
from bookings.reservations import Slot
from bookings.rhythm import Rhythm
from prosesstotte.models import OutgoingMail, ServiceArea, TeamMember, User
from tools import shelf
from tools.actions import programmes
from tools.generator import repropose
from tools.wording import worded

DAY = dt.timedelta(days=1)


@transaction.atomic
def load(now=None):
    """Fill in what is missing, relative to `now`. Nothing is mailed: the letters are marked as sent."""
    now = (now or timezone.now()).replace(second=0, microsecond=0)
    leaders = [_leader(order, *facts) for order, facts in enumerate(LEADERS)]
    _days_away(leaders, now)
    with _mailed_to_nobody():
        _bookings(leaders, now)


@transaction.atomic
def load_history(now=None):
    """The meetings of the last two years, with what their participants answered; after `load`."""
    now = (now or timezone.now()).replace(second=0, microsecond=0)
    leaders = [ProcessLeader.objects.get(member__name=name) for name, *_facts in LEADERS]
    booker = person("gruppeleiar@example.no")
    with _mailed_to_nobody():
        for number, story in enumerate(evaluation_demo.PAST):
            _evaluated(f"evaluated-{number}", booker, leaders, now, *story)


@contextmanager
def _mailed_to_nobody():
    newest = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield
    OutgoingMail.objects.filter(pk__gt=newest, about__startswith="bookings.").update(sent_at=F("created_at"))


def _leader(order, name, email, about, hours, purposes, columns):
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    facts = {"title": "Prosessleiar", "about": about, "user": user, "email": email}
    facts |= {"phone": f"70 16 20 1{order}", "order": order}
    member, _ = TeamMember.objects.get_or_create(name=name, defaults=facts)
    leader, is_new = ProcessLeader.objects.get_or_create(
        member=member, defaults={"purposes": purposes, **columns}
    )
    if is_new:
        WorkingHours.objects.bulk_create(
            WorkingHours(leader=leader, weekday=weekday, from_time=start, to_time=end)
            for weekdays, start, end in hours
            for weekday in weekdays
        )
    return leader


def _days_away(leaders, now):
    """Somebody on holiday in three weeks, somebody with a short day next week."""
    today = now.astimezone(ZONE).date()
    marte, sverre = leaders[3], leaders[4]
    if not marte.absences.exists():
        monday = dt.datetime.combine(today + (21 - today.weekday()) * DAY, dt.time(), ZONE)
        Absence.objects.create(leader=marte, starts_at=monday, ends_at=monday + 5 * DAY)
    if not sverre.hours_overrides.exists():
        friday = today + (11 - today.weekday()) * DAY
        HoursOverride.objects.create(leader=sverre, date=friday, from_time=dt.time(10), to_time=dt.time(13))


def _bookings(leaders, now):
    people = {
        "solveig": person("gruppeleiar@example.no", "Solveig Strand"),
        "jon": person("fagleiar@example.no", "Jon Eide"),
    }
    _group("Styringsgruppa for oppvekst", people["solveig"], person("styringsgruppe@example.no", "Unni Vik"))
    for name, (booker, leader, days, need) in STORIES.items():
        booking = _request(name, people[booker], leaders[leader], now, days, _need(**need))
        if booking:
            _carry_on(name, booking, now)
    _between_colleagues(leaders, now)
    _series("series", people["solveig"], leaders[4], now)
    _call("call", people["jon"], now - dt.timedelta(hours=20))
    _talk("advice", people["solveig"], leaders[3], now)
    waiting_demo.load(_need, people, leaders[3], now, _key)
    if not CalendarFeed.objects.filter(leader=leaders[3]).exists():
        actions.open_feed(by=leaders[3].member.user, leader=leaders[3])


def _between_colleagues(leaders, now):
    """A co-leader in the large meeting, a hand-over after the formøte, and an absence over a booking."""
    stories = {name: Booking.objects.get(form_key=_key(name)) for name in ("confirmed", "held", "accepted")}
    if not stories["confirmed"].co_leaders().exists():
        _with_a_colleague(stories["confirmed"], colleagues.meeting_slot, actions.bring_co_leader, now - DAY)
    if stories["held"].leader == leaders[1]:
        _with_a_colleague(stories["held"], colleagues.standing_slots, actions.hand_over, now - DAY)
    away = stories["accepted"]
    if not away.leader.absences.exists():
        date = away.starts_at.astimezone(ZONE).date()
        start = dt.datetime.combine(date, dt.time(), ZONE)
        Absence.objects.create(leader=away.leader, starts_at=start, ends_at=start + DAY)


def _with_a_colleague(booking, slots, action, at):
    """By the leader, with the best of those who are free then; nobody free, nothing done."""
    found = colleagues.judged(slots(booking, at), purpose=booking.purpose, at=at, without=[booking.leader_id])
    leader = booking.leader.member.user
    for one in [one for one in found if not one.why_not][:1]:
        action(by=leader, booking=booking, leader=one.leader, at=at)


def _carry_on(name, booking, now):
    """From the request to the state that the story's name says."""
    leader = booking.leader.member.user
    if name == "accepted":
        actions.accept(by=leader, booking=booking, at=now - DAY)
        _talk_together(booking, leader, now)
    if name in {"completed", "confirmed", "held"}:
        _hold(booking)
        _plan(booking, leader)
    if name in {"completed", "confirmed"}:
        actions.confirm(by=leader, booking=booking, at=booking.held_recorded_at)
    if name == "confirmed":
        _move(booking, now - DAY / 2)
    if name == "completed":
        actions.complete(by=leader, booking=booking, actual_minutes=125, at=booking.ends_at)
        evaluation_demo.answer(booking, 8, (4.2, 4.4, 3.6, 4.5), name=name)


def _evaluated(name, booker, leaders, now, ago, leader, area, purpose, title, group, number, means):
    """A meeting of the last two years, from request to the participants' answers."""
    areas = list(ServiceArea.objects.filter(is_open=True))
    area = {"service_area": areas[area % len(areas)]} if areas else {}
    need = _need(title=title, group_name=group, purpose=purpose, goal="Kome eit steg vidare.", **area)
    booking = _request(name, booker, leaders[leader], now, evaluation_demo.windows(ago), need)
    if booking is None:
        return
    user = booking.leader.member.user
    _hold(booking)
    actions.confirm(by=user, booking=booking, at=booking.held_recorded_at)
    actions.complete(by=user, booking=booking, actual_minutes=110, at=booking.ends_at)
    evaluation_demo.answer(booking, number, means, name=name)


def _move(booking, at):
    """The group asks for another day, some days later than it first was."""
    standing = Standing.of(booking, by=booking.booker, at=at)
    wish, first = standing.meeting_wish(talk_stays=True), booking.starts_at.astimezone(ZONE).date() + DAY
    calendars = leader_calendars.load(first=first, last=first + 14 * DAY, leaders=[booking.leader], at=at)
    found = list(availability.starts_of_any(calendars, wish, standing.rules, first, first + 14 * DAY))
    actions.move(by=booking.booker, booking=booking, starts_at=found[len(found) // 4], at=at)


def _talk_together(booking, leader, now):
    """A file and a few words before the formøte."""
    mandate = SimpleUploadedFile("Mandat for faggruppa.pdf", MANDATE)
    actions.attach(by=booking.booker, booking=booking, file=mandate, at=now - DAY * 0.75)
    words = [
        (booking.booker, "Mandatet ligg ved. Kan vi ha med to elevar frå ungdomsrådet?", 0.7),
        (leader, "Ja, gjerne! Då set eg av tid til at dei får snakke først.", 0.5),
    ]
    for by, text, days in words:
        actions.write_message(by=by, booking=booking, text=text, at=now - DAY * days)


def _group(name, leader, reader):
    if not Group.objects.named(name).exists():
        Group.objects.create(name=name, leader=leader, service_area=_area()).readers.add(reader)


def _plan(booking, leader):
    """The booking's programme, with the safe one of the proposals in it."""
    programme = actions.make_programme(by=leader, booking=booking)
    methods = shelf.on_offer()
    for variant in worded(repropose(programme.plan, methods), programme.plan.brief, methods).variants[:1]:
        programmes.change_programme(
            programme=programme,
            plan=programme.plan.with_blocks(variant.blocks),
            what="Tok forslaget «Trygg»",
            version=programme.version,
            by=leader,
        )


def _area():
    area = ServiceArea.objects.filter(is_open=True).first()
    return area or ServiceArea.objects.create(name="Oppvekst", slug="oppvekst")


def _need(**fields):
    """A need with everything filled in that the story does not care about."""
    defaults = {
        "service_area": _area(),
        "purpose": "mal-og-strategi",
        "people": 12,
        "place": "Rådhuset, møterom 3",
        "phone": "900 00 000",
    }
    return Need(**{**defaults, **fields})


def _key(name):
    """The same key each time, so that loading again makes nothing twice."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"prosesstotte/demo/{name}")


def _request(name, by, leader, now, days, need):
    """A request in the middle of what was free then; None when it is there already."""
    if Booking.objects.filter(form_key=_key(name)).exists():
        return None
    asked, talk, meeting = days
    chosen = {"leaders": [leader], "at": now + asked * DAY}
    starts = leader_calendars.free_meetings(**_dates(now, meeting), minutes=120, **chosen)
    start = starts[len(starts) // 2].start
    talks = leader_calendars.free_pre_meetings(**_dates(now, talk), meeting_starts_at=start, **chosen)
    before = talks[len(talks) // 2].start
    times = Times(leader=leader, starts_at=start, minutes=120, pre_meeting_starts_at=before)
    return actions.request_booking(by=by, need=need, times=times, form_key=_key(name), at=chosen["at"])


def _dates(now, days):
    first, last = ((now + day * DAY).astimezone(ZONE).date() for day in days)
    return {"first": first, "last": last}


def _hold(booking):
    """Agreed the day it was asked for, held when it was planned, written down at once."""
    leader = booking.leader.member.user
    actions.accept(by=leader, booking=booking, at=booking.created_at + dt.timedelta(hours=1))
    actions.record_pre_meeting(
        by=leader,
        booking=booking,
        held_from=booking.pre_meeting_starts_at,
        held_to=booking.pre_meeting_ends_at,
        way="IGP, gruppering på vegg og prikkavstemming.",
        record={
            "wanted_result": "Ei liste alle har vore med på å lage.",
            "mandate": "Vedtak i kommunestyret om ny plan.",
            "participants": "Leiarar, tillitsvalde og to frå brukarrådet.",
            "missing": "Nokon frå skulane.",
            "conflict_level": "some",
            "roles": "Prosessleiaren leier, gruppeleiaren opnar og avsluttar.",
            "room_and_aids": "Småbord, projektor, lappar og tusjar.",
            "adaptation": "Teleslynge.",
        },
        at=booking.pre_meeting_ends_at + dt.timedelta(minutes=10),
    )


def _series(name, by, leader, now):
    """Three meetings two weeks apart, agreed yesterday, with the one formøte still to come."""
    if Booking.objects.filter(form_key=_key(name)).exists():
        return
    asked, settings, rhythm = now - 3 * DAY, BookingSettings.current(), Rhythm(meetings=3, weeks=2)
    wish = leader_calendars.meeting_wish(settings, minutes=120, at=asked)
    near = Slot(Source.MEETING, now + 21 * DAY, wish, leader_calendars.rules(settings, at=asked))
    start = free_series.nearest(near, rhythm, leader=leader, at=asked)[0].start
    chosen = {"meeting_starts_at": start, "leaders": [leader], "at": asked}
    talks = leader_calendars.free_pre_meetings(**_dates(now, (3, 14)), **chosen)
    before = talks[len(talks) // 2].start
    times = {"starts_at": start, "minutes": 120, "pre_meeting_starts_at": before, "rhythm": rhythm}
    first = actions.request_booking(
        by=by, need=_need(**SERIES), times=Times(leader=leader, **times), form_key=_key(name), at=asked
    )
    actions.accept_series(by=leader.member.user, booking=first, at=now - DAY)


def _call(name, by, at):
    if not Booking.objects.filter(form_key=_key(name)).exists():
        need = _need(title="Oppstart for nytt fagråd", group_name="Fagrådet for klima", purpose="oppstart")
        wish = "Helst ein føremiddag dei neste vekene."
        actions.request_call(by=by, need=need, wished_time=wish, form_key=_key(name), at=at)


def _talk(name, by, leader, now):
    if AdviceTalk.objects.filter(form_key=_key(name)).exists():
        return
    free = leader_calendars.free_talks(**_dates(now, (1, 14)), minutes=30, leaders=[leader], at=now)
    actions.book_advice(
        by=by,
        starts_at=free[len(free) // 3].start,
        minutes=30,
        leader=leader,
        who_calls="leader",
        phone="900 00 000",
        about="Korleis opne eit møte der ikkje alle vil vere med?",
        form_key=_key(name),
        at=now,
    )
