"""/mine/: the logged-in person's own page."""

from django.urls import path

from bookings import views

urlpatterns = [path("", views.mine, name="mine")]
