"""/referansegrupper/: public pages of areas and groups."""

from django.urls import path

from referencegroups import lottery_views, views

app_name = "referencegroups"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/loddtrekking/<int:pk>/", lottery_views.lottery, name="lottery"),
    path("<slug:slug>/loddtrekking/<int:pk>/panel.csv", lottery_views.panels_file, name="lottery_panels"),
    path("<slug:slug>/loddtrekking/<int:pk>/sjansar.csv", lottery_views.chances_file, name="lottery_chances"),
    path("<slug:slug>/loddtrekking/<int:pk>/alt.json", lottery_views.data_file, name="lottery_data"),
]
