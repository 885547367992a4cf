"""Why something about training is refused: what is wrong and how to mend it."""

from __future__ import annotations

from decimal import Decimal
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


def demand_state(thing: Any, *states: str) -> None:
    """Raise Refusal unless a thing is in one of some states."""
    if thing.state not in states:
        raise other_state(thing.state_text[0])


def demand_version(thing: Any, version: int) -> None:
    """Raise Refusal for the slower of two people."""
    if thing.version != version:
        raise refusal(
            "edited_meanwhile",
            Text("刚被别人改过，您看到的不是现在的内容", "somebody else has just changed it"),
            Text("刷新页面，看过现在的内容再改一次", "reload the page, look at it and change it again"),
            f"{version} ≠ {thing.version}",
        )


def demand_words(value: str, zh: str, en: str) -> str:
    """Return a text without blanks at its ends. Raises Refusal where nothing was written."""
    if not value.strip():
        raise refusal("missing", Text(f"没有填写{zh}", f"missing: {en}"), Text("补充后再提交", "add it and send again"))
    return value.strip()


def demand_order(first: Any, last: Any) -> None:
    """Raise Refusal for an end before the start."""
    if last is not None and last < first:
        raise refusal(
            "wrong_days",
            Text("结束日期早于开始日期", "the end is before the start"),
            Text("核对日期", "check the days"),
            f"{first} > {last}",
        )


def demand_number(value: Decimal | None, most: int, zh: str, en: str) -> None:
    """Raise Refusal for a number below 0, above `most`, or with more than two decimals; None is nothing settled."""
    if value is not None and not (0 <= value <= most and value == round(value, 2)):
        raise refusal(
            "wrong_number",
            Text(f"{zh}应在 0 与 {most} 之间，至多两位小数", f"{en}: between 0 and {most}, two decimals at most"),
            Text("核对这个数", "check the number"),
            str(value),
        )
