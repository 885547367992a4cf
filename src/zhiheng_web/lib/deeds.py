"""The deeds of the ground storey: looking at one's own jobs, choosing language and display."""

from zhiheng_web.lib.policy import Deed, declare
from zhiheng_web.lib.words import Text

declare(
    Deed("lib.read_jobs", Text("查看自己发起的后台办理", "see the background jobs one has started"), signed_in=True),
    Deed("lib.choose_language", Text("选择语言", "choose the language"), open_to_all=True),
    Deed("lib.choose_display", Text("选择显示方式", "choose the display"), open_to_all=True),
)
