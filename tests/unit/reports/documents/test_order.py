"""Lines of figures against the list a document was made with: what was moved, and what merely lost a neighbour."""

from __future__ import annotations

import pytest

from zhiheng.reports.documents.order import Line, moved_lines

MADE = [
    {"in": "p", "figures": ["year"]},
    {"in": "t1", "figures": ["rank/a", "name/a"]},
    {"in": "t1", "figures": ["rank/b", "name/b"]},
    {"in": "p", "figures": ["x", "y", "x"]},
]
YEAR, A, B, XYX = (0, ["year"]), (1, ["rank/a", "name/a"]), (1, ["rank/b", "name/b"]), (0, ["x", "y", "x"])


@pytest.mark.parametrize(
    ("there", "moved"),
    [
        ([YEAR, A, B, XYX], []),
        ([YEAR, B, XYX], []),  # a row was taken out: named as removed, not as moved
        ([YEAR, A, B, (0, ["x", "x"])], []),
        ([YEAR, B, A, XYX], [1]),
        ([YEAR, (1, ["rank/a", "name/b"]), (1, ["rank/b", "name/a"]), XYX], [1, 2]),
        ([YEAR, A, B, (0, ["y", "x", "x"])], [3]),
        ([XYX, YEAR, A, B], [0]),
        ([YEAR, A, B, (0, ["rank/a"])], [3]),  # out of the table into the text
    ],
)
def test_it_names_what_was_moved(there: list[Line], moved: list[int]) -> None:
    assert moved_lines(there, MADE) == moved


def test_it_finds_its_way_through_a_long_document() -> None:
    made = [{"in": "t1", "figures": [f"rank/{number}", f"name/{number}"]} for number in range(5000)]
    there: list[Line] = [(1, [f"rank/{number}", f"name/{number}"]) for number in range(5000)]
    there[17], there[18] = there[18], there[17]
    assert len(moved_lines(there, made)) == 1
