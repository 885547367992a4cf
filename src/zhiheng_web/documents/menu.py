"""The menu entry of issued documents."""

from zhiheng_web.lib import menus
from zhiheng_web.lib.words import Text

menus.register(menus.Entry("results", 40, Text("文书", "Documents"), "documents:issued", "documents.read_issued"))
