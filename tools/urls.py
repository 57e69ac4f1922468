"""/metodar/ and /koyreplan/. `oppskrifter` is a reserved slug."""

from django.urls import path

from tools.views import library, live, recipes

app_name = "tools"
urlpatterns = [
    path("metodar/", library.method_list, name="method_list"),
    path("metodar/oppskrifter/", recipes.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", recipes.recipe_detail, name="recipe_detail"),
    path("metodar/<slug:slug>/", library.method_detail, name="method_detail"),
    path("koyreplan/", recipes.programmes, name="programmes"),
    path("koyreplan/<str:token>/koyr/", live.page, name="live"),
    path("koyreplan/<str:token>/koyr/start/", live.start, name="live_start"),
    path("koyreplan/<str:token>/koyr/trykk/", live.press, name="live_press"),
    path("koyreplan/<str:token>/koyr/tilstand.json", live.current_state, name="live_state"),
    path("koyreplan/<str:token>/koyr/oppsummering/<int:number>/", live.summary, name="live_summary"),
    path("koyreplan/<str:token>/koyr/oppsummering/<int:number>/bruk/", live.use_minutes, name="live_use"),
    path("koyreplan/<slug:slug>/", recipes.programme_detail, name="programme"),
]
