"""What methods and programmes hold on somebody who logs in."""

from django.utils.translation import gettext as _

from prosesstotte.own_data import register
from prosesstotte.records import Section, stamp
from tools.models import Collection, Experience, Programme


def programmes(user):
    rows = Programme.objects.visible_to(user).values_list("title", "updated_at")
    told = tuple((title, stamp(at)) for title, at in rows)
    return Section(_("Køyreplanar du eig"), columns=(_("Køyreplan"), _("Sist endra")), rows=told)


def collections(user):
    rows = [
        (one.title, one.note, ", ".join(method.title for method in one.methods.all()))
        for one in Collection.objects.of(user).prefetch_related("methods")
    ]
    return Section(_("Samlingane dine"), columns=(_("Namn"), _("Merknad"), _("Metodar")), rows=tuple(rows))


def experiences(user):
    rows = [
        (stamp(one.created_at), one.method.title, one.text)
        for one in Experience.objects.filter(by=user).select_related("method")
    ]
    columns = (_("Skriven"), _("Metode"), _("Tekst"))
    return Section(_("Erfaringar du har skrive"), columns=columns, rows=tuple(rows))


def register_parts():
    register("2_tools", programmes, collections, experiences)
