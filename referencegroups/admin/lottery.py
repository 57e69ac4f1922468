"""The back office of breadth and lottery: plan, look at the chances, publish, draw. The list is the log.

Owners see their own groups only; a stranger's group is not there. Published rows are never edited.
"""

from http import HTTPStatus

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from prosesstotte import events
from referencegroups.actions import lots, places
from referencegroups.admin.scoping import OwnRows
from referencegroups.breadth import breadth
from referencegroups.choices import Fact, State
from referencegroups.forms.lottery import (
    DrawForm,
    FilesForm,
    PlanForm,
    PublishForm,
    QuotaRows,
    WithdrawForm,
    rows_from,
)
from referencegroups.lottery.files import write_people, write_quotas
from referencegroups.lottery.task import Quota, Task
from referencegroups.lottery_choices import LotteryMove
from referencegroups.lottery_jobs import count_soon
from referencegroups.lottery_words import breaks, percent, quota_table, warnings
from referencegroups.models import Lottery, ReferenceGroup
from referencegroups.pool import pool_of, quotas_from_targets, volunteers

FOLDER = "admin/referencegroups/lottery"


@admin.register(Lottery)
class LotteryAdmin(OwnRows, admin.ModelAdmin):
    list_display = ["group", "state", "seats", "pool_size", "lowest_chance", "published_at", "drawn_at"]
    list_filter = ["state"]
    search_fields = ["group__name"]
    date_hierarchy = "created_at"

    @admin.display(description=_("lågaste sjanse"))
    def lowest_chance(self, lottery):
        return None if lottery.lowest is None else percent(lottery.lowest)

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """A plan nobody has seen may go; the database keeps what was published."""
        return bool(obj and not obj.published_at) and super().has_delete_permission(request, obj)

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"referencegroups_lottery_{name}")

        return [
            page("filer/", self.files, "files"),
            page("breidd/<int:pk>/", self.breadth, "breadth"),
            page("potten/<int:pk>/", self.pool, "pool"),
            page("<int:pk>/kvotar/", self.quotas, "quotas"),
            page("<int:pk>/publiser/", require_POST(self.publish), "publish"),
            page("<int:pk>/trekk/", require_POST(self.draw), "draw"),
            page("<int:pk>/trekk-tilbake/", require_POST(self.withdraw), "withdraw"),
            *super().get_urls(),
        ]

    # --- Pages that read ----------------------------------------------------------------------

    def breadth(self, request, pk):
        group = self._group(request, pk)
        return self._page(request, "breadth", _("Breidd"), group=group, breadth=breadth(group))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.show(request, self._lottery(request, object_id))

    def show(self, request, lottery, status=HTTPStatus.OK, **forms):
        """One lottery: what was found, and the one thing that can be done now."""
        now = timezone.now()
        context = {
            "lottery": lottery,
            "quotas": quota_table(lottery),
            "warnings": warnings(lottery),
            "breaks": breaks(lottery),
            "lowest": percent(lottery.lowest or 0),
            "highest": percent(lottery.highest or 0),
            "may_act": request.user.has_perm("referencegroups.change_lottery"),
            "publish_form": PublishForm() if lottery.may(LotteryMove.PUBLISH) else None,
            "draw_form": DrawForm() if lottery.may(LotteryMove.DRAW) and now >= lottery.seed_at else None,
            "withdraw_form": WithdrawForm()
            if lottery.may(LotteryMove.WITHDRAW) and now < lottery.seed_at
            else None,
            **forms,
        }
        return self._page(request, "show", str(lottery.group), status=status, **context)

    def quotas(self, request, pk):
        lottery = self._lottery(request, pk)
        return _csv(write_quotas(lottery.quota_rows), "kvotar.csv")

    def pool(self, request, pk):
        """The pool for other tools: numbers and facts. A right of its own, and a line in the log."""
        group = self._group(request, pk)
        if not request.user.has_perm("referencegroups.export_pool"):
            raise PermissionDenied
        people = volunteers(group)
        events.record(group, "export_pool", by=request.user, people=len(people))
        return _csv(write_people(people, Fact.values), "potten.csv")

    # --- Plan ---------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "gruppe" not in request.GET:
            return self.choose(request)
        group = self._group(request, request.GET["gruppe"])
        if request.method == "POST":
            return self._plan(request, group)
        seats, reserves, quotas = self._proposal(request, group)
        form = PlanForm(initial={"seats": seats, "reserves": reserves})
        return self._plan_page(request, group, form, quota_rows(quotas))

    def choose(self, request):
        in_pool = Count("memberships", filter=Q(memberships__state=State.POOL))
        groups = ReferenceGroup.objects.visible_to(request.user).running().for_list().annotate(pool=in_pool)
        return self._page(request, "choose", _("Ny loddtrekking"), groups=groups)

    def _proposal(self, request, group):
        """From the targets, or from a lottery that did not go, with its smallest loosening."""
        in_pool = pool_of(group).count()
        if request.GET.get("fra", "").isdigit():
            earlier = get_object_or_404(self.get_queryset(request), pk=request.GET["fra"], group=group)
            return earlier.seats, earlier.reserves, loosened(earlier)
        seats = places.free_seats(group) or group.seats or 15
        return seats, max(in_pool - seats, 0), quotas_from_targets(group, seats)

    def _plan(self, request, group):
        form, rows = PlanForm(request.POST, request.FILES), QuotaRows(request.POST, prefix="kvote")
        if form.is_valid() and form.cleaned_data["quota_file"] is not None:
            fresh = PlanForm(initial=form.cleaned_data | {"quota_file": None})
            quotas = form.cleaned_data["quota_file"]
            messages.info(request, _("Kvotane er lesne frå fila. Sjå over dei, og rekn ut."))
            return self._plan_page(request, group, fresh, quota_rows(quotas))
        if form.is_valid() and rows.is_valid():
            try:
                return self._planned(request, group, form.cleaned_data, rows.quotas)
            except ValidationError as error:
                form.add_error(None, error)
        return self._plan_page(request, group, form, rows, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def _planned(self, request, group, answers, quotas):
        lottery = lots.plan(
            by=request.user, group=group, seats=answers["seats"], reserves=answers["reserves"], quotas=quotas
        )
        count_soon(lottery, pool_of(group).count())
        return redirect("admin:referencegroups_lottery_change", lottery.pk)

    def _plan_page(self, request, group, form, rows, status=HTTPStatus.OK):
        in_pool = pool_of(group).count()
        return self._page(
            request,
            "plan",
            _("Ny loddtrekking"),
            status=status,
            group=group,
            form=form,
            rows=rows,
            pool=in_pool,
        )

    # --- Doors --------------------------------------------------------------------------------

    def publish(self, request, pk):
        return self._act(request, pk, "publish_form", PublishForm, lots.publish, _("Lista er publisert."))

    def draw(self, request, pk):
        return self._act(request, pk, "draw_form", DrawForm, lots.draw_lots, _("Loddet er trekt."))

    def withdraw(self, request, pk):
        return self._act(
            request, pk, "withdraw_form", WithdrawForm, lots.withdraw, _("Lista er trekt tilbake.")
        )

    def _act(self, request, pk, name, form_class, door, done):
        lottery, form = self._lottery(request, pk), form_class(request.POST)
        if not request.user.has_perm("referencegroups.change_lottery"):
            raise PermissionDenied
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                door(by=request.user, lottery=lottery, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error.messages)
                status = getattr(error, "status", status)
            else:
                messages.success(request, done)
                return redirect("admin:referencegroups_lottery_change", lottery.pk)
        return self.show(request, self._lottery(request, pk), status=status, **{name: form})

    # --- Files, tried without storing anything ------------------------------------------------

    def files(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FilesForm(request.POST or None, request.FILES or None)
        found = try_files(form.cleaned_data) if form.is_valid() else None
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return self._page(request, "files", _("Prøv med filer"), status=status, form=form, found=found)

    # --- Shared -------------------------------------------------------------------------------

    def _group(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(pk).isdigit():
            pk = 0
        return get_object_or_404(ReferenceGroup.objects.visible_to(request.user), pk=pk)

    def _lottery(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Lottery.objects.visible_to(request.user).select_related("group__area")
        return get_object_or_404(found, pk=pk if str(pk).isdigit() else 0)

    def _page(self, request, name, title, status=HTTPStatus.OK, **context):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=status)


def quota_rows(quotas):
    return QuotaRows(initial=rows_from(quotas), prefix="kvote")


def loosened(lottery):
    """The quotas of a lottery that did not go, with the smallest loosening made."""
    better = {(fact, value): limits for fact, value, _o, _p, *limits in lottery.changes.get("rows", [])}
    return [Quota(*q.key, *better.get(q.key, (q.least, q.most))) for q in lottery.quota_rows]


def try_files(answers):
    """Feasibility and chances of a quota file and a pool file; a value breaks by name, not by number."""
    from referencegroups.lottery.chances import maximin  # numpy and HiGHS: only where they are used
    from referencegroups.lottery.feasibility import check

    task = Task(answers["seats"], tuple(answers["quota_file"]), tuple(answers["people_file"]))
    found = check(task)
    if not found.possible:
        return {"possible": False, "missing": found.missing, "changes": found.changes}
    chances = maximin(task).chances * 10_000
    return {
        "possible": True,
        "people": len(task.volunteers),
        "lowest": percent(chances.min()),
        "highest": percent(chances.max()),
    }


def _csv(text, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
