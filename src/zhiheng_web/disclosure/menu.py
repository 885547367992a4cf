"""The menu entry of disclosure."""

from zhiheng_web.lib import menus
from zhiheng_web.lib.words import Text

menus.register(menus.Entry("results", 50, Text("公开", "Disclosure"), "disclosure:list", "disclosure.read"))
