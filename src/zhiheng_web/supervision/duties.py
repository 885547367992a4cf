"""What waits about supervision: letters to answer, replies to decide on, letters overdue on both sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.duties import Duty, DutyState, register
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision.models.letters import WITH_ADDRESSEE
from zhiheng_web.supervision.pages import url
from zhiheng_web.supervision.queries import letters, months

_LETTER = Text("必要时制发监督建议书（XH-25）", "a suggestion letter where necessary (XH-25)")
_MONTH = Text("每月汇总、分析、通报（XH-24）", "summarised, analysed and circulated every month (XH-24)")
_ANSWERS: dict[str, tuple[Text, DutyState]] = {
    "issued": (Text("签收并答复监督建议书", "sign for and answer the letter"), "todo"),
    "received": (Text("答复监督建议书", "answer the letter"), "todo"),
    "returned": (Text("重新答复监督建议书", "answer the letter again"), "returned"),
}


@register
def letters_to_answer(person: Any) -> Iterable[Duty]:
    """Yield the letters that this person's body has to sign for or to answer."""
    if not policy.may_somewhere(person, "supervision.reply_letter"):
        return
    for one in letters.to_answer(person):
        said, state = _ANSWERS[one.state]
        what = Text(f"{said.zh}：{one.title}", f"{said.of('en')}: {one.title}")
        key = f"supervision.reply_letter:{one.pk}"
        yield Duty(key, what, one.addressee, url("letter", one.pk), one.reply_due_on, _LETTER, state)


@register
def letters_of_the_office(person: Any) -> Iterable[Duty]:
    """Yield the replies to decide on, the letters to close, and those whose reply is overdue."""
    if not policy.may_somewhere(person, "supervision.decide_letter"):
        return
    today = clock.today()
    for one in letters.of_the_office(person, "replied", "accepted", *WITH_ADDRESSEE):
        link, key = url("letter", one.pk), f"supervision.decide_letter:{one.pk}"
        if one.state == "replied":
            what = Text(f"审核答复：{one.title}", f"decide on the reply: {one.title}")
            yield Duty(key, what, one.addressee, link, None, _LETTER, "review")
        elif one.state == "accepted" and not one.is_open:
            what = Text(f"办结监督建议书：{one.title}", f"close the letter: {one.title}")
            yield Duty(key, what, one.addressee, link, None, _LETTER, "review")
        elif one.is_overdue_on(today):
            what = Text(f"逾期未答复，请催办：{one.title}", f"the reply is overdue: {one.title}")
            yield Duty(key, what, one.addressee, link, one.reply_due_on, _LETTER, "waiting")


@register
def months_to_circulate(person: Any) -> Iterable[Duty]:
    """Yield the month that ended last where it has not been circulated."""
    if not policy.may_somewhere(person, months.CIRCULATE):
        return
    for one in months.to_circulate(person):
        what = Text(f"通报{one.text.zh}网上监督情况", f"circulate the online checks of {one.text.of('en')}")
        key = f"{months.CIRCULATE}:{one.body.pk}:{one.key}"
        yield Duty(key, what, one.body, url("month", one.body.pk, one.key), one.due_on, _MONTH)
