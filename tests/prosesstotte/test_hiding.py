"""Logs and error mails say where and what kind, and hold nothing secret and nobody's name."""

import json
import logging

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import RequestFactory
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from prosesstotte import csp_reports, hiding, logs

TOKEN = "Zx9_kQ-" * 4


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"Not Found: /koyreplan/plan/{TOKEN}/del/", "Not Found: /koyreplan/plan/…/del/"),
        (f"/referansegrupper/slutt/{TOKEN}", "/referansegrupper/slutt/…"),
        (f"GET /x/?token={TOKEN}&n=2", "GET /x/?token=…&n=2"),
        ("sessionid=abc123; csrftoken=def", "sessionid=…; csrftoken=…"),
        ("koden er ABCD-2345", "koden er …"),
        ("Key (email)=(kari.nordmann@kommune.no) already exists", "Key (email)=(…@…) already exists"),
        ("ring 900 00 000 i dag", "ring … i dag"),
        ("fødd 01017012345", "fødd …"),
        ("a\r\n2026-01-01 ERROR falsk linje\x1b[31m", "a??2026-01-01 ERROR falsk linje?[31m"),
        ("/metodar/idemyldring/ tok 12 ms", "/metodar/idemyldring/ tok 12 ms"),
    ],
)
def test_what_is_secret_is_hidden_and_the_rest_is_left(written, shown):
    assert hiding.one_line(written) == shown


def record_of(error):
    try:
        raise error
    except Exception as raised:
        told = (type(raised), raised, raised.__traceback__)
        return logging.LogRecord("x", logging.ERROR, "f", 1, "Feil: %s", ("kari@kommune.no",), told)


def test_a_line_with_an_error_quotes_no_values():
    record = record_of(ValueError(f"tull /plan/{TOKEN}/ for kari@kommune.no"))

    logs.HideTokens().filter(record)
    line = logging.Formatter().format(record)

    assert "ValueError: tull /plan/…/ for …@…" in line
    assert "record_of" in line
    assert "kari@" not in line


def test_the_databases_own_words_are_left_out_they_quote_the_row():
    record = record_of(IntegrityError("DETAIL: Key (name)=(Kari Nordmann) already exists."))

    logs.HideTokens().filter(record)

    assert "Kari" not in logging.Formatter().format(record)


def test_an_error_mail_holds_no_cookie_no_field_and_no_secret_path(settings):
    settings.ADMINS = [("", "drift@example.no")]
    typed = {"name": "Kari Nordmann", "code": "ABCD-2345"}
    request = RequestFactory().post(f"/plan/{TOKEN}/?q=Kari", typed, HTTP_COOKIE="sessionid=hemmeleg")
    record = record_of(RuntimeError("gale"))
    record.request, record.status_code = request, 500
    handler = AdminEmailHandler(reporter_class="prosesstotte.hiding.Reporter", include_html=True)
    handler.addFilter(logs.HideTokens())

    handler.handle(record)

    letter = mail.outbox[0]
    everything = letter.subject + letter.body + str(letter.alternatives)
    assert "RuntimeError: gale" in letter.body
    assert "record_of" in letter.body
    assert [word for word in (TOKEN, "Kari", "ABCD", "hemmeleg", "kari@") if word in everything] == []


# --- Reports of the policy ---------------------------------------------------------------------------


PORTAL = "https://portal.example.no"
OLD = {
    "csp-report": {
        "document-uri": f"{PORTAL}/koyreplan/plan/{TOKEN}/?q=Kari",
        "violated-directive": "script-src",
        "blocked-uri": "https://vond.example/x.js?y",
    }
}
NEW = [{"body": {"documentURL": f"{PORTAL}/om/", "effectiveDirective": "img-src", "blockedURL": "inline"}}]


@pytest.mark.parametrize(
    ("report", "lines"),
    [
        (OLD, ["script-src on /koyreplan/plan/…/ stopped vond.example"]),
        (NEW, ["img-src on /om/ stopped inline"]),
        (NEW * 50, ["img-src on /om/ stopped inline"] * 5),
        ({"csp-report": {"violated-directive": "a\nfalsk linje"}}, ["a?falsk?linje on None stopped None"]),
        ({"csp-report": {"document-uri": "http://[", "blocked-uri": ["x"]}}, ["None on ? stopped ??x??"]),
        ({"csp-report": "tull"}, []),
        ([1, None, "x", {}], []),
        ("tull", []),
        (7, []),
    ],
)
def test_a_report_is_cut_down_to_what_is_of_use(report, lines):
    assert csp_reports.told(json.dumps(report).encode()) == lines


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_junk_is_no_report(body):
    assert csp_reports.told(body) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "lines"), [(0, 1), (30_000, 0)])
def test_the_endpoint_logs_a_line_and_nothing_of_what_is_too_large(client, caplog, size, lines):
    body = json.dumps({**OLD, "x": "y" * size})

    response = client.post(reverse("csp_report"), body, content_type="application/csp-report")

    assert response.status_code == 204
    assert len([one for one in caplog.records if "csp report" in one.getMessage()]) == lines
