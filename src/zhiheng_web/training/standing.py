"""The places of a contest: the judges' mean exactly, ties broken in a fixed order, each told. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhiheng import api
from zhiheng_web.lib.words import Text


@dataclass(frozen=True, slots=True)
class Scored:
    """A file with the scores of judges who did not stand aside. `key` names it for good, `score` is the engine's."""

    key: str
    score: Decimal
    points: Sequence[Decimal]

    @property
    def mean(self) -> Fraction:
        """Return the exact mean."""
        return sum((Fraction(one) for one in self.points), Fraction(0)) / len(self.points)


@dataclass(frozen=True, slots=True)
class Placed:
    """A file with its place and, where others had the same mean, how the tie was broken."""

    key: str
    mean: Fraction
    place: int
    tie: Text | None = None


def places(files: Sequence[Scored], *, best: bool, seed: str, names: Mapping[str, str] | None = None) -> list[Placed]:
    """Return the files in order: by the judges' mean, then by the score of the review, then by lot under the seed.

    For the best the highest comes first, for the worst the lowest. The lot is the rank of the key in the draw of
    `api.sampling`, so that anybody can repeat it. `names` are what the explanations call the files.
    """
    sign = -1 if best else 1
    lots = _lots([one.key for one in files], seed)
    order = sorted(files, key=lambda one: (sign * one.mean, sign * one.score, lots[one.key]))
    return [
        Placed(one.key, one.mean, number, _tie(one, files, lots, names or {})) for number, one in enumerate(order, 1)
    ]


def _lots(keys: Sequence[str], seed: str) -> Mapping[str, int]:
    if not keys:
        return {}
    drawn = api.sampling.draw(keys, size=len(set(keys)), seed=seed).drawn
    return {one.id: number for number, one in enumerate(drawn, 1)}


def _tie(one: Scored, files: Sequence[Scored], lots: Mapping[str, int], names: Mapping[str, str]) -> Text | None:
    same = [other for other in files if other.key != one.key and other.mean == one.mean]
    if not same:
        return None
    others = "、".join(sorted(names.get(other.key, other.key) for other in same))
    equal = sorted(names.get(other.key, other.key) for other in same if other.score == one.score)
    if not equal:
        shown = format(one.score.normalize(), "f")
        return Text(
            f"评委平均分与 {others} 相同，按案卷评查得分 {shown} 排列",
            f"same mean as {others}; placed by the score of the review, {shown}",
        )
    alike, lot = "、".join(equal), lots[one.key]
    return Text(
        f"评委平均分与 {others} 相同，评查得分又与 {alike} 相同，按种子抽签排列（签号 {lot}）",
        f"same mean as {others} and same review score as {alike}; placed by lot under the seed (lot {lot})",
    )
