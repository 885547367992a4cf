"""What belongs together when it is written: a case with its events, the complaints about it, and what it breaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhiheng.ledgers.demonstration.people import Row


@dataclass(frozen=True, slots=True)
class Label:
    """A check that a row breaks on purpose: a row of planted.csv."""

    check_id: str
    case_id: str = ""
    complaint_id: str = ""
    unit_id: str = ""


@dataclass
class Bundle:
    """One case with its events and complaints, or complaints alone; with outcomes of its own and its labels."""

    case: Row | None = None
    events: list[Row] = field(default_factory=list)
    complaints: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    officers: list[Row] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    #: The scene that it belongs to, such as `limits.service` or the hard case `lookalikes.extended`; empty: none.
    scene: str = ""

    def breaks(self, *check_ids: str) -> Bundle:
        """Note that the case breaks checks, and return the bundle."""
        assert self.case is not None
        held = {"case_id": str(self.case["case_id"]), "unit_id": str(self.case["unit_id"])}
        self.labels.extend(Label(check_id, **held) for check_id in check_ids)
        return self
