"""What checks found in a ledger, as far as a scheme reads it: plain values, whichever engine ran the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.domain.texts import Text


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One finding: whose row it is about, when it happened (ISO 8601, empty where unknown), and its dates as JSON.

    A dismissed finding was looked at by a person and set aside: it is kept and counts nowhere.
    """

    unit_id: str
    case_id: str = ""
    complaint_id: str = ""
    occurred_at: str = ""
    detail: str = ""
    is_dismissed: bool = False

    @property
    def row_id(self) -> str:
        """The case (or complaint) that was found; the unit where the finding is about neither."""
        return self.case_id or self.complaint_id or self.unit_id


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What became of one check: why the ledger cannot answer it, or what was examined and found.

    `examined_by_unit` counts the rows examined. `examined` lists the cases as (unit, case); None where no rate asks.
    """

    check_id: str
    title: Text
    rule_out: Text
    not_answerable: Text | None = None
    examined_by_unit: Mapping[str, int] = field(default_factory=dict)
    examined: tuple[tuple[str, str], ...] | None = None
    findings: tuple[CheckFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcomes of the checks that a scheme names, by id, as of one day (ISO 8601)."""

    as_of: str
    outcomes: Mapping[str, CheckOutcome]
