"""Lists of people in and out: pasted, CSV, Excel; a dry run first; no formulas."""

import io

import openpyxl
import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from prosesstotte import events, roles
from referencegroups import actions, sheets
from referencegroups.choices import GroupState, State
from referencegroups.models import Member, Membership
from referencegroups.sheets import Person
from tests.factories import make_user
from tests.referencegroups.factories import make_group, make_member, make_membership
from tests.referencegroups.post import kinds, letters

KARI = Person("kari@example.org", "Kari", "Fjord", "90000000")
PER = Person("per@example.org", "Per", "Vik", "")


def excel(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "Fornamn;Etternamn;Mobil;E-post\nKari;Fjord;90000000;kari@example.org\nPer;Vik;;per@example.org\n",
        "first name,last name,mobile,e-mail\nKari,Fjord,90000000,Kari@Example.org\nPer,Vik,,per@example.org",
        "Kari\tFjord\t90000000\tkari@example.org\nPer\tVik\t\tper@example.org",
        "E-post;Etternamn;Fornamn;Mobil\r\nkari@example.org;Fjord;Kari;90000000\r\n\r\nper@example.org;Vik;Per;",
        "Fornamn;Etternamn;Mobil;E-post\nKari;Fjord;90000000;kari@example.org\nPer;Vik;;per@example.org".encode(
            "utf-8-sig"
        ),
        excel(
            ["Fornamn", "Etternamn", "Mobil", "E-post"],
            ["Kari", "Fjord", 90000000, "kari@example.org"],
            ["Per", "Vik", None, "per@example.org"],
        ),
    ],
    ids=["semicolons", "English and commas", "pasted cells", "another order", "bytes", "Excel"],
)
def test_a_list_is_read_however_it_comes(content):
    assert sheets.read(content) == [KARI, PER]


def test_addresses_alone_and_as_mail_programs_write_them_are_read():
    people = sheets.read("kari@example.org\nPer Vik <per@example.org>\n")

    assert people == [Person("kari@example.org"), PER]


def test_norwegian_letters_from_windows_are_read():
    people = sheets.read("Fornamn;E-post\nBjørg Åse;bjorg@example.org".encode("cp1252"))

    assert people == [Person("bjorg@example.org", "Bjørg Åse")]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 not a workbook", b"\x81\x8d\x8f\x90\x9d", "x" * 2_000_001, "a@example.org\n" * 2001],
    ids=["broken workbook", "no letters", "too large", "too many"],
)
def test_a_list_that_cannot_be_read_says_what_to_do(content):
    with pytest.raises(ValidationError, match=r"Lista|Lagre ho som"):
        sheets.read(content)


def test_a_small_file_that_unpacks_to_a_very_large_one_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)

    with pytest.raises(ValidationError, match="Lista er for stor"):
        sheets.read(excel(["kari@example.org"]))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again(kind):
    people = [KARI, PER, Person("x@example.org", "=HYPERLINK(1)", "@SUM", "0046701234567")]

    assert sheets.read(sheets.write(people, kind)) == people


def test_the_columns_are_those_nyby_uses():
    assert sheets.write([], "csv").decode("utf-8-sig") == "Fornamn;Etternamn;Mobil;E-post\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+47", "-1", "@x", "\tx", "\rx"])
def test_no_cell_becomes_a_formula(text):
    written = sheets.write([Person("x@example.org", text)], "xlsx")

    cell = openpyxl.load_workbook(io.BytesIO(written)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


# --- In admin ------------------------------------------------------------------------------------


@pytest.fixture
def group(db):
    roles.fill_groups()
    return make_group(owner_user=make_user(is_staff=True))


@pytest.fixture
def owner(client, group):
    group.owner_user.groups.add(roles.group_of(roles.OWNER))
    client.force_login(group.owner_user)
    return client


@pytest.fixture
def coordinator(client, group):
    user = make_user(is_staff=True)
    user.groups.add(roles.group_of(roles.COORDINATOR))
    client.force_login(user)
    return client


def page(group):
    return reverse("admin:referencegroups_group_invite", args=[group.pk])


def words(response):
    return {row["person"].email: str(row["words"]).partition(":")[0] for row in response.context["rows"]}


def test_the_dry_run_says_what_would_happen_with_each_and_sends_nothing(owner, group):
    make_membership(group, make_member("med@example.org"))
    make_membership(group, make_member("ventar@example.org"), State.INVITED)
    actions.leave(membership=make_membership(group, make_member("slutta@example.org")))
    make_membership(member=make_member("annan@example.org"))
    before = len(letters())

    people = ["ny", "med", "ventar", "slutta", "annan"]
    text = "\n".join([*(f"{name}@example.org" for name in people), "feil"])

    response = owner.post(page(group), {"text": text})

    assert words(response) == {
        "ny@example.org": "Ny",
        "med@example.org": "Er med frå før",
        "ventar@example.org": "Invitert før",
        "slutta@example.org": "Har slutta",
        "annan@example.org": "Vil ikkje høyre om nye grupper",
        "feil": "E-postadressa er ikkje rett",
    }
    assert response.context["number"] == 2
    assert not Member.objects.filter(email="ny@example.org").exists()
    assert len(letters()) == before


def test_the_list_that_was_looked_over_is_the_one_that_is_invited(owner, group):
    make_membership(group, make_member("med@example.org"))
    text = "Kari;Fjord;900 00 000;ny@example.org\nny@example.org\nmed@example.org"
    dry = owner.post(page(group), {"text": text})

    response = owner.post(page(group), {"go": dry.context["sealed"]}, follow=True)

    assert "1 invitasjon er send." in response.text
    invited = Membership.objects.get(member__email="ny@example.org")
    assert (invited.state, invited.source) == (State.INVITED, "import")
    assert actions.prefilled(invited) == {"first_name": "Kari", "last_name": "Fjord", "mobile": "90000000"}
    assert (kinds("ny@example.org"), kinds("med@example.org")) == (["invited"], [])


def test_one_who_withdraws_between_dry_run_and_go_is_left_in_peace(owner, group):
    membership = make_membership(group, make_member("x@example.org"), State.INVITED)
    dry = owner.post(page(group), {"text": "x@example.org"})
    actions.leave(membership=membership)

    owner.post(page(group), {"go": dry.context["sealed"]})

    membership.refresh_from_db()
    assert membership.state == State.ENDED


@pytest.mark.parametrize(
    "sealed",
    ["x", signing.dumps({"group": 0, "people": []}, salt="referencegroups.import")],
    ids=["tampered with", "of another group"],  # a seal holds the moment, and two workers must agree on names
)
def test_a_list_that_nobody_looked_over_is_refused(owner, group, sealed):
    response = owner.post(page(group), {"go": sealed}, follow=True)

    assert "Lista er for gammal" in response.text


@pytest.mark.parametrize(
    "data", [{}, {"text": " \n "}, {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}]
)
def test_a_list_that_is_none_is_told_what_to_do(owner, group, data):
    response = owner.post(page(group), data)

    assert response.status_code == 422


def test_a_group_that_is_not_open_says_so(owner, group):
    group.state = GroupState.DRAFT
    group.save()
    dry = owner.post(page(group), {"text": "ny@example.org"})

    response = owner.post(page(group), {"go": dry.context["sealed"]}, follow=True)

    assert "Gruppa er ikkje open for nye medlemer no" in response.text


def test_the_dry_run_asks_the_database_as_often_for_many_as_for_one(owner, group, django_assert_num_queries):
    from referencegroups.admin.group_pages import dry_run

    make_member("per@example.org")
    for number in (1, 300):
        people = [Person(f"ny{place}@example.org") for place in range(number)] + [PER]
        with django_assert_num_queries(5):
            dry_run(group, people)


def test_the_coordinator_takes_out_a_list_and_leaves_a_line_in_the_log(coordinator, group):
    make_membership(group, make_member("kari@example.org", first_name="Kari", last_name="Fjord"))
    make_membership(group, make_member("b@example.org"), State.CONFIRMED)
    make_membership(member=make_member("c@example.org"))

    response = coordinator.post(reverse("admin:referencegroups_group_take_out", args=[group.pk, "csv"]))

    assert sheets.read(response.content) == [Person("kari@example.org", "Kari", "Fjord")]
    assert events.history(group).get().data == {"number": 1, "kind": "csv"}


def test_the_owner_takes_out_no_list_of_participants(owner, group):
    response = owner.post(reverse("admin:referencegroups_group_take_out", args=[group.pk, "csv"]))

    assert response.status_code == 403
    assert not events.history(group).exists()


def test_a_list_is_taken_out_by_post_alone(coordinator, group):
    assert (
        coordinator.get(reverse("admin:referencegroups_group_take_out", args=[group.pk, "csv"])).status_code
        == 405
    )
