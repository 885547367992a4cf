"""What is said when an input cannot be used: where it stands, what was found, what was expected, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhiheng.domain.texts import Language, Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands; what does not apply stays empty. Lines and rows count from 1 as an editor shows them."""

    file: str = ""
    line: int | None = None
    table: str = ""
    row: int | None = None
    column: str = ""
    clause: str = ""

    def of(self, language: Language) -> str:
        """Return the place in words, from the file down to the cell."""
        words = (
            ("文件 {}", "file {}", self.file),
            ("第 {} 行", "line {}", self.line),
            ("表 {}", "table {}", self.table),
            ("第 {} 行", "row {}", self.row),
            ("列 {}", "column {}", self.column),
            ("条款 {}", "clause {}", self.clause),
        )
        told = [(zh if language == "zh" else en).format(value) for zh, en, value in words if value not in ("", None)]
        return ("，" if language == "zh" else ", ").join(told)


def near_miss(written: str, known: Iterable[str]) -> Text | None:
    """Return the question whether the nearest known word was meant, None where none is near."""
    near = difflib.get_close_matches(written, list(known), n=1)
    return Text(f"是否想写 {near[0]}？", f"did you mean `{near[0]}`?") if near else None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input.

    `code` is a stable lower-case name for programs (`missing_column`); `value` is what was found, as text.
    """

    code: str
    place: Place
    reason: Text
    remedy: Text
    value: str = ""

    def of(self, language: Language, *, with_remedy: bool = True) -> str:
        """Return place, reason, value and (unless it is said elsewhere) remedy as one line."""
        zh = language == "zh"
        found = "" if not self.value else (f"（读到：{self.value}）" if zh else f" (found: {self.value})")
        where = self.place.of(language)
        head = f"{where}：" if zh and where else (f"{where}: " if where else "")
        told = f"{head}{self.reason.of(language)}{found}"
        if not with_remedy:
            return told
        mend = f"改法：{self.remedy.of(language)}" if zh else f"To mend: {self.remedy.of(language)}"
        return f"{told}{'。' if zh else '. '}{mend}"


@dataclass
class Refusal(Exception):
    """Raised when an input cannot be used. It carries every fault that was found, not only the first."""

    faults: tuple[Fault, ...] = field(default_factory=tuple)

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(fault.of("en") for fault in self.faults))

    def of(self, language: Language) -> str:
        """Return all faults, one a line."""
        return "\n".join(fault.of(language) for fault in self.faults)
