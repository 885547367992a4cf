"""What a case ledger is: tables, columns, reading, and refusing what cannot be read. Nothing is scored here."""

from zhiheng.ledgers.cells import SHANGHAI
from zhiheng.ledgers.columns import Choice, Column, TableSpec, Type, Value
from zhiheng.ledgers.digest import canonical_rows, digest_of_tables
from zhiheng.ledgers.grids import Grid, Part
from zhiheng.ledgers.ledger import Count, Ledger, Period, QuarantinedRow, Report, Table
from zhiheng.ledgers.reading import read_ledger
from zhiheng.ledgers.submissions import (
    Submission,
    SubmittedRow,
    header_index,
    judge_submission,
    key_of,
    matched_part,
    open_sheets,
    open_whole,
    part_of_rows,
)
from zhiheng.ledgers.tables import TABLES, find_table

__all__ = [
    "SHANGHAI",
    "TABLES",
    "Choice",
    "Column",
    "Count",
    "Grid",
    "Ledger",
    "Part",
    "Period",
    "QuarantinedRow",
    "Report",
    "Submission",
    "SubmittedRow",
    "Table",
    "TableSpec",
    "Type",
    "Value",
    "canonical_rows",
    "digest_of_tables",
    "find_table",
    "header_index",
    "judge_submission",
    "key_of",
    "matched_part",
    "open_sheets",
    "open_whole",
    "part_of_rows",
    "read_ledger",
]
