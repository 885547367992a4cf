"""`per_unit`: an amount for each occurrence (起, 人, 台, 项), up to a cap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.scoring import Answer, Answers, Column, Ints, Scoring, Setting, told


@dataclass(frozen=True, slots=True)
class PerUnit(Scoring):
    """Takes `amount` points an occurrence, at most `cap` in all (扣完 X 分为止, HN-19).

    `amount` None means that each reported problem carries its own deduction (the review cards, WX-11): the count is
    then the sum of those deductions.
    """

    name: ClassVar[str] = "per_unit"
    amount: Decimal | None
    cap: Decimal | None = None

    @property
    def answers(self) -> Answers:
        return "count"

    @property
    def own_cap(self) -> Decimal | None:
        return self.cap

    @classmethod
    def read(cls, node: Node) -> Self:
        own = node.need("amount")
        amount = None if own is None or own.text() == "each_row" else own.decimal()
        return cls(amount, node.decimal("cap"))

    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(number for number in (self.amount, self.cap) if number is not None)

    def most(self) -> Decimal | None:
        return None

    def uncapped(self, column: Column, setting: Setting) -> Ints:
        each = setting.scaled(Decimal(1) if self.amount is None else self.amount)
        # The denominator is one for counts; sums of deductions carry tenths in it and stay exact.
        points: Ints = column.numerator * each // column.denominator
        return points

    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        if self.amount is None:
            return Text(f"各问题扣分合计 {answer.shown}", f"deductions of the problems add up to {answer.shown}")
        raw = self.amount * int(answer.value)
        end_zh = "" if self.cap is None else f"，上限 {told(self.cap)}"
        end_en = "" if self.cap is None else f", at most {told(self.cap)}"
        counted = shortest(int(answer.value))
        line = f"{counted} {unit.zh} × {told(self.amount)} = {told(raw)}"
        en_unit = f" ({unit.en})" if unit.en else ""
        return Text(f"{line}{end_zh}", f"{counted} × {told(self.amount)} = {told(raw)}{en_unit}{end_en}")
