"""`absence`: one fixed deduction when the thing does not exist or was not done."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.scoring import Answer, Answers, Column, Ints, Scoring, Setting, pick, told


@dataclass(frozen=True, slots=True)
class Absence(Scoring):
    """Takes `amount` points once, however often the fault is reported."""

    name: ClassVar[str] = "absence"
    amount: Decimal

    @property
    def answers(self) -> Answers:
        return "flag"

    @classmethod
    def read(cls, node: Node) -> Self:
        node.need("amount")
        return cls(node.decimal("amount") or Decimal(0))

    def amounts(self) -> tuple[Decimal, ...]:
        return (self.amount,)

    def uncapped(self, column: Column, setting: Setting) -> Ints:
        return pick(column.numerator > 0, setting.scaled(self.amount), column.numerator)

    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        if answer.value > 0:
            return Text(f"有此情形，扣 {told(self.amount)} 分", f"this is the case: {told(self.amount)} points taken")
        return Text("无此情形，不扣分", "this is not the case: nothing taken")
