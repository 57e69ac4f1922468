"""Free times as radio buttons, and those who lead as options: in Python, for there may be hundreds."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()
RADIO = '<label class="tid"><input type="radio" name="{}" value="{}"{}{}><span>{}</span></label>'
OPTION = '<option value="{}"{}>{}</option>'
NOTHING, CHECKED, SELECTED = mark_safe(""), mark_safe(" checked"), mark_safe(" selected")


@register.simple_tag
def start_radios(times, name, picked, first_id=""):
    """The times of one day; the first gets `first_id`, where a link from an error lands."""
    id_of_first = format_html(' id="{}"', first_id) if first_id else NOTHING
    rows = (
        (
            name,
            time.value,
            NOTHING if place else id_of_first,
            CHECKED if time.value == picked else NOTHING,
            time.clock,
        )
        for place, time in enumerate(times)
    )
    return format_html_join("", RADIO, rows)


@register.simple_tag
def leader_options(leaders, chosen):
    """`leaders`: pk → Leader; `chosen`: one of them, or None."""
    rows = ((pk, SELECTED if leader == chosen else NOTHING, leader.name) for pk, leader in leaders.items())
    return format_html_join("\n", OPTION, rows)
