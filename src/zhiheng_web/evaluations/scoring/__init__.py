"""Bringing what people established before the engine, and keeping what it answers. No arithmetic of points is here."""

from zhiheng_web.evaluations.scoring.computing import Prepared, compute, latest, open_base, prepare, previewed, record
from zhiheng_web.evaluations.scoring.folders import family_of, read_rows, read_rows_of, unpacked
from zhiheng_web.evaluations.scoring.rows import Rows, rows_of

__all__ = [
    "Prepared",
    "Rows",
    "compute",
    "family_of",
    "latest",
    "open_base",
    "prepare",
    "previewed",
    "read_rows",
    "read_rows_of",
    "record",
    "rows_of",
    "unpacked",
]
