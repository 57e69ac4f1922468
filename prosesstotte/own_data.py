"""«Kva har de om meg?»: everything the house holds on somebody who logs in.

Each room registers parts that tell of its own rows. What nobody tells of is still counted: `mentions` finds
every column that points at a user by itself, so that a new table cannot be forgotten.
"""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _

from prosesstotte.models import Event, OutgoingMail, User
from prosesstotte.records import Record, Section, moment, stamp

OURS = {"prosesstotte", "tools", "bookings", "referencegroups", "admin"}
_parts = {}
_verbs = {}  # (model label, verb of an event) → words


def register(key, *parts):
    """Let a room tell: each part is a function of the user that gives a Section."""
    _parts[key] = parts


def say(label, words):
    """Let a room say what the events of its rows are called: {verb: words}."""
    _verbs.update({(label, str(verb)): text for verb, text in words.items()})


def record_of(user):
    lead = _("Alt vi har om %(email)s, slik det er no.") % {"email": user.email}
    told = [part(user) for key in sorted(_parts) for part in _parts[key]]
    return Record(_("Kva har de om meg?"), lead, (*told, mentions(user)))


# --- The house's own parts ---------------------------------------------------------------------------


def about(user):
    member = getattr(user, "team_member", None)
    return Section(
        _("Om deg"),
        facts=(
            (_("E-post"), user.email),
            (_("Namn"), user.name),
            (_("Telefon"), user.phone),
            (_("Laga"), moment(user.date_joined)),
            (_("Sist innlogga"), moment(user.last_login)),
            (_("Kan opne administrasjonen"), _("ja") if user.is_staff else _("nei")),
            (_("Roller"), ", ".join(user.groups.values_list("name", flat=True))),
            (_("Tittel i teamet"), member.title if member else ""),
            (_("Telefon i teamet"), member.phone if member else ""),
            (_("Om deg på nettstaden"), member.about if member else ""),
        ),
    )


def letters(user):
    """What was sent, and when; the texts lie in your own mailbox."""
    sent = OutgoingMail.objects.filter(to__iexact=user.email).values_list("created_at", "subject", "sent_at")
    rows = tuple((stamp(made), subject, stamp(at)) for made, subject, at in sent)
    return Section(_("E-post vi har sendt deg"), columns=(_("Laga"), _("Emne"), _("Send")), rows=rows)


def done(user):
    """Every event that says that you did something."""
    events = Event.objects.filter(by=user).order_by("-at", "-pk")
    rows = [(stamp(one.at), _name_of(one.subject_type), str(one.subject_id), _verb_of(one)) for one in events]
    columns = (_("Tid"), _("Kva"), _("Nummer"), _("Hending"))
    return Section(_("Det du har gjort her"), columns=columns, rows=tuple(rows))


def in_admin(user):
    entries = LogEntry.objects.filter(user=user).select_related("content_type").order_by("-action_time")
    rows = tuple((stamp(one.action_time), one.object_repr, one.get_change_message()) for one in entries)
    columns = (_("Tid"), _("Kva"), _("Endring"))
    return Section(_("Det du har endra i administrasjonen"), columns=columns, rows=rows)


def _name_of(label):
    return str(apps.get_model(label)._meta.verbose_name)


def _verb_of(event):
    return str(_verbs.get((event.subject_type, event.verb), event.verb))


def register_parts():
    register("1_house", about, letters, done, in_admin)


# --- What points at a user ---------------------------------------------------------------------------


def pointers():
    """[(model, field)] of every column of ours that names a user."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return [
        (model, field)
        for model in models
        for field in model._meta.fields
        if field.remote_field and field.remote_field.model is User
    ]


def mentions(user):
    """How many rows name you, and as what."""
    rows = tuple(
        (str(model._meta.verbose_name), str(field.verbose_name), number)
        for model, field in pointers()
        if (number := model._base_manager.filter(**{field.name: user}).count())
    )
    return Section(_("Kvar namnet ditt står"), columns=(_("Slag"), _("Som"), _("Tal")), rows=rows)
