"""An owner meets nothing of another's, whatever address they try. Written over the admin registry, so that
it covers every model the app will ever register."""

import itertools
import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.urls import URLPattern, reverse

from prosesstotte import roles
from referencegroups.choices import Role, State
from referencegroups.models import ConsentEvent, Member, Membership, ReferenceGroup
from tests.factories import make_user
from tests.referencegroups.factories import make_member, make_membership
from tests.referencegroups.worlds import make_world

pytestmark = pytest.mark.django_db
APP = "referencegroups"
# Not about any one group: who may open them is the role's question alone.
SHARED = {"consenttext", "areaowner"}


def admins():
    return [own for model, own in admin.site._registry.items() if model._meta.app_label == APP]


@pytest.fixture(scope="module")
def two_worlds(committed):
    return make_world("min"), make_world("hin")


@pytest.fixture
def worlds(client, two_worlds, db):
    client.force_login(two_worlds[0].owner)
    return two_worlds


def addresses(model_admin, pks):
    """Every address of one model's admin, with each of `pks` where it takes one."""
    for pattern in model_admin.get_urls():
        if not isinstance(pattern, URLPattern) or not pattern.name:
            continue
        names = list(pattern.pattern.converters)
        for values in itertools.product(*[pks if name in {"object_id", "pk"} else GUESSES for name in names]):
            yield reverse(f"admin:{pattern.name}", kwargs=dict(zip(names, values, strict=True)))


# What the other parts of an address may be; wrong ones answer 404, which is also fine.
GUESSES = ["open", "start", "close", "csv", "xlsx", "1", "2026"]


def found(response, secrets):
    text = response.content.decode(errors="replace")
    return [secret for secret in secrets if secret in text]


def test_every_model_in_admin_has_a_row_in_the_worlds(worlds):
    models_there = {type(row) for row in worlds[1].rows}
    missing = {own.model.__name__ for own in admins() if own.opts.model_name not in SHARED} - {
        model.__name__ for model in models_there
    }

    assert missing == set()


def test_no_address_of_admin_shows_an_owner_anything_of_another(client, worlds):
    _mine, other = worlds
    leaks, tried = [], 0
    for own in admins():
        for address in addresses(own, other.pks(own.model) or [1]):
            for method in (client.get, client.post):
                response = method(address, follow=True)
                tried += 1
                leaks += [(address, secret) for secret in found(response, other.secrets)]

    assert leaks == []
    assert tried > 60


def test_the_walk_finds_what_there_is_to_find(client, worlds):
    """The same addresses, by somebody who may see it all: the test above can fail."""
    _mine, other = worlds
    client.force_login(make_user(is_staff=True, is_superuser=True))

    for model in {type(row) for row in other.rows} & set(admin.site._registry):
        pages = [client.get(address) for address in addresses(admin.site._registry[model], other.pks(model))]
        assert any(found(page, other.secrets) for page in pages), model


def test_another_owner_has_changed_nothing_by_all_that(client, worlds):
    _mine, other = worlds
    before = [(type(row), row.pk, snapshot(row)) for row in other.rows]
    for own in admins():
        for address in addresses(own, other.pks(own.model) or [1]):
            client.post(address, {"post": "yes", "name": "Kapra", "reason": "Kapra", "text": "x@example.org"})

    assert [(type(row), row.pk, snapshot(row)) for row in other.rows] == before


def snapshot(row):
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def test_every_action_on_a_list_leaves_the_rows_of_others_alone(client, worlds):
    _mine, other = worlds
    before = [(type(row), row.pk, snapshot(row)) for row in other.rows]
    for own in admins():
        address = reverse(f"admin:{APP}_{own.opts.model_name}_changelist")
        chosen = other.pks(own.model)
        for action in [name for name in own.actions if isinstance(name, str)] + [
            action.__name__ for action in own.actions if callable(action)
        ]:
            data = {"action": action, "_selected_action": chosen, "reason": "Kapra", "select_across": "1"}
            response = client.post(address, data, follow=True)
            assert found(response, other.secrets) == []

    after = [(type(row), row.pk, snapshot(row)) for row in other.rows]
    assert after == before


def test_no_filter_or_search_in_an_address_reaches_the_rows_of_others(client, worlds):
    _mine, other = worlds
    leaks = []
    for own in admins():
        base = reverse(f"admin:{APP}_{own.opts.model_name}_changelist")
        pk = other.group.pk
        queries = [
            f"q={other.name}", f"group__id__exact={pk}", f"group={pk}", f"area__id__exact={other.area.pk}",
            f"id__exact={pk}", "group__owner_user__email__startswith=hin", f"id__in={pk}",
        ]  # fmt: skip
        for query in queries:
            response = client.get(f"{base}?{query}", follow=True)
            searched = [secret for secret in found(response, other.secrets) if secret != other.name]
            leaks += [(base, query, secret) for secret in searched]

    assert leaks == []


def test_autocomplete_offers_nothing_of_others(client, worlds):
    _mine, other = worlds
    fields = [
        (own.model, field)
        for own in admins()
        for field in own.model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]
    for model, field in fields:
        query = {"app_label": APP, "model_name": model._meta.model_name, "field_name": field.name, "term": ""}
        response = client.get(reverse("admin:autocomplete"), query)
        assert found(response, other.secrets) == []
    assert fields


def test_the_choices_of_a_form_are_the_owners_own(client, worlds):
    mine, other = worlds

    page = client.get(reverse(f"admin:{APP}_referencegroup_add")).text

    assert mine.area.name in page
    assert other.area.name not in page


def test_an_owner_sees_the_own_group_with_its_people(client, worlds):
    mine, _other = worlds

    groups = client.get(reverse(f"admin:{APP}_referencegroup_changelist")).text
    people = client.get(reverse(f"admin:{APP}_membership_changelist")).text

    assert mine.group.name in groups
    assert "minkari" in people


def test_an_owner_of_an_area_sees_every_group_there(client, worlds):
    from tests.referencegroups.factories import make_group

    mine, _other = worlds
    group = make_group("Enno ei gruppe", area=mine.area)

    assert client.get(reverse(f"admin:{APP}_referencegroup_change", args=[group.pk])).status_code == 200


def test_a_coordinator_sees_every_group(client, worlds):
    coordinator = make_user(is_staff=True)
    coordinator.groups.add(roles.group_of(roles.COORDINATOR))
    client.force_login(coordinator)

    page = client.get(reverse(f"admin:{APP}_referencegroup_changelist")).text

    assert "Gruppa min" in page
    assert "Gruppa hin" in page


@pytest.mark.parametrize("model", ["referencegroup", "membership", "member", "consentevent"])
def test_staff_without_a_role_see_nothing(client, worlds, model):
    client.force_login(make_user(is_staff=True))

    assert client.get(reverse(f"admin:{APP}_{model}_changelist")).status_code == 403


def test_an_owner_cannot_give_the_group_away_or_move_it(client, worlds):
    mine, other = worlds
    address = reverse(f"admin:{APP}_referencegroup_change", args=[mine.group.pk])
    form = client.get(address).context["adminform"].form
    data = {name: value if (value := form[name].value()) is not None else "" for name in form.fields}
    inline = {"targets-TOTAL_FORMS": 0, "targets-INITIAL_FORMS": 0}

    client.post(
        address, {**data, **inline, "area": other.area.pk, "owner_user": other.owner.pk, "name": "Nytt namn"}
    )

    group = ReferenceGroup.objects.get(pk=mine.group.pk)
    assert (group.name, group.area, group.owner_user) == ("Nytt namn", mine.area, mine.owner)


# --- A leader gets no list of employees ---------------------------------------------------------


def test_an_owner_reads_no_name_of_an_employee(client, worlds):
    mine, _other = worlds
    employee = Membership.objects.get(group=mine.group, role=Role.EMPLOYEE)
    unknown = make_membership(mine.group, make_member("ukjend@example.org"), State.REQUESTED)
    pages = [
        reverse(f"admin:{APP}_membership_changelist"),
        reverse(f"admin:{APP}_member_changelist"),
        reverse(f"admin:{APP}_membership_change", args=[employee.pk]),
        reverse(f"admin:{APP}_membership_history", args=[employee.pk]),
        reverse(f"admin:{APP}_member_change", args=[employee.member_id]),
        reverse(f"admin:{APP}_member_history", args=[employee.member_id]),
        f"{reverse(f'admin:{APP}_membership_changelist')}?q=medlem1",
    ]
    for page in pages:
        text = client.get(page, follow=True).text.replace('value="medlem1"', "")
        assert employee.member.email not in text
        assert unknown.member.email not in text
    listed = client.get(pages[0]).text
    assert f"Tilsett, nummer {employee.member.number}" in listed


def test_a_search_for_an_employee_finds_nothing_for_an_owner(client, worlds):
    page = client.get(f"{reverse(f'admin:{APP}_membership_changelist')}?q=min.medlem1")

    assert page.context["cl"].result_count == 0


# --- Never in admin -----------------------------------------------------------------------------


@pytest.fixture
def everything(client, worlds):
    """An administrator with every right there is."""
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("what", ["change", "delete"])
def test_nobody_edits_or_deletes_a_consent_event(everything, what):
    event = ConsentEvent.objects.first()
    address = reverse(f"admin:{APP}_consentevent_{what}", args=[event.pk])

    assert everything.post(address, {"post": "yes", "decision": "withdrawn"}).status_code == 403
    assert ConsentEvent.objects.get(pk=event.pk).decision == event.decision


def test_nobody_deletes_a_member_or_a_membership(everything):
    for row in [Member.objects.first(), Membership.objects.first()]:
        address = reverse(f"admin:{APP}_{row._meta.model_name}_delete", args=[row.pk])
        assert everything.post(address, {"post": "yes"}).status_code == 403


def test_no_page_of_admin_shows_a_secret_of_a_link(everything, worlds):
    membership = Membership.objects.first()
    secrets = [membership.nonce, membership.invite_nonce]

    for own in admins():
        for address in addresses(own, worlds[0].pks(own.model) or [1]):
            assert found(everything.get(address, follow=True), secrets) == []


def test_the_log_of_admin_names_no_member(everything, worlds):
    membership = Membership.objects.filter(state=State.CONFIRMED).first()
    everything.post(
        reverse(f"admin:{APP}_membership_changelist"),
        {"action": "approve", "_selected_action": [membership.pk], "reason": ""},
    )
    logged = " ".join(LogEntry.objects.values_list("object_repr", flat=True))

    assert not re.search(r"@example\.org", logged)
    membership.refresh_from_db()
    assert membership.state == State.ACTIVE


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "model", ["referencegroup", "membership", "member", "consentevent", "areaowner", "consenttext"]
)
def test_every_list_in_admin_has_a_constant_number_of_queries(
    everything, worlds, model, number, django_assert_max_num_queries
):
    for extra in range(number):
        make_world(f"meir{extra}")
    address = reverse(f"admin:{APP}_{model}_changelist")
    everything.get(address)

    with django_assert_max_num_queries(LIST_QUERIES[model]):
        assert everything.get(address).status_code == 200


LIST_QUERIES = {
    "referencegroup": 9, "membership": 10, "member": 8, "consentevent": 11, "areaowner": 8, "consenttext": 8,
}  # fmt: skip
