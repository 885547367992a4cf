"""What the plans have in common: gather the long inputs into their own shape, score, and tell the result for checks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bench.scoring.inputs import LongInputs

#: The order in which the plans take turns; the product is what the others are compared with.
NAMES = ("product", "plain_loop", "decimal_loop", "openfisca")
EXACT = ("product", "plain_loop", "decimal_loop")


@dataclass(frozen=True)
class Told:
    """A result as columns: scores in tenths of a point (fractions of it where a plan is not exact); rows or none."""

    scores: NDArray[Any]
    rows: NDArray[np.int64] | None

    def seal(self) -> dict[str, object]:
        """Return what must be the same for every exact plan: sums, and digests that do not depend on the order."""
        assert self.rows is not None
        ordered = self.rows[np.lexsort((self.rows[:, 1], self.rows[:, 0]))]
        return {
            "score_sum": int(self.scores.sum()),
            "scores": hashlib.sha256(self.scores.astype(np.int64).tobytes()).hexdigest(),
            "row_count": len(ordered),
            "row_points": int(ordered[:, 4].sum()),
            "rows": hashlib.sha256(ordered.tobytes()).hexdigest(),
        }


class Plan(Protocol):
    """One way to score. Making it is not timed: every plan reads the scheme once."""

    def gather(self, inputs: LongInputs) -> Any:
        """Bring the long inputs into the plan's own shape."""

    def score(self, given: Any) -> Any:
        """Score all units and, where the plan can, explain every point."""

    def told(self, scored: Any) -> Told:
        """Return the result for checks; not timed. Rows are unit, origin, numerator, denominator, tenths of a point."""
