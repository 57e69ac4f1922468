"""E-mail about rounds: to those who were asked, and to the owner who promised them an answer."""

from django.conf import settings
from django.urls import reverse

from prosesstotte import mail
from prosesstotte.templatetags.portal import dato, klokke
from referencegroups import letters, round_links
from referencegroups.models import Invitation

KIND = "rounds/"


def invitation(invitation, kind="invitation"):
    """Ask one member. `kind`: invitation, reminder or new_link."""
    row, member = invitation.round, invitation.membership.member
    if not member.email or (member.mail_pause and kind != "new_link"):
        return None
    context = {**about(row, member.language), "first_name": member.first_name}
    return mail.queue(f"{KIND}{kind}", to=member.email, context=context, about=invitation)


def about(row, language="nn"):
    texts, _falls_back = row.in_language(language)
    return {
        "title": texts["title"],
        "why": texts["why"],
        "group": row.group.name,
        "is_named": not row.is_confidential,
        "closes": f"{dato(row.closes_at)} kl. {klokke(row.closes_at)}",
        "promised": dato(row.promised_on),
        "case_title": row.case_title,
    }


def feedback(invitation):
    """What came of it, to everybody who was asked."""
    row, member = invitation.round, invitation.membership.member
    if not member.email or member.mail_pause:
        return None
    context = {
        **about(row, member.language),
        "themes": list(row.themes.all()),
        "page": mail.absolute(row.get_absolute_url()),
    }
    return mail.queue(f"{KIND}feedback", to=member.email, context=context, about=invitation)


def owner_reminder(row, *, due, theme=None):
    """Remind the owner of what was promised; the team, when the group has no owner who logs in."""
    owner = row.group.owner_user
    context = {
        **about(row),
        "due": dato(due),
        "theme": theme and theme.heard,
        "page": mail.absolute(reverse("referencegroups:feedback", args=[row.pk])),
    }
    return mail.queue(
        f"{KIND}owner_reminder", to=owner.email if owner else settings.SITE_EMAIL, context=context
    )


def trial(row, *, to):
    """The letter as the members will get it, to the one who is about to send it."""
    context = {**about(row), "page": mail.absolute(reverse("referencegroups:round_preview", args=[row.pk]))}
    return mail.queue(f"{KIND}trial", to=to, context=context)


@mail.secrets_of("referencegroups.invitation")
def _of_invitation(pk, names):
    """The addresses of one letter, and the header that lets the mail program stop more of them."""
    invitation = Invitation.objects.select_related("membership__member").get(pk=pk)
    paths = {name: round_links.new_path(round_links.KINDS[name], invitation) for name in names}
    return paths, letters.headers(invitation.membership)
