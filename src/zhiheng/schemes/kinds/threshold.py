"""`threshold`: a fixed deduction when a rate does not reach a bound."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.bounds import is_below
from zhiheng.schemes.scoring import Answer, Answers, Column, Ints, Scoring, Setting, pick, told


@dataclass(frozen=True, slots=True)
class Threshold(Scoring):
    """Takes `amount` points when the rate is below `bound`; the bound itself passes (达到 X% 以上, HN-AMB-04)."""

    name: ClassVar[str] = "threshold"
    silence_is_none: ClassVar[bool] = False
    amount: Decimal
    bound: Decimal
    reached_inclusive: bool = True

    @property
    def answers(self) -> Answers:
        return "rate"

    @classmethod
    def read(cls, node: Node) -> Self:
        node.need("amount")
        node.need("threshold")
        operator = node.text("operator") or ">="
        if operator not in (">=", ">"):
            reason = Text("operator 只能是 >= 或 >", "operator must be >= or >")
            node.faults.add(node, "unknown_operator", reason, Text("改为 >=", "write >="), value=operator)
        return cls(node.decimal("amount") or Decimal(0), node.decimal("threshold") or Decimal(0), operator == ">=")

    def amounts(self) -> tuple[Decimal, ...]:
        return (self.amount,)

    def uncapped(self, column: Column, setting: Setting) -> Ints:
        below = is_below(column, self.bound, or_equal=not self.reached_inclusive)
        return pick(below & column.known, setting.scaled(self.amount), column.numerator)

    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        fails = answer.value < self.bound or (answer.value == self.bound and not self.reached_inclusive)
        bound = f"{shortest(self.bound * 100)}%"
        if fails:
            zh = f"{answer.shown} 未达到 {bound}，扣 {told(self.amount)} 分"
            return Text(zh, f"{answer.shown} does not reach {bound}: {told(self.amount)} points taken")
        return Text(f"{answer.shown} 达到 {bound}，不扣分", f"{answer.shown} reaches {bound}: nothing taken")
