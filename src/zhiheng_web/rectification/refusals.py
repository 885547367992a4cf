"""Why something about rectification is refused: what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.words import Text


def refusal(code: str, reason: Text, remedy: Text, value: str = "") -> Refusal:
    """Return a refusal with one fault."""
    return Refusal(Fault(code, Place(), reason, remedy, value))


def other_state(state: Text) -> Refusal:
    """Return the refusal of a deed that does not fit the state."""
    return refusal(
        "other_state",
        Text(f"现在的状态是“{state.zh}”，不能这样办理", f"it is “{state.of('en')}” now; this cannot be done"),
        Text("刷新页面，按页面上的下一步办理", "reload the page and take the next step shown there"),
    )


def edited_meanwhile(thing: Any, wanted: Mapping[str, Any]) -> Refusal:
    """Return the refusal of the slower of two people, naming what differs."""
    names = [name for name in wanted if str(wanted[name] or "") != str(getattr(thing, name) or "")]
    theirs = "；".join(f"{name} {getattr(thing, name) or '—'}" for name in names)
    yours = "；".join(f"{name} {wanted[name] or '—'}" for name in names)
    return refusal(
        "edited_meanwhile",
        Text(
            f"刚被别人改过。现在是：{theirs}。您填的是：{yours}。",
            f"Somebody else has just changed it. It now says: {theirs}. You wrote: {yours}.",
        ),
        Text("看过现在的内容，再改一次", "look at what it says now and change it again"),
    )


def wrong_days() -> Refusal:
    """Return the refusal of days in the wrong order."""
    return refusal(
        "wrong_days",
        Text("结束日期早于开始日期", "the end is before the start"),
        Text("核对日期", "check the days"),
    )
