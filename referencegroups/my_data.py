"""What we hold on one person: for the person's own page, and to take out."""

from django.utils import timezone
from django.utils.translation import gettext as _

from prosesstotte.templatetags.portal import dato
from referencegroups.choices import LIVE, Purpose
from referencegroups.models import ConsentText
from referencegroups.models.member import OPTIONAL_FACTS

PERSONAL = [purpose for purpose in Purpose if purpose != Purpose.MEMBERSHIP]
EMPTY = {"mail_pause": _("nei")}  # what nothing means, where it is not that nothing was told
FACTS = ("email", *OPTIONAL_FACTS, "language", "mail_pause")


def shown(member):
    """Everything the page shows, in a constant number of queries."""
    memberships = list(member.memberships.select_related("group__area").order_by("-state_at", "pk"))
    for membership in memberships:
        membership.member = member
    texts = ConsentText.objects.current(member.language)
    said = last_words(member)
    return {
        "member": member,
        "facts": labelled(member),
        "memberships": [_membership(row, said, texts) for row in memberships],
        "purposes": [_purpose(said, texts[purpose]) for purpose in PERSONAL if purpose in texts],
        "history": member.consent_events.of(member),
        "has_live": any(row.state in LIVE for row in memberships),
    }


def last_words(member):
    """{(purpose, group id or None): the last event}."""
    latest = member.consent_events.latest().select_related("text")
    return {(event.purpose, event.group_id): event for event in latest}


def stands(member, purpose, group=None):
    event = last_words(member).get((purpose, group.pk if group else None))
    return bool(event and event.stands)


def _purpose(said, text):
    """What was said to one purpose; a yes to an older wording does not hold, and is asked for again."""
    event = said.get((text.purpose, None))
    yes = bool(event and event.stands)
    holds = yes and event.text.version == text.version
    label = text.get_purpose_display()
    return {"label": label, "text": text, "event": event, "yes": holds, "old": yes and not holds}


def _membership(row, said, texts):
    event, text = said.get((Purpose.MEMBERSHIP, row.group_id)), texts.get(Purpose.MEMBERSHIP)
    holds = event and event.stands and text and event.text.version == text.version
    return {"row": row, "text": text if row.is_member and not holds else None}


def labelled(member):
    """[(what, value)] of every fact, the empty ones too: they say that we do not have it."""
    rows = []
    for name in FACTS:
        field = member._meta.get_field(name)
        display = getattr(member, f"get_{name}_display", lambda name=name: getattr(member, name))()
        rows.append((str(field.verbose_name).capitalize(), str(display or EMPTY.get(name, ""))))
    return rows


# --- Taken out -----------------------------------------------------------------------------------


def memberships(member):
    rows = member.memberships.select_related("group").order_by("created_at", "pk")
    return _("Grupper"), [
        {
            _("gruppe"): row.group.name,
            _("tilstand"): str(row.get_state_display()),
            _("rolle"): str(row.get_role_display()),
            _("kom frå"): str(row.get_source_display()),
            _("laga"): _moment(row.created_at),
            _("adressa stadfesta"): _moment(row.confirmed_at),
            _("perioden startar"): _date(row.term_starts_on),
            _("perioden sluttar"): _date(row.term_ends_on),
            _("slutta"): _moment(row.ended_at),
            _("grunn til slutt"): str(row.get_end_reason_display()),
            _("grunngiving"): row.end_note,
        }
        for row in rows
    ]


def consents(member):
    return _("Samtykke"), [
        {
            _("tid"): _moment(event.at),
            _("føremål"): str(event.get_purpose_display()),
            _("gruppe"): event.group.name if event.group else "",
            _("svar"): str(event.get_decision_display()),
            _("kanal"): str(event.get_channel_display()),
            _("utgåve"): event.text.version,
            _("ordlyd"): event.text.wording,
        }
        for event in member.consent_events.of(member)
    ]


# Each gives a title and a list of rows about one member. Rounds put theirs here.
PARTS = [memberships, consents]


def as_data(member):
    facts = {_("nummer"): member.number, _("laga"): _moment(member.created_at), **dict(labelled(member))}
    return {_("Om deg"): facts, **dict(part(member) for part in PARTS)}


def as_text(member):
    """The same, to read."""
    lines = [_("Dette har vi om deg"), dato(timezone.localdate()), ""]
    for title, rows in as_data(member).items():
        lines += [title.upper(), ""]
        for row in rows if isinstance(rows, list) else [rows]:
            lines += [f"{what}: {value}" for what, value in row.items() if value not in ("", None)] + [""]
    return "\r\n".join(lines)


def _moment(at):
    return timezone.localtime(at).strftime("%d.%m.%Y %H.%M") if at else ""


def _date(day):
    return day.strftime("%d.%m.%Y") if day else ""
