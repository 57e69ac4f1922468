"""/evaluering/: one secret address for each meeting. Without a namespace: it stands on posters."""

from django.urls import path

from bookings.views import evaluation

urlpatterns = [
    path("", evaluation.about, name="evaluation_about"),
    path("<str:token>/", evaluation.evaluate, name="evaluation"),
]
