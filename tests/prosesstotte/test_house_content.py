"""The house's texts are loaded once and never take an administrator's words away."""

import pytest
from pypdf import PdfReader

from prosesstotte import house_content
from prosesstotte.models import ContentRevision, Document, Page

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


def test_the_first_basis_document_is_a_tagged_pdf_in_nynorsk():
    house_content.load_documents()
    document = Document.objects.get(slug="om-mal-og-strategiarbeid")

    pdf = PdfReader(document.file)

    assert pdf.metadata.title == "Om mål- og strategiarbeid"
    assert pdf.trailer["/Root"]["/Lang"] == "nn-NO"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in pdf.xmp_metadata.stream.get_data().decode()
