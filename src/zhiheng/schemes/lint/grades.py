"""Grades read literally: which boundary belongs to no grade, or to two (CQ-AMB-03)."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Grade, Scheme
from zhiheng.domain.texts import Text
from zhiheng.schemes.bounds import Interval
from zhiheng.schemes.lint.remarks import Remark


def examine_grades(scheme: Scheme) -> Iterator[Remark]:
    """Yield one `grade_boundary` for each boundary value that the words give to no grade or to two."""
    intervals = {grade.id: _literal(grade) for grade in scheme.grades}
    bounds = {b for grade in scheme.grades for b in (grade.minimum, grade.maximum) if b is not None}
    for bound in sorted(bounds, reverse=True):
        holding = [grade for grade in scheme.grades if intervals[grade.id].holds(bound)]
        if len(holding) == 1:
            continue
        touching = [grade for grade in scheme.grades if bound in (grade.minimum, grade.maximum)]
        names_zh = "、".join(grade.name.zh for grade in touching)
        names_en = ", ".join(grade.name.of("en") for grade in touching)
        exactly = shortest(bound)
        if holding:
            text = Text(
                f"正好 {exactly} 分同时属于两个等次：{names_zh}", f"exactly {exactly} belongs to two grades: {names_en}"
            )
        else:
            text = Text(
                f"正好 {exactly} 分按原文不属于任何等次（相邻：{names_zh}）",
                f"exactly {exactly} belongs to no grade by the words (next to it: {names_en})",
            )
        line = min((grade.line for grade in touching), default=0)
        yield Remark("grade_boundary", "", line, text, _ambiguity(scheme))


def _ambiguity(scheme: Scheme) -> str:
    """Return the doubt that the boundary option of the scheme names."""
    for option in scheme.options:
        if option.id == "boundary_policy":
            return option.ambiguity.split(" ")[0]
    return ""


def _literal(grade: Grade) -> Interval:
    low, high = grade.literal_minimum_inclusive, grade.literal_maximum_inclusive
    return Interval(
        grade.minimum,
        grade.minimum_inclusive if low is None else low,
        grade.maximum,
        grade.maximum_inclusive if high is None else high,
    )
