"""The menu of evaluation cycles, collected from the stages."""

from zhiheng_web.evaluations import menu_entries
from zhiheng_web.lib.apps import load_folder

load_folder(menu_entries)
