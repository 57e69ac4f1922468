"""/metodar/ and /koyreplan/. `oppskrifter`, `samling` and `feed` are reserved slugs."""

from django.urls import path

from tools.views import collections, experience, library, recipes
from tools.views import open as open_data

app_name = "tools"
urlpatterns = [
    path("metodar/", library.method_list, name="method_list"),
    path("metodar/oppskrifter/", recipes.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", recipes.recipe_detail, name="recipe_detail"),
    path("metodar.json", open_data.methods_json, name="methods_json"),
    path("metodar/feed/", open_data.method_feed, name="method_feed"),
    path("metodar/samling/", collections.collection, name="collection"),
    path("metodar/samling/legg-i/", collections.collection_add, name="collection_add"),
    path("metodar/samling/rekkjefolgje/", collections.collection_order, name="collection_order"),
    path("metodar/samling/om/", collections.collection_about, name="collection_about"),
    path("metodar/samling/lenkje/", collections.collection_share, name="collection_share"),
    path("metodar/samling/ny/", collections.collection_new, name="collection_new"),
    path("metodar/samling/bruk/", collections.collection_use, name="collection_use"),
    path("metodar/samling/slett/", collections.collection_delete, name="collection_delete"),
    path("metodar/samling/mi/<int:pk>/", collections.collection_own, name="collection_own"),
    path("metodar/samling/<str:token>/", collections.collection_shared, name="collection_shared"),
    path("metodar/<slug:slug>/erfaring/", experience.experience_add, name="experience_add"),
    path("metodar/<slug:slug>/", library.method_detail, name="method_detail"),
    path("koyreplan/", recipes.programmes, name="programmes"),
    path("koyreplan/<slug:slug>/", recipes.programme_detail, name="programme"),
]
