"""/metodar/: the library. `oppskrifter` is a reserved slug."""

from django.urls import path

from tools import views

app_name = "tools"
urlpatterns = [
    path("", views.method_list, name="method_list"),
    path("oppskrifter/", views.recipe_list, name="recipe_list"),
    path("oppskrifter/<slug:slug>/", views.recipe_detail, name="recipe_detail"),
    path("<slug:slug>/", views.method_detail, name="method_detail"),
]
