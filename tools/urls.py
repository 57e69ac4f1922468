"""/metodar/ and /koyreplan/. What stands before a `<slug>` is reserved."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from tools.choices import Face
from tools.formats import FORMATS
from tools.views import (
    collections,
    editor,
    experience,
    faces,
    keeping,
    library,
    live,
    new,
    paper,
    proposing,
    recipes,
)
from tools.views import open as open_data


class FaceConverter(StringConverter):
    regex = "|".join(Face.values)

    def to_python(self, value):
        return Face(value)


class FileConverter(StringConverter):
    regex = "|".join(FORMATS)


register_converter(FaceConverter, "face")
register_converter(FileConverter, "file")

app_name = "tools"
# One programme, by its edit link.
one_programme = [
    path("", editor.editor, name="editor"),
    path("endring/<slug:edit>/", editor.edit, name="edit"),
    path("angre/", editor.step_back, name="undo"),
    path("gjer-om/", editor.step_forward, name="redo"),
    path("tilbake/", editor.put_back, name="put_back"),
    path("ramme/", keeping.brief, name="brief"),
    path("forslag/", proposing.new_proposals, name="new_proposals"),
    path("historie/", keeping.history, name="history"),
    path("historie/<int:number>/", keeping.old_version, name="old_version"),
    path("del/", keeping.share, name="share"),
    path("lenkjer/", keeping.renew_links, name="renew_links"),
    path("kopi/", keeping.copy, name="copy"),
    path("mine/", keeping.take_over, name="take_over"),
    path("slett/", keeping.delete, name="delete"),
    path("koyr/", live.page, name="live"),
    path("koyr/start/", live.start, name="live_start"),
    path("koyr/trykk/", live.press, name="live_press"),
    path("koyr/tilstand.json", live.current_state, name="live_state"),
    path("koyr/oppsummering/<int:number>/", live.summary, name="live_summary"),
    path("koyr/oppsummering/<int:number>/bruk/", live.use_minutes, name="live_use"),
    path("<face:face>/", faces.face, name="face"),
    path("<face:face>/plan.<file:kind>", faces.face_file, name="face_file"),
]
urlpatterns = [
    path("metodar/", library.method_list, name="method_list"),
    path("metodar/oppskrifter/", recipes.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", recipes.recipe_detail, name="recipe_detail"),
    path("metodar/oppskrifter/<slug:slug>.pdf", paper.recipe_pdf, name="recipe_pdf"),
    path("metodar/handboka/", paper.handbook_page, name="handbook"),
    path("metodar/handboka.pdf", paper.handbook_pdf, name="handbook_pdf"),
    path("metodar/kort.pdf", paper.cards_pdf, name="cards_pdf"),
    path("metodar/samling.pdf", collections.collection_pdf, name="collection_pdf"),
    path("metodar/<slug:slug>.pdf", paper.method_pdf, name="method_pdf"),
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
    path("koyreplan/ny/", new.new, name="new"),
    path("koyreplan/forslag/", new.proposals, name="proposals"),
    path("koyreplan/lag/", new.make, name="make"),
    path("koyreplan/lag/metodar/", new.from_methods, name="programme_from_methods"),
    path("koyreplan/lag/<slug:slug>/", new.from_recipe, name="programme_from_recipe"),
    path("koyreplan/les/<str:token>/", faces.reading, name="reading"),
    path("koyreplan/les/<str:token>/plan.<file:kind>", faces.reading_file, name="reading_file"),
    path("koyreplan/plan/<str:token>/", include(one_programme)),
    path("koyreplan/<slug:slug>/", recipes.programme_detail, name="programme"),
]
