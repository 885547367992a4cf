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
    shape = (len(rules), len(kinds))
    _refuse_wrong(answers, shape)
    place = answers.rule.astype(np.int64) * shape[1] + answers.unit
    known = np.zeros(shape, dtype=np.bool_)
    known.ravel()[place] = True
    if np.count_nonzero(known) < len(answers):
        raise Refusal(_repeated(answers, place))
    numerator = np.zeros(shape, dtype=answers.numerator.dtype)
    numerator.ravel()[place] = answers.numerator
    # Most answers are counts: only the fractions among them need a second look-up.
    denominator = np.ones(shape, dtype=answers.denominator.dtype)
    fraction = np.flatnonzero(answers.denominator != 1)
    denominator.ravel()[place[fraction]] = answers.denominator[fraction]
    columns = {
        rule: _column(numerator[row], denominator[row], known[row])
        for row, rule in enumerate(rules)
        if known[row].any()
    }
    return Sheet(tuple(kinds), columns, states or {})


def _column(numerator: Ints, denominator: Ints, known: Bools) -> Column:
    largest = max(int(numerator.max()), int(denominator.max()))
    dtype = np.dtype(np.int64) if largest < LARGEST_IN_64_BITS else np.dtype(np.object_)
    return Column(numerator.astype(dtype, copy=False), denominator.astype(dtype, copy=False), known)


def _refuse_wrong(answers: LongAnswers, shape: tuple[int, int]) -> None:
    rules, units = shape
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
