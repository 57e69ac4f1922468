"""/referansegrupper/: public pages of areas and groups."""

from django.urls import path

from referencegroups import round_urls, views

app_name = "referencegroups"
urlpatterns = [
    *round_urls.urlpatterns,
    path("", views.index, name="index"),
    path("<slug:slug>/", views.detail, name="detail"),
]
