from tools.models.collection import Collection, CollectionMethod
from tools.models.experience import Experience
from tools.models.method import Method, Synonym
from tools.models.paper import PaperEdition
from tools.models.programme import Programme, ProgrammeVersion
from tools.models.recipe import Recipe, RecipeBlock
from tools.models.run import MethodRun, Run, RunEvent

__all__ = [
    "Collection",
    "CollectionMethod",
    "Experience",
    "Method",
    "MethodRun",
    "PaperEdition",
    "Programme",
    "ProgrammeVersion",
    "Recipe",
    "RecipeBlock",
    "Run",
    "RunEvent",
    "Synonym",
]
