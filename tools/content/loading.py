"""From content files to rows: the library's texts live in the code, and administrators may edit the rows.

A row remembers the digest of what was loaded into it (`loaded_digest`). When its present content has
another digest, somebody edited it, and it is left alone. When the file has the same digest, nothing is
written, so the pages' version stands still. See docs/metodar.md.
"""

import datetime
import hashlib
import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tools.choices import BlockKind, Purpose, Status
from tools.models import Method, Recipe, RecipeBlock, Synonym

CONTENT = Path(__file__).parent
LOCK = 7_310_001  # one load at a time, whatever the number of servers that start together
METHOD_FIELDS = [
    "title", "also_known_as", "english", "summary", "purpose", "steps", "phase", "participation",
    "participation_note", "people_min", "people_max", "people_typical", "group_size", "fixed_min",
    "per_person_min", "per_group_min", "min_minutes", "max_minutes", "short_form_min", "function",
    "needs", "gives", "safety", "skill", "mode", "work_form", "posture", "family",
    "can_be_parallel", "own_breaks", "kit", "good_for", "not_for", "preparation", "room", "digital",
    "instructions", "materials", "tips", "pitfalls", "inclusion", "suits", "originator",
    "source_year", "source_note", "licence", "licence_note",
]  # fmt: skip
RECIPE_FIELDS = [
    "title", "summary", "purpose", "people", "start", "result", "good_for", "preparation", "tips",
    "order",
]  # fmt: skip
BLOCK_FIELDS = ["order", "kind", "title", "note", "responsible", "minutes", "brings"]


class ContentError(Exception):
    """A file that cannot be loaded; the message names file, line and what to mend."""


@dataclass
class Report:
    """What happened to the rows of one kind."""

    counts: Counter = field(default_factory=Counter)
    edited: list = field(default_factory=list)  # rows that an administrator edited, left alone
    vanished: list = field(default_factory=list)  # loaded rows whose file is gone


class File:
    """One content file, able to say where in it something stands."""

    def __init__(self, path):
        self.path, self.text = path, path.read_text(encoding="utf-8")
        try:
            self.data = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise ContentError(f"{self.name}: {error}") from error

    @property
    def name(self):
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def slug(self):
        return self.path.stem

    def line_of(self, *words, after=0):
        """The first line from `after` that holds all the words, for people to find it; 1 if none does."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if number > after and all(word in line for word in words):
                return number
        return 1

    def error(self, sentence, *words):
        return ContentError(f"{self.name}, line {self.line_of(*words)}: {sentence}")


def load(folder=CONTENT):
    """Load everything under `folder`, all or nothing; a Report for each kind of row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return {
            "methods": load_methods(sorted(folder.glob("methods/*.toml"))),
            "recipes": load_recipes(sorted(folder.glob("recipes/*.toml"))),
            "synonyms": load_synonyms(folder / "synonyms.toml"),
        }


# --- Methods ------------------------------------------------------------------------------------


def load_methods(paths):
    files = [File(path) for path in paths]
    rows = {method.slug: method for method in Method.objects.prefetch_related("related")}
    report = Report(vanished=vanished(rows.values(), files))
    related = {}
    for file in files:
        wanted = wanted_method(file)
        digest = content_digest(method_content(wanted, file.data["related"]))
        row = rows.setdefault(file.slug, wanted)
        verdict = judge(row, digest)
        report.counts[verdict] += 1
        if verdict == "edited":
            report.edited.append(row.title)
        elif verdict != "unchanged":
            save(row, wanted, METHOD_FIELDS, digest, file)
            related[file] = row
    for file, row in related.items():
        row.related.set([related_row(file, slug, rows) for slug in file.data["related"]])
    return report


def wanted_method(file):
    """A Method as the file says, not saved."""
    try:
        values = method_values(file.data)
    except KeyError as error:
        raise file.error(f"the key {error} is missing") from error
    return Method(slug=file.slug, status=Status.PUBLISHED, **clean_values(Method, values, file))


def method_values(data):
    """Model fields from a file's tables (the format: docs/metodar.md)."""
    people, minutes, facts, source = data["people"], data["minutes"], data["facts"], data["source"]
    same = [
        "title",
        "also_known_as",
        "english",
        "summary",
        "steps",
        "phase",
        "instructions",
        "materials",
        "tips",
    ]
    return {
        **{name: data[name] for name in [*same, "pitfalls", "inclusion"]},
        **{name: data["texts"][name] for name in ["good_for", "not_for", "preparation", "room", "digital"]},
        **{
            name: facts[name]
            for name in ["function", "needs", "gives", "safety", "skill", "mode", "work_form"]
        },
        **{name: facts[name] for name in ["posture", "family", "own_breaks", "kit"]},
        "can_be_parallel": facts["parallel"],
        "suits": facts.get("suits", []),
        "purpose": purpose(data["purpose"]),
        "participation": data["participation"]["level"],
        "participation_note": data["participation"]["note"],
        "people_min": people["min"],
        "people_max": people["max"],
        "people_typical": people["typical"],
        "group_size": people["group"],
        "fixed_min": minutes["fixed"],
        "per_person_min": minutes["per_person"],
        "per_group_min": minutes["per_group"],
        "min_minutes": minutes["min"],
        "max_minutes": minutes["max"],
        "short_form_min": minutes["short_form"],
        "originator": source["originator"],
        "source_year": source["year"],
        "source_note": source["note"],
        "licence": source["licence"],
        "licence_note": source["licence_note"],
    }


def purpose(code):
    """«ID» → «idemyldring»; an unknown code is passed on, for the field to complain about."""
    return Purpose[code].value if code in Purpose.__members__ else code


def method_content(method, related):
    """What counts as the method's content: an administrator who changes any of it has edited the method."""
    content = {name: getattr(method, name) for name in METHOD_FIELDS}
    if not method.suits:  # rows loaded before there was such a field are not edited for lack of it
        del content["suits"]
    else:
        content["suits"] = sorted(method.suits)
    # Boxes to tick have no order.
    return {
        **content,
        "steps": sorted(method.steps),
        "needs": sorted(method.needs),
        "related": sorted(related),
    }


def related_row(file, slug, rows):
    if slug not in rows:
        raise file.error(f"related method «{slug}» does not exist", f'"{slug}"')
    return rows[slug]


# --- Recipes ------------------------------------------------------------------------------------


def load_recipes(paths):
    files = [File(path) for path in paths]
    rows = {recipe.slug: recipe for recipe in Recipe.objects.with_blocks()}
    methods = {method.slug: method for method in Method.objects.only("slug", "title")}
    report = Report(vanished=vanished(rows.values(), files))
    for file in files:
        wanted, blocks = wanted_recipe(file, methods)
        digest = content_digest(recipe_content(wanted, blocks))
        row = rows.get(file.slug, wanted)
        verdict = judge(row, digest)
        report.counts[verdict] += 1
        if verdict == "edited":
            report.edited.append(row.title)
        elif verdict != "unchanged":
            save(row, wanted, RECIPE_FIELDS, digest, file)
            replace_blocks(row, blocks, file)
    return report


def wanted_recipe(file, methods):
    """A Recipe and its blocks as the file says, not saved."""
    data = file.data
    try:
        values = {
            name: data[name] for name in RECIPE_FIELDS if name not in {"purpose", "start", "tips", "order"}
        }
        values |= {
            "purpose": purpose(data["purpose"]),
            "tips": data.get("tips", []),
            "order": data.get("order", 0),
        }
        values["start"] = data.get("start", datetime.time(9))
        blocks = [
            wanted_block(file, order, line, methods) for order, line in enumerate(data["blocks"], start=1)
        ]
    except KeyError as error:
        raise file.error(f"the key {error} is missing") from error
    total = sum(block.minutes for block in blocks)
    if total != data.get("minutes", total):
        raise file.error(f"the blocks take {total} minutes, the recipe says {data['minutes']}", "minutes =")
    return Recipe(slug=file.slug, **clean_values(Recipe, values, file)), blocks


def wanted_block(file, order, line, methods):
    slug = line.get("method", "")
    if slug and slug not in methods:
        raise file.error(f"method «{slug}» does not exist", "method", f'"{slug}"')
    kind = line.get("kind") or (BlockKind.METHOD if slug else BlockKind.FRAME)
    title = line.get("title") or (methods[slug].title if slug else "")
    optional = {name: line[name] for name in ["note", "responsible", "brings"] if name in line}
    return RecipeBlock(
        order=order, kind=kind, method=methods.get(slug), title=title, minutes=line["minutes"], **optional
    )


def recipe_content(recipe, blocks):
    lines = [
        {
            **{name: getattr(block, name) for name in BLOCK_FIELDS},
            "method": block.method.slug if block.method else "",
        }
        for block in blocks
    ]
    return {**{name: getattr(recipe, name) for name in RECIPE_FIELDS}, "blocks": lines}


def replace_blocks(recipe, blocks, file):
    recipe.blocks.all().delete()
    for block in blocks:
        block.recipe = recipe
        check(block, file, exclude=["recipe"])
        block.save()


# --- Synonyms -----------------------------------------------------------------------------------


def load_synonyms(path):
    """One file with a table: the word people type → the words the texts use."""
    if not path.exists():
        return Report()
    file = File(path)
    rows = {synonym.term: synonym for synonym in Synonym.objects.all()}
    report = Report(
        vanished=[
            row.term for row in rows.values() if row.loaded_digest and row.term not in file.data["synonyms"]
        ]
    )
    for term, means in file.data["synonyms"].items():
        wanted = Synonym(term=term, means=means)
        digest, row = content_digest({"means": means}), rows.get(term, wanted)
        verdict = judge(row, digest)
        report.counts[verdict] += 1
        if verdict == "edited":
            report.edited.append(row.term)
        elif verdict != "unchanged":
            save(row, wanted, ["means"], digest, file)
    return report


# --- Rows against files ---------------------------------------------------------------------------


def is_edited(row):
    """Whether a loaded row's present content is another than what was loaded into it."""
    return content_digest(present_content(row)) != row.loaded_digest


def present_content(row):
    """What counts as the row's content now."""
    if isinstance(row, Method):
        return method_content(row, [other.slug for other in row.related.all()])
    if isinstance(row, Recipe):
        return recipe_content(row, row.blocks.all())
    return {"means": row.means}


def judge(row, digest):
    """What to do with a row: "new", "edited" (leave it alone), "unchanged" or "updated"."""
    if not row.pk:
        return "new"
    if is_edited(row):
        # A row made by hand under the same address is an administrator's too.
        return "edited"
    return "unchanged" if digest == row.loaded_digest else "updated"


def content_digest(content):
    """A fingerprint that does not mind how a form sends line breaks and spaces at the ends."""
    text = json.dumps(plain(content), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value):
    if isinstance(value, str):
        return str(value).replace("\r\n", "\n").strip()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def clean_values(model, values, file):
    """Values as the fields keep them; texts without spaces at the ends."""
    try:
        return {
            name: stripped(model._meta.get_field(name).to_python(value)) for name, value in values.items()
        }
    except ValidationError as error:
        raise ContentError(f"{file.name}: {' '.join(error.messages)}") from error


def stripped(value):
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [stripped(part) for part in value]
    if isinstance(value, dict):
        return {key: stripped(part) for key, part in value.items()}
    return value


def save(row, wanted, fields, digest, file):
    for name in fields:
        setattr(row, name, getattr(wanted, name))
    row.loaded_digest = digest
    check(row, file)
    row.save()


def check(row, file, exclude=None):
    """The same questions as the admin asks; the answer names the file and the line."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        sentences = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise file.error(sentences, *first_word(error, file)) from error


def first_word(error, file):
    """The name of the first faulty field, when the file uses that word as a key."""
    name = next(iter(error.message_dict))
    key = {"instructions": "[[instructions]]", "materials": "[[materials]]"}.get(name, f"{name} =")
    return [key] if key in file.text else []


def vanished(rows, files):
    slugs = {file.slug for file in files}
    return [row.title for row in rows if row.loaded_digest and row.slug not in slugs]
