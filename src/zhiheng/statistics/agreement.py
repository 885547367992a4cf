"""Agreement of reviewers who read the same files: Krippendorff's alpha, per item and overall. It judges nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling.intervals import CONFIDENCE, refuse_bad_confidence
from zhiheng.statistics.distributions import outwards, to_decimal

Level = Literal["nominal", "ordinal", "interval"]
Floats = NDArray[np.float64]

_LEVELS = ("nominal", "ordinal", "interval")
#: So many resampled tables at a time: what they take of memory stays small.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Rating:
    """What one reviewer gave one case on one item: a deduction, a grade or a class as a number. Missing: no rating."""

    case_id: str
    reviewer: str
    value: Decimal
    item: str = ""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha at four places: 1 is full agreement, 0 what chance gives, below 0 less than chance.

    `value` is None where it is not defined: no case read twice, or all ratings equal. `cases` counts what at least two
    have read, `ratings` the ratings of these.
    """

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    cases: int
    ratings: int
    text: Text


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha over all items together, and of each item."""

    level: Level
    overall: Alpha
    items: Mapping[str, Alpha]


def agreement(
    ratings: Iterable[Rating],
    *,
    level: Level,
    seed: int,
    rounds: int = 1000,
    confidence: Decimal = CONFIDENCE,
) -> Agreement:
    """Return the agreement of reviewers, with the interval that `rounds` resamplings of the cases give.

    The items of a case stay together in a resampling. The same ratings and seed give the same interval.

    Raises Refusal: an unknown level, one reviewer with two values on one item of one case, a seed or a number of
    rounds out of range.
    """
    refuse_bad_confidence(confidence)
    if level not in _LEVELS or not 0 <= seed < 2**32 or not 1 <= rounds <= 100_000:
        reason = Text("测量层次、种子或重抽次数不对", "the level, the seed or the number of rounds cannot be used")
        remedy = Text(
            f"层次取 {'、'.join(_LEVELS)}；种子 0 至 2^32-1；次数 1 至 100000",
            f"a level of {', '.join(_LEVELS)}; a seed from 0 to 2^32-1; 1 to 100000 rounds",
        )
        raise Refusal(Fault("bad_agreement", Place(), reason, remedy, f"{level} / {seed} / {rounds}"))
    table = _by_case(ratings)
    asked = _Asked(level, seed, rounds, float(1 - confidence) / 2)
    items = sorted({item for _, item in table})
    alone = {
        item: _alpha([(case, values) for (case, of), values in table.items() if of == item], asked) for item in items
    }
    overall = _alpha([(case, values) for (case, _), values in table.items()], asked)
    return Agreement(level, overall, alone)


@dataclass(frozen=True, slots=True)
class _Asked:
    level: Level
    seed: int
    rounds: int
    tail: float


_Read = Sequence[tuple[str, Sequence[Decimal]]]


def _by_case(ratings: Iterable[Rating]) -> dict[tuple[str, str], list[Decimal]]:
    """Return the values of each item of each case, in an order that does not depend on that of the ratings."""
    by_reviewer: dict[tuple[str, str, str], Decimal] = {}
    for one in ratings:
        key = (one.case_id, one.item, one.reviewer)
        if by_reviewer.setdefault(key, one.value) != one.value:
            reason = Text("同一评查人对同一案卷同一项给了两个值", "one reviewer gave one item of one case two values")
            remedy = Text("只留一个", "keep one of them")
            raise Refusal(Fault("two_ratings", Place(clause=" ".join(key)), reason, remedy, str(one.value)))
    table: dict[tuple[str, str], list[Decimal]] = {}
    for case, item, reviewer in sorted(by_reviewer):
        table.setdefault((case, item), []).append(by_reviewer[case, item, reviewer])
    return table


def _alpha(read: _Read, asked: _Asked) -> Alpha:
    pairable = [(case, values) for case, values in read if len(values) > 1]
    cases, count = len({case for case, _ in pairable}), sum(len(values) for _, values in pairable)
    levels = sorted({value for _, values in pairable for value in values})
    if len(levels) < 2:
        return Alpha(None, None, None, cases, count, _undefined(cases))
    scale = np.array([float(one) for one in levels])
    tables = _coincidences(pairable, levels)
    value = float(_alphas(tables.sum(axis=0)[None], scale, asked.level)[0])
    resampled = _resampled(tables, scale, asked)
    lower, upper = (float(np.quantile(resampled, at)) for at in (asked.tail, 1 - asked.tail))
    bounds = outwards(min(lower, value), max(upper, value))
    return Alpha(to_decimal(value), *bounds, cases, count, _defined(cases, count))


def _coincidences(pairable: _Read, levels: Sequence[Decimal]) -> Floats:
    """Return for each case how often each two values came together, every rating counting as one in all."""
    places = {value: place for place, value in enumerate(levels)}
    rows: dict[str, int] = {}
    for case, _ in pairable:
        rows.setdefault(case, len(rows))
    tables = np.zeros((len(rows), len(levels), len(levels)))
    for case, values in pairable:
        counts = np.bincount([places[value] for value in values], minlength=len(levels)).astype(float)
        tables[rows[case]] += (np.outer(counts, counts) - np.diag(counts)) / (len(values) - 1)
    return tables


def _resampled(tables: Floats, scale: Floats, asked: _Asked) -> Floats:
    """Return the alphas of tables of as many cases drawn with putting back; a table without difference counts as 1."""
    # The stream of RandomState is frozen: the same seed gives the same interval with every later version.
    dice = np.random.RandomState(asked.seed)
    cases, flat = len(tables), tables.reshape(len(tables), -1)
    alphas = []
    for begin in range(0, asked.rounds, _AT_ONCE):
        drawn = dice.randint(0, cases, size=(min(_AT_ONCE, asked.rounds - begin), cases))
        times = np.stack([np.bincount(row, minlength=cases) for row in drawn]).astype(float)
        alphas.append(_alphas((times @ flat).reshape(-1, *tables.shape[1:]), scale, asked.level))
    return np.concatenate(alphas)


def _alphas(tables: Floats, scale: Floats, level: Level) -> Floats:
    """Return alpha of each table of coincidences: 1 - observed disagreement / disagreement by chance."""
    margins = tables.sum(axis=2)
    total = margins.sum(axis=1)
    apart = _differences(margins, scale, level)
    observed = (tables * apart).sum(axis=(1, 2))
    by_chance = np.einsum("rc,rk,rck->r", margins, margins, apart) / (total - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(by_chance > 0, 1 - observed / by_chance, 1.0)


def _differences(margins: Floats, scale: Floats, level: Level) -> Floats:
    """Return the squared difference of each two values, for each table: by the ranks between them where ordinal."""
    if level == "ordinal":
        upto = np.cumsum(margins, axis=1)
        middle = upto - margins / 2
        return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2)
    gaps = scale[:, None] - scale[None, :]
    squared = (gaps != 0).astype(float) if level == "nominal" else gaps**2
    return np.broadcast_to(squared, (len(margins), *squared.shape))


def _defined(cases: int, ratings: int) -> Text:
    return Text(
        f"两人以上评查的案卷 {cases} 件，评查 {ratings} 次；1 为完全一致，0 为与随机相当",
        f"{cases} cases read by two or more, {ratings} ratings; 1 is full agreement, 0 what chance gives",
    )


def _undefined(cases: int) -> Text:
    if not cases:
        return Text("没有两人以上评查的案卷，算不出一致性", "no case was read by two: agreement cannot be worked out")
    return Text("各次评查的值全部相同，一致性没有定义", "all ratings are equal: agreement is not defined")
