"""Why something about officers' months is refused: what is wrong and how to mend it."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib import versions
from zhiheng_web.lib.words import Text


def refusal(code: str, reason: Text, remedy: Text, *, about: str = "", value: str = "") -> Refusal:
    """Return a refusal with one fault."""
    return Refusal(Fault(code, Place(clause=about), reason, remedy, value))


def demand_text(text: str, code: str, what: Text) -> str:
    """Return a text without blanks around it. Raises Refusal for an empty one."""
    told = text.strip()
    if not told:
        reason = Text(f"没有填写{what.zh}", f"{what.en} is missing")
        raise refusal(code, reason, Text(f"请填写{what.zh}", f"fill in {what.en}"))
    return told


def demand_version(thing: Any, seen: int | None) -> None:
    """Raise Refusal where somebody else has changed a thing since the page was read."""
    if seen is not None:
        versions.demand_version(thing, seen, about=str(thing))


def demand_state(thing: Any, *allowed: str) -> None:
    """Raise Refusal unless a thing is in one of these states."""
    if thing.state not in allowed:
        now = thing.state_text[0]
        raise refusal(
            "wrong_state",
            Text(f"现在处于“{now.zh}”，不能这样办理", f"it is now in the state “{now.en}”"),
            Text("刷新页面，按页面上的下一步办理", "reload the page and take the next step shown there"),
            about=str(thing),
        )


def demand_not_oneself(actor: Any, officer: Any) -> None:
    """Raise Refusal where somebody would act about themselves."""
    if officer is not None and officer.account_id is not None and officer.account_id == getattr(actor, "pk", None):
        raise refusal(
            "oneself",
            Text("这是您本人，不能由您办理", "this is about yourself; you cannot do it"),
            Text("请由他人办理，并记录回避", "let somebody else do it and record your recusal"),
            about=str(officer),
        )
