"""What the generator answers: three programmes or a refusal. Plain data; `tools.wording` says it in Nynorsk.

Everything that people will read is a code with facts here, so that the engine stays free of language.
"""

from dataclasses import dataclass, field

SAFE, BALANCED, BOLD = "trygg", "balansert", "modig"
VARIANTS = (SAFE, BALANCED, BOLD)


@dataclass(frozen=True)
class Said:
    """A code and the facts its sentence needs: a reason, a relaxation, a warning, a refusal."""

    code: str
    facts: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Reason:
    """Why a block stands where it stands.

    code     "welcome", "lunch", "must", "lands" … or the function of the method in the arc
    uses     artefact codes made before it that it builds on, the newest first
    source   title of the block that made the first of them, or ""
    gives    the artefact it makes, or ""
    then     title of the first later block that builds on it, or ""
    facts    what the sentence may also need: "groups", "size", "learned", "strangers" …
    """

    code: str
    uses: tuple = ()
    source: str = ""
    gives: str = ""
    then: str = ""
    facts: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Warning:
    """Something about a programme that its maker should know. `block_id` is "" for the whole."""

    code: str
    block_id: str = ""
    facts: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Offer:
    """What would make a refused brief possible.

    code     "minutes", "people", "result", "two_meetings", "prework", "without_must", "without_avoid",
             "less_fixed", "unlock", "room", "kit"
    """

    code: str
    facts: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Refusal:
    """Why there is no programme, and what would make one."""

    code: str
    facts: dict = field(default_factory=dict, hash=False)
    offers: tuple = ()


@dataclass(frozen=True)
class Variant:
    """One whole programme.

    blocks    tools.plan.Block in order; they last exactly the minutes asked for
    result    the artefact it ends with
    relaxed   codes of what had to give way: "extra_opener", "share_outs", "merged", "smaller_result"
    warnings  what the maker should know
    reasons   {block id: Reason}
    chain     the artefacts in the order they are made
    slack     minutes that may be cut before the last third without going under any method's shortest
    score     how good the engine holds it to be; only to be compared inside one brief
    clock     the part of the score that is about minutes: 0 when every method has its usual length
    """

    name: str
    blocks: tuple
    result: str
    relaxed: tuple = ()
    warnings: tuple = ()
    reasons: dict = field(default_factory=dict, hash=False)
    chain: tuple = ()
    slack: int = 0
    score: float = 0.0
    clock: float = 0.0

    @property
    def methods(self):
        """Slugs of its methods, in order."""
        return tuple(block.method for block in self.blocks if block.method)


@dataclass(frozen=True)
class Proposals:
    """Three variants, or a refusal. Never both."""

    variants: tuple = ()
    refusal: Refusal | None = None

    def __bool__(self):
        return self.refusal is None
