"""`bands`: one of several bands applies to a rate or a count and takes its deduction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

import numpy as np

from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.bounds import Band, Interval, is_within, read_words
from zhiheng.schemes.scoring import Answer, Answers, Bools, Column, Ints, Scoring, Setting, pick, told

_BAND = (
    "zh en deduct lower lower_inclusive upper upper_inclusive count count_min literal_lower_inclusive "
    "literal_upper_inclusive"
).split()


@dataclass(frozen=True, slots=True)
class Bands(Scoring):
    """Takes the deduction of the band that holds the value.

    `boundary_policy` (HN-AMB-01, HN-AMB-02): `default` reads the applied bounds; `favour_evaluated` and `strict` give a
    value that the words of two bands claim to the smaller and to the larger deduction.
    """

    name: ClassVar[str] = "bands"
    silence_is_none: ClassVar[bool] = False
    bands: tuple[Band, ...]
    by_count: bool = False

    @property
    def answers(self) -> Answers:
        return "count" if self.by_count else "rate"

    @classmethod
    def read(cls, node: Node) -> Self:
        node.need("bands")
        entries = node.list_of("bands")
        by_count = any(entry.get("count") or entry.get("count_min") for entry in entries)
        return cls(tuple(_band(entry, by_count) for entry in entries), by_count)

    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(band.deduct for band in self.bands)

    def uncapped(self, column: Column, setting: Setting) -> Ints:
        points = pick(np.zeros(len(column.known), dtype=np.bool_), 0, column.numerator)
        for band, holds in zip(self._in_order(setting), self._claimed(column, setting), strict=True):
            # Later bands overwrite earlier ones, so the order decides who wins a value claimed twice.
            points = np.where(holds, np.array(setting.scaled(band.deduct), dtype=points.dtype), points)
        return points

    def band_of(self, answer: Answer, setting: Setting) -> Band | None:
        """Return the band that one value falls in, None where the bands leave it out."""
        held = [band for band in self._in_order(setting) if self._holds(band, answer, setting)]
        return held[-1] if held else None

    def refuses(self, answer: Answer, options: object) -> Text | None:
        if any(band.applied.holds(answer.value) for band in self.bands):
            return None
        return Text(
            "方案没有一个档次包含这个数（用 zhiheng lint 检查档次）",
            "no band of the scheme holds this value (see `zhiheng lint`)",
        )

    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        band = self.band_of(answer, setting)
        if band is None:
            return Text(f"{answer.shown} 不在任何档次", f"{answer.shown} is in none of the bands")
        cost_zh = f"扣 {told(band.deduct)} 分" if band.deduct else "不扣分"
        cost_en = f"{told(band.deduct)} points taken" if band.deduct else "nothing taken"
        return Text(
            f"{answer.shown} 属“{band.text.zh}”，{cost_zh}", f"{answer.shown} is in {band.text.of('en')}: {cost_en}"
        )

    def _in_order(self, setting: Setting) -> list[Band]:
        if setting.boundary_policy == "favour_evaluated":
            return sorted(self.bands, key=lambda band: -band.deduct)
        if setting.boundary_policy == "strict":
            return sorted(self.bands, key=lambda band: band.deduct)
        return list(reversed(self.bands))

    def _holds(self, band: Band, answer: Answer, setting: Setting) -> bool:
        if setting.boundary_policy == "default" or self.by_count:
            return band.applied.holds(answer.value)
        return band.applied.holds(answer.value) or band.claims(answer.value)

    def _claimed(self, column: Column, setting: Setting) -> list[Bools]:
        applied = [is_within(column, band.applied) for band in self._in_order(setting)]
        if setting.boundary_policy == "default" or self.by_count:
            return applied
        claimed = [is_within(column, band.claimed) for band in self._in_order(setting)]
        return [held | wide for held, wide in zip(applied, claimed, strict=True)]


def _band(node: Node, by_count: bool) -> Band:
    node.need("deduct")
    node.allow(*_BAND)
    text = Text(node.text("zh"), node.text("en"))
    if by_count:
        exact, least = node.decimal("count"), node.decimal("count_min")
        applied = Interval(exact if least is None else least, True, exact if least is None else None, True)
        words = None
    else:
        applied = Interval(
            node.decimal("lower"),
            node.flag("lower_inclusive", True),
            node.decimal("upper"),
            node.flag("upper_inclusive", False),
        )
        words = read_words(text.zh)
    literal, claimed = (words.literal, words.claimed) if words else (applied, applied)
    return Band(text, node.decimal("deduct") or Decimal(0), applied, literal, claimed, node.line)
