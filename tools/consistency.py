"""What must hold inside one method: its numbers agree, and its lists have the shape the pages expect.

Plain data in, sentences for people out; no database. The content loader and the admin ask the same questions.
"""

from django.utils.translation import gettext as _

from tools.choices import ARTEFACTS, INCLUSION
from tools.timing import spread

PER = ("person", "group", "total")


def problems(method):
    """Sentences about what is wrong with `method`, by the name of the field to mend."""
    found = {
        "instructions": instruction_shape(method.instructions),
        "materials": material_shape(method.materials),
        "inclusion": inclusion_shape(method.inclusion),
        "steps": [] if len(set(method.steps)) == len(method.steps) else [_("Vel kvart steg berre éin gong.")],
        "needs": unknown_codes(method.needs, {*ARTEFACTS, "alt"}),
        "gives": unknown_codes([method.gives], {*ARTEFACTS, "-"}),
        "group_size": group_problems(method),
    }
    if not found["instructions"]:
        found["instructions"] = minute_problems(method)
    return {field: sentences for field, sentences in found.items() if sentences}


def instruction_shape(lines):
    if not isinstance(lines, list) or not lines:
        return [_("Skriv minst éi linje under «Slik gjer de».")]
    return [
        _("Linje %(number)s må ha minutt (eit heilt tal frå 1), tittel og tekst.") % {"number": number}
        for number, line in enumerate(lines, start=1)
        if not is_instruction(line)
    ]


def is_instruction(line):
    return (
        isinstance(line, dict)
        and is_whole(line.get("minutes"), least=1)
        and isinstance(line.get("grows", False), bool)
        and all(is_text(line.get(key)) for key in ("title", "text"))
    )


def material_shape(materials):
    if not isinstance(materials, list):
        return [_("Skriv utstyret som ei liste.")]
    return [
        _("Utstyr nummer %(number)s må ha namn, tal, og «person», «group» eller «total».")
        % {"number": number}
        for number, line in enumerate(materials, start=1)
        if not is_material(line)
    ]


def is_material(line):
    return (
        isinstance(line, dict)
        and is_text(line.get("name"))
        and isinstance(line.get("count"), int | float)
        and 0 <= line["count"] <= 10_000
        and line.get("per") in PER
        and isinstance(line.get("note", ""), str)
    )


def inclusion_shape(notes):
    if not isinstance(notes, dict):
        return [_("Skriv råda som nøkkel og tekst.")]
    return [
        _("«%(key)s» er ikkje blant det vi gir råd om.") % {"key": key}
        for key, text in notes.items()
        if key not in INCLUSION or not isinstance(text, str)
    ]


def unknown_codes(codes, known):
    return [_("Koden «%(code)s» finst ikkje.") % {"code": code} for code in codes if code not in known]


def group_problems(method):
    if method.per_group_min and not method.group_size:
        return [_("Minutt per gruppe krev at de seier kor mange som er i kvar gruppe.")]
    return []


def minute_problems(method):
    """The instruction lines must add up, and one of them must take what grows with people."""
    lines = [(line["minutes"], line.get("grows", False)) for line in method.instructions]
    return [*sum_problems(lines, method), *grow_problems(lines, method)]


def sum_problems(lines, method):
    total, wanted = sum(minutes for minutes, _grows in lines), method.timing.minutes(method.people_typical)
    if total == wanted:
        return []
    text = _(
        "Linjene tek %(total)s minutt til saman, men metoden tek %(wanted)s minutt for %(people)s deltakarar."
    )
    return [text % {"total": total, "wanted": wanted, "people": method.people_typical}]


def grow_problems(lines, method):
    growing = sum(grows for _minutes, grows in lines)
    wanted = int(bool(method.per_person_min or method.per_group_min))
    if growing != wanted:
        if wanted:
            return [_("Éi linje, og berre éi, må ta tida som veks med talet på deltakarar (grows).")]
        return [_("Inga linje kan vekse (grows) når metoden tek like lang tid for alle.")]
    fewest = method.timing.minutes(method.people_min)
    if sum(spread(lines, fewest)) != fewest and not sum_problems(lines, method):
        return [
            _("Linja som veks, får ikkje plass når de er %(people)s deltakarar.")
            % {"people": method.people_min}
        ]
    return []


def is_whole(value, *, least):
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def is_text(value):
    return isinstance(value, str) and bool(value.strip())
