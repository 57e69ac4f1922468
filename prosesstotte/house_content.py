"""The house's own texts, loaded from files; what an administrator has edited is left alone."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile

from prosesstotte import pdf
from prosesstotte.models import Document, Page

CONTENT = Path(__file__).parent / "content"


def load_pages():
    """Make or refresh every page; return the names of those an administrator has edited."""
    return [path.stem for path in sorted((CONTENT / "sider").glob("*.md")) if not _load_page(path)]


def _load_page(path):
    title, lead, body = parse_page(path.read_text())
    page = Page.objects.filter(slug=path.stem).first() or Page(slug=path.stem)
    if page.pk and page_digest(page) != page.loaded_digest:
        return False
    page.title, page.lead, page.body = title, lead, body
    if page.loaded_digest != page_digest(page):
        page.loaded_digest = page_digest(page)
        page.save()
    return True


def parse_page(text):
    """Title (first line, «# …»), lead (first paragraph) and body of a page's file."""
    heading, lead, body = text.strip().split("\n\n", 2)
    return heading.removeprefix("# "), lead.strip(), body.strip() + "\n"


def page_digest(page):
    return hashlib.sha256("\0".join([page.title, page.lead, page.body]).encode()).hexdigest()


def load_documents():
    """Make the basis documents that are not there; a file that an administrator put in stays."""
    for path in sorted((pdf.ROOT / "dokument").glob("*.typ")):
        about = pdf.metadata(path)
        document, is_new = Document.objects.get_or_create(
            slug=path.stem,
            defaults={"title": about["title"], "description": about["description"], "order": about["order"]},
        )
        if is_new:
            document.file.save(f"{path.stem}.pdf", ContentFile(pdf.compile_file(path)))
