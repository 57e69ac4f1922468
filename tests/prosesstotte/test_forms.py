import datetime

import html5lib
import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from prosesstotte.forms import ClockField, DsRenderer, PortalForm, PortalModelForm, QuarterHourField
from prosesstotte.models import News


class RequestForm(PortalForm):
    help = forms.ChoiceField(
        label="Kva treng de hjelp til?",
        choices=[("a", "Råd"), ("b", "Prosessleiar")],
        widget=forms.RadioSelect,
    )
    goal = forms.CharField(label="Mål", help_text="Skriv kort.", widget=forms.Textarea, max_length=50)
    day = forms.DateField(label="Dato")
    start = ClockField(label="Frå klokka")
    people = forms.IntegerField(label="Kor mange blir de?", min_value=2)
    aids = forms.MultipleChoiceField(
        label="Utstyr", choices=[("x", "Tavle")], required=False, widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(label="E-post")
    agreed = forms.BooleanField(label="Eg har lese vilkåra")
    secret = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("Kva gjeld det?", "help", "goal"),
        Fieldset("Når", Row("day", "start"), "people", "aids", "email", "agreed", "secret"),
        Submit("send", "Send"),
    )


GOOD = {
    "help": "a",
    "goal": "Semje",
    "day": "2026-11-24",
    "start": "9.00",
    "people": "12",
    "email": "namn@example.no",
    "agreed": "on",
}


def parse(html):
    """Parse strictly: the first mistake in the markup is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(
        f'<!DOCTYPE html><html lang="nn"><head><title>t</title></head><body>{html}</body></html>'
    )


def by_id(tree, name):
    return tree.find(f".//*[@id='{name}']")


def messages(**changed):
    form = RequestForm({**GOOD, **changed})
    return {name: list(errors) for name, errors in form.errors.items()}


def test_a_good_form_is_valid_and_gives_python_values():
    form = RequestForm(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["start"] == datetime.time(9)
    assert form.cleaned_data["day"] == datetime.date(2026, 11, 24)


@pytest.mark.parametrize("data", [None, {}, GOOD, {"goal": "x" * 10_000}])
def test_the_markup_parses_without_a_mistake(data):
    parse(f"<form>{RequestForm(data)}</form>")


@pytest.mark.parametrize("data", [None, {}, GOOD])
def test_the_crispy_layout_parses_without_a_mistake(data):
    tree = parse(render_crispy_form(RequestForm(data)))

    assert [heading.text for heading in tree.iterfind(".//section/h2")] == ["Kva gjeld det?", "Når"]


def test_crispy_and_django_draw_the_same_field():
    form = RequestForm()

    assert str(form["goal"].as_field_group()).strip() in render_crispy_form(RequestForm())


def test_the_error_summary_links_to_a_control_for_each_mistake():
    tree = parse(f"<form>{RequestForm({})}</form>")
    summary = tree.find(".//div[@class='ds-error-summary']")
    targets = [link.get("href") for link in summary.iterfind(".//a")]

    assert targets == [
        "#id_help_0", "#id_goal", "#id_day", "#id_start", "#id_people", "#id_email", "#id_agreed",
    ]  # fmt: skip
    assert [target for target in targets if by_id(tree, target[1:]) is None] == []
    assert "Rett opp desse 7 punkta før du sender" in "".join(summary.itertext())


def test_the_summary_takes_focus_and_is_named_by_its_heading():
    tree = parse(f"<form>{RequestForm({})}</form>")
    summary = tree.find(".//div[@class='ds-error-summary']")

    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary.attrib
    assert by_id(tree, summary.get("aria-labelledby")).tag == "h2"


def test_a_form_nobody_has_sent_has_no_summary():
    assert "ds-error-summary" not in str(RequestForm())


def test_everything_that_describes_a_control_exists():
    tree = parse(f"<form>{RequestForm({})}</form>")
    described = [
        element.get("aria-describedby") for element in tree.iter() if element.get("aria-describedby")
    ]

    assert by_id(tree, "id_goal").get("aria-describedby") == "id_goal_helptext id_goal_error"
    assert [name for names in described for name in names.split() if by_id(tree, name) is None] == []


def test_a_group_of_radio_buttons_is_a_fieldset_with_its_question_as_legend():
    tree = parse(f"<form>{RequestForm({})}</form>")
    group = tree.find(".//fieldset")

    assert group.find("legend").text.strip() == "Kva treng de hjelp til?"
    assert group.get("aria-describedby") == "id_help_error"
    assert by_id(tree, "id_help_0").get("aria-invalid") == "true"


def test_every_visible_control_has_a_label():
    tree = parse(f"<form>{RequestForm()}</form>")
    labelled = {label.get("for") for label in tree.iter("label")}
    controls = [
        e for tag in ("input", "textarea", "select") for e in tree.iter(tag) if e.get("type") != "hidden"
    ]

    assert [control.get("id") for control in controls if control.get("id") not in labelled] == []


def test_optional_fields_are_marked_and_required_ones_are_not():
    html = str(RequestForm())

    assert html.count("(valfritt)") == 1
    assert "*" not in html


def test_a_form_may_choose_not_to_mark_optional_fields():
    class FilterForm(PortalForm):
        mark_optional = False
        q = forms.CharField(label="Søk", required=False)

    assert "(valfritt)" not in str(FilterForm())


def test_what_was_typed_is_kept():
    tree = parse(f"<form>{RequestForm({**GOOD, 'start': '25.99'})}</form>")

    assert by_id(tree, "id_start").get("value") == "25.99"


def test_messages_say_what_to_do_and_about_which_field():
    assert {name: list(errors) for name, errors in RequestForm({}).errors.items()} == {
        "help": ["Svar på «Kva treng de hjelp til?»"],
        "goal": ["Fyll ut «Mål»"],
        "day": ["Vel ein dato under «Dato»"],
        "start": ["Fyll ut «Frå klokka»"],
        "people": ["Svar på «Kor mange blir de?»"],
        "email": ["Fyll ut «E-post»"],
        "agreed": ["Kryss av for «Eg har lese vilkåra»"],
    }


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"help": "z"}, "Vel eit av alternativa under «Kva treng de hjelp til?»"),
        ({"goal": "x" * 60}, "Skriv høgst 50 teikn under «Mål». No er det 60."),
        ({"day": "i morgon"}, "Skriv datoen under «Dato» slik: 24.11.2026"),
        ({"start": "lunsj"}, "Skriv klokkeslettet under «Frå klokka» slik: 09.00"),
        ({"people": "1"}, "Skriv eit tal som er 2 eller høgare under «Kor mange blir de?»"),
        ({"people": "mange"}, "Skriv eit heilt tal under «Kor mange blir de?»"),
        ({"people": "9" * 12}, "Skriv eit tal som er 2147483647 eller lågare under «Kor mange blir de?»"),
        ({"aids": ["q"]}, "Vel eit av alternativa under «Utstyr»"),
        ({"email": "namn"}, "Skriv ei gyldig e-postadresse, til dømes namn@kommune.no"),
    ],
)
def test_bad_input_gets_a_sentence_that_says_what_to_do(changed, message):
    assert [message] in messages(**changed).values()


@pytest.mark.parametrize("field", ["goal", "start", "day", "people", "email", "help", "aids"])
@pytest.mark.parametrize("text", ["a\0b", "\0", "a\ufffdb", "x" * 10_000, "9" * 10_000])
def test_nul_unreadable_and_ten_kilobytes_are_refused_and_can_be_shown_again(field, text):
    form = RequestForm({**GOOD, field: [text] if field == "aids" else text})

    assert field in form.errors
    parse(f"<form>{form}</form>")


def test_text_without_a_limit_of_its_own_has_one():
    class NoteForm(PortalForm):
        note = forms.CharField(label="Notat")

    assert NoteForm({"note": "x" * 10_000}).errors == {
        "note": ["Skriv høgst 4000 teikn under «Notat». No er det 10000."]
    }


def test_a_line_break_pasted_from_slides_is_a_line_break():
    assert RequestForm({**GOOD, "goal": "ein\x0bto"})["goal"].data == "ein\nto"


def test_a_field_keeps_the_messages_somebody_wrote_for_it():
    class OwnForm(PortalForm):
        name = forms.CharField(label="Namn", error_messages={"required": "Kva heiter gruppa?"})

    assert OwnForm({}).errors == {"name": ["Kva heiter gruppa?"]}


def test_a_percent_sign_in_a_label_does_no_harm():
    class ShareForm(PortalForm):
        share = forms.IntegerField(label="50 % av kva", max_value=3)

    assert ShareForm({"share": "9"}).errors == {
        "share": ["Skriv eit tal som er 3 eller lågare under «50 % av kva»"]
    }


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", (9, 0)), ("09", (9, 0)), ("9.00", (9, 0)), ("09.00", (9, 0)), ("09:00", (9, 0)),
        ("0900", (9, 0)), ("900", (9, 0)), ("kl. 9", (9, 0)),
        (" 13,45 ", (13, 45)), ("23.59", (23, 59)), ("0", (0, 0)),
    ],
)  # fmt: skip
def test_clock_times_are_taken_as_people_write_them(text, clock):
    assert ClockField().clean(text) == datetime.time(*clock)


@pytest.mark.parametrize("text", ["24.00", "9.60", "9.5", "halv ni", "99", "12345", "-1", "9.00.00"])
def test_what_is_no_clock_time_is_refused(text):
    with pytest.raises(forms.ValidationError):
        ClockField().clean(text)


def test_a_clock_time_is_shown_with_a_full_stop():
    assert ClockField().prepare_value(datetime.time(9, 5)) == "09.05"


def test_quarter_hours_run_from_first_to_last():
    field = QuarterHourField(first=datetime.time(8), last=datetime.time(9))

    assert [value for value, text in field.choices] == ["", "08.00", "08.15", "08.30", "08.45", "09.00"]
    assert field.clean("08.15") == datetime.time(8, 15)
    assert field.prepare_value(datetime.time(8, 15)) == "08.15"


def test_a_date_is_asked_with_the_browsers_calendar_in_its_own_format():
    form = RequestForm(initial={"day": datetime.date(2026, 11, 24)})

    assert 'type="date"' in str(form["day"])
    assert 'value="2026-11-24"' in str(form["day"])


def test_a_model_form_is_dressed_too():
    class NewsForm(PortalModelForm):
        class Meta:
            model = News
            fields = ["title"]

    assert "ds-input" in str(NewsForm()["title"])
    assert list(NewsForm({}).errors["title"]) == ["Fyll ut «Tittel»"]


def test_an_admin_form_is_not_dressed(rf: RequestFactory):
    request = rf.get("/admin/")
    form = admin.ModelAdmin(News, admin.site).get_form(request)()

    assert not isinstance(form.renderer, DsRenderer)
    assert "ds-" not in str(form)


def test_a_plain_django_form_keeps_djangos_own_templates():
    class PlainForm(forms.Form):
        a = forms.ChoiceField(choices=[("1", "ein")], widget=forms.RadioSelect)

    assert "ds-" not in str(PlainForm({}))
