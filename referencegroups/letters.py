"""E-mail to members. A letter names a membership (or a member); its secret links are made when it is sent."""

from prosesstotte import mail
from referencegroups import secret_links
from referencegroups.models import Member, Membership

KIND = "groups/"  # the folder of the templates, and how retention knows our letters


def send(kind, membership, **context):
    """Queue a letter about `membership` to its member. Nothing goes to an erased person."""
    member = membership.member
    if member.email is None:
        return None
    facts = {"membership": membership, "group": membership.group, "first_name": member.first_name, **context}
    return mail.queue(f"{KIND}{kind}", to=member.email, context=facts, about=membership)


def send_unless_paused(kind, membership, **context):
    """For letters that the member has not asked for this minute."""
    return None if membership.member.mail_pause else send(kind, membership, **context)


def send_my_page(member):
    context = {"first_name": member.first_name}
    return mail.queue(f"{KIND}my_page", to=member.email, context=context, about=member)


@mail.secrets_of("referencegroups.membership")
def _of_membership(pk, names):
    membership = Membership.objects.select_related("member").get(pk=pk)
    rows = {Membership: membership, Member: membership.member}
    return _paths(rows, names), _headers(membership)


@mail.secrets_of("referencegroups.member")
def _of_member(pk, names):
    return _paths({Member: Member.objects.get(pk=pk)}, names), {}


def _paths(rows, names):
    kinds = [secret_links.KINDS[name] for name in names]
    return {kind.address: secret_links.path_for(kind, rows[kind.model]) for kind in kinds}


def _headers(membership):
    """One click in the mail program, without a page: no more mail (RFC 8058)."""
    path = secret_links.path_for(secret_links.STOP_MAIL, membership)
    return {
        "List-Unsubscribe": f"<{mail.absolute(path)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
