"""The menu of case-file review, collected from the stages."""

from zhiheng_web.lib.apps import load_folder
from zhiheng_web.reviews import menu_entries

load_folder(menu_entries)
