"""Who may make tokens: everyone, for themselves alone."""

from zhiheng_web.lib.policy import Deed, declare
from zhiheng_web.lib.words import Text

declare(
    Deed("tokens.read_description", Text("查看接口说明", "read the description of the API"), signed_in=True),
    Deed("tokens.read_tokens", Text("查看自己的令牌", "see one's own tokens"), signed_in=True),
    Deed("tokens.make_token", Text("建立令牌", "make a token"), signed_in=True),
    Deed("tokens.revoke_token", Text("作废自己的令牌", "revoke a token of one's own"), signed_in=True),
    Deed("tokens.use_token", Text("令牌当日首次使用", "a token's first use of a day"), signed_in=True),
)
