"""E-mail goes out if, and only if, the change stands, and is tried until it does."""

import email
import socket
from email import policy

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from prosesstotte import jobs, mail
from prosesstotte.models import OutgoingMail
from tests.portal import free_port
from tests.worker import work


def queue(**fields):
    return mail.queue("account/login_code", to="kari@example.no", context={"code": "ABCD-EFGH"}, **fields)


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_a_change_that_was_undone_is_never_there():
    jobs_before = ProcrastinateJob.objects.count()

    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()
    assert ProcrastinateJob.objects.count() == jobs_before


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it_over_smtp(post_office):
    letter = queue()

    work()

    letter.refresh_from_db()
    to, raw = post_office.letters[0]
    message = email.message_from_string(raw, policy=policy.default)
    assert to == "kari@example.no"
    assert message["Message-ID"] == f"<mail-{letter.pk}@localhost>"
    assert "ABCD-EFGH" in message.get_body(("plain",)).get_content()
    assert "ABCD-EFGH" in message.get_body(("html",)).get_content()
    assert letter.sent_at is not None


@pytest.mark.django_db
def test_a_letter_that_is_sent_is_not_sent_twice(post_office):
    letter = queue()

    jobs.send_mail(mail_id=letter.pk)
    jobs.send_mail(mail_id=letter.pk)

    assert len(post_office.letters) == 1


@pytest.mark.django_db
def test_an_invitation_is_both_inline_and_attached(post_office):
    letter = queue(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")

    message = email.message_from_bytes(mail.as_message(letter).message().as_bytes(), policy=policy.default)

    kinds = [(part.get_content_type(), part.get_param("method")) for part in message.walk()]
    assert ("text/calendar", "REQUEST") in kinds
    assert ("application/ics", None) in kinds


@pytest.mark.django_db
def test_a_mail_server_that_is_down_is_noted_and_the_letter_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    letter = queue()

    with pytest.raises((OSError, socket.error)):
        jobs.send_mail(mail_id=letter.pk)

    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at, letter.last_error) == (1, None, "ConnectionRefusedError")


@pytest.mark.django_db
def test_after_the_last_try_it_is_a_dead_letter_that_can_be_sent_again(settings, post_office):
    letter = queue()
    settings.EMAIL_PORT = free_port()
    for _ in range(jobs.MAIL_ATTEMPTS):
        with pytest.raises(OSError):  # noqa: PT011
            jobs.send_mail(mail_id=letter.pk)
    letter.refresh_from_db()
    assert letter.gave_up_at is not None

    settings.EMAIL_PORT = post_office.port
    mail.send_again(letter)
    jobs.send_mail(mail_id=letter.pk)

    assert len(post_office.letters) == 1


@pytest.mark.django_db
def test_a_line_break_in_a_subject_is_harmless():
    subject, _body = mail.compose("account/login_code", {"code": "X\r\nBcc: alle@example.no"})

    assert "\n" not in subject
