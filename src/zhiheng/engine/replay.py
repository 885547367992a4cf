"""The same ledger under two schemes, two versions or two sets of options: who moves, and by which clauses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import UnitScore


@dataclass(frozen=True, slots=True)
class ClauseMove:
    """How many points one rule gives or takes under each side; None where that side has no such rule."""

    rule_id: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal:
        """The points by which the rule moves the score."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class UnitMove:
    """How one unit moves: score, rank and grade on both sides, and the clauses that move it, the largest first.

    `by_caps` is what the levels above the rules (sub-items, items, parts, rescaling) add to the sum of the clauses.
    """

    unit_id: str
    name: str
    before: UnitScore | None
    after: UnitScore | None
    clauses: tuple[ClauseMove, ...]
    by_caps: Decimal

    @property
    def change(self) -> Decimal | None:
        """The change of the score, None where the unit is evaluated on one side only."""
        if self.before is None or self.after is None:
            return None
        return self.after.score - self.before.score


def replay(before: Evaluation, after: Evaluation) -> tuple[UnitMove, ...]:
    """Return the moves of all units of either side, sorted by unit id."""
    left = {unit.unit_id: unit for unit in before.result.units}
    right = {unit.unit_id: unit for unit in after.result.units}
    return tuple(_move(unit_id, left.get(unit_id), right.get(unit_id)) for unit_id in sorted(left | right))


def _move(unit_id: str, before: UnitScore | None, after: UnitScore | None) -> UnitMove:
    known = before or after
    assert known is not None
    old, new = _points(before), _points(after)
    moves = [ClauseMove(rule_id, old.get(rule_id), new.get(rule_id)) for rule_id in sorted(old | new)]
    moving = [move for move in moves if move.change]
    total = Decimal(0) if before is None or after is None else after.score - before.score
    by_caps = total - sum((move.change for move in moving), Decimal(0)) if before and after else Decimal(0)
    ordered = tuple(sorted(moving, key=lambda move: (-abs(move.change), move.rule_id)))
    return UnitMove(unit_id, known.name, before, after, ordered, by_caps)


def _points(unit: UnitScore | None) -> dict[str, Decimal]:
    """Return the points of each rule; for the averages of case files, of each aspect."""
    if unit is None:
        return {}
    points = {rule.id: rule.points for rule in unit.every_rule()}
    if unit.cases is not None:
        points |= {item.id: -item.deducted for item in unit.items}
    return points
