"""One door per move: GET shows what it asks, POST goes through it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings import actions, notice, story
from bookings.choices import HANDLERS, Move, Role
from bookings.errors import MoveRefused
from bookings.forms.doors import CancelForm, DoorForm
from bookings.forms.leading import HandOverForm, SayNoForm, form_of
from bookings.forms.talk_changes import ChannelForm
from bookings.models import AdviceTalk, Booking, ProcessLeader


@dataclass(frozen=True)
class Door:
    """An action with the words of its page: `link` leads there, `button` goes through."""

    action: object
    title: str
    link: str
    button: str
    done: str
    lead: str = ""


BOOKING_DOORS = {
    Move.ACCEPT: Door(
        actions.accept,
        _("Godta bestillinga"),
        _("Avtal tid og godta"),
        _("Godta bestillinga"),
        _("Bestillinga er godteken. Alle har fått e-post med kalenderinvitasjon."),
        _("Når du godtek, får alle som er med, e-post med kalenderinvitasjon."),
    ),
    Move.DECLINE: Door(
        actions.decline,
        _("Avslå bestillinga"),
        _("Avslå"),
        _("Avslå bestillinga"),
        _("Bestillinga er avslått. Den som bestilte, har fått e-post."),
        _("Tidene blir ledige att. Det kan ikkje gjerast om."),
    ),
    Move.RECORD: Door(
        actions.record_pre_meeting,
        _("Formøtet"),
        _("Før inn formøtet"),
        _("Før inn formøtet"),
        _("Formøtet er ført inn."),
        _(
            "Gå gjennom spørsmåla saman. Målet, arbeidsmåten og tida må vere med. "
            "Resten skriv de når det trengst."
        ),
    ),
    Move.PLAN: Door(
        actions.plan_pre_meeting,
        _("Avtal tid for formøtet"),
        _("Avtal ny tid for formøtet"),
        _("Lagre tida"),
        _("Formøtet har fått ny tid. Alle har fått e-post."),
    ),
    Move.CONFIRM: Door(
        actions.confirm,
        _("Stadfest møtet"),
        _("Stadfest møtet"),
        _("Stadfest møtet"),
        _("Møtet er stadfesta. Alle har fått e-post."),
        _("Formøtet er halde, og tida er halden av. Når du stadfestar, får alle som er med, e-post."),
    ),
    Move.COMPLETE: Door(
        actions.complete,
        _("Meld møtet gjennomført"),
        _("Meld gjennomført"),
        _("Meld gjennomført"),
        _("Møtet er meldt gjennomført. Takk!"),
    ),
    Move.CANCEL: Door(
        actions.cancel,
        _("Avlys møtet"),
        _("Avlys"),
        _("Avlys møtet"),
        _("Møtet er avlyst. Alle har fått e-post."),
        _("Tidene blir ledige for andre. Det kan ikkje gjerast om."),
    ),
    Move.MOVE: Door(
        actions.move,
        _("Flytt møtet"),
        _("Flytt"),
        _("Flytt"),
        _("Den nye tida er lagra. Alle har fått e-post med den nye tida."),
        _("Alle som er med, får e-post med den nye tida til kalenderen. Prosessleiaren er den same."),
    ),
    Move.ADJUST: Door(
        actions.adjust,
        _("Endre opplysningane"),
        _("Endre opplysningane"),
        _("Lagre endringane"),
        _("Endringane er lagra. Alle har fått e-post om det som er nytt."),
        _("Tida står som før, og formøtet gjeld framleis. Alle som er med, får e-post om det som blir nytt."),
    ),
    Move.CHANGE: Door(
        actions.change_goal_or_responsible,
        _("Endre mål eller møteansvarleg"),
        _("Endre mål eller møteansvarleg"),
        _("Lagre endringa"),
        _("Endringa er lagra."),
    ),
    Move.HAND_OVER: Door(
        actions.hand_over,
        _("Overlat oppdraget"),
        _("Overlat til ein kollega"),
        _("Overlat oppdraget"),
        _("Oppdraget har fått ny prosessleiar. Dei det gjeld, har fått e-post."),
        _("Tidene står. Kollegaen får dei i kalenderen sin, og den som bestilte, får vite kven som kjem."),
    ),
    Move.READ: Door(
        actions.read_record,
        _("Les notatet frå formøtet"),
        _("Les notatet frå formøtet"),
        _("Lagre at det er lese"),
        _("Takk! Notatet er lese."),
        _("Formøtet er halde, og gjeld framleis. Les kva de er samde om før du leier møtet."),
    ),
    Move.SEEK: Door(
        actions.seek_leader,
        _("Be teamet finne ein annan"),
        _("Be teamet finne ein annan"),
        _("Be teamet finne ein annan"),
        _("Teamet ser oppdraget under «Treng ny leiar». Den som bestilte, har fått e-post."),
        _("Tidene står, og ingenting blir avlyst. Ein kollega kan ta over med eitt trykk."),
    ),
    Move.BRING: Door(
        actions.bring_co_leader,
        _("Ta med ein medleiar"),
        _("Ta med ein medleiar"),
        _("Ta med medleiaren"),
        _("Medleiaren er med, og har fått møtet i kalenderen."),
        _("Medleiaren er med i sjølve møtet, og les notatet og køyreplanen. Formøtet har du."),
    ),
    Move.LET_GO: Door(
        actions.let_co_leader_go,
        _("Ta bort ein medleiar"),
        _("Ta bort medleiaren"),
        _("Ta bort medleiaren"),
        _("Medleiaren er ute av møtet, og tida er ledig att."),
    ),
    Move.TRAVEL: Door(
        actions.change_travel,
        _("Førebuing og reise"),
        _("Endre førebuing og reise"),
        _("Lagre tida rundt møtet"),
        _("Tida rundt møtet er lagra."),
        _("Ingen kan bestille deg medan du førebur eller reiser. Skriv 0 om du ikkje treng tida."),
    ),
}
SAY_NO = Door(
    actions.let_co_leader_go,
    _("Eg kan ikkje vere med"),
    _("Eg kan ikkje vere med"),
    _("Meld frå at eg ikkje kan"),
    _("Takk for at du sa frå. Tida er ledig att, og den som leier møtet, har fått e-post."),
    _("Møtet står. Den som leier det, og teamet får vite det, og finn ein annan om de skal vere to."),
)
ADVICE_DOORS = {
    Move.CANCEL: Door(
        actions.cancel_advice,
        _("Avlys samtalen"),
        _("Avlys"),
        _("Avlys samtalen"),
        _("Samtalen er avlyst. Begge har fått e-post."),
        _("Tida blir ledig for andre. Det kan ikkje gjerast om."),
    ),
    Move.COMPLETE: Door(
        actions.complete_advice,
        _("Samtalen er halden"),
        _("Samtalen er halden"),
        _("Meld at samtalen er halden"),
        _("Samtalen er meldt halden."),
    ),
    Move.CHANNEL: Door(
        actions.change_channel,
        _("Telefon, video eller fysisk møte?"),
        _("Endre samtaleform"),
        _("Lagre endringa"),
        _("Endringa er lagra. Begge har fått e-post med ny kalenderfil."),
        _("Tida står som ho er. Begge får e-post med ny kalenderfil."),
    ),
    Move.MOVE: Door(
        actions.move_advice,
        _("Flytt samtalen"),
        _("Flytt samtalen"),
        _("Flytt samtalen"),
        _("Samtalen har fått ny tid. Begge har fått e-post med ny kalenderfil."),
    ),
    Move.HAND_OVER: Door(
        actions.hand_over_talk,
        _("Overlat samtalen"),
        _("Overlat til ein kollega"),
        _("Overlat samtalen"),
        _("Samtalen har fått ny prosessleiar. Dei det gjeld, har fått e-post."),
        _("Tida står. Kollegaen får samtalen i kalenderen sin."),
    ),
}
ADVICE_FORMS = {
    Move.CANCEL: CancelForm,
    Move.COMPLETE: DoorForm,
    Move.CHANNEL: ChannelForm,
    Move.HAND_OVER: HandOverForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def booking_move(request, pk, move):
    if move not in BOOKING_DOORS:
        raise Http404
    if request.method == "POST" and somebody_took_it(Booking, request.user, pk, move):
        return somebody_was_first(request)
    door = BOOKING_DOORS[move]
    if move == Move.LET_GO and says_no(request.user, pk):
        return go_through(request, Booking, pk, move, SAY_NO, lambda move, row: SayNoForm, "booking")
    return go_through(request, Booking, pk, move, door, form_of, "booking")


def says_no(user, pk):
    """Whoever comes along without a say over the meeting speaks for themselves."""
    booking = Booking.objects.visible_to(user).for_list().filter(pk=pk).first()
    roles = booking.roles_of(user) if booking else set()
    return Role.CO_LEADER in roles and not roles & HANDLERS


@require_http_methods(["GET", "HEAD", "POST"])
def advice_move(request, pk, move):
    if move not in ADVICE_FORMS:
        raise Http404
    if request.method == "POST" and somebody_took_it(AdviceTalk, request.user, pk, move):
        return somebody_was_first(request)
    return go_through(
        request, AdviceTalk, pk, move, ADVICE_DOORS[move], lambda move, row: ADVICE_FORMS[move], "talk"
    )


def somebody_took_it(model, user, pk, move):
    """What has no leader, or needs a new one, is every process leader's, until the first takes it away."""
    is_anybodys = move in {Move.ACCEPT, Move.DECLINE, Move.HAND_OVER}
    if not is_anybodys or model.objects.visible_to(user).filter(pk=pk).exists():
        return False
    return ProcessLeader.objects.of(user).exists() and model.objects.filter(pk=pk).exists()


def is_lost(rows, pk, move, user):
    """Whether the part that `user` had in the row when the button was pressed is gone: somebody was first."""
    row = rows.filter(pk=pk).first()
    return row is None or not row.roles_of(user) & row.may_move[move]


def somebody_was_first(request):
    return render(request, "409.html", status=HTTPStatus.CONFLICT)


def go_through(request, model, pk, move, door, form_of, name):
    """Strangers get 404, the wrong role 403, a wrong answer 422, a late one 409."""
    rows = model.objects.visible_to(request.user).for_list()
    row = get_object_or_404(rows, pk=pk)
    row.check_role(move, request.user)
    posted = request.POST if request.method == "POST" else None
    form = form_of(move, row)(posted, row=row, by=request.user)
    if posted is None:
        return _ask(request, row, move, door, form)
    if not form.is_valid():
        return _page(request, row, move, door, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version = form.cleaned_data["version"]
        door.action(**{name: row}, by=request.user, version=version, **form.arguments())
    except PermissionDenied:
        if is_lost(rows, pk, move, request.user):
            return somebody_was_first(request)
        raise
    except ValidationError as error:
        form.refuse(error)
        row = rows.get(pk=pk)  # as it is now, not as the refused door left it
        form.show_version(row.version)
        status = getattr(error, "status", HTTPStatus.UNPROCESSABLE_ENTITY)
        return _page(request, row, move, door, form, status, getattr(error, "alternatives", ()))
    messages.success(request, door.done)
    return redirect(row if rows.filter(pk=pk).exists() else "mine")


def _ask(request, row, move, door, form):
    if late := notice.why_too_late(row, move, request.user):
        messages.info(request, late)
        return redirect(row)
    if row.status in row.moves[move]:
        return _page(request, row, move, door, form, HTTPStatus.OK)
    messages.info(request, MoveRefused(row, move).messages[0])
    return redirect(row)


def _page(request, row, move, door, form, status, alternatives=()):
    context = {
        "row": row,
        "door": door,
        "form": form,
        "is_record": move == Move.RECORD,
        "held": story.stretch(row.held_from, row.held_to) if move == Move.READ else "",
        "falls_back": move == Move.CHANGE and row.pre_meeting_is_held,
        "can_send": row.status in row.moves[move],
        "when": story.stretch(row.starts_at, row.ends_at),
        "asks_time": bool(form.time_fields) and ProcessLeader.objects.of(request.user).exists(),
        "alternatives": [story.moment(free.start) for free in alternatives],
    }
    return render(request, "bookings/mine/move.html", context, status=status)
