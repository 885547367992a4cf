"""A scorecard as the page shows it: head, items, sub-items, rules, each with its words and the state of its cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.evaluations.models import Card
from zhiheng_web.evaluations.reading.stages import Addresses
from zhiheng_web.lib.numbers import two_places

ZERO = Decimal(0)
#: A state in words and the tone of its badge.
Chip = tuple[Text, str]


def short(value: Decimal) -> str:
    """Write a number as the clause does: no zeros at its end."""
    return f"{value.normalize():f}" if value else "0"


def signed(value: Decimal) -> str:
    """Write a difference with its sign and two decimals."""
    return ("+" if value > 0 else "") + two_places(value)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of the card: what was told, what it cost or gave, how."""

    id: str
    text: Text
    clause: Text
    told: Mapping[str, Any]
    cap: Decimal | None
    url: str

    @property
    def points(self) -> Decimal:
        """Return the points: negative where they are taken."""
        return Decimal(self.told["points"])

    @property
    def uncapped(self) -> Decimal:
        """Return the points before the rule's own cap."""
        return Decimal(self.told["uncapped"])

    @property
    def exempted(self) -> Decimal:
        """Return the points that tolerated rows would have cost."""
        return Decimal(self.told["exempted"])

    @property
    def is_missing(self) -> bool:
        """Return whether nothing was reported."""
        return bool(self.told["input_from"] == "not_reported")

    @property
    def input_in_words(self) -> Text:
        """Return the input as people say it: a yes or a no in words, a number as it stands."""
        told = str(self.told["input"])
        return {"true": Text("有", "yes"), "false": Text("没有", "no")}.get(told, Text(told, told))

    @property
    def is_notable(self) -> bool:
        """Return whether there is more to it than that nothing was lost."""
        told = self.told
        exempted = self.exempted or told.get("exempted_rows")
        return bool(self.points or self.uncapped or exempted or told.get("conflict") or told.get("superseded_by"))

    @property
    def why(self) -> Text:
        """Return the arithmetic in words."""
        return Text(self.told["why_zh"], self.told["why_en"])

    @property
    def origin(self) -> Text:
        """Return where the input came from."""
        return api.reports.labels.origin_text(self.told["input_from"], self.told.get("source", ""))

    @property
    def chips(self) -> list[Chip]:
        """Return cap, tolerance, conflict and exclusion as badges."""
        found: list[Chip] = []
        if self.is_missing:
            found.append((Text("未填报", "not reported"), "warn"))
        if self.cap is not None and self.points:
            found.append(cap_chip(abs(self.points), self.cap, capped=self.told["capped"], gives=self.points > 0))
        if self.exempted:
            told = short(self.exempted)
            found.append((Text(f"容错免扣 {told} 分", f"{told} tolerated"), "info"))
        if self.told.get("conflict"):
            found.append((Text("数据不一致", "inputs differ"), "warn"))
        if other := self.told.get("superseded_by"):
            found.append((Text(f"已按 {other} 计，不重复计", f"counted under {other}, not again"), "neutral"))
        return found


def cap_chip(counted: Decimal, cap: Decimal, *, capped: bool = False, gives: bool = False) -> Chip:
    """Return how much of a limit is used up: `已扣完 2/2`, `已扣 1.4/2`."""
    share, full = f"{short(counted)}/{short(cap)}", capped or counted >= cap > 0
    if gives:
        return Text(f"已加满 {share}" if full else f"已加 {share}", f"given {share}"), "good"
    if not counted:
        return Text(f"未扣分 0/{short(cap)}", f"none lost 0/{short(cap)}"), "neutral"
    if full:
        return Text(f"已扣完 {share}", f"used up {share}"), "warn"
    return Text(f"已扣 {share}", f"lost {share}"), "info"


@dataclass(frozen=True, slots=True)
class SubItemPart:
    """A sub-item with its rules; `deducted` counts after its cap."""

    id: str
    name: Text
    clause: Text
    exempt_if: Text | None
    points: Decimal
    deducted: Decimal
    capped: bool
    state: str
    groups: tuple[Mapping[str, Any], ...]
    rules: tuple[RuleLine, ...]

    @property
    def is_notable(self) -> bool:
        """Return whether it is shown open: something was lost, spared or is missing."""
        return bool(self.deducted or self.state != "applies" or any(rule.is_notable for rule in self.rules))

    @property
    def chips(self) -> list[Chip]:
        """Return the state of the sub-item and of its groups' caps."""
        if self.state == "exempt":
            return [(Text("按条款免扣", "exempt"), "info")]
        if self.state == "not_applicable":
            return [(Text("不适用", "not applicable"), "neutral")]
        found = [cap_chip(self.deducted, self.points, capped=self.capped)] if self.points > 0 else []
        for group in self.groups:
            if Decimal(group["deducted"]):
                text, tone = cap_chip(Decimal(group["deducted"]), Decimal(group["cap"]), capped=group["capped"])
                found.append((Text(f"{group['id']} {text.zh}", f"{group['id']} {text.en}"), tone))
        return found


@dataclass(frozen=True, slots=True)
class ItemPart:
    """An item of the deduction part, or a bonus item (then it has rules of its own and `gives`)."""

    id: str
    name: Text
    points: Decimal | None
    counted: Decimal
    sub_items: tuple[SubItemPart, ...] = ()
    rules: tuple[RuleLine, ...] = ()
    gives: bool = False

    @property
    def change(self) -> Decimal:
        """Return what the item does to the score: negative where points were lost."""
        return self.counted if self.gives else -self.counted

    @property
    def is_notable(self) -> bool:
        """Return whether it is shown open."""
        inside = [part.is_notable for part in self.sub_items] + [rule.is_notable for rule in self.rules]
        return bool(self.counted) or any(inside)

    @property
    def chip(self) -> Chip | None:
        """Return how much of the item's points is used up; None where the text allots none."""
        if self.points is None or self.points <= 0:
            return None
        return cap_chip(self.counted, self.points, gives=self.gives)


class CardReading:
    """A card with the words of its scheme: numbers of the result, put in order and named."""

    def __init__(self, card: Card, scheme: Any, addresses: Addresses) -> None:
        self.card, self.scheme, self.addresses = card, scheme, addresses
        self.unit: Mapping[str, Any] = card.unit
        self.index = api.reports.cards.SchemeIndex(scheme)

    def items(self, *, lost_first: bool) -> list[ItemPart]:
        """Return the items of the deduction part, in the order of the text or those that cost most first."""
        found = [self._item(told) for told in self.unit["items"]]
        return sorted(found, key=lambda item: -item.counted) if lost_first else found

    def bonus_items(self) -> list[ItemPart]:
        """Return the bonus items in the order of the text."""
        return [
            ItemPart(
                told["id"],
                self.name_of(told["id"]),
                None if told["cap"] is None else Decimal(told["cap"]),
                Decimal(told["points"]),
                rules=tuple(self.line(rule) for rule in told["rules"]),
                gives=True,
            )
            for told in self.unit["bonus_items"]
        ]

    def missing(self) -> list[RuleLine]:
        """Return the rules to which nothing was reported."""
        rules = self.card.rules()
        return [self.line(rules[rule_id]) for rule_id in self.unit["not_reported"] if rule_id in rules]

    def name_of(self, item_id: str) -> Text:
        """Return the name of an item; its id where the text gives none."""
        item = self.index.item(item_id)
        return item.name if item is not None and item.name.zh else Text(item_id, item_id)

    def line(self, told: Mapping[str, Any]) -> RuleLine:
        """Return a rule of the card."""
        rule = self.index.rule(told["id"])
        cap = rule.scoring.own_cap if rule is not None else None
        clause = self.index.clause_of(told["id"])
        return RuleLine(
            told["id"], self.index.rule_text(told["id"]), clause, told, cap, self.addresses.rule(told["id"])
        )

    def _item(self, told: Mapping[str, Any]) -> ItemPart:
        subs = tuple(self._sub_item(sub) for sub in told["sub_items"])
        return ItemPart(
            told["id"], self.name_of(told["id"]), Decimal(told["points"]), Decimal(told["deducted"]), sub_items=subs
        )

    def _sub_item(self, told: Mapping[str, Any]) -> SubItemPart:
        words = self.index.sub_item(told["id"])
        return SubItemPart(
            told["id"],
            words.name if words is not None else Text(told["id"], told["id"]),
            words.clause if words is not None else Text(""),
            words.exempt_if if words is not None else None,
            Decimal(told["points"]),
            Decimal(told["deducted"]),
            told["capped"],
            told["state"],
            tuple(told.get("groups", ())),
            tuple(self.line(rule) for rule in told["rules"]),
        )

    @property
    def full(self) -> Decimal:
        """Return what the body starts from: its items' points, the part's where the text allots none to items."""
        total = sum((Decimal(item["points"]) for item in self.unit["items"]), ZERO)
        stated = (part.points for part in self.scheme.parts if part.kind == "deduction" and part.points)
        return total or next(stated, Decimal(100))

    @property
    def lost(self) -> Decimal:
        """Return what the items lost together."""
        return sum((Decimal(item["deducted"]) for item in self.unit["items"]), ZERO)

    @property
    def adds_up(self) -> bool:
        """Return whether full points less what was lost, and bonus, are the score: no option rescaled or capped it."""
        score = self.card
        return self.full - self.lost == score.base and score.base + score.bonus == score.score

    @property
    def status(self) -> Chip:
        """Return whether all data are there."""
        missing = len(self.unit["not_reported"])
        if not missing:
            return Text("数据完整", "complete"), "good"
        return Text(f"数据不完整（{missing} 项未填报）", f"incomplete ({missing} not reported)"), "warn"


@dataclass(frozen=True, slots=True)
class GradeShown:
    """A grade with its bounds in words; `is_open` where the text leaves open what holds at a bound (CQ-AMB-03)."""

    id: str
    name: Text
    bounds: Text
    is_open: bool


def grade_of(scheme: Any, grade_id: str) -> GradeShown | None:
    """Return a grade as a page shows it; None where the scheme has none of this id."""
    grade = next((known for known in scheme.grades if known.id == grade_id), None)
    if grade is None:
        return None
    low = f"{short(grade.minimum)} {'≤' if grade.minimum_inclusive else '<'} " if grade.minimum is not None else ""
    high = f" {'≤' if grade.maximum_inclusive else '<'} {short(grade.maximum)}" if grade.maximum is not None else ""
    is_open = grade.literal_minimum_inclusive is not None or grade.literal_maximum_inclusive is not None
    return GradeShown(grade.id, grade.name, Text(f"{low}得分{high}", f"{low}score{high}"), is_open)


def tied(rank: int, ranks: Sequence[int]) -> int:
    """Return how many bodies share a rank."""
    return sum(one == rank for one in ranks)
