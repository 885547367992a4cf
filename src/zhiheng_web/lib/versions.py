"""Two people at one thing: the slower one is told, and nothing of theirs is written over the other's."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.words import Text


def demand_version(thing: Any, seen: int, *, about: str = "") -> None:
    """Raise Refusal where somebody else has changed a thing, as its `version` counts, since it was read."""
    if thing.version != seen:
        raise Refusal(
            Fault(
                "changed_meanwhile",
                Place(clause=about),
                Text("别人刚刚修改过，您看到的不是最新内容", "somebody else has just changed this"),
                Text("刷新页面，核对后再提交；您填写的内容没有写入", "reload and compare; what you sent was not saved"),
            )
        )
