"""A small stand-in for the engine: sample inputs scored with caps, for reports to be looked at. It judges no scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Item, Part, Rule, Scheme, SubItem
from zhiheng.domain.score import (
    BonusScore,
    GroupScore,
    InputRow,
    ItemScore,
    Measured,
    OtherInput,
    RuleScore,
    SubItemScore,
    UnitScore,
)
from zhiheng.domain.texts import Text

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class SampleScoring:
    """What the samples need to know of a rule: an amount, its own cap, and the steps of bands."""

    kind: str
    amount: Decimal = ZERO
    cap: Decimal | None = None
    steps: tuple[tuple[str, Decimal], ...] = ()

    @property
    def own_cap(self) -> Decimal | None:
        """Return the cap as the kinds of scoring name it."""
        return self.cap


@dataclass(frozen=True, slots=True)
class Given:
    """An input: `7`, `7!1` (one of them tolerated), `0.8124:1` (points stated), `?` (nothing reported)."""

    value: str
    stated: Decimal | None = None
    tolerated: int = 0
    other: str = ""

    @classmethod
    def read(cls, text: str) -> Given:
        """Read one input; `~5` at the end names a self-reported value that differs from it."""
        text, _, other = text.partition("~")
        text, _, tolerated = text.partition("!")
        value, _, stated = text.partition(":")
        return cls(value, Decimal(stated) if stated else None, int(tolerated or 0), other)


@dataclass(slots=True)
class Ledger:
    """The rows that the samples make up on the way; numbers run on so that ids never repeat."""

    rows: dict[str, InputRow] = field(default_factory=dict)

    def finding(self, unit: str, rule: Rule, *, quantity: int = 1, tolerated: bool = False) -> str:
        """Add a verified finding and return its id."""
        number = sum(row.table == "findings" for row in self.rows.values()) + 1
        ref = f"F-{number:04d}"
        columns = {
            "unit_id": unit,
            "rule_id": rule.id,
            "occurred_at": f"2020-{3 + number % 7:02d}-{1 + number * 5 % 27:02d}",
            "quantity": str(quantity),
            "source": ("省厅检查", "交叉评价", "日常抽查")[number % 3],
            "evidence": f"照片 {2 + number % 4} 张，检查记录第 {number} 号",
            "officer_id": f"P{1000 + number * 7 % 90}",
            "status": "verified",
        }
        if number % 2:
            columns["case_id"] = f"云执罚〔2020〕{number * 3} 号"
        if tolerated:
            columns |= {"exemption": "F2", "exemption_reason": "当事人抢夺执法记录仪，制服被扯破，有录像"}
        self.rows[ref] = InputRow(ref, "findings", columns)
        return ref

    def fact(self, unit: str, rule: Rule, value: str, *, source: str = "自评") -> str:
        """Add a stated fact and return its reference."""
        ref = f"facts:{unit}:{rule.id}:{source}"
        columns = {"unit_id": unit, "rule_id": rule.id, "value": value, "source": source, "evidence": "见自评材料汇编"}
        self.rows[ref] = InputRow(ref, "facts", columns)
        return ref


def score_rule(ledger: Ledger, unit: str, rule: Rule, given: Given | None) -> RuleScore:
    """Score one rule with its own cap; signs as the domain has them."""
    sign = 1 if rule.kind.startswith("bonus") else -1
    if given is not None and given.value == "?":
        return _blank(rule, "not_reported", None, Text("没有数据，暂不扣分", "nothing reported; no deduction for now"))
    if given is None:
        ref = ledger.fact(unit, rule, "0")
        return _blank(rule, "facts", "0", Text("没有发生，不扣分", "none; nothing deducted"), rows=(ref,))
    scoring: SampleScoring = rule.scoring
    if rule.measure:
        return _measured(ledger, unit, rule, given)
    if given.stated is not None or scoring.kind in ("absence", "not_implemented"):
        points = scoring.amount if given.stated is None else given.stated
        ref = ledger.fact(unit, rule, given.value, source="核实")
        why = Text(f"{rule.text.zh}：{shortest(points)} 分", f"{rule.text.en}: {shortest(points)} points")
        return RuleScore(
            rule.id,
            given.value,
            "facts",
            sign * points,
            points,
            False,
            ZERO,
            (ref,),
            why,
            source="核实",
            group=rule.group,
        )
    return _counted(ledger, unit, rule, given)


def _blank(rule: Rule, input_from: str, value: str | None, why: Text, rows: tuple[str, ...] = ()) -> RuleScore:
    source = "自评" if rows else ""
    return RuleScore(
        rule.id,
        value,
        input_from,
        ZERO,
        ZERO,
        False,
        ZERO,
        rows,
        why,
        source=source,
        group=rule.group,  # type: ignore[arg-type]
    )


def _counted(ledger: Ledger, unit: str, rule: Rule, given: Given) -> RuleScore:
    scoring: SampleScoring = rule.scoring
    sign = 1 if rule.kind.startswith("bonus") else -1
    total, tolerated = int(given.value), given.tolerated
    counted = total - tolerated
    rows = [ledger.finding(unit, rule) for _ in range(min(counted, 8))]
    if counted > 8:
        rows[-1] = ledger.finding(unit, rule, quantity=counted - 7)
    spared = tuple(ledger.finding(unit, rule, tolerated=True) for _ in range(tolerated))
    uncapped = counted * scoring.amount
    points = min(uncapped, scoring.cap or uncapped)
    amount, zh, en = shortest(scoring.amount), rule.unit.zh or "项", rule.unit.en or "item"
    limit = (f"（上限 {shortest(scoring.cap)}）", f" (cap {shortest(scoring.cap)})") if scoring.cap else ("", "")
    why = Text(
        f"{counted} {zh} × {amount} = {shortest(uncapped)}{limit[0]}",
        f"{counted} × {amount} = {shortest(uncapped)}{limit[1]}; counted: {en}",
    )
    others: tuple[OtherInput, ...] = ()
    if given.other:
        ref = ledger.fact(unit, rule, given.other)
        others = (OtherInput("facts", given.other, "自评", (ref,)),)
    return RuleScore(
        id=rule.id,
        input=str(counted),
        input_from="findings",
        points=sign * points,
        uncapped=uncapped,
        capped=uncapped > points,
        exempted=tolerated * scoring.amount,
        rows=tuple(rows),
        why=why,
        group=rule.group,
        exclusive_group=rule.exclusive_group,
        exempted_rows=spared,
        source="省厅检查",
        conflict=bool(given.other),
        other_inputs=others,
    )


def _measured(ledger: Ledger, unit: str, rule: Rule, given: Given) -> RuleScore:
    rate, points = Decimal(given.value), given.stated or ZERO
    denominator = Decimal(200)
    refs = tuple(f"officers:{unit}-P{number:03d}" for number in range(1, 5))
    for ref in refs:
        columns = {"unit_id": unit, "role": "officer", "certificate_until": "2022-12-31"}
        ledger.rows[ref] = InputRow(ref, "officers", columns)
    measured = Measured(rule.measure, rate * denominator, denominator, refs[:3], refs)
    percent = shortest(rate * 100)
    why = Text(f"{percent}%：{rule.text.zh}，扣 {shortest(points)} 分", f"{percent} %: {shortest(points)} deducted")
    return RuleScore(
        rule.id, shortest(rate), "measure", -points, points, False, ZERO, refs, why, group=rule.group, measured=measured
    )


def score_sub_item(ledger: Ledger, unit: str, sub_item: SubItem, given: Mapping[str, Given]) -> SubItemScore:
    """Score the rules of a sub-item and apply the caps of its groups and its own."""
    if given.get(sub_item.id, Given("")).value == "exempt":
        return SubItemScore(sub_item.id, sub_item.points, ZERO, (), state="exempt")
    rules = tuple(score_rule(ledger, unit, rule, given.get(rule.id)) for rule in sub_item.every_rule())
    groups = []
    for group in sub_item.groups:
        raw = sum((abs(rule.points) for rule in rules if rule.group == group.id), ZERO)
        groups.append(GroupScore(group.id, group.cap, min(raw, group.cap), raw > group.cap))
    raw = sum((group.deducted for group in groups), ZERO)
    raw += sum((abs(rule.points) for rule in rules if not rule.group), ZERO)
    deducted = min(raw, sub_item.points)
    return SubItemScore(sub_item.id, sub_item.points, deducted, rules, tuple(groups), raw > sub_item.points)


def score_unit(scheme: Scheme, ledger: Ledger, unit: tuple[str, str, str], given: Mapping[str, Given]) -> UnitScore:
    """Score one unit; rank and grade are set by the caller once all units are known."""
    unit_id, name, kind = unit
    items: list[ItemScore] = []
    bonuses: list[BonusScore] = []
    for part, item in _applicable(scheme, kind):
        scored = tuple(score_sub_item(ledger, unit_id, sub_item, given) for sub_item in item.sub_items)
        total = sum((sub_item.deducted for sub_item in scored), ZERO)
        if part.kind == "bonus":
            rules = tuple(rule for sub_item in scored for rule in sub_item.rules)
            bonuses.append(BonusScore(item.id, total, item.points, rules))
        else:
            items.append(ItemScore(item.id, item.points_for(kind), total, scored))
    base = sum((item.points - item.deducted for item in items), ZERO)
    bonus = sum((item.points for item in bonuses), ZERO)
    missing = tuple(rule_id for rule_id, value in given.items() if value.value == "?")
    status = "incomplete" if missing else "complete"
    return UnitScore(
        unit_id, name, kind, status, base + bonus, base, bonus, 0, None, (), tuple(items), tuple(bonuses), missing
    )


def _applicable(scheme: Scheme, kind: str) -> list[tuple[Part, Item]]:
    return [
        (part, item) for part in scheme.parts for item in part.items if not item.applies_to or kind in item.applies_to
    ]
