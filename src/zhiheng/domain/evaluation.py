"""An evaluation as the reports receive it: the scheme, the result and the ledger rows that the score used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import InputRow, Result


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything a reader needs to unfold a point: text of the clause, arithmetic, rows."""

    scheme: Scheme
    result: Result
    rows: Mapping[str, InputRow]
