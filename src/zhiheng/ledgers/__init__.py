"""What a case ledger is: tables, columns, reading, and refusing what cannot be read. Nothing is scored here."""

from zhiheng.ledgers.cells import SHANGHAI
from zhiheng.ledgers.columns import Choice, Column, TableSpec, Type, Value
from zhiheng.ledgers.digest import canonical_rows, digest_of_tables
from zhiheng.ledgers.ledger import Count, Ledger, Period, QuarantinedRow, Report, Table
from zhiheng.ledgers.reading import read_ledger
from zhiheng.ledgers.tables import TABLES, find_table

__all__ = [
    "SHANGHAI",
    "TABLES",
    "Choice",
    "Column",
    "Count",
    "Ledger",
    "Period",
    "QuarantinedRow",
    "Report",
    "Table",
    "TableSpec",
    "Type",
    "Value",
    "canonical_rows",
    "digest_of_tables",
    "find_table",
    "read_ledger",
]
