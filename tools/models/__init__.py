from tools.models.collection import Collection, CollectionMethod
from tools.models.experience import Experience
from tools.models.method import Method, Synonym
from tools.models.recipe import Recipe, RecipeBlock

__all__ = [
    "Collection",
    "CollectionMethod",
    "Experience",
    "Method",
    "Recipe",
    "RecipeBlock",
    "Synonym",
]
