"""Where the tokens stand in the menu: beside the other things of a person's own work."""

from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text

register(Entry("work", 90, Text("我的令牌", "My tokens"), "tokens:tokens", "tokens.read_tokens"))
