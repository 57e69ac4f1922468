"""Tags and filters of the look: the flower, icons, and Norwegian ways of writing time."""

import datetime
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

STEPS = {
    "opne": gettext_lazy("Opne"),
    "utforske": gettext_lazy("Utforske"),
    "ordne": gettext_lazy("Ordne"),
    "velje": gettext_lazy("Velje"),
    "folgje-opp": gettext_lazy("Følgje opp"),
}
STEP_LINES = {
    "opne": gettext_lazy("Kom i gang og bli trygge"),
    "utforske": gettext_lazy("Få fram mange idear"),
    "ordne": gettext_lazy("Samle og sjå mønster"),
    "velje": gettext_lazy("Bli samde om det viktigaste"),
    "folgje-opp": gettext_lazy("Avtal kven som gjer kva"),
}
NUMBERS = {slug: number for number, slug in enumerate(STEPS, start=1)}
# Django's nn says «søndag» where the house writes «sundag».
WEEKDAYS = ["måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"]
MONTHS = [
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
]  # fmt: skip


@register.simple_tag
def blom(steg="", storleik=52):
    """The code flower: a lit petal for each step. `steg` is a slug or several slugs."""
    slugs = [steg] if isinstance(steg, str) else steg
    return _small_flower(tuple(sorted(NUMBERS[slug] for slug in slugs if slug in NUMBERS)), int(storleik))


@lru_cache(maxsize=256)
def _small_flower(lit, size):
    # The petals' shape stands once in the page: components/flower_shapes.html.
    petals = "".join(f'<use href="#kb{number}" class="kb-{number}"/>' for number in lit)
    return mark_safe(  # noqa: S308 - only numbers are put in
        f'<svg class="blom" width="{size}" height="{round(size * 88 / 96)}" viewBox="-48 -46 96 88" '
        f'aria-hidden="true" focusable="false"><use href="#kb0" class="kb"/>{petals}</svg>'
    )


@register.simple_tag
def blom_merke(storleik=40):
    """The mark: five transparent petals and the paper showing in the middle."""
    return _whole_flower("merke-blom", "b", int(storleik))


@register.simple_tag
def blom_helt():
    """The large flower of the front page, in light petals that text may stand on."""
    return _whole_flower("helt-blom", "bl", 460)


@lru_cache(maxsize=32)
def _whole_flower(css_class, petal, size):
    petals = "".join(f'<use href="#bp{number}" class="{petal}-{number}"/>' for number in NUMBERS.values())
    return mark_safe(  # noqa: S308 - only our own constants
        f'<svg class="{css_class}" width="{size}" height="{round(size * 0.92)}" viewBox="-50 -47 100 92" '
        f'aria-hidden="true" focusable="false">{petals}<circle r="5.2" class="b-midt"/></svg>'
    )


@register.simple_tag
def stega():
    """The five steps as (slug, name, one-liner), in the order of the process."""
    return [(slug, name, STEP_LINES[slug]) for slug, name in STEPS.items()]


@register.simple_tag
def ikon(namn, storleik=24):
    """An icon from the sprite. The words beside it carry the meaning."""
    return format_html(
        '<svg class="ikon" width="{0}" height="{0}" aria-hidden="true" focusable="false">'
        '<use href="{1}#{2}"/></svg>',
        storleik,
        _sprite(),
        namn,
    )


@lru_cache(maxsize=1)
def _sprite():
    return static("img/ikon.svg")


@register.simple_tag
def meny_lenkje(path, name, text):
    """A link of the menu, marked when it is this page or a page below it."""
    address = reverse(name)
    here = "page" if path == address else "true" if path.startswith(address) else ""
    mark = format_html(' aria-current="{}"', here) if here else ""
    return format_html('<a href="{}"{}>{}</a>', address, mark, text)


@register.simple_tag(takes_context=True)
def own_site(context):
    """The house's `site`, also where a page of allauth's lays a `site` of its own over it."""
    return next((layer["site"] for layer in context.dicts if "site" in layer), {})


@register.simple_tag
def error_points(form):
    """What the error summary lists: every message, and the id of the control it is about."""
    points = [{"id": "", "message": message} for message in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else getattr(field, "first_id", field.id_for_label)
        points += [{"id": target, "message": message} for message in field.errors]
    return points


@register.filter
def minutt(minutes):
    """35 → 35 min, 90 → 1 t 30 min."""
    try:
        hours, rest = divmod(int(minutes), 60)
    except (TypeError, ValueError):
        return ""
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s t") % {"hours": hours}
    return _("%(hours)s t %(minutes)s min") % {"hours": hours, "minutes": rest}


@register.filter
def get(mapping, key):
    """The value of `key` in a dict, or nothing."""
    return mapping.get(key, "")


@register.filter
def klokke(moment):
    """09.00, in our own time zone when the value is an instant."""
    if isinstance(moment, datetime.datetime):
        moment = _local(moment)
    return f"{moment:%H.%M}" if isinstance(moment, datetime.datetime | datetime.time) else ""


@register.filter
def dato(moment):
    """tysdag 24. november 2026."""
    if isinstance(moment, datetime.datetime):
        moment = _local(moment)
    if not isinstance(moment, datetime.date):
        return ""
    return f"{WEEKDAYS[moment.weekday()]} {moment.day}. {MONTHS[moment.month - 1]} {moment.year}"


def _local(moment):
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


@register.filter
def pages_shown(page):
    """The page numbers to choose among: the first, the last and those near this one, «…» between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def stegnamn(slug):
    """folgje-opp → Følgje opp."""
    return STEPS.get(slug, "")


@register.filter
def stegnummer(slug):
    """The petal's number, 1 to 5, for a class; 0 when there is no such step."""
    return NUMBERS.get(slug, 0)


@register.filter
def stegliste(slugs):
    """The steps' names with commas, in the order of the process."""
    return ", ".join(str(STEPS[slug]) for slug in STEPS if slug in slugs)
