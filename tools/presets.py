"""Frame blocks, pauses and marks that people put into a programme by name. Plain data, worded for people."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tools.plan import DAY, FRAME, OWN, PAUSE, Block, new_id


@dataclass(frozen=True)
class Preset:
    """What a new block of this sort begins as. `brings`: see tools.plan.Block."""

    kind: str
    title: str
    minutes: int
    brings: tuple = ()
    responsible: str = ""

    def block(self):
        return Block(
            id=new_id(),
            kind=self.kind,
            title=str(self.title),
            minutes=self.minutes,
            brings=self.brings,
            responsible=str(self.responsible),
        )


PRESETS = {
    "pause": Preset(PAUSE, _("Pause"), 10),
    "lunsj": Preset(PAUSE, _("Lunsj"), 45),
    "velkomen": Preset(FRAME, _("Velkomen, mål og ramme"), 10, (), _("Møteleiar")),
    "fakta": Preset(FRAME, _("Fakta i saka"), 15, ("F",), _("Fagansvarleg")),
    "mandat": Preset(FRAME, _("Mandatet vårt"), 10, ("K", "M"), _("Møteleiar")),
    "framlegg": Preset(FRAME, _("Framlegga, kort"), 15, ("K",), _("Fagansvarleg")),
    "vegen": Preset(FRAME, _("Vegen vidare"), 10, (), _("Møteleiar")),
    "eigen": Preset(OWN, _("Ny bolk"), 15),
    "dag": Preset(DAY, _("Ny dag"), 0),
}
NAMES = {
    "eigen": _("Eigen tekst"),
}


def choices():
    """(key, name) for a select, in the order above."""
    return [(key, NAMES.get(key, preset.title)) for key, preset in PRESETS.items()]
