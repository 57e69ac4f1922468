"""Papers are made once for each version, shared by all, and never stand in the way of somebody who waits."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from prosesstotte import caching
from tests.factories import make_method, make_news, make_recipe, make_user
from tests.worker import work
from tools import editions, handbook, jobs
from tools.choices import Status
from tools.models import Method, PaperEdition
from tools.models.paper import PATIENCE, Stage

pytestmark = pytest.mark.django_db
BOOK, BOOK_PDF = "/metodar/handboka/", "/metodar/handboka.pdf"


@pytest.fixture(autouse=True)
def _every_version_read(monkeypatch):
    monkeypatch.setattr(caching, "VERSION_AGE", 0)


def edition(what):
    return PaperEdition.objects.get(what=what)


def queued():
    return ProcrastinateJob.objects.filter(task_name="build_handbook", status="todo").count()


# --- Made at once: methods, recipes, cards --------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "filename"),
    [
        ("/metodar/innsjekk.pdf", "metode-innsjekk.pdf"),
        ("/metodar/innsjekk.pdf?n=12", "metode-innsjekk.pdf"),
        ("/metodar/oppskrifter/eit-mote.pdf", "oppskrift-eit-mote.pdf"),
        ("/metodar/kort.pdf", "metodekort.pdf"),
        ("/metodar/kort.pdf?metode=", "metodekort.pdf"),
        ("/metodar/kort.pdf?metode=innsjekk", "metodekort.pdf"),
    ],
)
def test_a_paper_opens_in_the_browser_and_a_repeat_visit_is_answered_304(client, address, filename):
    make_recipe("Eit møte", slug="eit-mote", methods=[make_method("Innsjekk", slug="innsjekk")])

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.content.startswith(b"%PDF-")
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == f'inline; filename="{filename}"'
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", ["/metodar/a0.pdf", "/metodar/oppskrifter/o.pdf", "/metodar/kort.pdf"])
def test_a_paper_on_the_shelf_costs_few_queries_whatever_its_size(
    client, django_assert_num_queries, monkeypatch, address, number
):
    make_recipe(slug="o", methods=[make_method(slug=f"a{place}") for place in range(number)])
    client.get(address)
    monkeypatch.setattr(caching, "VERSION_AGE", 1e9)
    caching.content_version()

    with django_assert_num_queries(3 + ("oppskrift" in address)):
        assert client.get(address).status_code == 200


def test_news_makes_no_new_paper_but_a_changed_text_does(client):
    method = make_method("Innsjekk", slug="innsjekk")
    first = client.get("/metodar/innsjekk.pdf").headers["ETag"]
    made = edition("metode/innsjekk").made_at

    make_news()
    assert client.get("/metodar/innsjekk.pdf").headers["ETag"] == first
    assert edition("metode/innsjekk").made_at == made

    Method.objects.filter(pk=method.pk).update(summary="Ny ingress.")
    assert client.get("/metodar/innsjekk.pdf").headers["ETag"] != first
    assert edition("metode/innsjekk").made_at > made


def test_a_number_outside_the_method_is_the_nearest_and_nonsense_is_the_usual(client):
    make_method("Innsjekk", slug="innsjekk", people_min=4, people_max=60)

    for number in ["2", "4", "1000000000", "60", "fem", "", "\0"]:
        assert client.get("/metodar/innsjekk.pdf", {"n": number}).status_code == 200

    assert {row.what for row in PaperEdition.objects.all()} == {
        "metode/innsjekk", "metode/innsjekk?n=4", "metode/innsjekk?n=60",
    }  # fmt: skip


def test_a_chosen_set_of_cards_is_the_same_paper_in_any_order_without_unknown_names(client):
    for slug in ["a", "b", "c"]:
        make_method(slug=slug)

    first = client.get("/metodar/kort.pdf?metode=a&metode=b")
    second = client.get("/metodar/kort.pdf?metode=b&metode=a&metode=a&metode=ukjend&metode=%00")

    assert first.headers["ETag"] == second.headers["ETag"]
    assert PaperEdition.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/metodar/ukjend.pdf",
        "/metodar/kladd.pdf",
        "/metodar/oppskrifter/ukjend.pdf",
        "/metodar/kort.pdf?metode=kladd",
    ],
)
def test_drafts_and_unknown_papers_are_not_there(client, address):
    make_method(slug="kladd", status=Status.DRAFT)

    assert client.get(address).status_code == 404


def test_papers_for_a_chosen_number_do_not_fill_the_shelf(client, monkeypatch):
    monkeypatch.setattr(editions, "KEPT", 2)
    make_method(slug="a")
    for number in [None, 5, 6, 7]:
        client.get("/metodar/a.pdf", {"n": number} if number else {})

    assert [row.what for row in PaperEdition.objects.order_by("made_at")] == [
        "metode/a", "metode/a?n=6", "metode/a?n=7",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_ten_who_ask_at_once_wait_for_one_build():
    method = make_method(slug="a")
    reads = []

    def ask():
        try:
            editions.ready("metode/a", "method", lambda: reads.append(1) or read(method))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(reads) == 1


def read(method):
    from tools import paper

    return paper.method_data(method)


# --- Made by a job: the handbook ----------------------------------------------------------------


def test_the_first_visitor_starts_a_build_and_sees_how_far_it_has_come(client):
    response = client.get(BOOK)

    assert "Vi lagar boka no …" in response.text
    assert "Steg 1 av 3: Ventar på tur." in response.text
    assert '<noscript><meta http-equiv="refresh"' in response.text
    assert client.get(BOOK_PDF).headers["Location"] == BOOK
    assert queued() == 1


def test_the_job_makes_the_cards_too(client):
    make_method("Innsjekk")

    jobs.build_handbook()

    assert {row.what for row in PaperEdition.objects.filter(stage=Stage.READY)} == {"handbok", "kort"}


def test_two_who_ask_at_once_start_one_build(client):
    client.get(BOOK)
    client.get(BOOK)

    assert queued() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_in_the_same_moment_start_one_build():
    start = threading.Barrier(2)

    def ask():
        start.wait()
        try:
            jobs.ask_for_handbook()
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert queued() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_the_book_and_the_page_says_so(client):
    make_method("Innsjekk")
    client.get(BOOK)

    work()
    page, book = client.get(BOOK), client.get(BOOK_PDF)

    assert "Boka er klar" in page.text
    assert f"{edition('handbok').pages} sider" in page.text
    assert "refresh" not in page.text
    assert book.content.startswith(b"%PDF-")
    assert book.headers["Content-Disposition"] == 'inline; filename="gode-prosessar-og-metodar.pdf"'


def test_the_page_that_is_ready_reads_little(client, django_assert_num_queries, monkeypatch):
    handbook.build()
    monkeypatch.setattr(caching, "VERSION_AGE", 1e9)
    caching.content_version()

    with django_assert_num_queries(1):
        assert "Boka er klar" in client.get(BOOK).text


def test_a_changed_text_makes_a_new_book_and_the_old_stays_until_then(client):
    method = make_method("Innsjekk")
    handbook.build()
    old = client.get(BOOK_PDF).headers["ETag"]

    Method.objects.filter(pk=method.pk).update(title="Utsjekk")
    page = client.get(BOOK)

    assert "Vi lagar boka no …" in page.text
    assert "Den førre boka kan du hente no" in page.text
    assert client.get(BOOK_PDF).headers["ETag"] == old
    handbook.build()
    assert client.get(BOOK_PDF).headers["ETag"] != old


def test_news_and_midnight_make_no_new_book(client):
    handbook.build()
    made = edition("handbok").made_at
    make_news()

    assert "Boka er klar" in client.get(BOOK).text
    jobs.keep_papers_fresh(timestamp=0)

    assert edition("handbok").made_at == made
    assert queued() == 0


@pytest.mark.parametrize("stage", [Stage.QUEUED, Stage.READING, Stage.SETTING])
def test_a_worker_that_died_is_not_waited_for(client, stage):
    silent = timezone.now() - PATIENCE - dt.timedelta(seconds=1)
    PaperEdition.objects.create(what="handbok", stage=stage, stage_at=silent)

    client.get(BOOK)

    assert queued() == 1


def test_a_build_that_fails_says_so_and_is_tried_again_later(client, monkeypatch):
    handbook.build()
    make_method("Innsjekk")
    monkeypatch.setattr(handbook, "TEMPLATE", "finst-ikkje")

    with pytest.raises(RuntimeError):
        handbook.build()
    page = client.get(BOOK)

    assert "Vi fekk ikkje til å laga den nye boka." in page.text
    assert "Den førre boka kan du hente no" in page.text
    assert queued() == 0
    PaperEdition.objects.update(stage_at=timezone.now() - PATIENCE)
    assert "Vi lagar boka no …" in client.get(BOOK).text


def test_somebody_logged_in_sees_the_same_page(client):
    handbook.build()
    client.force_login(make_user())

    assert "Boka er klar" in client.get(BOOK).text
