"""`bonus_per_unit`: an amount given for each occurrence, up to a cap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhiheng.schemes.kinds.per_unit import PerUnit
from zhiheng.schemes.scoring import Gives


@dataclass(frozen=True, slots=True)
class BonusPerUnit(PerUnit):
    """Gives what `per_unit` would take; the cap mostly stands on the item (累计加分不超过 X 分, HN-AMB-20)."""

    name: ClassVar[str] = "bonus_per_unit"
    gives: ClassVar[Gives] = "bonus"
