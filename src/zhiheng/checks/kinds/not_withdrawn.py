"""`not_withdrawn`: a published decision lost its force and stayed public beyond the limit."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.checks.kinds.late import Late
from zhiheng.checks.moments import Moment
from zhiheng.checks.parameters import Parameters


@dataclass(frozen=True)
class NotWithdrawn(Late):
    """A period from the loss of force to the withdrawal; only what was published can be withdrawn."""


def read(parameters: Parameters) -> NotWithdrawn:
    """Read the parameters; faults are noted where they stand."""
    return NotWithdrawn(
        starts=parameters.moments("from"),
        ends=(Moment.last("withdrawn"),),
        limit=parameters.limit("limit", ("working_days", "days")),
        unless=parameters.texts("unless"),
        after=("published",),
    )
