"""What an evaluation says: units (or cases) with items, sub-items and rules, each with its input, rows and points.

These are the nouns of `result.json` (format `zhiheng-result/1`); `zhiheng.engine.results` writes it.
Signs: a rule's `points` are negative for a deduction, positive for a bonus; `deducted` is positive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from zhiheng.domain.texts import Text

InputFrom = Literal["findings", "facts", "measure", "outcomes", "not_reported", "not_applicable"]
UnitStatus = Literal["complete", "incomplete"]


@dataclass(frozen=True, slots=True)
class OtherInput:
    """An input that was there and was not used, so that nobody has to guess why."""

    input_from: str
    value: str
    source: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A rate or count that the ledger itself answers: numerator and denominator with the rows of both."""

    measure: str
    numerator: Decimal
    denominator: Decimal
    numerator_rows: tuple[str, ...] = ()
    denominator_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How one rule came out for one unit.

    `uncapped` is what the rule alone would take or give before its own cap; `points` what counts after the rule's own
    cap and the exclusive groups (caps of group, sub-item, item and part are shown there). `exempted` is the points
    that tolerated rows would have cost.
    """

    id: str
    input: str | None
    input_from: InputFrom
    points: Decimal
    uncapped: Decimal
    capped: bool
    exempted: Decimal
    rows: tuple[str, ...]
    why: Text
    group: str = ""
    exclusive_group: str = ""
    exempted_rows: tuple[str, ...] = ()
    source: str = ""
    conflict: bool = False
    superseded_by: str = ""
    other_inputs: tuple[OtherInput, ...] = ()
    measured: Measured | None = None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's own cap at work."""

    id: str
    cap: Decimal
    deducted: Decimal
    capped: bool


@dataclass(frozen=True, slots=True)
class SubItemScore:
    """Points of one sub-item: `deducted` (or `points` given, in the bonus part) after its cap."""

    id: str
    points: Decimal
    deducted: Decimal
    rules: tuple[RuleScore, ...]
    groups: tuple[GroupScore, ...] = ()
    capped: bool = False
    state: Literal["applies", "exempt", "not_applicable"] = "applies"


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item: full points and what was deducted."""

    id: str
    points: Decimal
    deducted: Decimal
    sub_items: tuple[SubItemScore, ...]


@dataclass(frozen=True, slots=True)
class BonusScore:
    """One bonus item: points given after its cap."""

    id: str
    points: Decimal
    cap: Decimal | None
    rules: tuple[RuleScore, ...]


@dataclass(frozen=True, slots=True)
class VetoScore:
    """A veto that holds, with the rows that prove it."""

    id: str
    rows: tuple[str, ...]
    why: Text
    exempted_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The scorecard of one unit. `grade` is None where the scheme has no grades."""

    unit_id: str
    name: str
    kind: str
    status: UnitStatus
    score: Decimal
    base: Decimal
    bonus: Decimal
    rank: int
    grade: str | None
    vetoes: tuple[VetoScore, ...]
    items: tuple[ItemScore, ...]
    bonus_items: tuple[BonusScore, ...]
    not_reported: tuple[str, ...] = ()
    cases: int | None = None
    average_deduction: Decimal | None = None
    consequences: tuple[Text, ...] = ()

    def every_rule(self) -> Iterator[RuleScore]:
        """Yield the rules of the scorecard in the order of the text, bonuses last."""
        for item in self.items:
            for sub_item in item.sub_items:
                yield from sub_item.rules
        for bonus in self.bonus_items:
            yield from bonus.rules


@dataclass(frozen=True, slots=True)
class CaseScore:
    """The review card of one case; `round` is the round the score stands for."""

    case_id: str
    unit_id: str
    officer_id: str
    round: int
    score: Decimal
    deducted: Decimal
    round_one_deducted: Decimal
    items: tuple[ItemScore, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the ledger that the score did not use, with the reason: nothing is passed over in silence."""

    what: str
    count: int
    reason: Text
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A whole evaluation: a pure function of scheme, completion, options, ledger, period and as-of date."""

    scheme_id: str
    scheme_version: str
    scheme_digest: str
    scheme_name: Text
    ledger_name: str
    ledger_digest: str
    as_of: str
    period: tuple[str, str] | None
    options: Mapping[str, str]
    completion: Mapping[str, str] | None
    units: tuple[UnitScore, ...]
    cases: tuple[CaseScore, ...] | None = None
    not_reviewed: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    digest: str = ""

    def unit(self, unit_id: str) -> UnitScore:
        """Return the scorecard of a unit by id or by name; KeyError where there is none."""
        for unit in self.units:
            if unit_id in (unit.unit_id, unit.name):
                return unit
        raise KeyError(unit_id)


@dataclass(frozen=True, slots=True)
class InputRow:
    """A row of the ledger as it entered the score: its reference, the table and the columns kept in `inputs/`.

    References are stable whatever the order of rows: the finding's or outcome's id, `facts:UNIT:RULE:SOURCE`, and
    `officers:ID`, `surveys:…` for rows that measures read.
    """

    ref: str
    table: str
    columns: Mapping[str, str] = field(default_factory=dict)
