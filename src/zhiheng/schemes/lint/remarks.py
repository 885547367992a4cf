"""One remark of `lint`: what does not add up, where it stands, which doubt of the catalogue it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self

from zhiheng.domain.texts import Text

Code = Literal[
    "band_overlap",
    "band_gap",
    "cap_unreachable",
    "sum_mismatch",
    "grade_boundary",
    "open_question",
    "unspecified",
    "uncited",
    "undefined_term",
    "money_input",
    "exclusive_order",
]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that does not add up; `rule_id` is empty for the scheme as a whole."""

    code: Code
    rule_id: str
    line: int
    text: Text
    ambiguity: str = ""
    clause: str = ""
    file: str = ""

    def in_file(self, file: str) -> Self:
        """Return the remark with the name of its file."""
        return replace(self, file=file)
