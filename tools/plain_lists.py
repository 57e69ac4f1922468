"""Lists of a method as lines that an administrator can read and write, and back again.

Instructions are paragraphs: «4 min: Skriv åleine», then the text. «(veks)» marks the line that takes
the difference when the number of people changes. Materials and advice are one line each:
«Lappar: 10 per person (store)», «Utan å skrive: Teikn i staden.»
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tools.choices import INCLUSION

PER = {"person": "per person", "group": "per gruppe", "total": "i alt"}
GROWS = "(veks)"
HEADING = re.compile(r"(\d{1,4}) min(?: (\(veks\)))?: *(.+)")
MATERIAL = re.compile(r"(.+): *(\d{1,5}(?:[.,]\d+)?) (per person|per gruppe|i alt)(?: +\((.*)\))?")


def instructions_text(lines):
    return "\n\n".join(
        f"{line['minutes']} min{' ' + GROWS if line.get('grows') else ''}: {line['title']}\n{line['text']}"
        for line in lines
    )


def read_instructions(text):
    return [_instruction(part.strip()) for part in re.split(r"\n\s*\n", _unix(text)) if part.strip()]


def _instruction(part):
    heading, _line, text = part.partition("\n")
    found = HEADING.fullmatch(heading.strip())
    if not found or not text.strip():
        raise ValidationError(
            _("Skriv «5 min: Tittel» på ei linje, og teksten på neste. Dette kunne vi ikkje lese: %s")
            % heading
        )
    minutes, grows, title = found.groups()
    return {
        "minutes": int(minutes),
        "title": title.strip(),
        "text": text.strip(),
        **({"grows": True} if grows else {}),
    }


def materials_text(materials):
    return "\n".join(_material_line(**line) for line in materials)


def _material_line(name, count, per, note=""):
    return f"{name}: {count:g} {PER[per]}" + (f" ({note})" if note else "")


def read_materials(text):
    return [_material(line.strip()) for line in _unix(text).split("\n") if line.strip()]


def _material(line):
    found = MATERIAL.fullmatch(line)
    if not found:
        raise ValidationError(
            _("Skriv til dømes «Lappar: 10 per person», «… per gruppe» eller «… i alt». Feil i: %s") % line
        )
    name, count, per, note = found.groups()
    number = float(count.replace(",", "."))
    key = next(key for key, words in PER.items() if words == per)
    whole = int(number) if number.is_integer() else number
    return {"name": name.strip(), "count": whole, "per": key, **({"note": note.strip()} if note else {})}


def inclusion_text(notes):
    return "\n".join(f"{label}: {notes[key]}" for key, label in INCLUSION.items() if notes.get(key))


def read_inclusion(text):
    known = {str(label): key for key, label in INCLUSION.items()}
    return dict(_advice(line.strip(), known) for line in _unix(text).split("\n") if line.strip())


def _advice(line, known):
    label, _colon, text = line.partition(":")
    if label.strip() not in known or not text.strip():
        raise ValidationError(_("Byrj kvar linje med eitt av desse: %s") % ", ".join(known))
    return known[label.strip()], text.strip()


def _unix(text):
    return text.replace("\r\n", "\n")
