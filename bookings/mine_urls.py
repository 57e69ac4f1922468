"""/mine/: the logged-in person's own pages, and one door per move. Names without a namespace."""

from django.urls import path, re_path, register_converter

from bookings.choices import Move
from bookings.views import (
    archive,
    doors,
    evaluated,
    files,
    mine,
    picking,
    programme,
    statistics,
    talk_changes,
    trend,
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
    path("bestilling/<int:pk>/", mine.booking_detail, name="booking_detail"),
    path("bestilling/<int:pk>/koyreplan/", programme.make, name="booking_programme"),
    path("bestilling/<int:pk>/koyreplan/folg/", programme.follow, name="booking_programme_follow"),
    path("bestilling/<int:pk>/evaluering-<slug:sheet>.pdf", evaluated.poster, name="evaluation_poster"),
    path("bestilling/<int:pk>/evaluering/fjern/", evaluated.remove_text, name="evaluation_remove_text"),
    path("bestilling/<int:pk>/arkiv/", archive.package, name="booking_archive"),
    path("bestilling/<int:pk>/filer/", files.add, name="booking_file_add"),
    path("bestilling/<int:pk>/filer/<int:file>/", files.fetch, name="booking_file"),
    path("bestilling/<int:pk>/filer/<int:file>/ta-bort/", files.remove, name="booking_file_remove"),
    path("bestilling/<int:pk>/melding/", files.write, name="booking_message"),
    path("bestilling/<int:pk>/<move:move>/", picking.booking_move, name="booking_move"),
    path("samtale/<int:pk>/", mine.advice_detail, name="advice_detail"),
    path("samtale/<int:pk>/flytt/", talk_changes.move, name="advice_move_time"),
    path("samtale/<int:pk>/<move:move>/", doors.advice_move, name="advice_move"),
]
