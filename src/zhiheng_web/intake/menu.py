"""The books in the menu at the left."""

from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text

register(Entry("data", 10, Text("台账", "Ledgers"), "intake:books", "intake.read_book"))
