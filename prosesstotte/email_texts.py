"""The words of e-mails, as administrators may change them: a text of their own instead of the file's.

A text is Markdown with named words, `{{ title }}`, and the simplest choice, `{% if phone %} …
{% else %} … {% endif %}`. Nothing else of the template language is let in, neither when it is saved
nor when it is used: no filters, no dots, no tags that load or include. What a letter offers is
registered by the room that sends it; a letter that offers nothing cannot be changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import Context, Engine, TemplateSyntaxError
from django.template.base import Lexer, TokenType
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prosesstotte.models import EmailText

CONDITION = re.compile(r"(?:if|elif) (?:not )?(\w+)")
INCLUDED = re.compile(r'{% include "([^"]+)" %}')
CHOICE = "{% if phone %} … {% else %} … {% endif %}"
_engine = Engine(autoescape=False)
_offers = {}


@dataclass(frozen=True)
class Offer:
    """What the text of one letter may use.

    words   name → (what it is, an example)
    pieces  name → (what it is, the template it is made of)
    must    words or pieces of which one has to be there: the way to the matter
    """

    words: Mapping
    pieces: Mapping
    must: tuple = ()

    @property
    def names(self):
        return {*self.words, *self.pieces, *SENDER}

    def examples(self):
        return {name: example for name, (_about, example) in self.words.items()}

    def explained(self):
        """(name, what it is), as the page lists them."""
        told = {**SENDER, **self.pieces, **self.words}
        return [(name, what[0]) for name, what in told.items()]


SENDER = {
    "site_name": (gettext_lazy("namnet på teamet"), ""),
    "site_phone": (gettext_lazy("telefonen til teamet"), ""),
    "site_url": (gettext_lazy("adressa til portalen"), ""),
}


def offer(kind, what):
    _offers[kind] = what


def offers():
    """Every letter whose text can be changed, by kind."""
    return dict(_offers)


def sender():
    return {
        "site_name": settings.SITE_NAME,
        "site_phone": settings.SITE_PHONE,
        "site_url": settings.SITE_URL,
    }


# --- Words for a letter --------------------------------------------------------------------------------


def written(kind, context):
    """The whole text of a letter, subject first: an administrator's own, else the file's."""
    context = {**sender(), **context}
    own = EmailText.objects.filter(kind=kind).first() if kind in _offers else None
    if own and own.is_changed:
        subject, body = own.subject or standard(kind)[0], own.body or standard(kind)[1]
        if not problems(kind, subject, body):  # else a new version of the portal offers other words
            return render(kind, subject, body, context)
    return _render_file(f"emails/{kind}.txt", context)


def render(kind, subject, body, context):
    """A checked text with the words of `context`; nothing but what the letter offers is within reach."""
    what, context = _offers[kind], {**sender(), **context}
    pieces = {name: _render_file(file, context) for name, (_about, file) in what.pieces.items()}
    words = {name: context.get(name, "") for name in what.names - what.pieces.keys()}
    return f"{subject}\n\n{_engine.from_string(body).render(Context({**words, **pieces}, autoescape=False))}"


def _render_file(name, context):
    # Not HTML yet: what people typed must come through as they typed it. `to_html` cleans it.
    return get_template(name).template.render(Context(context, autoescape=False))


def standard(kind):
    """(subject, body) of the file, with the pieces by name."""
    what = _offers[kind]
    names = {file: name for name, (_about, file) in what.pieces.items()}
    source = get_template(f"emails/{kind}.txt").template.source
    text = INCLUDED.sub(lambda found: f"{{{{ {names[found[1]]} }}}}", source)
    subject, _mark, body = text.strip().partition("\n")
    return subject, body.strip()


# --- What may not be saved ----------------------------------------------------------------------------


def problems(kind, subject, body):
    """Field → sentences about a text that does not hold; empty when it does."""
    found = {"subject": _subject_problems(subject), "body": _body_problems(_offers[kind], body)}
    return {field: sentences for field, sentences in found.items() if sentences}


def _subject_problems(subject):
    if "{" in subject:
        return [_("Emnet kan ikkje ha ord i krøllparentes: Det er synleg for mange, og kan røpe namn.")]
    return []


def _body_problems(what, body):
    tokens = Lexer(body).tokenize()
    found = [sentence for token in tokens if (sentence := _problem(token, what.names))]
    used = {token.contents for token in tokens if token.token_type == TokenType.VAR}
    if what.must and not used & set(what.must):
        ways = _(" eller ").join(f"{{{{ {name} }}}}" for name in what.must)
        found.append(_("Lenkja til saka må vere med. Skriv %(ways)s der ho skal stå.") % {"ways": ways})
    return found or _unbalanced(body)


def _problem(token, names):
    text = token.contents
    if token.token_type == TokenType.VAR and text not in names:
        return _("«%(word)s» finst ikkje i dette brevet. Bruk eit av orda på lista.") % {"word": text}
    if token.token_type == TokenType.BLOCK and text not in {"else", "endif"}:
        condition = CONDITION.fullmatch(text)
        if not condition or condition[1] not in names:
            told = {"tag": text, "known": CHOICE}
            return _("«%(tag)s» går ikkje. Val skriv du slik: %(known)s, med eit ord frå lista.") % told
    if token.token_type == TokenType.COMMENT or (
        token.token_type == TokenType.TEXT and re.search("{[{%#]", text)
    ):
        return _("Ein krøllparentes er ikkje avslutta. Skriv orda slik dei står på lista.")
    return ""


def _unbalanced(body):
    try:
        _engine.from_string(body)
    except TemplateSyntaxError:
        return [_("Eit val er ikkje avslutta. Det skal sjå slik ut: %(known)s.") % {"known": CHOICE}]
    return []


def check(kind, subject, body):
    """Raise ValidationError with every sentence, by field."""
    if found := problems(kind, subject, body):
        raise ValidationError(found)
