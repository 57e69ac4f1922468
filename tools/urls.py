"""/metodar/ and /koyreplan/. `oppskrifter` is a reserved slug."""

from django.urls import path

from tools.views import library, recipes

app_name = "tools"
urlpatterns = [
    path("metodar/", library.method_list, name="method_list"),
    path("metodar/oppskrifter/", recipes.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", recipes.recipe_detail, name="recipe_detail"),
    path("metodar/<slug:slug>/", library.method_detail, name="method_detail"),
    path("koyreplan/", recipes.programmes, name="programmes"),
    path("koyreplan/<slug:slug>/", recipes.programme_detail, name="programme"),
]
