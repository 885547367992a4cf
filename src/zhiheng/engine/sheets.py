"""Makes sheets for weighing out of answers in long form, as a database's GROUP BY delivers them. Reads no ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Text
from zhiheng.engine.weigh import LARGEST_IN_64_BITS, Sheet
from zhiheng.schemes.scoring import Bools, Column, Ints

#: Stands for "nothing was reported" while answers are sorted into columns; numerators are never negative.
_NO_ANSWER = -1


@dataclass(frozen=True, slots=True)
class LongAnswers:
    """Answers as four columns of equal length, in any order, at most one for a unit and a rule.

    `unit` is the unit's place among the units, `rule` the rule's place in the order of `Scheme.every_rule`; the value
    is the fraction numerator/denominator (0/1 says that there is none; no row at all that nothing was reported).
    """

    unit: Ints
    rule: Ints
    numerator: Ints
    denominator: Ints

    def __len__(self) -> int:
        return len(self.unit)


def sheet_from_long(
    scheme: Scheme, kinds: Sequence[str], answers: LongAnswers, *, states: Mapping[str, Ints] | None = None
) -> Sheet:
    """Return the sheet of `len(kinds)` units; `states` are those of `Sheet`.

    Whether a value answers its rule (a count above the elements of a checklist) is settled where inputs are read, not
    here. Raises Refusal for places out of range, a second answer, a denominator below one, a numerator below zero.
    """
    rules = tuple(rule.id for rule in scheme.every_rule())
    _refuse_wrong(answers, len(rules), len(kinds))
    numerators = _scattered(answers, len(rules), len(kinds))
    denominators = _fractions(answers, len(kinds))
    known = numerators != _NO_ANSWER
    # All columns in one stretch of memory: sixty small ones take the system longer to hand out than to fill.
    numerators = np.maximum(numerators, 0, out=numerators).astype(_exact(numerators), copy=False)
    ones = np.ones(len(kinds), dtype=np.int64)
    columns = {
        rule: _column(numerators[row], denominators.get(row, ones), known[row])
        for row, rule in enumerate(rules)
        if known[row].any()
    }
    return Sheet(tuple(kinds), columns, states or {})


def _scattered(answers: LongAnswers, rules: int, units: int) -> Ints:
    """Return the numerators, a row for each rule and a column for each unit."""
    # Half the width is half the time here: the writes go all over the memory.
    is_narrow = answers.numerator.max(initial=0) < LARGEST_IN_64_BITS
    dtype = np.dtype(np.int32) if is_narrow else _exact(answers.numerator)
    numerators = np.full(rules * units, _NO_ANSWER, dtype=dtype)
    place = answers.rule.astype(np.int64)
    place *= units
    place += answers.unit.astype(np.int64, copy=False)
    numerators[place] = answers.numerator.astype(dtype, copy=False)
    if np.count_nonzero(numerators != _NO_ANSWER) < len(answers):
        raise Refusal(_repeated(answers, place))
    return numerators.reshape(rules, units)


def _fractions(answers: LongAnswers, units: int) -> dict[int, Ints]:
    """Return the denominators of the rules that have any but one: rates, not counts."""
    rows = np.flatnonzero(answers.denominator != 1)
    rule, unit = answers.rule[rows].astype(np.int64), answers.unit[rows].astype(np.int64)
    has_fractions = np.bincount(rule) > 0
    denominators = np.ones((np.count_nonzero(has_fractions), units), dtype=_exact(answers.denominator))
    own_row = np.cumsum(has_fractions) - 1
    denominators[own_row[rule], unit] = answers.denominator[rows]
    return dict(zip(np.flatnonzero(has_fractions).tolist(), denominators, strict=True))


def _exact(values: Ints) -> np.dtype[np.int64] | np.dtype[np.object_]:
    return np.dtype(np.int64) if np.can_cast(values.dtype, np.int64) else np.dtype(np.object_)


def _column(numerator: Ints, denominator: Ints, known: Bools) -> Column:
    largest = max(int(numerator.max()), int(denominator.max()))
    dtype = np.dtype(np.int64) if largest < LARGEST_IN_64_BITS else np.dtype(np.object_)
    return Column(numerator.astype(dtype, copy=False), denominator.astype(dtype, copy=False), known)


def _refuse_wrong(answers: LongAnswers, rules: int, units: int) -> None:
    faults = [
        *_outside("unit", answers.unit, 0, units - 1),
        *_outside("rule", answers.rule, 0, rules - 1),
        *_outside("numerator", answers.numerator, 0, None),
        *_outside("denominator", answers.denominator, 1, None),
    ]
    if faults:
        raise Refusal(faults)


def _outside(column: str, values: Ints, least: int, most: int | None) -> list[Fault]:
    if not len(values) or (values.min() >= least and (most is None or values.max() <= most)):
        return []
    wrong = (values < least) if most is None else (values < least) | (values > most)
    row = int(np.flatnonzero(wrong)[0])
    bounds = Text(f"不小于 {least}", f"at least {least}")
    if most is not None:
        bounds = Text(f"{least} 至 {most}", f"{least} to {most}")
    reason = Text("数值超出范围", "the number is out of range")
    remedy = Text(f"应为{bounds.zh}的整数", f"a whole number, {bounds.of('en')}")
    return [Fault("out_of_range", Place(table="answers", row=row + 1, column=column), reason, remedy, str(values[row]))]


def _repeated(answers: LongAnswers, place: Ints) -> Fault:
    order = np.argsort(place, kind="stable")
    second = int(order[1:][place[order][1:] == place[order][:-1]].min())
    reason = Text("同一单位的同一规则有两个答案", "a unit has two answers to one rule")
    remedy = Text("先按单位与规则汇总", "group by unit and rule first")
    found = f"unit {answers.unit[second]}, rule {answers.rule[second]}"
    return Fault("repeated_answer", Place(table="answers", row=second + 1), reason, remedy, found)
