"""PDF by Typst: tagged (PDF/UA-1), with our own fonts, from templates/pdf/."""

import json

import typst
from django.conf import settings

ROOT = settings.BASE_DIR / "templates" / "pdf"
FONTS = settings.BASE_DIR / "static" / "vendor" / "fonts" / "pdf"


def compile_file(path, **inputs):
    """The PDF of one Typst file under templates/pdf/, as bytes. `inputs` reach it as sys.inputs."""
    return typst.compile(
        str(path),
        root=str(ROOT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs=inputs,
    )


def metadata(path):
    """The facts a Typst file tells of itself under the label <facts>."""
    found = typst.query(
        str(path),
        "<facts>",
        field="value",
        one=True,
        root=str(ROOT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )
    return json.loads(found)
