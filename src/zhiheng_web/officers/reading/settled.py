"""What a bureau has settled, in words: each rule with its value, and whether it is the source's or the bureau's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import counting, rules
from zhiheng_web.officers.models import Setting
from zhiheng_web.officers.models.settings import TOPICS
from zhiheng_web.officers.reading.basis import BASES, BEARERS, ROUNDS
from zhiheng_web.reviews.models.activities import KIND_TEXTS

_NAMES: Mapping[str, Text] = {
    "basis": Text("计入哪些案卷", "Which files"),
    "round": Text("按哪次考评", "Which round"),
    "threshold": Text("红牌：平均扣分", "Red card: average"),
    "inclusive": Text("含本数", "The number itself included"),
    "minimum_cases": Text("红牌：最少件数", "Red card: fewest files"),
    "probability": Text("红牌：真实平均达到的概率不低于", "Red card: probability at least"),
    "bearer": Text("扣分由谁承担", "Who bears the deduction"),
    "kinds": Text("计入哪些评查", "Which reviews"),
    "unit_average": Text("单位通报：平均扣分达到", "Units: average at least"),
    "unit_share": Text("单位通报：有扣分的案卷达到（%）", "Units: share of files with deductions (%)"),
    "red_card_days": Text("红牌整改天数", "Days for a red card"),
    "times": Text("屡错不改：同一问题出现件数", "Repeated: files with the same item"),
    "months": Text("屡错不改：在几个月内", "Repeated: within months"),
    "hearing_working_days": Text("陈述申辩的工作日", "Working days to state one's case"),
    "quantity": Text("数量的权重（%）", "Weight of quantity (%)"),
    "quality": Text("质量的权重（%）", "Weight of quality (%)"),
    "on": Text("启用", "Turned on"),
    "gate": Text("质量门槛：平均扣分不高于", "Gate of quality: average at most"),
}
_WORDS: Mapping[str, Mapping[str, Text]] = {"basis": BASES, "round": ROUNDS, "bearer": BEARERS}
_YES, _NO, _NOT_SET = Text("是", "yes"), Text("否", "no"), Text("未设定", "not set")


@dataclass(frozen=True, slots=True)
class Settled:
    """A topic with its rules in words; `setting` is None where nothing has been settled."""

    topic: str
    text: Text
    values: list[tuple[Text, Text | str]]
    setting: Setting | None


def settled_of(organiser: Body) -> list[Settled]:
    """Return the topics of a bureau in their order."""
    latest: dict[str, Setting] = {}
    for one in Setting.objects.filter(organiser=organiser).select_related("set_by"):
        latest.setdefault(one.topic, one)
    return [
        Settled(topic, text, _told(rules.in_force(organiser, rules.SHAPES[topic]).model_dump()), latest.get(topic))
        for topic, text in TOPICS.items()
    ]


def _told(values: Mapping[str, Any]) -> list[tuple[Text, Text | str]]:
    return [(_NAMES[name], _said(name, value)) for name, value in values.items()]


def _said(name: str, value: Any) -> Text | str:
    if value is None:
        return _NOT_SET
    if isinstance(value, bool):
        return _YES if value else _NO
    if name in _WORDS:
        return _WORDS[name][value]
    if name == "kinds":
        told = [KIND_TEXTS[one] for one in value]
        return Text("、".join(one.zh for one in told), ", ".join(one.en for one in told))
    return counting.plain(value) if isinstance(value, Decimal) else str(value)
