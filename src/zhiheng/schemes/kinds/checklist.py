"""`checklist`: an amount for each listed element that is missing, up to a cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

import numpy as np

from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.scoring import Answer, Answers, Column, Ints, Scoring, Setting, told


@dataclass(frozen=True, slots=True)
class Checklist(Scoring):
    """Takes `amount` points for each missing element.

    There are no more elements than the text lists; under the option that `open_ended_by` names
    (`count_by=penalty_item`, HN-AMB-07) things outside the list are counted and only the cap limits them.
    """

    name: ClassVar[str] = "checklist"
    amount: Decimal
    cap: Decimal | None
    elements: tuple[Text, ...]
    open_ended_by: tuple[str, str] | None = None

    @property
    def answers(self) -> Answers:
        return "elements"

    @property
    def own_cap(self) -> Decimal | None:
        return self.cap

    @classmethod
    def read(cls, node: Node) -> Self:
        node.need("amount")
        node.need("elements")
        opened = node.get("open_ended_by")
        by = (opened.text("option"), opened.text("choice")) if opened else None
        elements = tuple(element.wording() for element in node.list_of("elements"))
        return cls(node.decimal("amount") or Decimal(0), node.decimal("cap"), elements, by)

    def amounts(self) -> tuple[Decimal, ...]:
        return (self.amount,) if self.cap is None else (self.amount, self.cap)

    def most(self) -> Decimal | None:
        return self.amount * len(self.elements)

    def is_open_ended(self, options: Mapping[str, str]) -> bool:
        """Return whether more than the listed elements may be counted under these options."""
        return self.open_ended_by is not None and options.get(self.open_ended_by[0]) == self.open_ended_by[1]

    def refuses(self, answer: Answer, options: Mapping[str, str]) -> Text | None:
        beyond = answer.value > len(self.elements) or any(not 1 <= n <= len(self.elements) for n in answer.elements)
        if not beyond or (self.is_open_ended(options) and not answer.elements):
            return None
        return Text(
            f"本条只列了 {len(self.elements)} 项要素", f"the rule lists {len(self.elements)} elements and no more"
        )

    def uncapped(self, column: Column, setting: Setting) -> Ints:
        missing = column.numerator
        if not self.is_open_ended(setting.options):
            missing = np.minimum(missing, np.array(len(self.elements), dtype=missing.dtype))
        points: Ints = missing * setting.scaled(self.amount)
        return points

    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        counted = int(answer.value)
        if not self.is_open_ended(setting.options):
            counted = min(counted, len(self.elements))
        named = [self.elements[number - 1] for number in answer.elements if number <= len(self.elements)]
        of_zh = f"（{'、'.join(text.zh for text in named)}）" if named else ""
        of_en = f" ({'; '.join(text.of('en') for text in named)})" if named else ""
        sum_of = f"{counted} × {told(self.amount)} = {told(self.amount * counted)}"
        end_zh = "" if self.cap is None else f"，上限 {told(self.cap)}"
        end_en = "" if self.cap is None else f", at most {told(self.cap)}"
        return Text(f"缺 {counted} 项{of_zh}：{sum_of}{end_zh}", f"{counted} missing{of_en}: {sum_of}{end_en}")
