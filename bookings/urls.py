"""/bestill/: what is offered, and the way from need to receipt."""

from django.urls import path

from bookings import views

app_name = "bookings"
urlpatterns = [path("", views.start, name="start")]
