"""What the editor's page shows: the plan with its times, warnings, and the one thing that stands open."""

from dataclasses import dataclass

from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from tools import programme as clock
from tools import shelf
from tools.changes import changes, when
from tools.choices import Face, Step
from tools.forms import AddForm, BlockForm, MinutesForm
from tools.generator import alternatives, warnings
from tools.wording import warning_line, worded_choices

NOT_TYPED = {
    "csrfmiddlewaretoken",
    "versjon",
    "bolk",
    "after",
    "etter",
    "minutt",
    "rekkje",
    "flytta",
    "opp",
    "ned",
}


@dataclass(frozen=True)
class Ask:
    """What stands open on the page: a block's form, a place to add, alternatives, or something to say."""

    opened: str = ""
    after: str = ""
    swapping: str = ""
    block_form: BlockForm | None = None
    add_form: AddForm | None = None
    minutes_form: MinutesForm | None = None
    notice: str = ""
    conflict: "Conflict | None" = None


@dataclass(frozen=True)
class Conflict:
    """Somebody else was first: their changes, what was typed here, and the same post once more."""

    changes: list
    typed: list
    repeat: list
    edit: str

    @classmethod
    def of(cls, seen, now, data, edit):
        again = [
            (name, value)
            for name in data
            for value in data.getlist(name)
            if name not in {"csrfmiddlewaretoken", "versjon"}
        ]
        typed = [
            value
            for name, value in again
            if name not in NOT_TYPED and not name.startswith("m-") and value.strip()
        ]
        return cls(changes(seen, now), typed, again, edit)


@dataclass
class EditorPage:
    """The context of the template, made ready once."""

    programme: object
    ask: Ask
    csrf_token: str

    def __post_init__(self):
        self.plan = self.programme.plan
        self.token = self.programme.edit_token
        self.methods = shelf.methods()
        self.times = clock.timed(self.plan, self.methods)

    @cached_property
    def warnings(self):
        """(block id, sentence) of everything the maker should look at."""
        found = warnings(self.plan, self.methods.values())
        return [(warning.block_id, warning_line(warning)) for warning in found]

    @cached_property
    def newest(self):
        return self.programme.versions.filter(number=self.programme.version).defer("content").first()

    @property
    def bars(self):
        return clock.bars(self.times.rows, Step.values)

    @property
    def when(self):
        return when(self.plan)

    @property
    def opened(self):
        """The block whose form stands open, or None."""
        return self.plan.block(self.ask.opened)

    @property
    def block_form(self):
        return self.ask.block_form or BlockForm(block=self.opened)

    @property
    def add_form(self):
        return self.ask.add_form or AddForm(initial={"after": self.ask.after})

    @property
    def adding_after(self):
        """The block that something is to be added after; "" means at the end."""
        return self.ask.after if self.plan.block(self.ask.after) else ""

    @cached_property
    def minutes_errors(self):
        form = self.ask.minutes_form
        return [message for messages in form.errors.values() for message in messages] if form else []

    @cached_property
    def typed(self):
        """{id: what stands in the block's minutes}: what was typed when it was refused, else its minutes."""
        data = self.ask.minutes_form.data if self.ask.minutes_form else {}
        return {block.id: data.get(f"m-{block.id}", block.minutes) for block in self.plan.blocks}

    @cached_property
    def before(self):
        """{id: id of the block before it}, for what is to be put in between."""
        ids = [block.id for block in self.plan.blocks]
        return dict(zip(ids[1:], ids, strict=False))

    @cached_property
    def swapping(self):
        return self.plan.block(self.ask.swapping)

    @cached_property
    def alternatives(self):
        """(block, title of its method) that could stand in the place of `swapping`."""
        methods = shelf.on_offer()
        found = worded_choices(alternatives(self.plan, self.swapping.id, methods), self.plan.brief, methods)
        return [(block, self.methods[block.method].title) for block in found]

    @property
    def names(self):
        """The names of the methods, for the list that helps typing."""
        return [facts.title for facts in shelf.on_offer()]

    @property
    def faces(self):
        return [(reverse("tools:face", args=[self.token, face]), face.label) for face in Face]


def editor_page(request, programme, ask=None, status=200):
    page = EditorPage(programme, ask or Ask(), get_token(request))
    trail = [(reverse("tools:programmes"), _("Køyreplan")), ("", page.plan.title)]
    context = {"page": page, "plan": page.plan, "ask": page.ask, "trail": trail}
    return render(request, "tools/editor.html", context, status=status)
