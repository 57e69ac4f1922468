"""/metodar/ and /koyreplan/. What stands before a `<slug>` is reserved."""

from django.urls import path

from tools.views import editor, keeping, library, new, proposing, recipes

app_name = "tools"
urlpatterns = [
    path("metodar/", library.method_list, name="method_list"),
    path("metodar/oppskrifter/", recipes.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", recipes.recipe_detail, name="recipe_detail"),
    path("metodar/<slug:slug>/", library.method_detail, name="method_detail"),
    # A new programme
    path("koyreplan/", recipes.programmes, name="programmes"),
    path("koyreplan/ny/", new.new, name="new"),
    path("koyreplan/forslag/", new.proposals, name="proposals"),
    path("koyreplan/lag/", new.make, name="make"),
    path("koyreplan/lag/metodar/", new.from_methods, name="programme_from_methods"),
    path("koyreplan/lag/<slug:slug>/", new.from_recipe, name="programme_from_recipe"),
    # One programme, by its edit link
    path("koyreplan/plan/<str:token>/", editor.editor, name="editor"),
    path("koyreplan/plan/<str:token>/endring/<slug:edit>/", editor.edit, name="edit"),
    path("koyreplan/plan/<str:token>/angre/", editor.step_back, name="undo"),
    path("koyreplan/plan/<str:token>/gjer-om/", editor.step_forward, name="redo"),
    path("koyreplan/plan/<str:token>/tilbake/", editor.put_back, name="put_back"),
    path("koyreplan/plan/<str:token>/ramme/", keeping.brief, name="brief"),
    path("koyreplan/plan/<str:token>/forslag/", proposing.new_proposals, name="new_proposals"),
    path("koyreplan/plan/<str:token>/historie/", keeping.history, name="history"),
    path("koyreplan/plan/<str:token>/historie/<int:number>/", keeping.old_version, name="old_version"),
    path("koyreplan/plan/<str:token>/del/", keeping.share, name="share"),
    path("koyreplan/plan/<str:token>/lenkjer/", keeping.renew_links, name="renew_links"),
    path("koyreplan/plan/<str:token>/kopi/", keeping.copy, name="copy"),
    path("koyreplan/plan/<str:token>/mine/", keeping.take_over, name="take_over"),
    path("koyreplan/plan/<str:token>/slett/", keeping.delete, name="delete"),
    path("koyreplan/<slug:slug>/", recipes.programme_detail, name="programme"),
]
