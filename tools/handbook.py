"""The handbook «Gode prosessar og metodar»: its own texts, the recipes and every method, as plain data."""

import tomllib
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from prosesstotte import pdf
from prosesstotte.caching import content_version
from prosesstotte.templatetags.portal import STEPS, dato, minutt, stegliste
from tools import editions, paper
from tools.choices import Purpose
from tools.content.loading import CONTENT
from tools.models import Method, PaperEdition, Recipe
from tools.models.paper import Stage

WHAT = "handbok"
TEMPLATE = "handbook"


def latest():
    """The newest book, or None; when its texts still are the same, it is known to be right for today too."""
    version, edition = content_version(), editions.find(WHAT)
    if edition and edition.exists and not edition.agrees_with(version) and not edition.is_under_way():
        editions.settle(edition, version, editions.digest_of(TEMPLATE, handbook_data()))
    return edition


def build():
    """Make the book if its texts are new, and tell those who wait how far it has come."""
    version = content_version()
    edition, _is_new = PaperEdition.objects.defer("content").get_or_create(what=WHAT)
    try:
        edition.step(Stage.READING)
        data = handbook_data()
        if not editions.settle(edition, version, editions.digest_of(TEMPLATE, data)):
            edition.step(Stage.SETTING)
            made = _("Utgåve %(date)s") % {"date": dato(timezone.now())}
            editions.store(edition, version, TEMPLATE, data, printed=made)
    except Exception:
        edition.step(Stage.FAILED)
        raise


@lru_cache(maxsize=1)
def texts():
    return tomllib.loads((CONTENT / "handbook.toml").read_text(encoding="utf-8"))


def handbook_data():
    methods = list(Method.objects.published().for_reading().in_order())
    recipes = Recipe.objects.shown().with_blocks()
    own = texts()
    return {
        "title": own["title"],
        "lead": own["lead"],
        "words": words(),
        "how": how_to_use(own["how"]),
        "steps": {**own["steps"], "entries": steps(own["steps"])},
        "purposes": {**own["purposes"], "entries": purposes(own["purposes"], methods)},
        "recipes": {**own["recipes"], "entries": [paper.recipe_data(recipe) for recipe in recipes]},
        "methods": {**own["methods"], "entries": by_purpose(methods, paper.method_data)},
        "digital": {**own["digital"], "entries": [on_screen(method) for method in methods]},
        "sources": {**own["sources"], "entries": [source(method) for method in methods]},
        "register": {**own["register"], "entries": register(methods)},
    }


def words():
    return {
        "contents": _("Innhald"),
        "columns": [_("Metode"), _("Tid"), _("Gruppe"), _("Steg"), _("Side")],
        "recipe_columns": [_("Oppskrift"), _("Tid"), _("Gruppe"), _("Side")],
        "source_columns": [_("Metode"), _("Opphav"), _("Lisens")],
    }


def how_to_use(own):
    parts = [
        {"heading": part["heading"], "text": pdf.prose(part["text"])} for part in (own["before"], own["help"])
    ]
    return {"heading": own["heading"], "text": pdf.prose(own["text"]), "parts": parts}


def steps(own):
    return [
        {"number": number, "name": str(name), "text": own[slug]}
        for number, (slug, name) in enumerate(STEPS.items(), start=1)
    ]


def purposes(own, methods):
    return [{**group, "text": own[group["slug"]]} for group in by_purpose(methods, table_row)]


def by_purpose(methods, as_data):
    """The methods of each purpose, in the order of the purposes; a purpose without methods is left out."""
    groups = [
        {
            "slug": purpose.value,
            "name": str(purpose.label),
            "methods": [as_data(method) for method in methods if method.purpose == purpose],
        }
        for purpose in Purpose
    ]
    return [group for group in groups if group["methods"]]


def table_row(method):
    return {
        "id": f"m-{method.slug}",
        "title": method.title,
        "time": minutt(method.minutes()),
        "people": method.people_text,
        "steps": stegliste(method.steps),
    }


def on_screen(method):
    return {"title": method.title, "text": pdf.prose(method.digital)}


def source(method):
    year = f" ({method.source_year})" if method.source_year else ""
    about = f"{method.originator}{year}. {method.source_note} {method.licence_note}"
    return {"title": method.title, "source": " ".join(about.split()), "licence": method.licence}


def register(methods):
    """Every name a method goes by, once, in Norwegian order."""
    names = {}
    for method in methods:
        for name in (method.title, method.english, *method.also_known_as):
            if name:
                names.setdefault((name.lower(), method.slug), name)
    entries = [{"name": name, "id": f"m-{slug}"} for (_lower, slug), name in names.items()]
    return sorted(entries, key=lambda entry: (norwegian_order(entry["name"]), entry["id"]))


def norwegian_order(name):
    """æ ø å last, whatever the machine's language; capitals and small letters together."""
    return name.lower().translate(str.maketrans("æøåäöéèêóòôü", "{|}{|eeeoooy"))
