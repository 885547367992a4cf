"""What a list is made of: columns, filters and their names, as data. Pages and addresses are in `listing`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhiheng_web.lib import marks
from zhiheng_web.lib.dates import read_date
from zhiheng_web.lib.words import Text, say

Kind = Literal["text", "number", "points", "day", "instant", "due", "state"]

#: Names in the address that no filter may take.
RESERVED = frozenset({"sort", "page", "size", "export", "columns", "lang"})
_NUMERIC = ("number", "points")
_DRAW: Mapping[str, Callable[[Any], Any]] = {
    "points": marks.points_mark,
    "day": marks.day_mark,
    "instant": marks.instant_mark,
    "due": marks.due_mark,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `value` of a row by its kind (a state is a pair of Text and tone), `order_by` the fields that sort it.

    `href` makes the cell a link. In a list that is no queryset the value sorts, and any `order_by` says that it does.
    """

    name: str
    text: Text
    value: Callable[[Any], Any]
    kind: Kind = "text"
    order_by: tuple[str, ...] = ()
    href: Callable[[Any], str | None] | None = None

    @property
    def is_number(self) -> bool:
        """Return whether the column stands at the right."""
        return self.kind in _NUMERIC

    @property
    def css(self) -> str:
        """Return the class of its cells."""
        return "zh-number" if self.is_number else "zh-text" if self.kind == "text" else ""

    def draw(self, row: Any) -> Any:
        """Return the cell of a row as it stands on the page, its link included."""
        value = self.value(row)
        if value is None or value == "":
            return marks.NOTHING
        if self.kind == "state":
            return marks.state_mark(*value)
        drawn = _DRAW[self.kind](value) if self.kind in _DRAW else say(value)
        href = self.href(row) if self.href else None
        return marks.link_mark(drawn, href) if href else drawn


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its name in the address, and how it narrows the rows by what was typed or chosen."""

    name: str
    text: Text
    narrow: Callable[[Any, Any], Any]
    choices: Sequence[tuple[str, Text | str]] = ()
    kind: Literal["text", "choice", "day"] = "text"

    def read(self, typed: str) -> Any:
        """Return what is to be compared with; None where it is no day or no choice of the list."""
        if self.kind == "day":
            return read_date(typed)
        return typed if not self.choices or typed in dict(self.choices) else None

    def said(self, typed: str) -> str:
        """Return what was chosen in words."""
        return say(dict(self.choices).get(typed, typed))


@dataclass(frozen=True, slots=True)
class Spec:
    """What a list is: `name` names the exported file, `order` is the column it is sorted by at first (`-due`)."""

    name: Text
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: str = ""

    def __post_init__(self) -> None:
        taken = RESERVED & {one.name for one in self.filters}
        if taken:
            raise ValueError(f"a filter cannot be called {', '.join(sorted(taken))}")


@dataclass(frozen=True, slots=True)
class FilterState:
    """A filter as it stands in the address, for the query form."""

    filter: Filter
    value: str
    wrong: bool
