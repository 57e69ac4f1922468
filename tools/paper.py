"""Methods and recipes on paper: what the templates under templates/pdf/ are told, and the PDFs themselves.

Everything is plain data with the words already chosen, so a template knows no language and no rule.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from prosesstotte import pdf
from prosesstotte.templatetags.portal import NUMBERS, klokke, minutt, stegliste, stegnamn, stegnummer
from tools import programme
from tools.choices import INCLUSION, BlockKind, Mode, Participation, Purpose, WorkForm
from tools.shopping import shopping_list


def method_pdf(method, people=None):
    """One A4."""
    return pdf.compile_template("method", method_data(method, people))


def recipe_pdf(recipe):
    """One or two A4: the sequence with clock times, what to bring and how to prepare."""
    return pdf.compile_template("recipe", recipe_data(recipe))


def method_data(method, people=None):
    return {
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
            _("Tid"), minutt(method.minutes(people)), _("for %(counted)s deltakarar") % {"counted": counted}
        ),
        fact(_("Gruppe"), method.people_text, f"{WorkForm(method.work_form).label}{each}"),
        fact(_("Steg"), stegliste(method.steps), Purpose(method.purpose).label),
        fact(_("Rom"), Mode(method.mode).label, Participation(method.participation).label),
    ]


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
    return programme.timed(recipe.lines(), recipe.start)


def recipe_data(recipe):
    rows = recipe_rows(recipe)
    return {
        "title": recipe.title,
        "lead": recipe.summary,
        "facts": recipe_facts(recipe, rows),
        "words": {"time": _("Tid"), "what": _("Kva"), "who": _("Ansvarleg")},
        "rows": [programme_row(row) for row in rows],
        "ticks": [
            {"place": place, "hour": hour} for place, hour in programme.ticks(recipe.lines(), recipe.start)
        ],
        "before": [
            {"heading": _("Dette har de etterpå"), "prose": pdf.prose(recipe.result)},
        ],
        "sequence": _("Slik går møtet"),
        "main": [
            {"heading": _("Når passar ho"), "prose": pdf.prose(recipe.good_for)},
            {"heading": _("Tips"), "prose": bullets(recipe.tips)},
        ],
        "side": [{"heading": _("Førebuing"), "prose": pdf.prose(recipe.preparation)}],
        "kit": shopping(recipe),
        "foot": [address(recipe)],
    }


def programme_row(row):
    """One line as the template's `programme-table` and `strip` take it."""
    step, method = str(stegnamn(row.step)), row.method_title
    return {
        "starts": klokke(row.starts_at),
        "minutes": minutt(row.minutes),
        "step": stegnummer(row.step),
        "title": row.title,
        "under": f"{step}: {method}" if step and method else step,
        "note": row.note,
        "who": row.responsible,
        "place": row.start_percent,
        "wide": row.width_percent,
    }


def recipe_facts(recipe, rows):
    total = sum(row.minutes for row in rows)
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
