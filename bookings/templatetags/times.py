"""Free times as radio buttons."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()
RADIO = '<label class="tid"><input type="radio" name="{}" value="{}"{}{}><span>{}</span></label>'
NOTHING, CHECKED = mark_safe(""), mark_safe(" checked")


@register.simple_tag
def start_radios(times, name, picked, first_id=""):
    """The times of one day; the first gets `first_id`, where a link from an error lands.

    In Python, since a week has hundreds of them and the template language takes ten times as long.
    """
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
