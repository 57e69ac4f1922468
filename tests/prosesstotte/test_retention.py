"""One list of what is kept how long: the rooms register in it, and job, command and privacy page read it."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from bookings.models import BookingSettings
from prosesstotte import house_content, jobs, retention
from prosesstotte.models import OutgoingMail, Page
from tests.factories import make_page

pytestmark = pytest.mark.django_db
PRIVACY = reverse("privacy")


def make_letter(days_ago, kind="account/login_code"):
    sent = timezone.now() - dt.timedelta(days=days_ago)
    return OutgoingMail.objects.create(
        to="kari@example.no", subject="Kode", text="…", kind=kind, sent_at=sent
    )


def test_every_room_has_registered_its_rules_once():
    keys = [rule.key for rule in retention.all_rules()]

    assert len(keys) == len(set(keys))
    assert [str(part.title) for part in retention.parts()] == [
        "Brukarar", "Køyreplanar og samlingar", "Bestillingar og evaluering", "Referansegrupper",
    ]  # fmt: skip


def test_a_login_letter_goes_after_30_days_and_another_rooms_letter_is_that_rooms():
    make_letter(31)
    fresh, other = make_letter(29), make_letter(31, "elsewhere/letter")

    retention.run()

    assert set(OutgoingMail.objects.all()) == {fresh, other}


def test_a_dry_run_counts_and_changes_nothing():
    make_letter(31)
    out = io.StringIO()

    call_command("let_go", "--dry-run", stdout=out)

    assert OutgoingMail.objects.count() == 1
    lines = out.getvalue().splitlines()
    assert len(lines) == len(retention.all_rules())
    assert "     1  Kopiar av e-post med innloggingskodar (30 dagar)" in lines


def test_the_command_and_the_nightly_job_do_it():
    make_letter(31)
    call_command("let_go", stdout=io.StringIO())
    assert not OutgoingMail.objects.exists()

    make_letter(31)
    jobs.let_go(timestamp=0)

    assert not OutgoingMail.objects.exists()


def test_a_run_costs_a_constant_number_of_questions_when_nothing_is_due(django_assert_max_num_queries):
    with django_assert_max_num_queries(2 * len(retention.all_rules())):
        retention.count()


def test_the_privacy_page_shows_the_list_where_its_text_says(client):
    house_content.load_pages()

    text = client.get(PRIVACY).text

    for rule in retention.all_rules():
        assert f"<td>{rule.what}</td>\n<td>{rule.in_words}</td>" in text
    assert retention.MARK not in text
    assert text.index("Kopiar av e-post om bestillingar") < text.index("Dine rettar")


def test_a_privacy_page_that_somebody_has_rewritten_still_shows_the_list(client):
    make_page("personvern", body="Vår eigen tekst.")

    text = client.get(PRIVACY).text

    assert text.index("Vår eigen tekst.") < text.index("Rådgjevingssamtalar")


def test_the_page_follows_the_number_that_an_administrator_sets(client):
    make_page("personvern", body=retention.MARK)
    assert "60 månader etter møtet" in client.get(PRIVACY).text

    BookingSettings.objects.create(pk=1, keep_bookings_months=24)

    forget_what_the_process_read()
    assert "24 månader etter møtet" in client.get(PRIVACY).text


def forget_what_the_process_read():
    from prosesstotte import caching

    caching._seen.update(at=float("-inf"))  # a process asks for the version once a second at most


def test_the_pages_own_text_is_kept():
    house_content.load_pages()

    assert retention.MARK in Page.objects.get(slug="personvern").body
