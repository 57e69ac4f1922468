"""/referansegrupper/: public pages of areas and groups."""

from django.urls import path

from referencegroups import views

app_name = "referencegroups"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.detail, name="detail"),
]
