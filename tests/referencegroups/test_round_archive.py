"""The archive package of a round: aggregates, questions, feedback and log, and nothing of any one person."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from prosesstotte.models import Event
from tests.factories import make_user
from tests.referencegroups.factories import make_group
from tests.referencegroups.round_factories import make_fed_back, make_open

pytestmark = pytest.mark.django_db
SIX = [{0: 0, 1: 4, 2: "Meir plass til barnevogn."}] * 6


def owned(make, **fields):
    owner = make_user()
    return make(group=make_group(owner_user=owner), **fields), owner


def package(client, row, user):
    client.force_login(user)
    return client.post(reverse("referencegroups:round_archive", args=[row.pk]))


def test_the_package_holds_questions_results_feedback_and_log(client):
    row, owner = owned(make_fed_back, answers=SIX)

    files = zipfile.ZipFile(io.BytesIO(package(client, row, owner).content))

    parts = {part["del"]: part for part in json.loads(files.read("runde.json"))["delar"]}
    assert parts["Spørsmåla"]["rader"][0]["Spørsmål"] == "Kor ofte er du der?"
    answered = {(one["Spørsmål"], one["Svar"]): one["Tal"] for one in parts["Resultata"]["rader"]}
    assert answered["Kor ofte er du der?", "Ofte"] == 6
    assert parts["Kva blei det til?"]["rader"][0]["Vi høyrde"] == "Ope om kvelden"
    assert [one["Hending"] for one in parts["Logg"]["rader"]][-1] == "Tilbakemelding gitt"
    paper = PdfReader(io.BytesIO(files.read("runde.pdf")))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_nothing_in_it_is_from_any_one_person(client):
    row, owner = owned(make_fed_back, answers=SIX)
    people = [one.membership.member for one in row.invitations.select_related("membership__member")]

    written = zipfile.ZipFile(io.BytesIO(package(client, row, owner).content)).read("runde.json").decode()

    assert "barnevogn" not in written
    assert not [member.email for member in people if member.email in written]


def test_handing_it_out_is_in_the_log(client):
    row, owner = owned(make_fed_back)

    package(client, row, owner)

    assert Event.objects.get(verb="exported").by == owner
    assert "Last ned arkivpakka" in client.get(reverse("referencegroups:feedback", args=[row.pk])).text


def test_an_open_round_and_another_ones_round_give_none(client):
    open_round, owner = owned(make_open)
    row, _owner = owned(make_fed_back)

    assert package(client, open_round, owner).status_code == 404
    assert package(client, row, make_user()).status_code == 403
    client.force_login(owner)
    assert client.get(reverse("referencegroups:round_archive", args=[row.pk])).status_code == 405
    assert not Event.objects.filter(verb="exported").exists()
