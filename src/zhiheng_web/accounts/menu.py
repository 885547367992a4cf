"""Accounts in the menu at the left."""

from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text

register(
    Entry("keeping", 10, Text("账号", "Accounts"), "accounts:list", "accounts.read_accounts"),
    Entry("keeping", 90, Text("职权对照表", "Who can do what"), "accounts:policy", "accounts.read_policy"),
)
