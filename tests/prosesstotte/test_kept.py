"""What was typed survives a login and a page that was open too long; nothing is done before a new press."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from bookings.choices import Status
from prosesstotte import kept, refill
from prosesstotte.models import News
from tests.bookings.factories import make_request, user_of
from tests.factories import make_method, make_programme, make_user

pytestmark = pytest.mark.django_db
HOME = {"Origin": "http://testserver"}


@pytest.fixture
def strict():
    """A browser whose forms are checked for a token, as in real life."""
    return Client(enforce_csrf_checks=True, headers=HOME)


@pytest.fixture
def booking():
    return make_request()


def door(booking):
    return reverse("booking_move", args=[booking.pk, "decline"])


def login_as(client, user, response):
    """Log in, and go on to where the login page would lead."""
    client.force_login(user)
    return client.get(re.search(r"next=([^&]+)", response.headers["Location"])[1].replace("%23", "#"))


def cookie(client, address):
    """What the page of what is kept is called."""
    return kept.cookie_of(address).removeprefix(kept.COOKIE)


WHY = 'Vi har ikkje folk <den> veka & "ingen" andre,\r\nså de må vente.'


def test_a_form_sent_after_the_session_ended_comes_back_filled_in_after_login(client, booking):
    turned_away = client.post(door(booking), {"version": booking.version, "reason": WHY})
    page = login_as(client, user_of(booking.leader), turned_away)

    assert turned_away.headers["Location"].startswith(reverse("account_login"))
    assert "Vi har teke vare på det du skreiv." in page.text
    assert "folk &lt;den&gt; veka &amp; &quot;ingen&quot; andre,\r\nså de må vente.</textarea>" in page.text
    booking.refresh_from_db()
    assert booking.status == Status.REQUESTED


def test_it_stays_until_it_is_sent_and_then_it_is_gone(client, booking):
    login_as(client, user_of(booking.leader), client.post(door(booking), {"reason": WHY}))
    again = client.get(door(booking))
    client.post(door(booking), {"version": booking.version, "reason": WHY})
    booking.refresh_from_db()

    assert "folk &lt;den&gt; veka" in again.text
    assert booking.status == Status.DECLINED
    assert not any(name.startswith(kept.COOKIE) and one.value for name, one in client.cookies.items())


def test_only_the_browser_that_typed_it_sees_it(client, booking):
    client.post(door(booking), {"reason": WHY})
    other = Client()
    other.force_login(user_of(booking.leader))

    assert "ikkje folk" not in other.get(door(booking)).text


def test_logging_out_forgets_it_for_a_machine_may_be_shared(client, booking):
    login_as(client, user_of(booking.leader), client.post(door(booking), {"reason": WHY}))
    client.post(reverse("account_logout"))
    client.force_login(user_of(booking.leader))

    assert "ikkje folk" not in client.get(door(booking)).text


def test_two_tabs_may_wait_at_the_same_time(client, booking):
    other = reverse("booking_move", args=[booking.pk, "cancel"])
    client.post(door(booking), {"reason": "Den eine grunnen"})
    client.post(other, {"reason": "Den andre grunnen"})
    client.force_login(user_of(booking.leader))

    assert "Den eine grunnen" in client.get(door(booking), follow=True).text
    assert "Den andre grunnen" in client.get(reverse("kept", args=[cookie(client, other)]), follow=True).text


def test_a_copy_of_the_database_opens_nothing(client, booking):
    client.post(door(booking), {"reason": "Ei hemmelegheit"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key || value FROM kept")
        rows = cursor.fetchall()

    assert len(rows) == 1
    assert "hemmelegheit" not in str(rows)
    assert client.cookies[kept.cookie_of(door(booking))].value not in str(rows)


def test_the_cookie_is_for_the_browser_alone(client, booking, settings):
    settings.SESSION_COOKIE_SECURE = True

    client.post(door(booking), {"reason": WHY})

    cookie = client.cookies[kept.cookie_of(door(booking))]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["max-age"]) == (
        True,
        True,
        "Lax",
        3600,
    )


# --- A page that had been open too long ----------------------------------------------------------------


def test_a_public_form_with_an_old_token_comes_back_filled_in(strict):
    address = reverse("bookings:call_me")
    turned_away = strict.post(
        address, {"csrfmiddlewaretoken": "gammalt", "group_name": "Faggruppe skule", "people": "tjue"}
    )
    page = strict.get(strict.get(turned_away.headers["Location"]).headers["Location"])

    assert turned_away.status_code == 302
    assert 'value="Faggruppe skule"' in page.text
    assert "gammalt" not in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_a_finished_public_page_is_never_kept_with_what_one_person_typed(strict):
    page = reverse("tools:method_detail", args=[make_method().slug])
    strict.get(page)
    answer = strict.post(
        reverse("tools:collection_order"),
        {"n": "99 personar"},
        headers={"Referer": f"http://testserver{page}"},
    )
    strict.get(answer.headers["Location"], follow=True)

    assert "99 personar" not in Client().get(page).text


@pytest.mark.parametrize("sender", [{}, {"Origin": "https://vond.example"}, {"Origin": "null"}])
def test_what_another_site_sends_never_fills_our_forms(booking, sender):
    browser = Client(enforce_csrf_checks=True, headers=sender)
    browser.force_login(user_of(booking.leader))

    response = browser.post(door(booking), {"reason": "Vond tekst"})

    assert response.status_code == 403
    assert not any(name.startswith(kept.COOKIE) for name in browser.cookies)


def test_a_page_we_cannot_keep_for_says_what_to_do(client):
    response = client.get(reverse("kept", args=["0123456789ab"]))

    assert response.status_code == 403
    assert "Skjemaet var ope for lenge" in response.text


# --- Where the form is not there any more ----------------------------------------------------------------


def test_a_button_without_a_page_of_its_own_gets_a_page_with_the_button(strict):
    programme = make_programme()
    address = reverse("tools:put_back", args=[programme.edit_token])
    turned_away = strict.post(address, {"nummer": "1", "versjon": "1", "merk": "noko eg skreiv"})
    page = strict.get(turned_away.headers["Location"], follow=True)

    assert page.status_code == 200
    assert "noko eg skreiv" in page.text
    assert f'action="{address}"' in page.text


def test_what_finds_no_place_on_the_page_is_shown_and_can_be_sent(client, booking):
    turned_away = client.post(door(booking), {"reason": WHY, "felt_som_er_borte": "ein lang tekst"})
    client.force_login(user_of(booking.leader))
    page = client.get(door(booking), follow=True)

    assert turned_away.status_code == 302
    assert "Send på nytt" in page.text
    assert "ein lang tekst" in page.text
    assert "folk &lt;den&gt; veka" in client.get(door(booking)).text  # and the page itself can be reached


def test_the_same_page_as_before_is_where_one_comes_back(client):
    make_method()
    page = "/metodar/?steg=utforske"
    answer = client.post(reverse("tools:collection_new"), {}, headers={"Referer": f"http://testserver{page}"})

    assert "next=/metodar/%3Fsteg%3Dutforske" in answer.headers["Location"]


@pytest.mark.parametrize(
    "sender", ["https://vond.example/x/", "http://testserver//vond.example/", "tull", "http://["]
)
def test_the_way_back_never_leads_out_of_the_house(client, booking, sender):
    answer = client.post(door(booking), {"reason": WHY}, headers={"Referer": sender})

    assert f"next={door(booking)}" in answer.headers["Location"]


# --- What is never kept ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["password", "nytt_passord", "code", "kode", "csrfmiddlewaretoken", "api_token"]
)
def test_secrets_are_never_kept(client, booking, name):
    client.post(door(booking), {name: "løyndom", "reason": WHY})
    client.force_login(user_of(booking.leader))

    assert "løyndom" not in client.get(door(booking), follow=True).text


def test_login_forms_and_scripts_are_never_kept(strict):
    strict.post(reverse("account_login"), {"email": "kari@example.no"})
    strict.post(reverse("tools:live_press", args=["x" * 32]), "{}", content_type="application/json")
    strict.post(
        reverse("tools:collection_add"),
        {"metode": "x"},
        headers={"X-Requested-With": "fetch", "Origin": "null"},
    )

    assert not any(name.startswith(kept.COOKIE) for name in strict.cookies)


def test_a_text_beyond_all_measure_is_not_kept(client, booking):
    response = client.post(door(booking), {"reason": "x" * (kept.LARGEST + 1)})

    assert response.status_code == 302
    assert not any(name.startswith(kept.COOKIE) for name in client.cookies)


def test_so_many_forms_are_kept_from_one_place_and_no_more(client, booking, monkeypatch):
    monkeypatch.setitem(kept.limits.LIMITS, "kept", kept.limits.Limit(2, 600))
    for number in range(3):
        client.post(f"{door(booking)}?{number}", {"reason": WHY})
        last = client.cookies.pop(kept.cookie_of(door(booking)), None)

    assert last is None


@pytest.mark.parametrize("value", ["tull", "x" * 44, "é", ""])
def test_a_made_up_cookie_opens_nothing(client, booking, value):
    client.force_login(user_of(booking.leader))
    client.cookies[kept.cookie_of(door(booking))] = value

    assert client.get(door(booking)).status_code == 200


def test_an_hour_is_how_long_it_lasts(client, booking):
    client.post(door(booking), {"reason": WHY})
    caches["kept"].clear()
    client.force_login(user_of(booking.leader))

    assert "ikkje folk" not in client.get(door(booking)).text


# --- The administration, whose forms we did not draw -----------------------------------------------------


def test_an_administrators_half_written_news_survives_too(client):
    address = reverse("admin:prosesstotte_news_add")
    text = {
        "title": "Ny metode",
        "slug": "ny-metode",
        "summary": "Kort",
        "body": "Ein lang\r\ntekst.",
        "_save": "Lagre",
    }
    turned_away = client.post(address, {**text, "published_at_0": "", "published_at_1": ""})
    page = login_as(client, make_user(is_staff=True, is_superuser=True), turned_away)

    assert 'value="Ny metode"' in page.text
    assert "Ein lang\r\ntekst.</textarea>" in page.text
    assert not News.objects.exists()


# --- Filling in ---------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><body><!-- merk --><p>Ikkje &copy; rør &#229; <b data-x='a"b'>meg</b></p><br/>
<form method="get" action="/sok/"><input name="q" value="før"></form>
<form method="post" action="/x/"><input type="hidden" name="csrfmiddlewaretoken" value="nytt">
<input type="hidden" name="bolk" value="a"><input name="tittel" value="A"></form>
<form method="post" action="/x/"><input type="hidden" name="csrfmiddlewaretoken" value="nytt">
<input type="hidden" name="bolk" value="b"><input name="tittel" value="B" required>
<textarea name="merknad">gamal &amp; tekst</textarea><input type="checkbox" name="ja" checked>
<input type="radio" name="vel" value="1" checked><input type="radio" name="vel" value="2">
<select name="tid"><option value="">Vel<option value="9" selected>Ni</option>
<option value="10">Ti</option></select>
<select name="fleire" multiple>
<option value="1">1</option><option value="2">2</option><option value="3">3</option></select>
<input name="to"><input name="to"><input type="password" name="hemmeleg"><input type="file" name="fil">
<button name="send" value="1">Send</button></form><input name="tittel" value="utanfor"></body></html>"""


def test_each_control_gets_its_own_and_everything_else_stays_sign_for_sign():
    sent = [
        ("bolk", "b"), ("tittel", 'Ny "<tittel>"'), ("merknad", "\nni & ti"), ("vel", "2"), ("tid", "10"),
        ("fleire", "1"), ("fleire", "3"), ("to", "ein"), ("to", "to"), ("send", "1"),
    ]  # fmt: skip

    html, rest = refill.fill(PAGE, "/side/", "/x/?y=1", sent)

    wanted = (
        PAGE.replace(
            'name="tittel" value="B" required', 'name="tittel" required value="Ny &quot;&lt;tittel&gt;&quot;"'
        )
        .replace("gamal &amp; tekst", "\n\nni &amp; ti")
        .replace('name="ja" checked', 'name="ja"')
        .replace('value="1" checked', 'value="1"')
        .replace('name="vel" value="2"', 'name="vel" value="2" checked')
        .replace('value="9" selected', 'value="9"')
        .replace('value="10"', 'value="10" selected')
        .replace('<option value="1">', '<option value="1" selected>')
        .replace('<option value="3">', '<option value="3" selected>')
        .replace(
            '<input name="to"><input name="to">', '<input name="to" value="ein"><input name="to" value="to">'
        )
    )
    assert (html, rest) == (wanted, [])


@pytest.mark.parametrize(
    "address", ["/", "/logg-inn/", "/bestill/behov/", "/bestill/samtale/", "/metodar/?q=x", "/sok/"]
)
def test_our_own_pages_go_through_sign_for_sign(client, address):
    page = client.get(address).text
    filler = refill._Filler(-2, [], "")

    filler.feed(page)
    filler.close()

    assert "".join(filler.written) == page


def test_what_has_no_place_is_told():
    _html, rest = refill.fill(
        PAGE, "/side/", "/x/", [("tittel", "A"), ("vel", "9"), ("borte", "x"), ("tom", " ")]
    )

    assert rest == [("vel", "9"), ("borte", "x")]


def test_a_page_without_the_form_is_left_alone():
    assert refill.fill(PAGE, "/side/", "/ein-annan/", [("q", "x")]) == (PAGE, [("q", "x")])
