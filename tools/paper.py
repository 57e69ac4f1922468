"""Methods and recipes on paper: what the templates under templates/pdf/ are told, and the PDFs themselves.

Everything is plain data with the words already chosen, so a template knows no language and no rule.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from prosesstotte import pdf
from prosesstotte.templatetags.portal import NUMBERS, klokke, minutt, stegliste, stegnamn, stegnummer
from tools import programme, shelf
from tools.choices import INCLUSION, BlockKind, Mode, Participation, Purpose, WorkForm
from tools.shopping import shopping_list

SIZE_OF_NOTHING = 12.4  # points, see likely_size
LAST_TICK = 97  # percent of the strip; an hour further right would be written outside it


def method_pdf(method, people=None):
    """One A4."""
    return pdf.compile_template("method", method_data(method, people))


def recipe_pdf(recipe):
    """One or two A4: the sequence with clock times, what to bring and how to prepare."""
    return pdf.compile_template("recipe", recipe_data(recipe))


def collection_pdf(title, note, methods):
    """A chosen set: cover line and contents, then one method a page."""
    return pdf.compile_template("collection", collection_data(title, note, methods))


def cards_pdf(methods):
    """A6 cards, four to an A4 printed on both sides."""
    return pdf.compile_template("cards", cards_data(methods))


def collection_data(title, note, methods):
    return {
        "title": title,
        "note": note,
        "words": {"contents": _("Innhald")},
        "methods": [method_data(method) for method in methods],
        "foot": [title],
    }


def cards_data(methods):
    return {"title": _("Metodekort"), "cards": [card(method) for method in methods]}


def card(method):
    return {
        "title": method.title,
        "lead": method.summary,
        "lit": petals(method.steps),
        "facts": [
            fact(_("Tid"), minutt(method.minutes())),
            fact(_("Gruppe"), method.people_text),
            fact(_("Steg"), stegliste(method.steps)),
        ],
        "back": _("%(title)s: slik gjer de") % {"title": method.title},
        "lines": instruction_lines(method),
        "address": address(method),
    }


def method_data(method, people=None):
    data = method_texts(method, people)
    return {**data, "size": likely_size(data)}


def likely_size(data):
    """Text size in points that probably fills the sheet: a line through our own 73, a little below it.

    It only saves the template from measuring twice, which in the handbook is most of the time it takes.
    """
    letters = sum(count_letters(data[part]) for part in ("main", "side", "more", "others"))
    things = sum(len(part.get("things", [])) for part in data["side"])
    return min(10, max(7.4, round(SIZE_OF_NOTHING - letters / 880 - 0.12 * things, 1)))


def count_letters(data):
    if isinstance(data, str):
        return len(data)
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return sum(count_letters(part) for part in inside)


def method_texts(method, people):
    return {
        "id": f"m-{method.slug}",
        "title": method.title,
        "lead": method.summary,
        "lit": petals(method.steps),
        "facts": method_facts(method, people),
        "main": [
            {"heading": _("Kva det er godt for"), "prose": pdf.prose(method.good_for)},
            {"heading": _("Når ikkje"), "prose": pdf.prose(method.not_for)},
            {"heading": _("Slik gjer de"), "lines": instruction_lines(method, people)},
        ],
        "side": [
            materials(method, people),
            {"heading": _("Pass på"), "prose": bullets(method.pitfalls)},
            {"heading": _("Førebuing"), "prose": pdf.prose(method.preparation)},
            {"heading": _("Rom og gruppering"), "prose": pdf.prose(method.room)},
        ],
        "more": [
            {"heading": _("Tips"), "prose": bullets(method.tips)},
        ],
        "others": [inclusion(method)],
        "source": source(method),
        "foot": [address(method), _("Lisens: %(licence)s") % {"licence": method.licence}],
    }


def method_facts(method, people=None):
    counted = method.people_counted(people)
    each = _(", %(size)s i kvar") % {"size": method.group_size} if method.group_size > 1 else ""
    return [
        fact(
            _("Tid"),
            minutt(method.minutes(people)),
            _("for %(counted)s deltakarar") % {"counted": counted} + short_form(method),
        ),
        fact(_("Gruppe"), method.people_text, f"{WorkForm(method.work_form).label}{each}"),
        fact(_("Steg"), stegliste(method.steps), Purpose(method.purpose).label),
        fact(_("Rom"), Mode(method.mode).label, Participation(method.participation).label),
    ]


def short_form(method):
    short = minutt(method.short_form_min)
    return _(", kortform: %(short)s") % {"short": short} if method.short_form_min else ""


def fact(label, value, more=""):
    return {"label": label, "value": value, "more": more}


def petals(steps):
    """The petals' numbers, 1 to 5, of these steps."""
    return sorted(NUMBERS[step] for step in steps)


def instruction_lines(method, people=None):
    return [{**line, "minutes": minutt(line["minutes"])} for line in method.lines(people)]


def bullets(texts):
    """Plain texts as a list in the shape of `pdf.prose`; they are not Markdown."""
    items = [[{"kind": "paragraph", "runs": [{"text": text}]}] for text in texts]
    return [{"kind": "bullet_list", "items": items}] if items else []


def materials(method, people):
    things = [
        {"name": line["name"], "number": line["number"], "note": line.get("note", "")}
        for line in method.materials_for(people)
    ]
    counted = _("Rekna for %(counted)s deltakarar.") % {"counted": method.people_counted(people)}
    return {
        "heading": _("Dette treng de"),
        "things": things,
        "small": counted if things else _("Ikkje noko."),
    }


def inclusion(method):
    rows = [
        {"label": label, "text": method.inclusion[key]}
        for key, label in INCLUSION.items()
        if method.inclusion.get(key)
    ]
    return {"heading": _("Så alle kan vere med"), "rows": rows}


def participation(method):
    level = Participation(method.participation).label
    return {"heading": _("Medverknad"), "rows": [{"label": level, "text": method.participation_note}]}


def source(method):
    """Where it comes from and what one may do with it, in one paragraph."""
    year = f" ({method.source_year})" if method.source_year else ""
    licence = _("Lisens: %(licence)s.") % {"licence": method.licence}
    return " ".join(
        f"{method.originator}{year}. {method.source_note} {licence} {method.licence_note}".split()
    )


def address(thing):
    """The page's address as one types it."""
    return settings.SITE_URL.partition("://")[2] + thing.get_absolute_url()


# --- Recipes -------------------------------------------------------------------------------------


def recipe_rows(recipe):
    """The lines of a recipe with their clock times."""
    return programme.timed(recipe.plan(), shelf.methods()).rows


def recipe_data(recipe):
    rows = recipe_rows(recipe)
    return {
        "id": f"r-{recipe.slug}",
        "title": recipe.title,
        "lead": recipe.summary,
        "facts": recipe_facts(recipe, rows),
        "words": {"time": _("Tid"), "what": _("Kva"), "who": _("Ansvarleg")},
        "rows": programme_rows(rows),
        "ticks": ticks(rows),
        "before": [{"heading": _("Dette har de etterpå"), "prose": pdf.prose(recipe.result)}],
        "sequence": _("Slik går møtet"),
        "main": [
            {"heading": _("Når passar ho"), "prose": pdf.prose(recipe.good_for)},
            {"heading": _("Tips"), "prose": bullets(recipe.tips)},
        ],
        "side": [{"heading": _("Førebuing"), "prose": pdf.prose(recipe.preparation)}],
        "kit": shopping(recipe),
        "foot": [address(recipe)],
    }


def total_minutes(rows):
    return sum(row.block.minutes for row in rows)


def programme_rows(rows):
    """The lines as `programme-table` and `strip` take them: places are percent of the whole."""
    total, gone, found = total_minutes(rows), 0, []
    for row in rows:
        minutes = row.block.minutes
        found.append({**programme_row(row), "place": 100 * gone / total, "wide": 100 * minutes / total})
        gone += minutes
    return found


def programme_row(row):
    step, method = str(stegnamn(row.step)), row.method_title
    return {
        "starts": klokke(row.starts_at),
        "minutes": minutt(row.block.minutes),
        "step": stegnummer(row.step),
        "title": row.block.title,
        "under": f"{step}: {method}" if step and method else step,
        "note": row.block.note,
        "who": row.responsible,
    }


def ticks(rows):
    """The whole hours under the strip; one at its very end would be written outside it."""
    if not rows:
        return []
    total, begun = total_minutes(rows), rows[0].starts_at.hour * 60 + rows[0].starts_at.minute
    hours = [(100 * gone / total, (begun + gone) // 60 % 24) for gone in range(-begun % 60, total, 60)]
    return [{"place": place, "hour": f"{hour:02}"} for place, hour in hours if place <= LAST_TICK]


def recipe_facts(recipe, rows):
    total = total_minutes(rows)
    pauses = sum(block.minutes for block in recipe.blocks.all() if block.kind == BlockKind.PAUSE)
    when = f"{klokke(rows[0].starts_at)}–{klokke(rows[-1].ends_at)}" if rows else ""
    return [
        fact(_("Tid"), minutt(total), when),
        fact(_("Av det pausar"), minutt(pauses) if pauses else _("ingen")),
        fact(_("Gruppe"), _("%(people)s deltakarar") % {"people": recipe.people}),
        fact(_("Føremål"), Purpose(recipe.purpose).label),
    ]


def shopping(recipe):
    things = [
        {"name": thing.name, "number": thing.number, "note": ", ".join(thing.methods)}
        for thing in shopping_list(recipe.blocks.all(), recipe.people)
    ]
    return {"heading": _("Utstyr for %(people)s deltakarar") % {"people": recipe.people}, "things": things}
