from tools.models.method import Method, Synonym
from tools.models.paper import PaperEdition
from tools.models.recipe import Recipe, RecipeBlock

__all__ = ["Method", "PaperEdition", "Recipe", "RecipeBlock", "Synonym"]
