"""PDF by Typst: tagged (PDF/UA-1), with our own fonts, from templates/pdf/.

What people have written reaches a template as data and is set as text: Typst never reads it as code.
"""

import hashlib
import json
import re
import unicodedata
from functools import lru_cache

import typst
from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

ROOT = settings.BASE_DIR / "templates" / "pdf"
FONTS = settings.BASE_DIR / "static" / "vendor" / "fonts" / "pdf"
# What our font and those inside Typst can show, for certain. PDF/UA refuses a sign without a shape.
SHOWN = [
    (0x20, 0x7E), (0xA0, 0x4FF), (0x621, 0x63A), (0x640, 0x656), (0x1E00, 0x1FFF), (0x2010, 0x2027),
    (0x2030, 0x2040), (0x20A0, 0x20BF), (0x2190, 0x22FF), (0x2500, 0x2604),
]  # fmt: skip
_SIGNS = [chr(code) for first, last in SHOWN for code in range(first, last + 1)]
KNOWN = "".join(sign for sign in _SIGNS if unicodedata.category(sign) != "Cn")  # Cn: not a sign yet
_NOT_KNOWN = re.compile(f"[^\n{re.escape(KNOWN)}]")
_LONG_WORD = re.compile(r"\S{30,}")
_PART_OF_WORD = re.compile(r".{1,12}")
BREAK_HERE = "\u200b"  # a place to break a line that nobody sees
INSIDE = {"strong": {"bold": True}, "em": {"italic": True}}
LINKS = ("http://", "https://", "mailto:", "tel:")
_markdown = MarkdownIt("commonmark", {"html": False})


class PaperError(Exception):
    """Typst itself fell over a paper."""


def compile_template(name, data):
    """The PDF of templates/pdf/<name>.typ as bytes. `data` is what JSON can hold; no text in it becomes code.

    The template reads it by `#let data = json(bytes(sys.inputs.data))`.
    """
    return compile_file(ROOT / f"{name}.typ", data=json.dumps(showable(data)))


def compile_file(path, **inputs):
    """The PDF of one Typst file under templates/pdf/, as bytes. `inputs` reach it as sys.inputs."""
    try:
        return typst.compile(
            str(path), root=str(ROOT), font_paths=fonts(), pdf_standards=["ua-1"], sys_inputs=inputs
        )
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        # No Exception, so it would have taken the whole process down: one paper is not worth that.
        raise PaperError(str(error)) from error


def metadata(path):
    """The facts a Typst file tells of itself under the label <facts>."""
    found = typst.query(str(path), "<facts>", field="value", one=True, root=str(ROOT), font_paths=fonts())
    return json.loads(found)


@lru_cache(maxsize=1)
def fonts():
    """Read once in each process. The machine's own are left out: a page is the same everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@lru_cache(maxsize=1)
def look():
    """A fingerprint of every template: a new look makes new papers."""
    found = hashlib.sha256(typst.__version__.encode())
    for path in sorted(ROOT.rglob("*.typ")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def showable(data):
    """`data` with every text in it made so that it can be set: known signs only, long words breakable.

    A `link` is an address that nobody sees: it stands as it is.
    """
    if isinstance(data, str):
        return _showable_text(data)
    if isinstance(data, dict):
        return {key: value if key == "link" else showable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [showable(value) for value in data]
    return data if data is None or isinstance(data, bool | int | float) else _showable_text(str(data))


def _showable_text(text):
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    text = _NOT_KNOWN.sub(_stand_in, text)
    return _LONG_WORD.sub(lambda word: BREAK_HERE.join(_PART_OF_WORD.findall(word[0])), text)


def _stand_in(match):
    """A letter we cannot show leaves a mark; decoration and invisible signs leave nothing."""
    return "□" if unicodedata.category(match[0])[0] in "LN" else ""


def prose(markdown):
    """Markdown as plain data for the template's `prose`: paragraphs and lists of runs of text."""
    return list(_blocks(SyntaxTreeNode(_markdown.parse(markdown)).children))


def _blocks(nodes):
    for node in nodes:
        if node.type in {"bullet_list", "ordered_list"}:
            items = [list(_blocks(item.children)) for item in node.children]
            yield {"kind": node.type, "start": node.attrs.get("start", 1), "items": items}
        elif node.type == "blockquote":
            yield from _blocks(node.children)
        elif node.type in {"fence", "code_block"}:
            yield {"kind": "paragraph", "runs": [{"text": node.content.strip()}]}
        elif node.children:
            style = {"bold": True} if node.type == "heading" else {}
            yield {"kind": "paragraph", "runs": list(_runs(node, style))}


def _runs(node, style):
    """Runs of text inside a paragraph, each with the styles that hold there."""
    if node.type == "softbreak":
        yield {"text": " ", **style}
    elif node.type == "hardbreak":
        yield {"text": "\n", **style}
    elif node.content and node.type != "inline":  # a picture's content is what it shows, in words
        yield {"text": node.content, **style}
    else:
        for child in node.children:
            yield from _runs(child, {**style, **_style(child)})


def _style(node):
    if node.type == "link":
        address = str(node.attrs.get("href", ""))
        return {"link": address} if address.startswith(LINKS) else {}
    return INSIDE.get(node.type, {})
