"""What a bundle may hold: the names of its files and no other. Whoever reads a bundle need look for nothing else."""

from __future__ import annotations

from zhiheng.engine.checked_file import CHECKED
from zhiheng.engine.stored import COMPLETION, REQUEST, SCHEME
from zhiheng.ledgers import TABLES

MANIFEST, RESULT, GUIDE = "manifest.json", "result.json", "VERIFY.md"
INPUTS, REPORTS = "inputs", "reports"
REPORT_FILES = ("report.html", "scorecards.xlsx", "report.docx")

_HEADS = (SCHEME, COMPLETION, REQUEST, CHECKED, "ledger.yaml")

#: Names in `inputs/`: what `evaluate` writes there. Other forms of a table (.xlsx, .parquet) have no place in it, so
#: that no second file can stand for the first.
INPUT_FILES = frozenset((*_HEADS, *(f"{table}.csv" for table in TABLES)))

#: Every name that a bundle may hold.
ALLOWED = frozenset(
    (MANIFEST, RESULT, GUIDE, *(f"{INPUTS}/{name}" for name in INPUT_FILES), *(f"{REPORTS}/{n}" for n in REPORT_FILES))
)

#: Without these a bundle is none.
REQUIRED = (MANIFEST, RESULT, f"{INPUTS}/{SCHEME}", f"{INPUTS}/{REQUEST}", f"{INPUTS}/ledger.yaml")
