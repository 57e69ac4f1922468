"""What every portal needs before the first group: the first wordings."""

import datetime as dt
import tomllib
from pathlib import Path

from referencegroups.models import ConsentText

CONTENT = Path(__file__).parent / "content"
FIRST_DAY = dt.date(2026, 1, 1)
LEGAL_BASIS = "Samtykke, personvernforordninga artikkel 6 nr. 1 bokstav a"


def load_consent_texts():
    """The first wording of each purpose that has none. What is there is never touched."""
    for facts in tomllib.loads((CONTENT / "samtykke.toml").read_text())["texts"]:
        if not ConsentText.objects.filter(purpose=facts["purpose"]).exists():
            ConsentText.objects.create(
                purpose=facts["purpose"], wording=facts["wording"].strip(), legal_basis=LEGAL_BASIS,
                valid_from=FIRST_DAY,
            )  # fmt: skip
