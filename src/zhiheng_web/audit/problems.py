"""What a check of the trail finds wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhiheng_web.lib.words import Text

Code = Literal[
    "gap", "chain", "line", "mention", "row", "missing", "unrecorded", "batch", "file", "checkpoint", "guard"
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what sort (`code`), where (`place`: number of a line, `kind id` of a row), in words."""

    code: Code
    place: str
    words: Text
