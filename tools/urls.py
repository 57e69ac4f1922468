"""/metodar/ and /koyreplan/. `oppskrifter`, `handboka` and `kort` are reserved slugs."""

from django.urls import path

from tools.views import library, paper, recipes

app_name = "tools"
urlpatterns = [
    path("metodar/", library.method_list, name="method_list"),
    path("metodar/oppskrifter/", recipes.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", recipes.recipe_detail, name="recipe_detail"),
    path("metodar/oppskrifter/<slug:slug>.pdf", paper.recipe_pdf, name="recipe_pdf"),
    path("metodar/handboka/", paper.handbook_page, name="handbook"),
    path("metodar/handboka.pdf", paper.handbook_pdf, name="handbook_pdf"),
    path("metodar/kort.pdf", paper.cards_pdf, name="cards_pdf"),
    path("metodar/<slug:slug>.pdf", paper.method_pdf, name="method_pdf"),
    path("metodar/<slug:slug>/", library.method_detail, name="method_detail"),
    path("koyreplan/", recipes.programmes, name="programmes"),
    path("koyreplan/<slug:slug>/", recipes.programme_detail, name="programme"),
]
