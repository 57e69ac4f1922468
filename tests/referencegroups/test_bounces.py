"""Letters that came back: reports as real mail servers write them (addresses made up)."""

import io
import sys

import pytest
from django.core.management import call_command

from referencegroups import bounces
from referencegroups.choices import MailPause
from referencegroups.models import Member
from tests.referencegroups.factories import make_member

pytestmark = pytest.mark.django_db

POSTFIX = b"""Return-Path: <>
From: MAILER-DAEMON@mail.example.no (Mail Delivery System)
To: prosess@example.no
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F2A11.1764000000/mail.example.no"

--4F2A11.1764000000/mail.example.no
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.no.

<kari@example.org>: host mx.example.org[192.0.2.7] said:
    550 5.1.1 <kari@example.org>: Recipient address rejected

--4F2A11.1764000000/mail.example.no
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.no
X-Postfix-Queue-ID: 4F2A11
Arrival-Date: Wed, 25 Nov 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; kari@example.org
Original-Recipient: rfc822;Kari@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <kari@example.org>: Recipient address rejected: User unknown

--4F2A11.1764000000/mail.example.no
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Subject: Velkomen
To: kari@example.org

--4F2A11.1764000000/mail.example.no--
"""
EXCHANGE = b"""From: postmaster@example.org
To: prosess@example.no
Subject: Undeliverable: Velkomen
MIME-Version: 1.0
Content-Type: multipart/report;
 report-type=delivery-status;
 boundary="c3d4e5f6"

--c3d4e5f6
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

TGV2ZXJpbmdhIGdqZWtrIGlra2pl

--inner--

--c3d4e5f6
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.example.org
Received-From-MTA: dns;mail.example.no
Arrival-Date: Wed, 25 Nov 2026 09:00:01 +0000

Final-Recipient: rfc822;kari@example.org
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;554 5.2.2 mailbox full

--c3d4e5f6
Content-Type: message/rfc822

Subject: Velkomen
To: kari@example.org
Message-ID: <mail-1@example.no>

Hei!

--c3d4e5f6--
"""
DELAYED = POSTFIX.replace(b"Action: failed", b"Action: delayed").replace(b"Status: 5.1.1", b"Status: 4.4.1")
TEMPORARY = POSTFIX.replace(b"Status: 5.1.1", b"Status: 4.2.2")
TWO = POSTFIX.replace(
    b"Final-Recipient: rfc822; kari@example.org\n",
    b"Final-Recipient: rfc822; per@example.org\nAction: failed\nStatus: 5.1.1\n\n"
    b"Final-Recipient: rfc822; kari@example.org\n",
)
OUT_OF_OFFICE = (
    b"From: kari@example.org\nSubject: Ferie\nContent-Type: text/plain\n\nAction: failed\nStatus: 5.1.1\n"
)


def pauses():
    return {member.email: member.mail_pause for member in Member.objects.all()}


@pytest.mark.parametrize("report", [POSTFIX, EXCHANGE], ids=["Postfix", "Exchange"])
def test_a_letter_that_came_back_for_good_pauses_its_member(report):
    make_member("kari@example.org")
    make_member("per@example.org")

    assert bounces.note(report) == 1
    assert pauses() == {"kari@example.org": MailPause.BOUNCED, "per@example.org": ""}


def test_a_report_about_several_pauses_each():
    make_member("kari@example.org")
    make_member("per@example.org")

    assert bounces.note(TWO) == 2


@pytest.mark.parametrize(
    "report",
    [DELAYED, TEMPORARY, OUT_OF_OFFICE, b"", b"\xff\x00 not a letter", POSTFIX[:700]],
    ids=["delayed", "temporary", "out of office", "empty", "rubbish", "cut off"],
)
def test_anything_else_pauses_nobody(report):
    make_member("kari@example.org")

    assert bounces.note(report) == 0
    assert pauses() == {"kari@example.org": ""}


def test_a_report_about_a_stranger_is_nothing():
    assert bounces.note(POSTFIX) == 0


def test_a_mail_server_pipes_the_report_to_the_command(monkeypatch):
    make_member("kari@example.org")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(POSTFIX)))
    out = io.StringIO()

    call_command("note_bounce", stdout=out)

    assert out.getvalue() == "1 sett på pause.\n"
    assert pauses() == {"kari@example.org": MailPause.BOUNCED}


def test_the_report_may_lie_in_a_file(tmp_path):
    make_member("kari@example.org")
    path = tmp_path / "report.eml"
    path.write_bytes(EXCHANGE)

    call_command("note_bounce", str(path), stdout=io.StringIO())

    assert pauses() == {"kari@example.org": MailPause.BOUNCED}
