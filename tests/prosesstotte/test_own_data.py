"""«Kva har de om meg?»: every room tells of its own, and no column that names a user is forgotten."""

import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from bookings.choices import HISTORY
from bookings.story import BOOKING_HISTORY, TALK_HISTORY
from prosesstotte import own_data
from tests.bookings.factories import make_completed, make_leader, user_of
from tests.factories import make_collection, make_experience, make_method, make_programme, make_user
from tests.referencegroups.factories import make_group, make_member

pytestmark = pytest.mark.django_db
PAGE = reverse("own_data")


def parts(user):
    return {section.title: section for section in own_data.record_of(user).filled}


def test_every_happening_in_a_history_has_words_here_too():
    assert HISTORY.keys() == BOOKING_HISTORY.keys() | TALK_HISTORY.keys()


def test_a_newcomer_has_an_address_and_little_else():
    user = make_user("kari@example.no")

    assert list(parts(user)) == ["Om deg"]
    assert dict(parts(user)["Om deg"].told)["E-post"] == "kari@example.no"


def test_every_room_tells_of_its_own():
    leader = make_leader("Berit Moe")
    user = user_of(leader)
    booking = make_completed(leader=leader)
    make_programme(by=user)
    make_collection(make_method(), owner=user)
    make_experience(by=user)
    make_group("Framtidas bibliotek", owner_user=user)

    told = parts(user)

    assert told["Bestillingar"].rows[0][0] == booking.title
    assert "prosessleiar" in told["Bestillingar"].rows[0][4]
    assert "måndag 08.00–16.00" in dict(told["Arbeidstida di"].told)["Arbeidstid"]
    assert {"Køyreplanar du eig", "Samlingane dine", "Erfaringar du har skrive"} <= set(told)
    assert told["Referansegrupper du eig"].lines == ("Framtidas bibliotek",)
    assert "E-post vi har sendt deg" in told
    assert "Det du har gjort her" in told


def test_what_no_part_tells_of_is_counted_all_the_same():
    booking = make_completed()

    rows = parts(booking.booker)["Kvar namnet ditt står"].rows

    assert ("bestilling", "bestillar", 1) in rows
    assert ("bestilling", "formøtet blei halde med", 1) in rows


def test_the_pointers_are_found_in_every_room():
    labels = {model._meta.app_label for model, _field in own_data.pointers()}

    assert labels == own_data.OURS


def test_the_page_and_the_files_tell_the_same_and_only_of_oneself(client):
    booking, other = make_completed(), make_completed()
    client.force_login(booking.booker)

    page = client.get(PAGE)
    data = json.loads(client.get(reverse("own_data_file", args=["json"])).content)
    paper = PdfReader(io.BytesIO(client.get(reverse("own_data_file", args=["pdf"])).content))

    assert booking.booker.email in page.text
    assert other.booker.email not in page.text + json.dumps(data)
    assert [part["del"] for part in data["delar"]] == [
        section["section"].title for section in page.context["sections"]
    ]
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "no-store" in page.headers["Cache-Control"]


def test_a_member_of_a_group_is_shown_the_way_and_nothing_of_it(client):
    member = make_member("kari@example.no", first_name="Karianne")
    client.force_login(make_user(member.email))

    text = client.get(PAGE).text

    assert reverse("referencegroups:new_link") in text
    assert "Karianne" not in text


def test_the_way_there_stands_on_mine(client):
    client.force_login(make_user())

    assert f'href="{PAGE}"' in client.get(reverse("mine")).text


def test_a_stranger_logs_in_first(client):
    assert client.get(PAGE).status_code == 302
