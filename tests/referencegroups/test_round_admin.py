"""Rounds in admin: written with questions inside, read by another, sent; and walls round other groups."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from prosesstotte.models import Event, OutgoingMail
from referencegroups.models import Answer, FreeText, NamedAnswer, Question, QuestionFix, Round
from referencegroups.round_choices import Mode, RoundState
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_members
from tests.referencegroups.round_factories import (
    MAKERS,
    make_closed,
    make_open,
    make_reviewed,
    make_round,
)

pytestmark = pytest.mark.django_db
RIGHTS = ["add_round", "change_round", "view_round", "delete_round", "add_question", "change_question"]
RIGHTS += ["delete_question", "view_question"]
PAGES = ["trial", "remind", "summarise", "texts", "slips", "raw"]


def make_staff(**fields):
    user = make_user(is_staff=True, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS))
    return user


def page(name, row, *args):
    return reverse(f"admin:referencegroups_round_{name}", args=[row.pk, *args])


def form_data(group, questions=3, **more):
    now = timezone.localtime()
    day = (now + dt.timedelta(days=14)).date()
    data = {
        "group": group.pk, "title": "Opningstider", "why": "Vi skal", "can_change": "a", "cannot_change": "b",
        "afterwards": "c", "case_title": "Sak 1", "case_link": "",
        "opens_at_0": now.date(), "opens_at_1": "08:00",
        "closes_at_0": day, "closes_at_1": "16:00",
        "promised_on": day + dt.timedelta(days=30), "mode": "confidential",
        "questions-TOTAL_FORMS": questions, "questions-INITIAL_FORMS": 0,
        "translations-TOTAL_FORMS": 0, "translations-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number in range(questions):
        data |= {
            f"questions-{number}-{name}": value
            for name, value in {
                "order": number, "kind": "one", "text": f"Spørsmål {number}?", "options": "Ja, takk\nNei",
                "steps": 5,
            }.items()
        }  # fmt: skip
    return {**data, **more}


def test_a_round_is_written_with_its_questions_and_its_author_is_kept(client):
    owner = make_staff()
    client.force_login(owner)

    response = client.post(
        reverse("admin:referencegroups_round_add"), form_data(make_group(owner_user=owner))
    )

    assert response.status_code == 302, response.context["errors"]
    row = Round.objects.get()
    assert (row.created_by, row.edited_by, row.state) == (owner, owner, RoundState.DRAFT)
    assert [one.options for one in row.questions.all()] == [["Ja, takk", "Nei"]] * 3


def test_feedback_promised_before_the_deadline_gets_a_sentence(client):
    owner = make_staff()
    client.force_login(owner)

    response = client.post(
        reverse("admin:referencegroups_round_add"),
        form_data(make_group(owner_user=owner), promised_on=timezone.localdate()),
    )

    assert "Lov tilbakemelding ein dag etter svarfristen." in response.text
    assert not Round.objects.exists()


def test_who_has_edited_cannot_review_and_a_second_person_can(client):
    owner, second = make_staff(), make_staff()
    group = make_group(owner_user=owner)
    row = make_round(group=group, created_by=owner)
    client.force_login(owner)

    told = client.post(page("move", row, "review"), follow=True)
    assert "Ein annan enn dei som har skrive runden" in told.text

    group.owner_user = second
    group.save()
    client.force_login(second)
    client.post(page("move", row, "review"))
    row.refresh_from_db()
    assert (row.state, row.reviewed_by) == (RoundState.REVIEWED, second)


def test_opening_from_admin_asks_first_and_then_does_it(client):
    owner = make_staff()
    row = make_reviewed(group=make_group(owner_user=owner))
    make_members(row.group, 2)
    client.force_login(owner)

    asks = client.get(page("move", row, "open"))
    assert "får e-post" in asks.text
    row.refresh_from_db()
    assert row.state == RoundState.REVIEWED

    client.post(page("move", row, "open"))
    row.refresh_from_db()
    assert (row.state, row.asked) == (RoundState.OPEN, 2)


def test_after_the_draft_nothing_can_be_edited(client):
    owner = make_staff()
    row = make_open(group=make_group(owner_user=owner))
    client.force_login(owner)
    address = reverse("admin:referencegroups_round_change", args=[row.pk])

    assert 'name="title"' not in client.get(address).text
    assert client.post(address, form_data(row.group, title="Noko anna")).status_code == 403
    row.refresh_from_db()
    assert row.title == "Opningstider på biblioteket"


def test_an_open_round_tells_only_how_many(client):
    owner = make_staff()
    row = make_open(group=make_group(owner_user=owner), members=3)
    client.force_login(owner)

    for address in (
        reverse("admin:referencegroups_round_change", args=[row.pk]),
        reverse("admin:referencegroups_round_changelist"),
    ):
        assert "0 av 3" in client.get(address).text


def test_the_trial_goes_to_the_one_who_asks_and_leads_to_a_preview(client):
    owner = make_staff()
    row = make_round(group=make_group(owner_user=owner))
    client.force_login(owner)

    client.post(page("trial", row))

    letter = OutgoingMail.objects.get(kind="rounds/trial")
    assert letter.to == owner.email
    preview = reverse("referencegroups:round_preview", args=[row.pk])
    assert preview in letter.text
    assert "Ingen svar blir lagra." in client.get(preview).text
    assert client.post(preview).status_code == 405


def test_remind_says_which_it_is_and_two_clicks_send_one(client):
    owner = make_staff()
    row = make_open(group=make_group(owner_user=owner))
    client.force_login(owner)

    assert "påminning 1 av 2" in client.get(page("remind", row)).text
    for _ in range(2):
        client.post(page("remind", row), {"sent": "0"})
    row.refresh_from_db()
    assert row.reminders_sent == 1


def test_texts_are_screened_and_then_the_round_is_summarised(client):
    owner = make_staff()
    row = make_closed(group=make_group(owner_user=owner), answers=[{2: "Per er sein"}])
    client.force_login(owner)
    text = FreeText.objects.get()

    refused = client.post(page("summarise", row), {"summary": "Kort."})
    assert (refused.status_code, "Les alle fritekstane" in refused.text) == (422, True)

    data = {"tekst-TOTAL_FORMS": 1, "tekst-INITIAL_FORMS": 1, "tekst-0-id": text.pk}
    client.post(
        page("texts", row), {**data, "tekst-0-screening": "shown", "tekst-0-shown_text": "Nokon er sein"}
    )
    client.post(page("summarise", row), {"summary": "Kort."})

    text.refresh_from_db()
    row.refresh_from_db()
    assert (text.text, text.readable_text) == ("Per er sein", "Nokon er sein")
    assert row.state == RoundState.SUMMARISED


def test_slips_are_put_right_and_the_number_of_options_is_not_touched(client):
    owner = make_staff()
    row = make_open(group=make_group(owner_user=owner))
    client.force_login(owner)
    questions = list(row.questions.all())
    data = {"ord-TOTAL_FORMS": 3, "ord-INITIAL_FORMS": 3}
    for number, one in enumerate(questions):
        data |= {f"ord-{number}-id": one.pk, f"ord-{number}-text": one.text}
        data |= {f"ord-{number}-options": "\n".join(one.options)}

    more = client.post(page("slips", row), {**data, "ord-0-options": "Ofte\nAldri"})
    client.post(page("slips", row), {**data, "ord-0-text": "Kor ofte er du her?"})

    assert (more.status_code, "Talet på svaralternativ kan ikkje endrast" in more.text) == (422, True)
    assert Question.objects.get(pk=questions[0].pk).text == "Kor ofte er du her?"
    assert [fix.by for fix in QuestionFix.objects.all()] == [owner]


def test_raw_answers_need_their_own_right_and_leave_a_line(client):
    owner = make_staff()
    row = make_closed(group=make_group(owner_user=owner), answers=[{0: 1, 2: "Hemmeleg"}])
    client.force_login(owner)
    assert client.post(page("raw", row)).status_code == 403

    owner.user_permissions.add(Permission.objects.get(codename="export_raw_answers"))
    sheet = client.post(page("raw", row)).content.decode("utf-8-sig")

    assert sheet.splitlines() == ["Kor ofte er du der?;Kor nøgd er du?", "Av og til;"]
    assert Event.objects.get(verb="raw_answers_taken_out").by == owner


@pytest.mark.parametrize("state", RoundState)
def test_an_owner_of_another_group_finds_no_page_of_the_round(client, state):
    row = MAKERS[state]()
    stranger = make_staff()
    make_group(owner_user=stranger)
    stranger.user_permissions.add(Permission.objects.get(codename="export_raw_answers"))
    client.force_login(stranger)

    addresses = [page(name, row) for name in PAGES] + [
        page("move", row, move) for move in ("review", "close")
    ]
    addresses += [
        reverse(f"admin:referencegroups_round_{name}", args=[row.pk])
        for name in ("change", "history", "delete")
    ]
    statuses = {address: client.get(address).status_code for address in addresses}

    assert {address: one for address, one in statuses.items() if one not in {302, 403, 404}} == {}
    assert row.title not in client.get(reverse("admin:referencegroups_round_changelist")).text
    assert client.get(reverse("referencegroups:round_preview", args=[row.pk])).status_code == 403


def test_answers_are_in_no_admin_page_at_all(admin_client):
    assert not set(admin.site._registry) & {Answer, NamedAnswer, FreeText, Question}
    row = make_closed(mode=Mode.NAMED, answers=[{0: 1, 2: "Hemmeleg ord"}])
    for name in ("change", "history"):
        text = admin_client.get(reverse(f"admin:referencegroups_round_{name}", args=[row.pk])).text
        assert "Hemmeleg ord" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_rounds_has_a_constant_number_of_queries(client, django_assert_max_num_queries, number):
    owner = make_staff()
    group = make_group(owner_user=owner)
    for _ in range(number):
        make_closed(group=group)
    client.force_login(owner)

    with django_assert_max_num_queries(14):
        client.get(reverse("admin:referencegroups_round_changelist"))
