"""`not_implemented`: one fixed deduction when the thing exists but is not carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhiheng.schemes.kinds.absence import Absence


@dataclass(frozen=True, slots=True)
class NotCarriedOut(Absence):
    """Scores as `absence` does; the text keeps the two apart, and mostly one excludes the other (HN-AMB-25)."""

    name: ClassVar[str] = "not_implemented"
