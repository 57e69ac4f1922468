"""The back office of the lottery: owners see their own, plan, publish and draw; nobody else can."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from prosesstotte import events
from referencegroups import lottery_jobs
from referencegroups.choices import Purpose
from referencegroups.lottery.task import Quota
from referencegroups.lottery_choices import LotteryState
from referencegroups.models import AreaOwner, Lottery
from referencegroups.pool import quotas_from_targets
from tests.factories import make_user
from tests.referencegroups.factories import make_consent, make_group, make_membership
from tests.referencegroups.lottery_factories import (
    SEED,
    SOURCE,
    fresh,
    make_drawn,
    make_planned,
    make_pool,
    make_published,
    make_ready,
    make_target,
    women,
)
from tests.referencegroups.test_lottery_pages import text_of

pytestmark = pytest.mark.django_db
RIGHTS = ["view_lottery", "add_lottery", "change_lottery"]
POOL = [(6, {"gender": "woman"}), (6, {"gender": "man"})]


def make_owner(group, *rights):
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights or RIGHTS))
    AreaOwner.objects.create(area=group.area, user=user)
    return user


@pytest.fixture
def group():
    return make_group(seats=4)


@pytest.fixture
def owner(client, group):
    user = make_owner(group)
    client.force_login(user)
    return user


def at(name, *arguments):
    return reverse(f"admin:referencegroups_lottery_{name}", args=arguments)


def plan_at(group):
    return f"{at('add')}?gruppe={group.pk}"


def answers(*quotas, **fields):
    rows = {}
    for number, (fact, value, least, most) in enumerate(quotas):
        row = {"fact": fact, "value": value, "least": least, "most": most}
        rows |= {f"kvote-{number}-{name}": answer for name, answer in row.items()}
    forms = {"kvote-TOTAL_FORMS": len(quotas), "kvote-INITIAL_FORMS": 0}
    return {"seats": 4, "reserves": 6, **forms, **rows, **fields}


WOMEN = ("gender", "woman", 2, 2)
ADDRESSES = ["change", "breadth", "pool", "quotas", "publish", "draw", "withdraw", "delete", "history"]


# --- Plan -----------------------------------------------------------------------------------


def test_quotas_are_proposed_from_the_targets_as_ranges(client, owner, group):
    make_pool(group, *POOL)
    make_target(group, "gender", "woman", 52)

    page = client.get(plan_at(group)).text

    row = re.search(r'name="kvote-0-value" value="([^"]*)".*?value="(\d+)".*?value="(\d+)"', page, re.DOTALL)
    assert row.groups() == ("Kvinne", "2", "3")
    assert 'name="seats" value="4"' in page
    assert 'name="reserves" value="8"' in page


def test_proposed_quotas_leave_room_for_those_who_would_not_say(client, owner, group):
    make_pool(group, *POOL, (1, {"gender": "unsaid"}))
    make_target(group, "gender", "woman", 50)
    make_target(group, "gender", "man", 50)

    assert quotas_from_targets(group, seats=4) == [
        Quota("gender", "man", 1, 2),
        Quota("gender", "woman", 1, 2),
    ]


def test_a_small_pool_is_counted_at_once_and_the_chances_are_shown(client, owner, group):
    make_pool(group, *POOL)

    page = client.post(plan_at(group), answers(WOMEN), follow=True)

    assert Lottery.objects.get().state == LotteryState.READY
    assert "Lågaste sjanse 33,3 %" in text_of(page)
    assert "Steg 1: Publiser lista" in text_of(page)


def test_a_large_pool_is_left_to_the_worker_and_the_page_says_so(client, owner, group, monkeypatch):
    monkeypatch.setattr(lottery_jobs, "AT_ONCE", 10)
    make_pool(group, *POOL)

    page = client.post(plan_at(group), answers(WOMEN), follow=True)

    lottery = Lottery.objects.get()
    assert lottery.state == LotteryState.COUNTING
    assert "reknar i bakgrunnen" in text_of(page)
    lottery_jobs.count_lottery(lottery_id=lottery.pk)
    lottery_jobs.count_lottery(lottery_id=lottery.pk)
    assert fresh(lottery).state == LotteryState.READY


def test_quotas_that_do_not_go_are_explained_and_the_loosening_can_be_used(client, owner, group):
    make_pool(group, (6, {"gender": "man"}), (1, {"gender": "woman"}))

    page = client.post(plan_at(group), answers(WOMEN), follow=True)
    again = client.get(f"{plan_at(group)}&fra={Lottery.objects.get().pk}").text

    assert "Kjønn, Kvinne: minst 2 går ikkje. Set minstetalet ned til 1." in text_of(page)
    assert re.search(r'name="kvote-0-least" value="1"', again)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([("gender", "woman", 3, 2)], "«Minst» kan ikkje vere større enn «høgst»."),
        ([("gender", "", 1, 2)], "Fyll ut heile rada, eller tøm ho."),
        ([WOMEN, ("gender", "Kvinne", 1, 1)], "Den same verdien står i to rader."),
        ([("gender", "woman", "to", 2)], "Skriv eit heilt tal under «Minst»"),
    ],
)
def test_quotas_that_cannot_be_read_are_said_so_and_what_was_typed_is_kept(
    client, owner, group, typed, sentence
):
    make_pool(group, *POOL)

    page = client.post(plan_at(group), answers(*typed, seats=3))

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'name="seats" value="3"' in page.text
    assert not Lottery.objects.exists()


def test_more_seats_than_are_free_are_refused_on_the_page(client, owner, group):
    make_pool(group, *POOL)

    page = client.post(plan_at(group), answers(WOMEN, seats=5))

    assert page.status_code == 422
    assert "Gruppa har 4 ledige plassar." in text_of(page)


def quota_file(text):
    return SimpleUploadedFile("kvotar.csv", text.encode())


def test_quotas_from_a_file_are_shown_before_anything_is_stored(client, owner, group):
    make_pool(group, *POOL)
    upload = quota_file("category,name,min,max,min_flex,max_flex\nKjønn,Kvinne,1,3,0,4\n")

    page = client.post(plan_at(group), answers(quota_file=upload))

    assert page.status_code == 200
    assert re.search(r'name="kvote-0-value" value="Kvinne"', page.text)
    assert not Lottery.objects.exists()


def test_faults_in_a_quota_file_are_told_with_their_rows(client, owner, group):
    make_pool(group, *POOL)
    upload = quota_file("category,name,min,max\ngender,woman,3,1\ngender,man,x,2\n")

    page = client.post(plan_at(group), answers(quota_file=upload))

    assert page.status_code == 422
    assert "Rad 2, «woman»: «min» kan ikkje vere større enn «max»." in text_of(page)
    assert "Rad 3, «man»: Skriv «min» og «max» som heile tal." in text_of(page)


# --- Publish and draw -----------------------------------------------------------------------


def publish_answers(days):
    moment = timezone.localtime() + dt.timedelta(days=days)
    return {"seed_source": SOURCE, "seed_at_0": f"{moment:%Y-%m-%d}", "seed_at_1": f"{moment:%H:%M}"}


def test_the_owner_publishes_the_list(client, owner, group):
    lottery = make_ready(group)

    page = client.post(at("publish", lottery.pk), publish_answers(2), follow=True)

    assert fresh(lottery).state == LotteryState.PUBLISHED
    assert fresh(lottery).state_by == owner
    assert "Sjå den offentlege sida" in text_of(page)
    assert "Steg 2: Trekk" not in text_of(page)


def test_a_moment_that_has_been_is_refused(client, owner, group):
    lottery = make_ready(group)

    page = client.post(at("publish", lottery.pk), publish_answers(-1))

    assert page.status_code == 422
    assert "Vel eit tidspunkt fram i tid" in text_of(page)
    assert SOURCE in text_of(page) or f'value="{SOURCE}"' in page.text


def test_the_owner_draws_once_and_two_clicks_draw_once(client, owner, group):
    lottery = make_published(group)

    first = client.post(at("draw", lottery.pk), {"seed": SEED})
    second = client.post(at("draw", lottery.pk), {"seed": SEED})

    assert (first.status_code, second.status_code) == (302, 302)
    assert len(list(events.history(lottery).filter(verb="draw"))) == 1


def test_another_seed_afterwards_is_refused_with_409(client, owner, group):
    lottery = make_drawn(group)

    page = client.post(at("draw", lottery.pk), {"seed": "eit betre frø"})

    assert page.status_code == 409
    assert fresh(lottery).seed == SEED


def test_the_owner_withdraws_a_list_in_time(client, owner, group):
    lottery = make_published(group, seed_in=dt.timedelta(days=30))

    client.post(at("withdraw", lottery.pk), {"reason": "Feil tal plassar."})

    assert fresh(lottery).withdrawn_reason == "Feil tal plassar."


def test_warnings_come_before_publishing(client, owner, group):
    none = make_ready(group, quotas=[women(0, 0)])
    given = make_ready(make_group(area=group.area), quotas=[women(6, 6)], seats=6)

    assert "har ingen sjanse med desse kvotane: 6" in text_of(client.get(at("change", none.pk)))
    assert "Utfallet er gitt på førehand" in text_of(client.get(at("change", given.pk)))


# --- Who may --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ADDRESSES)
def test_another_groups_lottery_is_not_there(client, name):
    group = make_group()
    lottery = make_published(group, seed_in=dt.timedelta(days=30))
    client.force_login(make_owner(make_group(), *RIGHTS, "delete_lottery", "export_pool"))
    row = group if name in {"breadth", "pool"} else lottery
    send = client.post if name in {"publish", "draw", "withdraw"} else client.get

    answer = send(at(name, row.pk), {"seed": SEED, "reason": "x"}, follow=True)

    assert answer.status_code in {404, 403} or str(group) not in answer.text
    assert fresh(lottery).state == LotteryState.PUBLISHED


def test_the_log_lists_the_owners_own_only(client, owner, group):
    own, other = make_ready(group), make_ready(make_group("Nabogruppa"))

    page = client.get(at("changelist")).text

    assert at("change", own.pk) in page
    assert at("change", other.pk) not in page


@pytest.mark.parametrize("name", ["publish", "draw", "withdraw"])
def test_who_may_only_look_can_not_act(client, group, name):
    lottery = make_published(group)
    client.force_login(make_owner(group, "view_lottery"))

    assert client.post(at(name, lottery.pk), {"seed": SEED}).status_code == 403
    assert client.get(at(name, lottery.pk)).status_code == 405
    assert client.get(at("add")).status_code == 403
    assert client.get(at("files")).status_code == 403


def test_staff_without_the_right_see_nothing(client, group):
    user = make_owner(group, "view_user")
    client.force_login(user)

    assert client.get(at("change", make_ready(group).pk)).status_code == 403
    assert client.get(at("breadth", group.pk)).status_code == 403


def test_a_published_lottery_can_not_be_deleted_from_admin_and_a_plan_can(client, group):
    client.force_login(make_owner(group, *RIGHTS, "delete_lottery"))
    plan, published = make_planned(group), make_published(make_group(area=group.area))

    client.post(at("delete", plan.pk), {"post": "yes"})

    assert client.post(at("delete", published.pk), {"post": "yes"}).status_code == 403
    assert list(Lottery.objects.all()) == [published]


@pytest.mark.parametrize("many", [1, 3])
def test_the_log_costs_the_same_whatever_its_length(
    client, owner, group, django_assert_max_num_queries, many
):
    for _ in range(many):
        make_ready(make_group(area=group.area))

    with django_assert_max_num_queries(12):
        client.get(at("changelist"))


# --- Files out, and files tried ---------------------------------------------------------------


def test_the_pool_goes_out_as_numbers_and_facts_with_a_right_of_its_own_and_a_line_in_the_log(client, group):
    make_pool(group, *POOL)
    owner = make_owner(group)
    client.force_login(owner)
    refused = client.get(at("pool", group.pk))
    owner.user_permissions.add(Permission.objects.get(codename="export_pool"))

    rows = client.get(at("pool", group.pk)).text.splitlines()

    assert refused.status_code == 403
    assert rows[0] == "nationbuilder_id,role,age_band,gender,district"
    assert rows[1].endswith(",resident,,woman,")
    assert [row.data for row in events.history(group)] == [{"people": 12}]


def test_the_quotas_go_out_in_the_columns_they_can_come_back_in(client, owner, group):
    text = client.get(at("quotas", make_ready(group).pk)).text

    assert text.splitlines() == ["category,name,min,max,min_flex,max_flex", "gender,woman,2,2,2,2"]


def try_files(client, quotas, people):
    files = {
        "quota_file": SimpleUploadedFile("k.csv", quotas.encode()),
        "people_file": SimpleUploadedFile("p.csv", people.encode("utf-8")),
    }
    return client.post(at("files"), {"seats": 2, **files})


QUOTAS = "category,name,min,max\nGender,Female,1,1\nGender,Male,1,1\n"
PEOPLE = "nationbuilder_id,Gender\n1,Female\n2,Female\n3,Male\n"


def test_files_are_tried_and_nothing_is_stored(client, owner):
    page = text_of(try_files(client, QUOTAS, PEOPLE))

    assert "Lågaste sjanse er 50,0 %, og høgaste er 100,0 %." in page
    assert not Lottery.objects.exists()


def test_files_whose_quotas_do_not_go_are_explained(client, owner):
    page = text_of(try_files(client, QUOTAS, PEOPLE.replace("Male", "Other").replace("FeOther", "Female")))

    assert "Gender, Male: frå 0 til 1 (i potten: 0)" in page


def test_a_pool_file_without_the_columns_of_the_quotas_says_which(client, owner):
    page = try_files(client, QUOTAS, "nationbuilder_id;Age\n1;20\n")

    assert page.status_code == 422
    assert "Rad 1: Kolonna Gender manglar." in text_of(page)


# --- Breadth --------------------------------------------------------------------------------


def member_with(group, **facts):
    membership = make_membership(group)
    for fact, value in facts.items():
        setattr(membership.member, fact, value)
    membership.member.save()
    make_consent(membership.member, Purpose.BREADTH)
    return membership


def test_members_stand_against_the_targets_and_who_is_missing_in_words(client, owner, group):
    group.seats = None
    group.save()
    make_target(group, "gender", "woman", 50)
    make_target(group, "gender", "man", 50)
    [member_with(group, gender="woman") for _ in range(5)]
    [member_with(group, gender="man") for _ in range(15)]

    page = text_of(client.get(at("breadth", group.pk)))

    assert "Kvinne: 25 % av 50 %" in page
    assert "Mann: 75 % av 50 %" in page
    assert "Kvinne: om lag 5 til, så er målet nådd." in page


def test_few_are_not_told_exactly_and_cannot_be_worked_out(client, owner, group):
    make_target(group, "gender", "woman", 50)
    make_target(group, "gender", "man", 50)
    [member_with(group, gender="woman") for _ in range(3)]
    [member_with(group, gender="man") for _ in range(9)]

    page = text_of(client.get(at("breadth", group.pk)))

    assert "Kvinne: færre enn fem. Mål: 50 %" in page
    assert "Mann: blir ikkje vist. Mål: 50 %" in page
    assert "Kvinne: færre enn fem. Målet svarer til om lag 6." in page


@pytest.mark.parametrize("few", [1, 4])
def test_the_words_about_few_are_the_same_however_few_they_are(client, owner, group, few):
    make_target(group, "gender", "woman", 20)
    make_target(group, "gender", "other", 20)
    make_target(group, "gender", "man", 60)
    [member_with(group, gender="woman") for _ in range(few)]
    [member_with(group, gender="other") for _ in range(5 - few)]
    [member_with(group, gender="man") for _ in range(15)]

    page = text_of(client.get(at("breadth", group.pk)))

    assert "Kvinne: færre enn fem. Mål: 20 %" in page
    assert "Desse manglar" not in page


def test_who_has_not_consented_is_not_counted(client, owner, group):
    make_target(group, "gender", "woman", 50)
    for _ in range(6):
        member = make_membership(group).member
        member.gender = "woman"
        member.save()

    page = text_of(client.get(at("breadth", group.pk)))

    assert "fordi dei ikkje har sagt ja til det: 6." in page
    assert "Færre enn fem har oppgitt dette." in page


@pytest.mark.parametrize("many", [1, 3])
def test_breadth_costs_the_same_whatever_the_members(
    client, owner, group, django_assert_max_num_queries, many
):
    make_target(group, "gender", "woman", 50)
    [member_with(group, gender="woman") for _ in range(5 * many)]

    with django_assert_max_num_queries(10):
        client.get(at("breadth", group.pk))
