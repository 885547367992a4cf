"""`bonus_highest`: of several levels only the highest that is reached gives its points (不累计加分)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

import numpy as np

from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.scoring import Answer, Answers, Column, Gives, Ints, Scoring, Setting, pick, told


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a title; levels are numbered from 1, the highest first."""

    text: Text
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BonusHighest(Scoring):
    """Gives the points of the level whose number it is told; 0 is no title."""

    name: ClassVar[str] = "bonus_highest"
    gives: ClassVar[Gives] = "bonus"
    levels: tuple[Level, ...]

    @property
    def answers(self) -> Answers:
        return "level"

    @classmethod
    def read(cls, node: Node) -> Self:
        node.need("levels")
        levels = node.list_of("levels")
        for level in levels:
            level.allow("zh", "en", "amount")
            level.need("amount")
        return cls(tuple(Level(level.wording(), level.decimal("amount") or Decimal(0)) for level in levels))

    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(level.amount for level in self.levels)

    def refuses(self, answer: Answer, options: Mapping[str, str]) -> Text | None:
        if 0 <= answer.value <= len(self.levels):
            return None
        return Text(f"本条只有 1 至 {len(self.levels)} 级", f"the rule has levels 1 to {len(self.levels)}")

    def uncapped(self, column: Column, setting: Setting) -> Ints:
        points = pick(np.zeros(len(column.known), dtype=np.bool_), 0, column.numerator)
        for number, level in enumerate(self.levels, start=1):
            points = points + pick(column.numerator == number, setting.scaled(level.amount), column.numerator)
        return points

    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        if answer.value == 0:
            return Text("未获称号，不加分", "no title: nothing given")
        level = self.levels[int(answer.value) - 1]
        gained = told(level.amount)
        return Text(
            f"{level.text.zh}，加 {gained} 分（不累计）", f"{level.text.of('en')}: {gained} points (highest only)"
        )
