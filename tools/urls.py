"""/metodar/ and /koyreplan/. `oppskrifter` is a reserved slug."""

from django.urls import path

from tools import views

app_name = "tools"
urlpatterns = [
    path("metodar/", views.method_list, name="method_list"),
    path("metodar/oppskrifter/", views.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", views.recipe_detail, name="recipe_detail"),
    path("metodar/<slug:slug>/", views.method_detail, name="method_detail"),
    path("koyreplan/", views.programmes, name="programmes"),
    path("koyreplan/<slug:slug>/", views.programme_detail, name="programme"),
]
