from tools.models.method import Method, Synonym
from tools.models.recipe import Recipe, RecipeBlock

__all__ = ["Method", "Recipe", "RecipeBlock", "Synonym"]
