"""The house's texts are loaded once and never take an administrator's words away."""

import pytest
from pypdf import PdfReader

from prosesstotte import house_content
from prosesstotte.models import ContentRevision, Document, Page
from prosesstotte.pdf import ROOT
from tests.prosesstotte.test_spelling import NOT_WORDS
from tests.tools.content_texts import lix
from tests.tools.test_content import HARDEST

pytestmark = pytest.mark.django_db


def test_every_page_the_house_needs_is_loaded():
    house_content.load_pages()

    assert set(Page.objects.values_list("slug", flat=True)) == {"om", "tilsette", "personvern", "tilgjenge"}


def test_loading_twice_changes_nothing():
    house_content.load_pages()
    before = ContentRevision.objects.get().number

    house_content.load_pages()

    assert ContentRevision.objects.get().number == before


def test_what_an_administrator_wrote_stands():
    house_content.load_pages()
    Page.objects.filter(slug="om").update(body="Vår eigen tekst.")

    edited = house_content.load_pages()

    assert edited == ["om"]
    assert Page.objects.get(slug="om").body == "Vår eigen tekst."


DOCUMENTS = {
    "om-mal-og-strategiarbeid": "Om mål- og strategiarbeid",
    "om-moteleiing": "Om møteleiing",
    "om-idearbeid-og-brei-involvering": "Om idéarbeid og brei involvering",
}


def test_the_basis_documents_stand_in_the_order_they_are_meant_to_be_read():
    house_content.load_documents()

    assert dict(Document.objects.values_list("slug", "title")) == DOCUMENTS
    assert list(Document.objects.values_list("slug", flat=True)) == list(DOCUMENTS)


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_a_basis_document_is_a_tagged_pdf_in_nynorsk(slug):
    house_content.load_documents()

    pdf = PdfReader(Document.objects.get(slug=slug).file)

    assert pdf.metadata.title == DOCUMENTS[slug]
    assert 3 <= len(pdf.pages) <= 6
    assert pdf.trailer["/Root"]["/Lang"] == "nn-NO"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in pdf.xmp_metadata.stream.get_data().decode()


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_a_basis_document_is_easy_to_read(slug, record_property):
    text = (ROOT / "dokument" / f"{slug}.typ").read_text().partition("lead:")[2]
    for pattern in NOT_WORDS:
        text = pattern.sub(" ", text)

    record_property("lix", round(lix(text)))
    assert lix(text) <= HARDEST
