"""Bands read literally: which values two bands claim, which values none does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Rule, Scheme
from zhiheng.domain.texts import Text
from zhiheng.schemes.bounds import Band, Interval
from zhiheng.schemes.kinds.bands import Bands
from zhiheng.schemes.lint.remarks import Code, Remark


def examine_bands(scheme: Scheme) -> Iterator[Remark]:
    """Yield one `band_overlap` or `band_gap` for each value (or stretch of values) claimed twice or by none."""
    for rule in scheme.every_rule():
        if isinstance(rule.scoring, Bands):
            yield from _rule(rule, rule.scoring)


def _rule(rule: Rule, scoring: Bands) -> Iterator[Remark]:
    literal = [band.literal for band in scoring.bands]
    percent = any("%" in band.text.zh or "％" in band.text.zh for band in scoring.bands)
    probes = _count_probes(literal) if scoring.by_count else _rate_probes(literal, rate=not scoring.by_count)
    for first, last in _runs(probes, [sum(one.holds(value) for one in literal) > 1 for value, _ in probes]):
        where = _told(first, last, percent=percent)
        who = _claimants(scoring.bands, first)
        zh = f"{where} 同时属于两档：{'、'.join(band.text.zh for band in who)}"
        en = f"{where} is claimed by two bands: {', '.join(band.text.of('en') for band in who)}"
        yield _remark("band_overlap", rule, who[0].line if who else rule.line, Text(zh, en))
    gaps = list(_runs(probes, [not any(one.holds(value) for one in literal) for value, _ in probes]))
    for first, last in gaps:
        where = _told(first, last, percent=percent)
        text = Text(f"{where} 不属于任何一档", f"{where} belongs to no band")
        yield _remark("band_gap", rule, rule.line, text)
    # The words may be whole and the bounds beside them not: then a correct value finds no band.
    applied = [band.applied for band in scoring.bands]
    probes = _count_probes(applied) if scoring.by_count else _rate_probes(applied, rate=True)
    for first, last in _runs(probes, [not any(one.holds(value) for one in applied) for value, _ in probes]):
        if (first, last) not in gaps:
            where = _told(first, last, percent=percent)
            text = Text(f"{where} 不在任何一档的所用界限内", f"{where} lies outside the applied bounds of every band")
            yield _remark("band_gap", rule, rule.line, text)


def _remark(code: Code, rule: Rule, line: int, text: Text) -> Remark:
    ambiguity = rule.ambiguity[0] if rule.ambiguity else ""
    return Remark(code, rule.id, line or rule.line, text, ambiguity, rule.clause.zh)


def _claimants(bands: Sequence[Band], value: Decimal) -> list[Band]:
    return [band for band in bands if band.literal.holds(value)]


def _rate_probes(intervals: Sequence[Interval], *, rate: bool) -> list[tuple[Decimal, bool]]:
    """Return every bound and a value between each two, from 0 to 1; a flag tells the values in between."""
    bounds = {bound for one in intervals for bound in (one.lower, one.upper) if bound is not None}
    ordered = sorted(bounds | ({Decimal(0), Decimal(1)} if rate else set()))
    probes: list[tuple[Decimal, bool]] = []
    for position, bound in enumerate(ordered):
        probes.append((bound, False))
        if position + 1 < len(ordered):
            probes.append(((bound + ordered[position + 1]) / 2, True))
    return probes


def _count_probes(intervals: Sequence[Interval]) -> list[tuple[Decimal, bool]]:
    """Return the whole numbers from 0 to one beyond the largest bound."""
    bounds = [bound for one in intervals for bound in (one.lower, one.upper) if bound is not None]
    largest = int(max(bounds, default=Decimal(0))) + 1
    return [(Decimal(number), False) for number in range(largest + 1)]


def _runs(probes: list[tuple[Decimal, bool]], found: list[bool]) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield the first and last value of each unbroken run of probes where something was found.

    A run that begins or ends between two bounds reaches up to those bounds.
    """
    start: int | None = None
    for position, is_found in enumerate([*found, False]):
        if is_found and start is None:
            start = position
        if not is_found and start is not None:
            end = position - 1
            first = probes[start - 1][0] if probes[start][1] and start else probes[start][0]
            last = probes[end + 1][0] if probes[end][1] and end + 1 < len(probes) else probes[end][0]
            yield first, last
            start = None


def _told(first: Decimal, last: Decimal, *, percent: bool) -> str:
    def one(value: Decimal) -> str:
        return f"{shortest(value * 100)}%" if percent else shortest(value)

    return one(first) if first == last else f"{one(first)}–{one(last)}"
