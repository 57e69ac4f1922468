"""/bestill/: what is offered, and the way from need to receipt."""

from django.urls import path

from bookings.views import advice, order, waiting

app_name = "bookings"
urlpatterns = [
    path("", order.start, name="start"),
    path("behov/", order.need, name="need"),
    path("tid/", order.time, name="time"),
    path("sjekk/", order.check, name="check"),
    path("ring-meg/", order.call_me, name="call_me"),
    path("venteliste/", waiting.wish, name="wait"),
    path("venteliste/sjekk/", waiting.check, name="wait_check"),
    path("samtale/", advice.advice, name="advice"),
    path("samtale/sjekk/", advice.check, name="advice_check"),
]
