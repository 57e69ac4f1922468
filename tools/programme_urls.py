"""/koyreplan/: programmes; for now the recipes with clock times."""

from django.urls import path

from tools import views

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("<slug:slug>/", views.programme, name="programme"),
]
