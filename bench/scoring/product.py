"""The product's own way: long rows into a sheet, the sheet weighed, the weighing explained."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bench.scoring.inputs import EXEMPT_FROM, LongInputs
from bench.scoring.plans import Told
from zhiheng.domain.scheme import Scheme
from zhiheng.engine.explanations import ExplanationRows, explanation_rows
from zhiheng.engine.sheets import LongAnswers, sheet_from_long
from zhiheng.engine.weigh import APPLIES, EXEMPT, Sheet, Weighed, weigh


class Product:
    """`sheet_from_long`, then `weigh` and `explanation_rows`."""

    def __init__(self, scheme: Scheme, options: Mapping[str, str]) -> None:
        self.scheme, self.options = scheme, options

    def gather(self, inputs: LongInputs) -> Sheet:
        answers = LongAnswers(inputs.unit, inputs.rule, inputs.numerator, inputs.denominator)
        states = {EXEMPT_FROM: np.where(inputs.exempt, EXEMPT, APPLIES).astype(np.int8)}
        return sheet_from_long(self.scheme, inputs.kinds, answers, states=states)

    def score(self, given: Sheet) -> tuple[Weighed, ExplanationRows]:
        weighed = weigh(self.scheme, given, self.options)
        return weighed, explanation_rows(self.scheme, given, weighed)

    def told(self, scored: tuple[Weighed, ExplanationRows]) -> Told:
        weighed, rows = scored
        sums = np.full(len(weighed.score), rows.full_mark, dtype=np.int64)
        np.add.at(sums, rows.unit, rows.points)
        assert (sums == weighed.score).all(), "full mark and rows do not add up to the score"
        columns = (rows.unit, rows.origin, rows.numerator, rows.denominator, rows.points)
        return Told(weighed.score, np.stack(columns, axis=1).astype(np.int64))
