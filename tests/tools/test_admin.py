import re
import uuid

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_method, make_recipe, make_run, make_user
from tools import plain_lists
from tools.actions import runs
from tools.content.loading import is_edited
from tools.live import Event
from tools.models import Method, Recipe, Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def form_values(response):
    """What a browser would send if somebody opened the form and pressed the button."""
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    values = {}
    form = next(form for form in tree.iter("form") if (form.get("id") or "").endswith("_form"))
    for control in (part for part in form.iter() if part.tag in {"input", "textarea", "select"}):
        for value in control_values(control):
            values.setdefault(control.get("name"), []).append(value)
    return {name: sent for name, sent in values.items() if name and not name.startswith("_")}


def control_values(control):
    if control.tag == "textarea":
        return [re.sub(r"\r?\n", "\r\n", (control.text or "").removeprefix("\n"))]
    if control.tag == "select":
        return [
            option.get("value") for option in control.iter("option") if option.get("selected") is not None
        ]
    if control.get("type") in {"checkbox", "radio"} and control.get("checked") is None:
        return []
    return [control.get("value") or ("on" if control.get("type") == "checkbox" else "")]


@pytest.mark.parametrize("model", [Method, Recipe, Synonym])
def test_every_list_and_form_opens(admin, model):
    recipe = make_recipe(methods=[make_method()])
    Synonym.objects.create(term="ord", means="anna ord")
    row = recipe if model is Recipe else model.objects.first()
    name = f"admin:tools_{model._meta.model_name}"

    for address in [
        reverse(f"{name}_changelist"),
        reverse(f"{name}_add"),
        reverse(f"{name}_change", args=[row.pk]),
    ]:
        assert admin.get(address).status_code == 200
    assert admin.get(reverse(f"{name}_changelist"), {"q": "lappar"}).status_code == 200


def test_saving_a_loaded_method_untouched_is_no_edit(admin, library):
    for method in Method.objects.order_by("?")[:8]:
        address = reverse("admin:tools_method_change", args=[method.pk])
        response = admin.post(address, form_values(admin.get(address)))

        assert response.status_code == 302, response.context["adminform"].errors
        assert not is_edited(Method.objects.get(pk=method.pk)), method


def test_an_edit_is_seen_as_one(admin, library):
    method = Method.objects.get(slug="innsjekk")
    address = reverse("admin:tools_method_change", args=[method.pk])
    admin.post(address, {**form_values(admin.get(address)), "tips": "Eitt tips, med komma\r\n\r\nEitt til"})

    method = Method.objects.get(pk=method.pk)
    assert method.tips == ["Eitt tips, med komma", "Eitt til"]
    assert is_edited(method)


def test_numbers_that_do_not_add_up_are_refused_with_a_sentence(admin):
    method = make_method()
    address = reverse("admin:tools_method_change", args=[method.pk])
    response = admin.post(address, {**form_values(admin.get(address)), "fixed_min": "18"})

    assert "Linjene tek 19 minutt til saman, men metoden tek 22 minutt for 20 deltakarar." in response.text


def test_a_line_that_cannot_be_read_is_refused_with_an_example(admin):
    method = make_method()
    address = reverse("admin:tools_method_change", args=[method.pk])
    response = admin.post(
        address, {**form_values(admin.get(address)), "instructions": "Fem minutt: Opne\nTekst"}
    )

    assert "Skriv «5 min: Tittel» på ei linje" in response.text


def test_a_loaded_row_is_hidden_instead_of_deleted(admin):
    loaded, own = make_method(loaded_digest="x"), make_method()

    assert admin.get(reverse("admin:tools_method_delete", args=[loaded.pk])).status_code == 403
    assert admin.get(reverse("admin:tools_method_delete", args=[own.pk])).status_code == 200
    admin.post(
        reverse("admin:tools_method_changelist"),
        {"action": "unpublish", "_selected_action": [loaded.pk]},
    )
    assert not Method.objects.published().filter(pk=loaded.pk).exists()


@pytest.mark.parametrize(
    ("show", "read", "field"),
    [
        (plain_lists.instructions_text, plain_lists.read_instructions, "instructions"),
        (plain_lists.materials_text, plain_lists.read_materials, "materials"),
        (plain_lists.inclusion_text, plain_lists.read_inclusion, "inclusion"),
    ],
)
def test_lists_survive_being_written_as_text(library, show, read, field):
    for method in Method.objects.all():
        value = getattr(method, field)
        assert read(show(value)) == value, method


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (plain_lists.read_instructions, "Opne\nTekst"),
        (plain_lists.read_instructions, "5 min: Opne"),
        (plain_lists.read_materials, "Ti lappar"),
        (plain_lists.read_materials, "Lappar: mange per person"),
        (plain_lists.read_inclusion, "Utan å danse: Sit."),
        (plain_lists.read_inclusion, "Utan å skrive:"),
    ],
)
def test_lines_that_cannot_be_read_are_refused(read, text):
    with pytest.raises(ValidationError):
        read(text)


def test_a_stranger_does_not_come_in(client):
    client.force_login(make_user())

    assert client.get(reverse("admin:tools_method_changelist")).status_code in {302, 403}


def test_the_history_of_a_method_tells_who_changed_what(admin):
    method = make_method()
    address = reverse("admin:tools_method_change", args=[method.pk])
    admin.post(address, {**form_values(admin.get(address)), "summary": "Ein ny ingress."})

    history = admin.get(reverse("admin:tools_method_history", args=[method.pk])).text

    assert "ngress" in history
    assert str(method.pk) in history
    assert "Ein ny ingress." in admin.get(method.get_absolute_url()).text


@pytest.mark.parametrize("slug", ["samling", "oppskrifter", "feed"])
def test_an_address_that_is_taken_is_refused(admin, slug):
    method = make_method()
    address = reverse("admin:tools_method_change", args=[method.pk])

    response = admin.post(address, {**form_values(admin.get(address)), "slug": slug})

    assert "Adressa er i bruk til noko anna. Vel ei anna." in response.text


@pytest.mark.parametrize("number", [1, 3])
def test_runs_are_read_and_never_changed_by_hand(admin, django_assert_num_queries, number):
    for _ in range(number):
        run = make_run(by=make_user())
        runs.take_events(run=run, events=[Event(str(uuid.uuid4()), "end", timezone.now())])
    lists = [reverse("admin:tools_run_changelist"), reverse("admin:tools_methodrun_changelist")]
    admin.get(lists[0])

    for address in lists:
        with django_assert_num_queries(6):
            assert admin.get(address).status_code == 200
    assert "2 t" in admin.get(reverse("admin:tools_run_change", args=[run.pk])).text
    for action in ("add", "delete"):
        arguments = [] if action == "add" else [run.pk]
        assert admin.get(reverse(f"admin:tools_run_{action}", args=arguments)).status_code == 403
