"""The doors of a programme: made, changed, undone, put back, given new links. One version for each change."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prosesstotte import links
from tools.models import Programme, ProgrammeVersion

FORGOTTEN_AFTER = dt.timedelta(days=2 * 365)
KEPT_VERSIONS = 200  # for each programme; older ones go


class SomebodyWasFirst(ValidationError):
    """The programme has changed since the page was made. `programme` is locked and fresh."""

    def __init__(self, programme):
        super().__init__(gettext_lazy("Nokon andre har endra planen sidan du opna sida."), code="conflict")
        self.programme = programme


@transaction.atomic
def make_programme(*, plan, by=None, what=""):
    """Keep a new plan. `by` owns it when somebody is logged in; everybody else comes by the links."""
    owner = by if by is not None and by.is_authenticated else None
    programme = Programme(owner=owner)
    programme.put(plan)
    programme.save()
    _keep(programme, what or _("Laga planen"), by=owner)
    links.stand(programme.purposes(), programme, programme.nonce)
    return programme


@transaction.atomic
def change_programme(*, programme, plan, what, version, by=None):
    """Put `plan` in the place of version `version`; SomebodyWasFirst when that is not the newest."""
    programme = _lock(programme, version)
    if plan == programme.plan:
        return programme
    return _next(programme, plan, what, by=by, back_to=programme.version)


@transaction.atomic
def undo(*, programme, version, by=None):
    """One step back. Undoing again goes one step further, not back and forth."""
    programme = _lock(programme, version)
    newest = programme.versions.get(number=programme.version)
    target = programme.versions.filter(number=newest.back_to).first()
    if target is None:
        raise ValidationError(_("Det er ikkje noko å angre."), code="nothing")
    what = _("Angra: %(what)s") % {"what": _without_undo(newest.what)}
    return _next(programme, target.plan, what, by=by, back_to=target.back_to, is_undo=True)


@transaction.atomic
def redo(*, programme, version, by=None):
    """Take back the undo that was just made."""
    programme = _lock(programme, version)
    newest = programme.versions.get(number=programme.version)
    before = programme.versions.filter(number=programme.version - 1).first()
    if not newest.is_undo or before is None:
        raise ValidationError(_("Det er ikkje noko å gjere om."), code="nothing")
    return _next(programme, before.plan, before.what, by=by, back_to=before.back_to)


@transaction.atomic
def put_back(*, programme, number, version, by=None):
    """Make an older version the newest. Nothing is lost: what stood there is still in the history."""
    programme = _lock(programme, version)
    target = programme.versions.filter(number=number).first()
    if target is None:
        raise ValidationError(_("Den versjonen finst ikkje lenger."), code="gone")
    what = _("Gjekk tilbake til versjon %(number)s") % {"number": number}
    return _next(programme, target.plan, what, by=by, back_to=programme.version)


@transaction.atomic
def renew_links(*, programme):
    """New secret addresses; whoever holds an old one comes no further."""
    programme.nonce = uuid.uuid4()
    programme.__dict__.pop("edit_token", None)
    programme.save(update_fields=["nonce"])
    links.stand(programme.purposes(), programme, programme.nonce)
    return programme


@transaction.atomic
def take_over(*, programme, by):
    """Somebody who is logged in keeps a plan that nobody owns among their own."""
    Programme.objects.filter(pk=programme.pk, owner__isnull=True).update(owner=by)
    programme.refresh_from_db(fields=["owner"])
    return programme


@transaction.atomic
def keep_with_booking(*, programme):
    """The plan belongs to a booking from now on: it is not deleted from its own pages."""
    programme.is_kept_by_booking = True
    programme.save(update_fields=["is_kept_by_booking"])


@transaction.atomic
def leave_booking(*, programme):
    """The booking is gone: the plan is its owner's, or nobody's, and goes as plans of nobody do."""
    Programme.objects.filter(pk=programme.pk).update(is_kept_by_booking=False)


@transaction.atomic
def delete_programme(*, programme):
    """Gone, with its history and its links."""
    for purpose in programme.purposes():
        links.revoke(purpose, programme)
    programme.delete()


def delete_forgotten(*, at):
    """Take away the plans that nobody owns and nobody has touched for a long time; how many they were."""
    forgotten = Programme.objects.forgotten(before=at - FORGOTTEN_AFTER)
    for programme in forgotten:
        delete_programme(programme=programme)
    return len(forgotten)


def _lock(programme, version):
    """The same programme, fresh and ours until the transaction ends."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if locked.version != version:
        raise SomebodyWasFirst(locked)
    return locked


def _next(programme, plan, what, *, by, back_to, is_undo=False):
    programme.put(plan)
    programme.version += 1
    programme.updated_at = timezone.now()
    programme.save(update_fields=["content", "title", "people", "date", "version", "updated_at"])
    _keep(programme, what, by=by, back_to=back_to, is_undo=is_undo)
    programme.versions.filter(number__lte=programme.version - KEPT_VERSIONS).delete()
    return programme


def _keep(programme, what, *, by, back_to=None, is_undo=False):
    ProgrammeVersion.objects.create(
        programme=programme,
        number=programme.version,
        content=programme.content,
        what=what[:200],
        is_undo=is_undo,
        back_to=back_to,
        by=by if by is not None and by.is_authenticated else None,
    )


def _without_undo(what):
    return what.removeprefix(_("Angra: %(what)s") % {"what": ""})
