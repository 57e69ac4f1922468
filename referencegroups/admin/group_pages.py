"""Pages of a group beside its form: the doors of its state, invitations from a list, and a list out."""

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prosesstotte import events
from referencegroups import actions, retention, sheets
from referencegroups.actions.joining import known
from referencegroups.choices import GroupMove, Source
from referencegroups.forms.joining import one_number
from referencegroups.models import Membership, ReferenceGroup
from referencegroups.models.group import MANAGE_ALL
from referencegroups.models.member import EXPORT

CHANGE = "referencegroups.change_referencegroup"
SALT = "referencegroups.import"
DOORS = {
    GroupMove.OPEN: (actions.open_group, gettext_lazy("Da kan folk sjå gruppa og bli med.")),
    GroupMove.START: (actions.start_group, gettext_lazy("Dei som har fått plass, blir medlemer frå i dag.")),
    GroupMove.CLOSE: (
        actions.close_group,
        gettext_lazy("Alle medlemer får takk på e-post, og er ikkje med lenger. Det kan ikkje gjerast om."),
    ),
}
OUTCOMES = {
    actions.Invited.NEW: gettext_lazy("Ny: får invitasjon"),
    actions.Invited.AGAIN: gettext_lazy("Invitert før: får ny lenkje"),
    actions.Invited.EXISTING: gettext_lazy("Er med frå før: får ingenting"),
    actions.Invited.WITHDRAWN: gettext_lazy("Har slutta: blir aldri invitert igjen"),
    actions.Invited.QUIET: gettext_lazy("Vil ikkje høyre om nye grupper: får ingenting"),
}


def _group(request, pk, permission=CHANGE):
    """Another's group is not there; one's own without the right is forbidden."""
    group = get_object_or_404(ReferenceGroup.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return group


def _page(request, template, group, *, status=200, **context):
    everywhere = admin.site.each_context(request)
    context = {**everywhere, "group": group, "opts": ReferenceGroup._meta, **context}
    return render(request, f"admin/referencegroups/{template}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, move):
    group = _group(request, pk)
    if move not in DOORS:
        raise Http404
    move = GroupMove(move)
    action, what = DOORS[move]
    if request.method != "POST":
        return _page(request, "group_move", group, title=move.label, what=what)
    try:
        action(by=request.user, group=group)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Gruppa er no: %(state)s.") % {"state": group.get_state_display()})
    return redirect("admin:referencegroups_referencegroup_change", pk)


class ListForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Lim inn"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Éin på kvar linje: fornamn, etternamn, mobil, e-post. Berre e-post held."),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("Eller vel ei CSV- eller Excel-fil"), required=False)

    def clean(self):
        cleaned = super().clean()
        content = cleaned["file"].read() if cleaned.get("file") else cleaned.get("text", "")
        if not content.strip():
            raise ValidationError(_("Lim inn ei liste, eller vel ei fil."))
        cleaned["people"] = sheets.read(content)
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, pk):
    """First a dry run that says what would happen with each; then the same list, for real."""
    group = _group(request, pk)
    if "go" in request.POST:
        return _invite_all(request, group)
    sent = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if sent else ListForm()
    if not form.is_valid():
        status = 422 if sent else 200
        return _page(request, "group_invite", group, form=form, title=_("Inviter"), status=status)
    rows = dry_run(group, form.cleaned_data["people"])
    return _page(
        request, "group_dry_run", group, rows=rows, title=_("Sjå over lista"),
        number=sum(row["invites"] for row in rows), sealed=_sealed(group, rows),
    )  # fmt: skip


def dry_run(group, people):
    """What an invitation would become for each, in the order of the list; writes nothing."""
    facts = known(group, [person.email for person in people if person.is_valid])
    rows, seen = [], set()
    for person in people:
        rows.append({"person": person, **_outcome(facts, person, seen)})
        seen.add(person.email)
    return rows


def _outcome(facts, person, seen):
    if not person.is_valid:
        return {"words": _("E-postadressa er ikkje rett: blir hoppa over"), "invites": False}
    if person.email in seen:
        return {"words": _("Står fleire gonger i lista: blir hoppa over"), "invites": False}
    outcome = facts.outcome(person.email)
    invites = outcome in {actions.Invited.NEW, actions.Invited.AGAIN}
    return {"words": OUTCOMES[outcome], "invites": invites}


def _sealed(group, rows):
    people = [vars(row["person"]) for row in rows if row["invites"]]
    return signing.dumps({"group": group.pk, "people": people}, salt=SALT, compress=True)


def _invite_all(request, group):
    try:
        data = signing.loads(request.POST["go"], salt=SALT, max_age=60 * 60)
    except signing.BadSignature:
        data = {}
    if data.get("group") != group.pk:
        messages.error(request, _("Lista er for gammal. Lim ho inn ein gong til."))
        return redirect("admin:referencegroups_group_invite", group.pk)
    try:
        number = sum(_invite(request, group, person) for person in data["people"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("admin:referencegroups_group_invite", group.pk)
    text = ngettext("%d invitasjon er send.", "%d invitasjonar er sende.", number) % number
    messages.success(request, text)
    return redirect("admin:referencegroups_referencegroup_change", group.pk)


def _invite(request, group, person):
    """Asked again for each: somebody may have withdrawn since the dry run."""
    facts = {name: person[name] for name in ("first_name", "last_name", "mobile")}
    try:
        facts["mobile"] = one_number(facts["mobile"])
    except ValidationError:
        facts["mobile"] = ""
    outcome = actions.invite(
        by=request.user, group=group, email=person["email"], facts=facts, source=Source.IMPORT,
        tell_existing=False,
    )  # fmt: skip
    return outcome in {actions.Invited.NEW, actions.Invited.AGAIN}


def may_take_out(user):
    return user.has_perm(EXPORT)


@require_POST
def take_out(request, pk, kind):
    """Members as Nyby wants them. Needs a right of its own, and leaves a line in the log."""
    group = _group(request, pk, EXPORT)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    rows = Membership.objects.filter(group=group).members().named_to(request.user).select_related("member")
    people = [_person(row.member) for row in rows.order_by("member__last_name", "member__first_name", "pk")]
    events.record(group, "members_taken_out", by=request.user, number=len(people), kind=kind)
    response = HttpResponse(sheets.write(people, kind), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="medlemer-{group.slug}.{kind}"'
    return response


def _person(member):
    return sheets.Person(member.email, member.first_name, member.last_name, member.mobile)


@require_safe
def retention_report(request):
    """What the nightly run would take if it ran now: counts only."""
    if not request.user.has_perm(MANAGE_ALL):
        raise PermissionDenied
    return _page(request, "retention", None, rules=retention.count(), title=_("Oppbevaring og sletting"))
