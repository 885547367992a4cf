"""Charts for the screen: one measure over named things or over time, with the table that says the same beside it.

What is drawn is data for ECharts; no number is carried by the drawing alone, and no word of a user becomes HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from zhiheng_web.lib.numbers import two_places
from zhiheng_web.lib.words import Text, say

Value = Decimal | int | None


_POINTS, _BODY, _NOTHING = Text("分", "points"), Text("单位", "Body"), Text("", "")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, as many as the chart has categories; None where there is none. `hrefs` opens each value."""

    text: Text
    values: Sequence[Value]
    hrefs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `name` is its id on the page, `kind` bars lying, bars standing or lines, `limit` a line drawn across.

    `unit` stands at the axis and in the head of the table. `is_stacked` puts the series on top of each other: only for
    parts of one sum.
    """

    name: str
    title: Text
    categories: Sequence[Text | str]
    series: Sequence[Series]
    kind: Literal["bars", "columns", "lines"] = "bars"
    unit: Text = _POINTS
    category_head: Text = _BODY
    limit: Decimal | None = None
    limit_text: Text = _NOTHING
    is_stacked: bool = False

    def __post_init__(self) -> None:
        wrong = [one.text.zh for one in self.series if len(one.values) != len(self.categories)]
        if wrong:
            raise ValueError(f"as many values as categories are wanted: {', '.join(wrong)}")

    @property
    def data_id(self) -> str:
        """Return the id of the element that carries the data."""
        return f"{self.name}-data"

    def rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the rows of the table: category, and each value as shown with its address."""
        return [
            (say(category), [_cell(one, place) for one in self.series])
            for place, category in enumerate(self.categories)
        ]

    def options(self) -> dict[str, Any]:
        """Return what the script draws: plain data, every number also as it is to be shown."""
        return {
            "kind": self.kind,
            "stacked": self.is_stacked,
            "title": say(self.title),
            "unit": say(self.unit),
            "categories": [say(category) for category in self.categories],
            "series": [
                {
                    "name": say(one.text),
                    "values": [None if value is None else str(value) for value in one.values],
                    "shown": [_shown(value) for value in one.values],
                    "hrefs": list(one.hrefs),
                }
                for one in self.series
            ],
            "limit": None if self.limit is None else str(self.limit),
            "limitText": say(self.limit_text),
        }


def _cell(one: Series, place: int) -> tuple[str, str]:
    return _shown(one.values[place]), one.hrefs[place] if place < len(one.hrefs) else ""


def _shown(value: Value) -> str:
    if value is None:
        return "—"
    return two_places(value) if isinstance(value, Decimal) else str(value)
