"""/mine/: the logged-in person's own pages, and one door per move. Names without a namespace."""

from django.urls import path, re_path, register_converter

from bookings.choices import Move
from bookings.views import (
    again,
    archive,
    doors,
    evaluated,
    files,
    mine,
    own_calendar,
    own_time,
    picking,
    programme,
    proposals,
    statistics,
    talk_changes,
    trend,
    waiting,
    why,
)

# Code says the move in English, the address says it in Nynorsk.
MOVE_ADDRESSES = {
    Move.ACCEPT: "godta",
    Move.DECLINE: "avsla",
    Move.RECORD: "formote",
    Move.PLAN: "formote-tid",
    Move.CONFIRM: "stadfest",
    Move.COMPLETE: "gjennomfort",
    Move.CANCEL: "avlys",
    Move.CHANGE: "endre",
    Move.MOVE: "flytt",
    Move.CHANNEL: "samtaleform",
    Move.ADJUST: "opplysningar",
    Move.HAND_OVER: "overlat",
    Move.READ: "notat",
    Move.SEEK: "treng-leiar",
    Move.BRING: "medleiar",
    Move.LET_GO: "medleiar-ut",
    Move.TRAVEL: "reise",
}


class MoveConverter:
    moves = {address: move for move, address in MOVE_ADDRESSES.items()}
    regex = "|".join(sorted(moves, key=len, reverse=True))

    def to_python(self, value):
        return self.moves[value]

    def to_url(self, value):
        if value not in MOVE_ADDRESSES:
            raise ValueError
        return MOVE_ADDRESSES[value]


register_converter(MoveConverter, "move")

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("evaluering/", trend.trend, name="mine_evaluation"),
    re_path(r"^evaluering/tabell\.(?P<kind>csv|xlsx)$", trend.trend_file, name="mine_evaluation_file"),
    path("statistikk/", statistics.statistics_page, name="mine_statistics"),
    re_path(
        r"^statistikk/tabell\.(?P<kind>csv|xlsx)$", statistics.statistics_file, name="mine_statistics_file"
    ),
    path("veke/", mine.week, name="mine_week"),
    path("arbeidstid/", own_time.hours, name="mine_hours"),
    path("arbeidstid/dag/", own_time.date, name="mine_date"),
    path("arbeidstid/dag/fjern/", own_time.clear_date, name="mine_date_clear"),
    path("arbeidstid/reglar/", own_time.rules, name="mine_rules"),
    path("fravaer/", own_time.absences, name="mine_absences"),
    path("fravaer/<int:pk>/fjern/", own_time.remove_absence, name="mine_absence_remove"),
    path("sjuk/", own_time.ill, name="mine_ill"),
    path("kvifor/", why.why, name="mine_why"),
    path("kalender/", own_calendar.own_calendar, name="own_calendar"),
    path("kalender/adresse/", own_calendar.feed_address, name="own_calendar_feed"),
    path("kalender/hent/", own_calendar.external_calendar, name="own_calendar_external"),
    path("bestilling/<int:pk>/", mine.booking_detail, name="booking_detail"),
    path("bestilling/<int:pk>/koyreplan/", programme.make, name="booking_programme"),
    path("bestilling/<int:pk>/koyreplan/folg/", programme.follow, name="booking_programme_follow"),
    path("bestilling/<int:pk>/evaluering-<slug:sheet>.pdf", evaluated.poster, name="evaluation_poster"),
    path("bestilling/<int:pk>/evaluering/fjern/", evaluated.remove_text, name="evaluation_remove_text"),
    path("bestilling/<int:pk>/pa-nytt/", again.again, name="booking_again"),
    path("bestilling/<int:pk>/arkiv/", archive.package, name="booking_archive"),
    path("bestilling/<int:pk>/filer/", files.add, name="booking_file_add"),
    path("bestilling/<int:pk>/filer/<int:file>/", files.fetch, name="booking_file"),
    path("bestilling/<int:pk>/filer/<int:file>/ta-bort/", files.remove, name="booking_file_remove"),
    path("bestilling/<int:pk>/melding/", files.write, name="booking_message"),
    path("bestilling/<int:pk>/<move:move>/", picking.booking_move, name="booking_move"),
    path("bestilling/<int:pk>/framlegg/<int:proposal>/", proposals.take, name="booking_proposal"),
    path("venteliste/", waiting.everybody, name="waiting_list"),
    path("venteliste/<int:pk>/", waiting.entry, name="waiting"),
    path("venteliste/<int:pk>/ta/", waiting.take, name="waiting_take"),
    path("venteliste/<int:pk>/nei/", waiting.pass_on, name="waiting_pass"),
    path("venteliste/<int:pk>/endre/", waiting.change, name="waiting_change"),
    path("venteliste/<int:pk>/av/", waiting.leave, name="waiting_leave"),
    path("samtale/<int:pk>/", mine.advice_detail, name="advice_detail"),
    path("samtale/<int:pk>/flytt/", talk_changes.move, name="advice_move_time"),
    path("samtale/<int:pk>/<move:move>/", doors.advice_move, name="advice_move"),
]
