"""E-mail: written in the same transaction as the change, sent by the job worker.

One template per message, `templates/emails/<name>.txt`: its first line is the subject,
the rest is Markdown, which becomes both the plain part and the HTML part. Administrators may
write some of them anew (prosesstotte/email_texts.py).

A secret address is written `{{ site_url }}/~name~` and becomes an address with a token when the letter is
sent: neither the job nor the row holds a token. `secrets_of` registers who makes them.
"""

import re
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate.contrib.django import app

from prosesstotte import email_texts
from prosesstotte.models import OutgoingMail
from prosesstotte.text import to_html

SUBJECT_LENGTH = OutgoingMail._meta.get_field("subject").max_length
CALENDAR = re.compile(r"BEGIN:VCALENDAR\r\n.*?END:VCALENDAR\r\n", re.DOTALL)
SECRET = re.compile(r"/~(\w+)~")
_makers = {}


def queue(kind, *, to, context, about=None, calendar="", calendar_method=""):
    """Write an e-mail and the job that sends it. Both are there if, and only if, the change is."""
    subject, text = compose(kind, context)
    facts = {"calendar": calendar, "calendar_method": calendar_method}
    facts["about"] = f"{about._meta.label_lower}:{about.pk}" if about else ""
    return post(kind, to=to, subject=subject, text=text, **facts)


def post(kind, *, to, subject, text, **facts):
    """Write a letter that is composed already, and the job that sends it."""
    with transaction.atomic():
        mail = OutgoingMail.objects.create(
            kind=kind,
            to=to,
            subject=subject,
            text=text,
            html=render_to_string("emails/base.html", {"subject": subject, "body": to_html(text)}),
            **facts,
        )
        _send_later(mail)
    return mail


def compose(kind, context):
    """Subject (one line, without personal data) and Markdown body of a message."""
    return split(email_texts.written(kind, context))


def split(written):
    subject, _, body = written.strip().partition("\n")
    return " ".join(subject.split())[:SUBJECT_LENGTH], body.strip() + "\n"


def deliver(mail):
    """Hand one e-mail to the mail server; raises when the server does not take it."""
    message = as_message(mail)
    message.send()
    mail.sent_at, mail.last_error, mail.gave_up_at = timezone.now(), "", None
    mail.save(update_fields=["sent_at", "last_error", "gave_up_at"])


def secrets_of(model):
    """Register `maker(pk, names)` for letters about rows of `model` (a label): it gives the paths of the
    secret addresses, {name: path}, and the headers of the letter, for this one sending."""

    def register(maker):
        _makers[model] = maker
        return maker

    return register


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def _secrets(mail):
    model, _, pk = mail.about.partition(":")
    if model not in _makers:
        return {}, {}
    return _makers[model](int(pk), set(SECRET.findall(mail.text)))


def as_message(mail):
    """The whole message: plain, HTML, and the invitation both inline and attached."""
    host = urlsplit(settings.SITE_URL).hostname
    paths, more_headers = _secrets(mail)
    text, html = (SECRET.sub(lambda found: paths[found[1]], part) for part in (mail.text, mail.html))
    headers = {
        **more_headers,
        "Message-ID": f"<mail-{mail.pk}@{host}>",  # from the row: a second try is the same message
        "Date": formatdate(mail.created_at.timestamp()),
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(mail.subject, text, to=[mail.to], headers=headers)
    message.attach_alternative(html, "text/html")
    calendars = CALENDAR.findall(mail.calendar)
    if calendars:
        # Django adds the charset; two of them in one header is more than some readers take.
        message.attach_alternative(calendars[0], f"text/calendar; method={mail.calendar_method}")
    for name, calendar in zip(_file_names(calendars), calendars, strict=True):
        message.attach(name, calendar.encode(), "application/ics")
    return message


def _file_names(calendars):
    """A calendar file invites to one thing; a letter about several has several."""
    if len(calendars) == 1:
        return ["invitasjon.ics"]
    return [f"invitasjon-{number}.ics" for number, _calendar in enumerate(calendars, 1)]


def send_again(mail):
    """Put a dead letter back in the queue."""
    with transaction.atomic():
        mail.attempts, mail.gave_up_at = 0, None
        mail.save(update_fields=["attempts", "gave_up_at"])
        _send_later(mail)


def _send_later(mail):
    # By name: jobs.py, which does the work, leans on this module.
    app.configure_task("send_mail", queue="mail").defer(mail_id=mail.pk)


class PrintingBackend(BaseEmailBackend):
    """The demo's post office: prints what would have been sent."""

    def send_messages(self, messages):
        for message in messages:
            lines = [
                f"── E-post til {', '.join(message.to)} ── {message.subject}",
                *message.body.strip().splitlines(),
            ]
            print("\n   │ ".join(lines), "\n", flush=True)
        return len(messages)
