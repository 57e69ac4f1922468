import datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from prosesstotte.templatetags import portal

MOMENT = datetime.datetime(2026, 11, 24, 8, 5, tzinfo=datetime.UTC)


def render(source, **context):
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (35, "35 min"),
        (0, "0 min"),
        (60, "1 t"),
        (90, "1 t 30 min"),
        ("125", "2 t 5 min"),
        (None, ""),
        ("x", ""),
    ],
)
def test_minutes_are_written_as_hours_and_minutes(minutes, text):
    assert portal.minutt(minutes) == text


def test_a_clock_time_has_a_full_stop_and_two_digits():
    assert portal.klokke(datetime.time(9, 0)) == "09.00"


def test_an_instant_is_shown_in_norwegian_time():
    assert portal.klokke(MOMENT) == "09.05"


def test_no_time_is_shown_as_nothing():
    assert portal.klokke(None) == ""


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (datetime.date(2026, 11, 24), "tysdag 24. november 2026"),
        (datetime.date(2026, 11, 1), "sundag 1. november 2026"),
        (datetime.datetime(2026, 5, 3, 22, 30, tzinfo=datetime.UTC), "måndag 4. mai 2026"),
        (datetime.date(2027, 1, 2), "laurdag 2. januar 2027"),
        (None, ""),
    ],
)
def test_a_date_is_written_in_full_without_a_leading_zero(day, text):
    assert portal.dato(day) == text


def test_steps_have_names_numbers_and_an_order():
    assert portal.stegnamn("folgje-opp") == "Følgje opp"
    assert portal.stegnummer("folgje-opp") == 5
    assert portal.stegliste(["velje", "opne"]) == "Opne, Velje"


def test_an_unknown_step_is_nothing():
    assert portal.stegnamn("dansar") == ""
    assert portal.stegnummer("") == 0


def test_the_flower_lights_one_petal_for_a_slug():
    html = render('{% blom "utforske" 40 %}')

    assert html.count("<use") == 2
    assert 'class="kb-2"' in html
    assert 'width="40"' in html


def test_the_flower_lights_a_petal_for_each_of_several_steps():
    html = render("{% blom steps %}", steps=["ordne", "velje"])

    assert 'class="kb-3"' in html
    assert 'class="kb-4"' in html


def test_the_flower_ignores_a_step_it_does_not_know():
    assert render('{% blom "<script>" %}').count("<use") == 1


@pytest.mark.parametrize(
    "source", ['{% blom "opne" %}', "{% blom_merke %}", "{% blom_helt %}", '{% ikon "phone" %}']
)
def test_drawings_are_hidden_from_screen_readers_and_have_no_inline_style(source):
    html = render(source)

    assert 'aria-hidden="true"' in html
    assert 'focusable="false"' in html
    assert "style=" not in html


def test_an_icon_points_into_the_sprite_with_its_size():
    html = render('{% ikon "phone" 36 %}')

    assert 'width="36"' in html
    assert "ikon.svg#phone" in html


def test_every_icon_of_the_templates_is_in_the_sprite(settings):
    import re

    sprite = (settings.BASE_DIR / "static/img/ikon.svg").read_text()
    asked = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{% ikon "([^"]+)"', path.read_text())
    }

    assert [name for name in sorted(asked) if f'id="{name}"' not in sprite] == []


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/metodar/", 'aria-current="page"'), ("/metodar/igp/", 'aria-current="true"'), ("/om/", "")],
)
def test_the_menu_marks_where_one_is(path, mark):
    html = portal.meny_lenkje(path, "tools:method_list", "Metodar")

    assert html == f'<a href="/metodar/"{" " + mark if mark else ""}>Metodar</a>'


def test_the_house_is_found_below_another_site():
    context = Context({"site": "huset"})
    context.push({"site": "allauth"})

    assert portal.own_site(context) == "huset"
    assert portal.own_site(Context()) == {}


def test_the_hero_links_each_petal_to_the_methods_of_its_step():
    html = Template('{% include "components/hero_flower.html" only %}').render(Context())

    assert html.count('href="/metodar/?steg=') == 5


@pytest.mark.parametrize("name", ["500", "503"])
def test_the_pages_for_a_sick_house_need_no_context(name):
    html = Template('{% extends "' + name + '.html" %}').render(Context())

    assert "<h1>" in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "429"])
def test_the_error_pages_say_what_to_do_and_give_the_phone(name, client):
    from django.contrib.auth.models import AnonymousUser
    from django.shortcuts import render as render_page

    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    html = render_page(request, f"{name}.html").content.decode()

    assert 'class="ingress"' in html
    assert 'href="tel:' in html
