from tools.forms.block import AddForm, BlockForm, MinutesForm
from tools.forms.brief import BriefForm, NewForm, StartForm

__all__ = ["AddForm", "BlockForm", "BriefForm", "MinutesForm", "NewForm", "StartForm"]
