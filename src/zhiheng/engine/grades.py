"""Grades and ranks: the score against explicit bounds; a veto gives the lowest grade (CQ-30, CQ-47)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from zhiheng.domain.scheme import Grade, Scheme
from zhiheng.domain.score import UnitScore
from zhiheng.domain.texts import Text
from zhiheng.schemes.bounds import Interval


def grade_of(scheme: Scheme, score: Decimal, *, vetoed: bool, policy: str) -> Grade | None:
    """Return the grade of an unrounded score, None where the scheme has no grades.

    A boundary that two grades touch goes to the higher one by default and under `favour_evaluated` (以上 includes the
    number), to the lower one under `strict` (CQ-AMB-03).
    """
    if not scheme.grades:
        return None
    ordered = in_order(scheme.grades)
    if vetoed:
        return ordered[-1]
    holding = [grade for grade in ordered if _interval(grade, policy).holds(score)]
    if not holding:
        return None
    return holding[-1] if policy == "strict" else holding[0]


def in_order(grades: Sequence[Grade]) -> list[Grade]:
    """Return grades from the highest to the lowest."""
    return sorted(grades, key=lambda grade: (grade.minimum is None, -(grade.minimum or Decimal(0))))


def _interval(grade: Grade, policy: str) -> Interval:
    if policy == "default":
        return Interval(grade.minimum, grade.minimum_inclusive, grade.maximum, grade.maximum_inclusive)
    return Interval(grade.minimum, True, grade.maximum, True)


def consequences_of(scheme: Scheme, grade: Grade | None, previous: str | None, *, vetoed: bool) -> tuple[Text, ...]:
    """Return what follows: of the veto, of the grade, and of the grade held in two consecutive years (CQ-48 to CQ-50).

    These are tasks for people to decide on (Personal Information Protection Law art. 24), never decisions.
    """
    told = [consequence.text for consequence in scheme.veto_consequences] if vetoed else []
    for consequence in grade.consequences if grade else ():
        if not consequence.when or (consequence.when == "two_consecutive_years" and grade and previous == grade.id):
            told.append(consequence.text)
    return tuple(told)


def ranked(cards: list[UnitScore]) -> tuple[UnitScore, ...]:
    """Return cards with their ranks by score; equal scores share the rank (HN-AMB-24). Order: by unit id."""
    ranks: dict[Decimal, int] = {}
    for position, score in enumerate(sorted((card.score for card in cards), reverse=True), start=1):
        ranks.setdefault(score, position)
    return tuple(replace(card, rank=ranks[card.score]) for card in cards)
