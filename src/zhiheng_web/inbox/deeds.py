"""Everyone who is signed in has an inbox, may search what they may read, and may keep lists of their own."""

from zhiheng_web.lib.policy import Deed, declare
from zhiheng_web.lib.words import Text

declare(
    Deed("inbox.read_inbox", Text("查看我的待办", "read the inbox"), signed_in=True),
    Deed("inbox.search", Text("搜索", "search"), signed_in=True),
    Deed("inbox.keep_list", Text("保存常用列表", "keep a list"), signed_in=True),
)
