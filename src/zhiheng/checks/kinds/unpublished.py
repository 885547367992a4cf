"""`unpublished`: a decision that must be made public was published after the limit, or not at all though it passed."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.checks.kinds.late import Late
from zhiheng.checks.moments import Moment
from zhiheng.checks.parameters import Parameters


@dataclass(frozen=True)
class Unpublished(Late):
    """A period from the decision to its publication, which also runs while nothing is published."""


def read(parameters: Parameters) -> Unpublished:
    """Read the parameters; faults are noted where they stand."""
    return Unpublished(
        starts=parameters.moments("from"),
        ends=(Moment.first("published"),),
        limit=parameters.limit("limit", ("working_days", "days")),
        unless=parameters.texts("unless"),
    )
