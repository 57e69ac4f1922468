"""/mine/: the logged-in person's own pages, and one door per move. Names without a namespace."""

from django.urls import path, register_converter

from bookings.choices import Move
from bookings.views import doors, mine, own_calendar, programme, talk_changes

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
    path("veke/", mine.week, name="mine_week"),
    path("kalender/", own_calendar.own_calendar, name="own_calendar"),
    path("kalender/adresse/", own_calendar.feed_address, name="own_calendar_feed"),
    path("kalender/hent/", own_calendar.external_calendar, name="own_calendar_external"),
    path("bestilling/<int:pk>/", mine.booking_detail, name="booking_detail"),
    path("bestilling/<int:pk>/koyreplan/", programme.make, name="booking_programme"),
    path("bestilling/<int:pk>/koyreplan/folg/", programme.follow, name="booking_programme_follow"),
    path("bestilling/<int:pk>/<move:move>/", doors.booking_move, name="booking_move"),
    path("samtale/<int:pk>/", mine.advice_detail, name="advice_detail"),
    path("samtale/<int:pk>/flytt/", talk_changes.move, name="advice_move_time"),
    path("samtale/<int:pk>/<move:move>/", doors.advice_move, name="advice_move"),
]
