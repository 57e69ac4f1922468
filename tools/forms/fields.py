"""Fields that only programmes need: names of methods, and presentations written as lines."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tools import shelf
from tools.plan import FRAME, LONGEST_BLOCK, Block, new_id
from tools.search import fold

SPARE = 1  # empty inputs after those that are filled in
FEWEST = 2


class MethodNames(forms.TextInput):
    """Several text inputs of the same name, with the page's list of methods to choose from."""

    template_name = "tools/widgets/method_names.html"

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in map(str.strip, values) if value]

    def format_value(self, value):
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        values = [titled(word) for word in value or []]
        empty = max(FEWEST - len(values), SPARE)
        context["widget"]["values"] = [*values, *[""] * empty]
        return context


class MethodNamesField(forms.Field):
    """Names (or slugs) of methods; gives a tuple of slugs."""

    widget = MethodNames

    def to_python(self, value):
        return tuple(dict.fromkeys(slug_of(word) for word in value or []))


class MethodField(forms.CharField):
    """The name (or slug) of one method; gives its slug."""

    widget = forms.TextInput(attrs={"list": "metodar", "autocomplete": "off"})

    def prepare_value(self, value):
        return titled(value) if value else value

    def to_python(self, value):
        word = super().to_python(value)
        return slug_of(word) if word else ""


def slug_of(word):
    """The slug of the published method called `word`, whatever its case and accents."""
    wanted = fold(word)
    for facts in shelf.on_offer():
        if word == facts.slug or fold(facts.title) == wanted:
            return facts.slug
    raise ValidationError(
        _("Vi har ingen metode som heiter «%(word)s». Vel eit namn frå lista."), params={"word": word[:60]}
    )


def titled(word):
    facts = shelf.methods().get(word)
    return facts.title if facts else word


class PresentationsField(forms.CharField):
    """Presentations (innlegg), one on each line: «Fakta om skulen, 20 min». Gives kept frame blocks."""

    widget = forms.Textarea(attrs={"rows": 3})
    written = re.compile(
        r"(?P<title>.*?\S)[\s,:;–-]+(?P<minutes>\d{1,3})\s*(?:m|min|minutt)?\.?", re.IGNORECASE
    )
    most = 8

    def prepare_value(self, value):
        if not isinstance(value, tuple):
            return value
        return "\n".join(f"{block.title}, {block.minutes} min" for block in value)

    def to_python(self, value):
        lines = [line.strip() for line in super().to_python(value).splitlines() if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(_("Ta med høgst %(most)s innlegg."), params={"most": self.most})
        return tuple(map(self._block, lines))

    def _block(self, line):
        found = self.written.fullmatch(line)
        if not found or not 1 <= int(found["minutes"]) <= LONGEST_BLOCK or len(found["title"]) > 160:
            raise ValidationError(
                _("Skriv kva det er og kor lenge: «Fakta om saka, 20 min». Vi forstod ikkje: %(line)s"),
                params={"line": line[:80]},
            )
        return Block(
            id=new_id(), kind=FRAME, title=found["title"], minutes=int(found["minutes"]),
            brings=("F",), kept=True, responsible=str(_("Fagansvarleg")),
        )  # fmt: skip
