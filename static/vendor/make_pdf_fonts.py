"""Three static TrueType faces from the variable web fonts, for Typst. Run by refresh.sh."""

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Schibsted Grotesk"
FACES = {400: "Regular", 500: "Medium", 600: "SemiBold"}
MUST_HAVE = "æøåÆØÅéèêóòôäöüčđŋšŧž«»–—·×…↑↓−•½0123456789"


def main(folder):
    for weight, style in FACES.items():
        target = folder / "pdf" / f"SchibstedGrotesk-{style}.ttf"
        target.parent.mkdir(exist_ok=True)
        parts = [static_part(folder, part, weight) for part in ("latin", "latin-ext")]
        font = Merger().merge([str(part) for part in parts])
        for part in parts:
            part.unlink()
        name_face(font, weight, style)
        font.save(target)
        report_missing(font, target)


def static_part(folder, part, weight):
    font = TTFont(folder / f"schibsted-grotesk-{part}-wght-normal.woff2")
    font.flavor = None
    font = instantiateVariableFont(font, {"wght": weight})
    path = folder / "pdf" / f"{part}-{weight}.ttf"
    font.save(path)
    return path


def name_face(font, weight, style):
    """Say plainly which face this is: every instance inherits the variable font's names."""
    font["OS/2"].usWeightClass = weight
    names = {1: f"{FAMILY} {style}", 2: "Regular", 4: f"{FAMILY} {style}", 16: FAMILY, 17: style}
    names[6] = names[4].replace(" ", "")
    if style == "Regular":
        names[1] = FAMILY
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


def report_missing(font, target):
    missing = [sign for sign in MUST_HAVE if ord(sign) not in font.getBestCmap()]
    print(target.name, "lacks", " ".join(missing) or "nothing")


main(Path(sys.argv[1]))
