"""/metodar/ and /koyreplan/. `oppskrifter` is a reserved slug."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tools.choices import Face
from tools.formats import FORMATS
from tools.views import faces, library, recipes


class FaceConverter(StringConverter):
    regex = "|".join(Face.values)

    def to_python(self, value):
        return Face(value)


class FileConverter(StringConverter):
    regex = "|".join(FORMATS)


register_converter(FaceConverter, "face")
register_converter(FileConverter, "file")

app_name = "tools"
urlpatterns = [
    path("metodar/", library.method_list, name="method_list"),
    path("metodar/oppskrifter/", recipes.recipe_list, name="recipe_list"),
    path("metodar/oppskrifter/<slug:slug>/", recipes.recipe_detail, name="recipe_detail"),
    path("metodar/<slug:slug>/", library.method_detail, name="method_detail"),
    path("koyreplan/", recipes.programmes, name="programmes"),
    path("koyreplan/les/<str:token>/", faces.reading, name="reading"),
    path("koyreplan/les/<str:token>/plan.<file:kind>", faces.reading_file, name="reading_file"),
    path("koyreplan/plan/<str:token>/<face:face>/", faces.face, name="face"),
    path("koyreplan/plan/<str:token>/<face:face>/plan.<file:kind>", faces.face_file, name="face_file"),
    path("koyreplan/<slug:slug>/", recipes.programme_detail, name="programme"),
]
