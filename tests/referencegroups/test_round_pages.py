"""What the public and the owner see: nothing before closing, the floor on every road, the duty to answer."""

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from prosesstotte import caching
from prosesstotte.models import Event, OutgoingMail
from referencegroups import my_data, retention, round_jobs, round_links, round_listing
from referencegroups.actions import answers, erase, rounds
from referencegroups.models import Answer, FreeText, Invitation, NamedAnswer, Theme, UsefulVote
from referencegroups.round_choices import Mode, RoundState
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_members
from tests.referencegroups.round_factories import (
    MAKERS,
    all_questions,
    make_archived,
    make_closed,
    make_fed_back,
    make_open,
    make_round,
    make_summarised,
    make_theme,
)
from tests.referencegroups.test_answer_pages import first, open_link, work_off

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def page_of(row):
    return reverse("referencegroups:round", args=[row.group.slug, row.pk])


def file_of(row, kind):
    return reverse("referencegroups:round_file", args=[row.group.slug, row.pk, kind])


def sheets(number, group=0, **more):
    """`number` equal answers to the seven questions of every kind."""
    return [{0: group, 1: 0, 2: [0], 3: 4, 4: [1, 0], 5: "Ro", **more}] * number


def divided_round(**fields):
    """Two groups of about twenty; three of the one and two of the other said «Aldri»."""
    given = [{0: group, 1: choice} for group in (0, 1) for choice in (0, 1) for _ in range(9)]
    given += [{0: group, 1: 2} for group in (0, 0, 0, 1, 1)]
    return make_closed(questions=all_questions(), answers=given, **fields)


# --- Nothing before closing -----------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.REVIEWED, RoundState.OPEN])
def test_nobody_reads_results_before_closing_by_any_road(client, admin_client, state):
    row = MAKERS[state]()

    with pytest.raises(PermissionDenied):
        round_listing.results_of(row)
    for who in (client, admin_client):
        assert "Dette svarte dei" not in who.get(page_of(row)).text
        for kind in ("csv", "xlsx", "pdf"):
            assert who.get(file_of(row, kind)).status_code == 404
    for name in ("texts", "raw"):
        assert (
            admin_client.get(reverse(f"admin:referencegroups_round_{name}", args=[row.pk])).status_code == 403
        )
        assert (
            admin_client.post(reverse(f"admin:referencegroups_round_{name}", args=[row.pk])).status_code
            == 403
        )


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.REVIEWED])
def test_a_round_that_is_not_opened_is_not_there(client, state):
    assert client.get(page_of(MAKERS[state]())).status_code == 404


def test_an_open_round_shows_its_questions_and_no_number(client):
    row = make_open(members=3)

    page = client.get(page_of(row)).text

    assert "Kor ofte er du der?" in page
    assert "har svart" not in page
    assert "Ingen ser svara før svarfristen er ute." in page


# --- Results --------------------------------------------------------------------------------------------


def test_results_are_shown_with_counts_mean_and_ranking(client):
    row = make_closed(questions=all_questions(), answers=sheets(6))

    page = client.get(page_of(row)).text

    assert "6 av 6 har svart" in page
    assert "Snitt 5,0." in page
    assert "snittplass 1,0" in page
    assert "6 har skrive noko." in page
    assert "Ro" not in page.replace("Rom", "")  # the text itself is not for the public


def test_four_answers_show_nothing(client):
    row = make_closed(questions=all_questions(), answers=sheets(4))

    page = client.get(page_of(row)).text

    assert page.count("Færre enn fem har svart på dette.") == 5


@pytest.mark.parametrize("kind", ["page", "csv", "xlsx", "pdf"])
def test_the_small_cell_is_hidden_on_every_road(client, kind):
    """Five said «Aldri»: no road says how many of each group."""
    row = divided_round()

    words = road(client, row, kind)

    assert "Kor ofte er du der?" in words
    assert "–" in words
    tally = round_listing.results_of(row).tallies[1]
    assert all(cell is None or cell >= 5 for line in tally.breakdown.cells for cell in line)


def road(client, row, kind):
    """The words of one road to the results."""
    if kind == "page":
        return client.get(page_of(row)).text
    content = client.get(file_of(row, kind)).content
    if kind == "csv":
        return content.decode("utf-8-sig")
    if kind == "xlsx":
        rows = load_workbook(io.BytesIO(content)).active.values
        return "\n".join(";".join(map(str, line)) for line in rows)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_csv_and_excel_say_the_same(client):
    row = divided_round()

    as_csv = list(csv.reader(io.StringIO(road(client, row, "csv")), delimiter=";"))
    as_xlsx = list(csv.reader(io.StringIO(road(client, row, "xlsx").replace("None", "")), delimiter=";"))

    assert as_csv == as_xlsx
    assert ["Har svart", "", "", "", "41"] in as_csv


def test_the_pdf_is_tagged_and_named(client):
    content = client.get(file_of(divided_round(), "pdf")).content

    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata.title == "Opningstider på biblioteket"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_question_that_looks_like_a_formula_stays_text(client):
    questions = [{"kind": "one", "text": "=1+1", "options": ["-a", "b"]}, *all_questions()[1:3]]
    row = make_closed(questions=questions, answers=[{0: 0}] * 5)

    assert "'=1+1" in road(client, row, "csv")
    assert load_workbook(io.BytesIO(client.get(file_of(row, "xlsx")).content)).active["A4"].value == "'=1+1"


def test_rounds_are_compared_by_what_is_published(client):
    group = make_group()
    before = make_closed(group=group, questions=all_questions(), answers=sheets(5), title="I fjor")
    now = make_closed(group=group, questions=all_questions(), answers=sheets(4), title="I år")

    page = client.get(page_of(before), {"med": now.pk}).text
    unknown = client.get(page_of(before), {"med": "x9"})

    assert "Samanlikna med «I år»" in page
    assert "Ingen spørsmål er like" in page  # four answers are not published, so nothing to hold beside
    assert unknown.status_code == 200


def test_ten_queries_at_most_for_500_answers_to_seven_questions(client, public_pages_uncached):
    row = make_open(questions=all_questions(), members=1)
    keys = [str(one.pk) for one in row.questions.order_by("order")]
    values = [0, 1, [0, 2], 3, [1, 0]]
    Answer.objects.bulk_create(
        Answer(round=row, values={**dict(zip(keys, values, strict=False)), keys[0]: n % 2, keys[1]: n % 3})
        for n in range(500)
    )
    rounds.close(round=row, by=make_user())
    FreeText.objects.of(row).update(screening="shown")

    with CaptureQueriesContext(connection) as queries:
        page = client.get(page_of(row))

    assert "500 av 1 har svart" in page.text
    assert len(queries) <= 10


@pytest.mark.parametrize("number", [1, 3])
def test_query_counts_do_not_grow_with_rounds_or_themes(
    client, public_pages_uncached, django_assert_max_num_queries, number
):
    group = make_group()
    for _ in range(number):
        row = make_summarised(group=group, answers=[])
        for _ in range(number):
            make_theme(row)
        rounds.feed_back(round=row, by=make_user())

    for address, most in (
        (page_of(row), 10),
        (reverse("referencegroups:detail", args=[group.slug]), 6),
        (reverse("referencegroups:year", args=[group.slug, timezone.localdate().year]), 6),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


# --- Free text ------------------------------------------------------------------------------------------


def test_free_text_is_read_by_one_before_the_owner_sees_it(client):
    owner = make_user()
    row = make_closed(
        group=make_group(owner_user=owner), answers=[{2: "Per Hansen er for sein"}, {2: "Meir lys"}]
    )
    client.force_login(owner)
    address = reverse("referencegroups:feedback", args=[row.pk])
    assert "Meir lys" not in client.get(address).text

    one, two = FreeText.objects.of(row).order_by("text")[:2]
    FreeText.objects.filter(pk=one.pk).update(screening="shown")
    FreeText.objects.filter(pk=two.pk).update(screening="shown", shown_text="Nokon er for sein")

    page = client.get(address).text
    assert "Meir lys" in page
    assert "Nokon er for sein" in page
    assert "Per Hansen" not in page


# --- Feedback --------------------------------------------------------------------------------------------


def themes(*rows, **more):
    data = {"tema-TOTAL_FORMS": len(rows), "tema-INITIAL_FORMS": sum("id" in row for row in rows)}
    for number, row in enumerate(rows):
        data |= {f"tema-{number}-{name}": value for name, value in row.items()}
    return {**data, **more}


THEME = {"heard": "Ope om kvelden", "number": 12, "done": "Vi opnar på torsdagar.", "status": "taken_in"}


def owned(state, **fields):
    owner = make_user()
    return MAKERS[state](group=make_group(owner_user=owner), **fields), owner


def test_the_owner_writes_and_sends_on_one_page(client):
    row, owner = owned(RoundState.SUMMARISED, members=3)
    client.force_login(owner)
    address = reverse("referencegroups:feedback", args=[row.pk])

    assert client.post(address, themes(THEME, save="")).status_code == 302
    saved = Theme.objects.get(round=row)
    assert client.post(address, themes({**THEME, "id": saved.pk}, send="")).status_code == 302

    row.refresh_from_db()
    assert (row.state, row.fed_back_at is not None) == (RoundState.FED_BACK, True)
    letters = work_off("feedback")
    assert letters.count() == 3
    assert all("Ope om kvelden" in one.text and "/~useful~" in one.text for one in letters)
    client.logout()
    page = client.get(page_of(row)).text
    assert "Kva blei det til?" in page
    assert "Vi opnar på torsdagar." in page


def test_what_is_saved_is_not_public_before_it_is_sent(client):
    row, _owner = owned(RoundState.CLOSED)
    make_theme(row, heard="Berre kladd")

    assert "Berre kladd" not in client.get(page_of(row)).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "undecided"}, "Skriv ein ny dato når det ikkje er avgjort."),
        ({"status": "not"}, "Skriv kvifor, når noko ikkje er teke inn fullt ut."),
        ({"done": ""}, "Fyll ut «Kva vi gjorde»"),
    ],
)
def test_a_theme_that_lacks_something_is_422_and_keeps_what_was_typed(client, change, sentence):
    row, owner = owned(RoundState.SUMMARISED)
    client.force_login(owner)

    response = client.post(
        reverse("referencegroups:feedback", args=[row.pk]), themes({**THEME, **change}, send="")
    )

    assert response.status_code == 422
    assert sentence in response.text
    assert "Ope om kvelden" in response.text
    assert not row.themes.exists()


def test_sending_without_a_theme_is_refused(client):
    row, owner = owned(RoundState.SUMMARISED)
    client.force_login(owner)

    response = client.post(reverse("referencegroups:feedback", args=[row.pk]), themes({}, send=""))

    assert response.status_code == 422
    assert "minst eitt tema" in response.text


def test_a_theme_may_be_taken_out_before_it_is_given_and_not_after(client):
    row, owner = owned(RoundState.SUMMARISED)
    client.force_login(owner)
    address = reverse("referencegroups:feedback", args=[row.pk])
    gone, stays = make_theme(row), make_theme(row, heard="Blir ståande")

    client.post(address, themes({**THEME, "id": gone.pk, "DELETE": "on"}, {**THEME, "id": stays.pk}, send=""))
    client.post(address, themes({**THEME, "id": stays.pk, "DELETE": "on"}, save=""))

    assert [theme.pk for theme in row.themes.all()] == [stays.pk]


def test_only_the_owner_and_the_coordinators_write_feedback(client, admin_client):
    row, _owner = owned(RoundState.SUMMARISED)
    address = reverse("referencegroups:feedback", args=[row.pk])

    assert client.get(address).status_code == 302  # to login
    client.force_login(make_user())
    assert client.get(address).status_code == 403
    assert admin_client.get(address).status_code == 200
    assert client.get(reverse("referencegroups:feedback", args=[make_round().pk])).status_code == 404


def test_the_page_says_to_wait_while_the_round_is_open(client):
    row, owner = owned(RoundState.OPEN)
    client.force_login(owner)

    page = client.get(reverse("referencegroups:feedback", args=[row.pk])).text

    assert "når svarfristen er ute" in page
    assert "<textarea" not in page


def set_day(monkeypatch, day):
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: day)


def test_the_owner_is_reminded_14_and_3_days_ahead_once_each(monkeypatch):
    row, owner = owned(RoundState.CLOSED)
    found = []
    for days in (20, 14, 13, 4, 3, 2, 0):
        set_day(monkeypatch, row.promised_on - dt.timedelta(days=days))
        round_jobs.remind_owners()
        found.append(OutgoingMail.objects.filter(kind="rounds/owner_reminder", to=owner.email).count())

    assert found == [0, 1, 1, 1, 2, 2, 2]


def test_a_worker_that_was_away_reminds_when_it_is_back(monkeypatch):
    row, owner = owned(RoundState.CLOSED)
    set_day(monkeypatch, row.promised_on - dt.timedelta(days=9))

    round_jobs.remind_owners()

    assert OutgoingMail.objects.filter(kind="rounds/owner_reminder", to=owner.email).count() == 1


def test_an_undecided_theme_reminds_of_its_new_date_and_is_late_after_it(monkeypatch, client):
    row, owner = owned(RoundState.SUMMARISED)
    make_theme(row, status="undecided", decide_on=row.promised_on + dt.timedelta(days=30))
    rounds.feed_back(round=row, by=owner)
    set_day(monkeypatch, row.promised_on + dt.timedelta(days=16))

    round_jobs.remind_owners()

    assert "Ope om kvelden" in OutgoingMail.objects.get(kind="rounds/owner_reminder").text
    set_day(monkeypatch, row.promised_on + dt.timedelta(days=31))
    assert "forseinka" in client.get(page_of(row)).text


def test_late_feedback_is_shown_as_late(monkeypatch, client):
    row = make_closed()
    assert "forseinka" not in client.get(page_of(row)).text

    set_day(monkeypatch, row.promised_on + dt.timedelta(days=1))
    caching.forget()

    assert "forseinka" in client.get(page_of(row)).text
    assert "forseinka" in client.get(reverse("referencegroups:detail", args=[row.group.slug])).text


# --- Was it of use? ------------------------------------------------------------------------------------


def test_one_vote_a_link_counted_with_a_floor_when_the_round_is_archived(client):
    row = make_fed_back(members=6)
    address = reverse("referencegroups:useful", args=[row.pk])
    for number, invitation in enumerate(Invitation.objects.filter(round=row)):
        page = open_link(client, invitation, round_links.USEFUL)
        assert "Var tilbakemeldinga til nytte" in page.text
        client.post(address, {"svar": "no"})
        assert "Takk!" in client.post(address, {"svar": "yes" if number else "partly"}).text

    assert UsefulVote.objects.count() == 6
    assert round_listing.usefulness_of(row) == []
    rounds.archive(round=row, by=make_user())
    assert [count for _label, count in round_listing.usefulness_of(row)] == [5, 1, 0]
    assert "Var svaret til nytte?" in client.get(page_of(row)).text


def test_four_votes_are_too_few_to_show():
    row = make_fed_back(members=4)
    for invitation in Invitation.objects.filter(round=row):
        token = round_links.new_token(round_links.USEFUL, invitation)
        answers.vote(token=token, invitation=invitation, value="yes")

    rounds.archive(round=row, by=make_user())

    assert round_listing.usefulness_of(row) == []


def test_archiving_gives_the_votes_new_keys():
    row = make_fed_back(members=1)
    invitation = first(row)
    token = round_links.new_token(round_links.USEFUL, invitation)
    answers.vote(token=token, invitation=invitation, value="yes")
    key = UsefulVote.objects.get().pk

    rounds.archive(round=row, by=make_user())

    assert UsefulVote.objects.get().pk != key


# --- Named rounds, own data, retention -------------------------------------------------------------------


def test_named_answers_are_read_by_the_owner_after_closing_and_the_look_is_logged(client):
    row, owner = owned(RoundState.CLOSED, mode=Mode.NAMED, answers=[{0: 1}])
    client.force_login(owner)
    address = reverse("referencegroups:round_named", args=[row.pk])

    page = client.get(address)

    assert first(row).membership.member.email in page.text
    assert "Av og til" in page.text
    assert Event.objects.filter(verb="named_answers_read", subject_id=row.pk, by=owner).count() == 1
    client.force_login(make_user())
    assert client.get(address).status_code == 403


def test_named_answers_of_open_and_of_confidential_rounds_cannot_be_read(client):
    for state, fields, status in ((RoundState.OPEN, {"mode": Mode.NAMED}, 404), (RoundState.CLOSED, {}, 403)):
        row, owner = owned(state, **fields)
        client.force_login(owner)
        assert client.get(reverse("referencegroups:round_named", args=[row.pk])).status_code == status


def test_own_data_tell_that_one_has_answered_and_what_only_when_named():
    named = make_closed(mode=Mode.NAMED, answers=[{0: 1}])
    secret = make_closed(answers=[{0: 1}])

    texts = [my_data.as_text(first(row).membership.member) for row in (named, secret)]

    assert ["svart: ja" in text for text in texts] == [True, True]
    assert ["Av og til" in text for text in texts] == [True, False]


def test_erasing_a_person_takes_named_answers_and_leaves_confidential_ones():
    named, secret = make_closed(mode=Mode.NAMED, answers=[{0: 1}]), make_closed(answers=[{0: 1}])
    for row in (named, secret):
        erase(member=first(row).membership.member)

    assert NamedAnswer.objects.count() == 0
    assert (named.answers.count(), secret.answers.count()) == (1, 1)


def test_who_was_asked_goes_90_days_after_the_feedback_and_the_texts_after_a_year(client):
    row = make_archived(answers=[*[{0: 1}] * 5, {2: "Meir lys"}])
    link = round_links.new_path(round_links.USEFUL, first(row))

    def due(days):
        counts = {
            rule.key: number for rule, number in retention.count(row.fed_back_at + dt.timedelta(days=days))
        }
        return counts["invitations"], counts["texts"]

    assert [due(days) for days in (89, 91, 359, 361)] == [(0, 0), (6, 0), (6, 0), (6, 1)]
    retention.run(row.fed_back_at + dt.timedelta(days=361))

    assert (Invitation.objects.count(), FreeText.objects.count()) == (0, 0)
    page = client.get(page_of(row)).text
    assert "6 av 6 har svart" in page
    assert "1 har skrive noko." in page
    assert client.get(link).status_code == 404


# --- The clock ------------------------------------------------------------------------------------------


def test_rounds_open_and_close_on_time(monkeypatch):
    now = timezone.now()
    due, early = make_round(opens_at=now + HOUR), make_round(opens_at=now + 3 * HOUR)
    over = make_open(closes_at=now + HOUR)
    for row in (due, early):
        rounds.review(round=row, by=make_user())
    make_members(due.group, 1)
    monkeypatch.setattr(timezone, "now", lambda: now + 2 * HOUR)

    round_jobs.open_and_close_rounds(0)
    for job in ProcrastinateJob.objects.filter(task_name__in=["open_round", "close_round"]):
        getattr(round_jobs, job.task_name)(**job.args)

    states = []
    for row in (due, early, over):
        row.refresh_from_db()
        states.append(row.state)
    assert states == [RoundState.OPEN, RoundState.REVIEWED, RoundState.CLOSED]


def test_opening_a_round_to_500_takes_as_many_queries_as_to_five():
    counted = []
    for members in (5, 500):
        row = make_round()
        make_members(row.group, members)
        rounds.review(round=row, by=make_user())
        with CaptureQueriesContext(connection) as queries:
            rounds.open_round(round=row, by=make_user())
        counted.append(len(queries))
        assert row.invitations.count() == members

    assert counted[0] == counted[1]
    assert OutgoingMail.objects.count() == 0  # the letters are written behind us, fifty at a time
