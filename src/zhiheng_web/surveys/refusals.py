"""Why something about a survey is refused, in one line each: what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.words import Text


def refusal(code: str, reason: Text, remedy: Text, value: str = "") -> Refusal:
    """Return a refusal with one fault."""
    return Refusal(Fault(code, Place(), reason, remedy, value))


def not_draft() -> Refusal:
    """Return the refusal to change what has been published."""
    return refusal(
        "not_draft",
        Text("问卷已经发布，不能再改", "the questionnaire has been published and cannot be changed"),
        Text("需要改动的，另建一个新版本", "make a new version of it"),
    )


def not_open() -> Refusal:
    """Return the refusal of an answer to a questionnaire that takes none."""
    return refusal(
        "not_open",
        Text("这次调查现在不收答卷", "this survey takes no answers now"),
        Text("请在公布的起止日期内填写", "answer within the days that are announced"),
    )


def not_closed() -> Refusal:
    """Return the refusal to use a result that can still change."""
    return refusal(
        "not_closed",
        Text("调查还没有结束，结果还会变", "the survey is not closed; its result can still change"),
        Text("由评价办公室结束调查后再用", "the evaluation office closes it first"),
    )


def edited_meanwhile(theirs: Sequence[tuple[str, str]], yours: Sequence[tuple[str, str]]) -> Refusal:
    """Return the refusal of the slower of two people, naming what both wrote."""

    def listed(pairs: Sequence[tuple[str, str]]) -> str:
        return "；".join(f"{name} {value or '—'}" for name, value in pairs)

    return refusal(
        "edited_meanwhile",
        Text(
            f"问卷刚被别人改过。现在是：{listed(theirs)}。您填的是：{listed(yours)}。",
            f"Somebody else has just changed it. It now says: {listed(theirs)}. You wrote: {listed(yours)}.",
        ),
        Text("看过现在的内容，再改一次", "look at what it says now and change it again"),
    )


def unready(faults: Sequence[Text]) -> Refusal:
    """Return the refusal to publish, with everything that stands in the way."""
    remedy = Text("改好后再发布", "put it right, then publish")
    return Refusal(tuple(Fault("unready", Place(), fault, remedy) for fault in faults))
