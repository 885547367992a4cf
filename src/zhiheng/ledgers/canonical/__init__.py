"""The canonical form of a ledger: sorted Parquet with integers, made once for all checks. Nothing is judged."""

from zhiheng.ledgers.canonical.days import day_number
from zhiheng.ledgers.canonical.homes import cache_folder
from zhiheng.ledgers.canonical.layout import NO_EXPIRY, PART_CASES, Canonical, Head, Part, files_of
from zhiheng.ledgers.canonical.parts import Tell, silent
from zhiheng.ledgers.canonical.preparing import prepare_canonical
from zhiheng.ledgers.canonical.textkeys import text_key

__all__ = ["NO_EXPIRY", "PART_CASES", "Canonical", "Head", "Part", "cache_folder", "files_of", "prepare_canonical"]
__all__ += ["Tell", "day_number", "silent", "text_key"]
