"""Two process leaders for one meeting: the same list as submit, both reserved at once, and who it becomes."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import actions, leader_calendars, other_times, pairs, statistics
from bookings.actions import own_time
from bookings.choices import Source, Status
from bookings.errors import TimeRefused, TimeTaken
from bookings.models import Booking, BookingSettings, Commitment
from bookings.own_data import bookings as own_bookings
from bookings.pairs import Who
from bookings.statistics import Period
from prosesstotte import events
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_completed,
    make_leader,
    make_need,
    make_recorded,
    make_request,
    make_times,
    oslo,
    user_of,
)
from tests.bookings.test_availability_modes import all_of, any_of, fixed_plus_any, teams
from tests.bookings.test_race import at_once
from tests.factories import make_area, make_user

HOUR = dt.timedelta(hours=1)


# --- The engine: one question for one, all, fixed plus any, and two of several ------------------------


def two_of(who):
    return lambda calendars, *asked: list(pairs.starts_of(who, calendars, *asked))


@settings(max_examples=15)
@given(teams())
def test_two_of_several_agrees_with_the_other_modes_of_the_engine(team):
    calendars, *asked = team
    two = {key: calendars[key] for key in (0, 1)}

    assert two_of(Who(1))(*team) == list(any_of(*team))
    assert two_of(Who(2, 0, 1))(*team) == all_of(two, *asked)
    assert two_of(Who(2, 0))(*team) == list(fixed_plus_any(*team))
    assert two_of(Who(2))(*team) == [start for start, keys in any_of(*team).items() if len(keys) > 1]


@settings(max_examples=15)
@given(teams(), st.sampled_from([Who(2), Who(2, 0), Who(2, None, 0), Who(2, 0, 1), Who(2, 1, 0)]))
def test_everybody_listed_is_one_who_may_lead_or_come_along(team, who):
    found = pairs.starts_of(who, *team)

    for keys in found.values():
        couples = [(lead, other) for lead in who.leads(keys) for other in who.others(keys, lead)]
        assert couples
        assert set(keys) == {key for couple in couples for key in couple}
        assert all(lead != other for lead, other in couples)


# --- List and submit, through the door of reservation -------------------------------------------------


def ask_for(who=None, *, by=None, leader=None, other=None, **fields):
    times = make_times(leader, leaders=2, co_leader=other, **fields)
    return actions.request_booking(by=by or make_user(), need=make_need(), times=times, at=NOW)


def make_team():
    """Three who differ: one busy at noon, one who comes late, one who is away on the second day."""
    first, late, away = make_leader("Ada"), make_leader("Bo", hours=((11, 16),)), make_leader("Cecilie")
    make_advice(leader=first, starts_at=oslo(12, 15, 12))
    away.absences.create(starts_at=oslo(12, 16), ends_at=oslo(12, 17))
    return first, late, away


def couple_of(booking):
    return booking.leader, booking.co_leaders().get().leader


MODES = {
    "any two": (None, None),
    "one named plus any": (0, None),
    "any plus one named": (None, 1),
    "two named": (0, 1),
    "two named, the other leads": (1, 0),
}


@pytest.mark.django_db
@pytest.mark.parametrize("mode", MODES)
def test_a_start_is_listed_exactly_when_asking_for_it_makes_a_booking(mode):
    team, rules = make_team(), BookingSettings.current()
    lead, other = (None if number is None else team[number] for number in MODES[mode])
    who = Who(2, lead and lead.pk, other and other.pk)
    wish = leader_calendars.meeting_wish(rules, minutes=120, at=NOW)
    dates = oslo(12, 15).date(), oslo(12, 16).date()
    calendars = leader_calendars.load(first=dates[0], last=dates[1], leaders=who.asked, at=NOW)
    listed = pairs.starts_of(who, calendars, wish, leader_calendars.rules(rules, at=NOW), *dates)
    grid = [oslo(12, day, 8 + step) for day in (15, 16) for step in range(8)]

    made = {start: outcome(start, lead, other) for start in grid}

    assert {start for start, couple in made.items() if couple} == set(listed) & set(grid)
    for start, couple in made.items():
        assert couple is None or {one.pk for one in couple} <= set(listed[start])


def outcome(start, lead, other):
    """The two it becomes, or None; nothing of it stands afterwards. A formøte that everybody has free."""
    try:
        booking = ask_for(leader=lead, other=other, starts_at=start, pre_meeting_starts_at=oslo(12, 9, 12))
    except TimeRefused:
        assert not Commitment.objects.active().filter(source=Source.MEETING).exists()
        return None
    couple = couple_of(booking)
    actions.cancel(by=booking.booker, booking=booking, at=NOW)
    return couple


@pytest.mark.django_db
def test_both_get_the_meeting_and_the_lead_alone_the_formøte():
    lead, other = make_leader(), make_leader()

    booking = ask_for(leader=lead, other=other)

    rows = Commitment.objects.filter(booking=booking).values_list("leader", "part", "source")
    assert sorted(rows) == sorted(
        [
            (lead.pk, "leader", "meeting"),
            (lead.pk, "leader", "pre_meeting"),
            (other.pk, "co_leader", "meeting"),
        ]
    )
    assert booking.leaders_wanted == 2


@pytest.mark.django_db
def test_who_is_taken_at_the_formøte_may_come_along_but_not_lead():
    talking, free = make_leader(), make_leader()
    make_advice(leader=talking, starts_at=FORMØTE)

    assert couple_of(ask_for()) == (free, talking)


@pytest.mark.django_db
def test_the_choice_prefers_competence_then_fewest_hours_and_says_so(client):
    busy, idle = make_leader("Ada"), make_leader("Cecilie")
    knows = make_leader("Bo", purposes=["mal-og-strategi"])
    make_advice(leader=busy, starts_at=oslo(12, 10, 9))

    booking = ask_for()

    assert couple_of(booking) == (knows, idle)
    told = events.history(booking).first().data
    assert (told["chosen_for"], told["co_leader"], told["co_chosen_for"]) == (
        "competence", "Cecilie", "fewest_hours",
    )  # fmt: skip
    client.force_login(booking.booker)
    page = client.get(booking.get_absolute_url()).text
    assert "Cecilie er medleiar, fordi kalenderen hadde best plass." in page
    assert "<dt>Medleiar</dt><dd>Cecilie</dd>" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("in_the_way", "error", "sentence"),
    [
        ("taken", TimeTaken, "Bo kan ikkje då (oppteken). Vel ei anna tid."),
        ("absent", TimeRefused, "Bo kan ikkje då (borte). Vel ei anna tid."),
    ],
)
def test_a_named_one_who_cannot_is_named(in_the_way, error, sentence):
    lead, other = make_leader("Ada"), make_leader("Bo")
    if in_the_way == "taken":
        make_advice(leader=other, starts_at=MEETING)
    else:
        other.absences.create(starts_at=MEETING, ends_at=MEETING + HOUR)

    with pytest.raises(TimeRefused) as refused:
        ask_for(leader=lead, other=other)

    assert (type(refused.value), refused.value.which) == (error, "meeting")
    assert refused.value.messages == [sentence]
    assert not Booking.objects.exists()


@pytest.mark.django_db
def test_one_alone_is_not_two():
    make_leader()

    with pytest.raises(TimeRefused, match="Det er ikkje to prosessleiarar ledige då"):
        ask_for()


@pytest.mark.django_db
def test_a_start_that_is_wrong_for_everybody_says_what_it_says_to_one():
    make_leader(), make_leader()

    with pytest.raises(TimeRefused, match="Klokkeslettet finst ikkje"):
        ask_for(starts_at=MEETING + dt.timedelta(minutes=7))


@pytest.mark.django_db
def test_the_nearest_times_suit_both_when_there_are_any_and_else_somebody_with_the_lead():
    lead, other, third = make_leader(), make_leader(), make_leader()
    make_advice(leader=other, starts_at=MEETING)

    with pytest.raises(TimeTaken) as taken:
        ask_for(leader=lead, other=other)
    assert {free.leaders for free in taken.value.alternatives} == {(lead.pk, other.pk)}

    other.working_hours.all().delete()
    other.hours_overrides.create(date=MEETING.date(), from_time=dt.time(9), to_time=dt.time(11))
    with pytest.raises(TimeTaken) as taken:
        ask_for(leader=lead, other=other)
    assert {free.leaders for free in taken.value.alternatives} == {(lead.pk, third.pk)}


@pytest.mark.django_db
def test_a_formøte_that_is_taken_offers_the_leads_own_times():
    lead, other = make_leader(), make_leader()
    make_advice(leader=lead, starts_at=FORMØTE)

    with pytest.raises(TimeTaken) as taken:
        ask_for(leader=lead, other=other)

    assert taken.value.which == Source.PRE_MEETING
    assert {free.leaders for free in taken.value.alternatives} == {(lead.pk,)}


@pytest.mark.django_db
def test_a_formøte_that_nobody_has_free_is_no_lack_of_two():
    for _ in range(2):
        make_advice(leader=make_leader(), starts_at=FORMØTE)

    with pytest.raises(TimeTaken, match="Tida blei teken no nettopp") as taken:
        ask_for()

    assert taken.value.which == Source.PRE_MEETING
    assert len(taken.value.alternatives) == 5


@pytest.mark.django_db
def test_the_constraint_has_the_last_word_and_nobody_is_left_with_half(monkeypatch):
    """Past the predicate, as somebody who writes past the doors: the database says no to both."""
    lead, other = make_leader(), make_leader()
    make_advice(leader=other, starts_at=MEETING)
    monkeypatch.setattr(
        "bookings.reservations.judge", lambda slots, pks, **_: dict.fromkeys(pks or (lead.pk, other.pk))
    )

    with pytest.raises(TimeTaken) as taken:
        ask_for(leader=lead, other=other)

    assert taken.value.alternatives
    assert not Booking.objects.exists()
    assert Commitment.objects.count() == 1
    assert not OutgoingMail.objects.filter(about__startswith="bookings.booking").exists()


# --- Races -----------------------------------------------------------------------------------------------


def requests_for(*couples):
    area = make_area()

    def one(user, lead, other):
        times = make_times(lead, leaders=2, co_leader=other)
        need = make_need(service_area=area)
        return lambda: actions.request_booking(by=user, need=need, times=times, at=NOW)

    return [one(make_user(), *couple) for couple in couples]


@pytest.mark.django_db(transaction=True)
def test_after_overlapping_couples_in_opposite_order_one_wins_and_nobody_meets_head_on():
    ada, bo, cecilie = make_leader(), make_leader(), make_leader()
    couples = [(ada, bo), (bo, ada), (bo, cecilie), (cecilie, bo), (ada, bo), (cecilie, bo)]

    answers = at_once(*requests_for(*couples))

    assert [type(answer) for answer in answers].count(TimeTaken) == 5
    winner = next(answer for answer in answers if isinstance(answer, Booking))
    assert couple_of(winner) in couples
    assert Commitment.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_couples_with_nobody_in_common_both_win_unless_the_third_was_first():
    ada, bo, cecilie, dag = (make_leader() for _ in range(4))

    answers = at_once(*requests_for((ada, dag), (cecilie, bo), (dag, bo)))

    couples = [couple_of(answer) for answer in answers if isinstance(answer, Booking)]
    assert couples in ([(ada, dag), (cecilie, bo)], [(dag, bo)])
    assert Commitment.objects.count() == 3 * len(couples)


# --- Afterwards --------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def two(make, **fields):
    """A booking for two in the state that `make` makes."""
    lead, other = make_leader("Ada"), make_leader("Bo")
    return make(leader=lead, leaders=2, co_leader=other, **fields), other


@pytest.mark.django_db
def test_a_move_takes_both_along_or_neither(clock):
    booking, other = two(make_accepted)
    later, taken = MEETING + dt.timedelta(days=1), MEETING + dt.timedelta(days=2)
    make_advice(leader=other, starts_at=taken)

    with pytest.raises(TimeTaken):
        actions.move(by=booking.booker, booking=booking, starts_at=taken, at=NOW)
    assert {row.core.lower for row in meetings(booking)} == {MEETING}
    actions.move(by=booking.booker, booking=booking, starts_at=later, at=NOW)

    assert [row.core.lower for row in meetings(booking)] == [later, later]


def meetings(booking):
    return Commitment.objects.active().filter(booking=booking, source=Source.MEETING)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "end",
    [
        lambda one: actions.decline(by=user_of(one.leader), booking=one, reason="Full veke.", at=NOW),
        lambda one: actions.cancel(by=one.booker, booking=one, at=NOW),
    ],
)
def test_a_no_and_a_cancellation_free_both(end):
    booking, other = two(make_request)

    end(booking)

    assert not Commitment.objects.active().exists()
    assert OutgoingMail.objects.filter(to=other.email).exclude(calendar="").count() == 2


@pytest.mark.django_db
def test_a_no_from_the_co_leader_leaves_one_who_is_told_and_may_bring_another(client, clock):
    booking, other = two(make_accepted)
    actions.let_co_leader_go(by=user_of(other), booking=booking, leader=other, at=NOW)

    client.force_login(user_of(booking.leader))
    mine, own = client.get("/mine/").text, client.get(booking.get_absolute_url()).text
    client.force_login(booking.booker)
    groups = client.get(booking.get_absolute_url()).text

    assert fresh(booking).status == Status.ACCEPTED
    assert "Manglar medleiar" in mine
    assert "De bad om to, og ingen er med enno." in own
    assert "De bad om to prosessleiarar, og no er det éin. Teamet ser etter ein til. Møtet står." in groups


@pytest.mark.django_db
def test_whoever_comes_along_takes_over_and_the_booking_asks_for_another():
    booking, other = two(make_recorded)

    actions.hand_over(by=user_of(booking.leader), booking=booking, leader=other, at=FORMØTE + HOUR)

    assert fresh(booking).leader == other
    assert not booking.co_leaders().exists()
    assert [row.leader for row in meetings(booking)] == [other]


@pytest.mark.django_db
def test_a_co_leader_who_falls_ill_leaves_the_meeting_to_the_lead():
    booking, other = two(make_accepted)

    rows = own_time.fall_ill(by=user_of(other), leader=other, at=MEETING - HOUR)

    assert rows == [booking]
    assert not booking.co_leaders().exists()
    assert (fresh(booking).wants_new_leader, fresh(booking).status) == (False, Status.ACCEPTED)
    told = OutgoingMail.objects.get(kind="bookings/leader_is_ill").text
    assert "Mål for 2027 (medleiar): tysdag 15. desember 2026" in told


@pytest.mark.django_db
def test_the_hours_of_both_count():
    two(make_completed)

    load = statistics.tables(Period(MEETING.date(), MEETING.date()))[0]

    assert [(name, number, hours) for name, number, hours, *_rest in load.rows] == [
        ("Ada", 1, 2.0), ("Bo", 1, 2.0),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_you_have_about_me_tells_of_the_meetings_i_come_along_in():
    _booking, other = two(make_request)

    rows = own_bookings(user_of(other)).rows

    assert [(row[0], row[-1]) for row in rows] == [("Mål for 2027", "medleiar")]


@pytest.mark.django_db
def test_a_proposal_with_a_no_keeps_the_two():
    booking, other = two(make_request)
    offers = other_times.offers(booking, NOW)
    make_advice(leader=other, starts_at=offers[0].starts_at)
    fewer = other_times.offers(booking, NOW)

    assert offers[0].starts_at not in [one.starts_at for one in fewer]
    actions.decline(
        by=user_of(booking.leader), booking=booking, reason="Full veke.", proposals=fewer[:1], at=NOW
    )
    made = actions.take_proposal(by=booking.booker, proposal=booking.proposals.get(), at=NOW)
    assert (made.leaders_wanted, made.co_leaders().count()) == (2, 1)


@pytest.mark.django_db
def test_letters_name_the_one_who_comes_along():
    booking, other = two(make_request)

    texts = {row.to: row.text for row in OutgoingMail.objects.all()}

    assert "Medleiar: Bo" in texts[booking.booker.email]
    assert "Medleiar: Bo" in texts[booking.leader.email]
    assert "Meld frå om du ikkje kan vere med" in texts[other.email]
    assert "/medleiar-ut/" in texts[other.email]
