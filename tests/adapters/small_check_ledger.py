"""A small ledger for checks: what is wrong in it, and what is not, stands beside each case."""

from __future__ import annotations

from pathlib import Path

from adapters.ledger_files import Rows, write_folder

YAML = "name: 检查示例\nperiod: {from: 2025-01-01, to: 2026-01-01}\nas_of: 2025-06-30\n"

CASES: Rows = (
    ("case_id", "unit_id", "kind", "procedure", "cause", "party_id", "place", "lead_officer_id", "second_officer_id"),
    ("C1", "U1", "penalty", "ordinary", "占道经营", "P1", "一路1号", "O1", "O2"),
    ("C2", "U1", "penalty", "ordinary", "占道经营", "P2", "二路2号", "O1", "O2"),
    # The same party, cause and place as C1, filed three days later: looks like one case made into two.
    ("C3", "U2", "penalty", "ordinary", "占道经营", "P1", "一路1号", "O3", "O4"),
)
EVENTS: Rows = (
    ("case_id", "activity", "at", "officer_id"),
    ("C1", "filed", "2025-02-10 09:00", "O1"),
    ("C1", "decided", "2025-03-03", "O1"),
    # Seven working days from Monday 3 March end on the 12th; the 14th is the ninth.
    ("C1", "served", "2025-03-14", "O1"),
    ("C2", "filed", "2025-02-11 09:00", "O1"),
    ("C2", "decided", "2025-03-03", "O1"),
    ("C2", "served", "2025-03-12", "O1"),
    ("C3", "filed", "2025-02-13 09:00", "O3"),
    ("C3", "decided", "2025-03-05", "O3"),
    # Monday 17 March is the eighth working day after Wednesday the 5th.
    ("C3", "served", "2025-03-17", "O3"),
)
OFFICERS: Rows = (
    ("officer_id", "unit_id", "name", "role"),
    *((f"O{number}", "U1" if number < 3 else "U2", f"人员{number}", "officer") for number in range(1, 5)),
)

LATE, SPLIT, UNKNOWN = "cn-penalty-late-service", "xuhui-split-cases", "cn-penalty-missing-decision-number"
"""Found in C1 and C3; found in C3, after C1; not answerable, for no case has a decision number."""

OWN_RULE = """\
id: my-late-decision
kind: late
title: {zh: 立案后十五日内未决定, en: No decision within fifteen days}
severity: minor
rule_out: {zh: 是否批准延长, en: Look whether it was extended.}
parameters:
  from: filed
  to: decided
  limit: {days: 15}
versions:
- {from: null, until: null, citation: 本局办案规定第五条}
"""


def write_checked_ledger(folder: Path, *, yaml: str = YAML, later: Rows = ()) -> Path:
    """Write the ledger; `later` are further events."""
    return write_folder(folder, {"cases": CASES, "events": (*EVENTS, *later), "officers": OFFICERS}, yaml=yaml)
