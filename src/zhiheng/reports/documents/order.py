"""Which lines of a document no longer stand in the order, or hold together the figures, that it was made with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Line = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Homes:
    """The lines of the original: whether in a table, with their figures; and where to find the same figures again."""

    lines: list[tuple[bool, list[str]]]
    by_figures: dict[tuple[bool | str, ...], list[int]]


def _homes_of(made_with: Sequence[Mapping[str, Any]]) -> _Homes:
    homes = _Homes([(str(line.get("in", "p")).startswith("t"), line["figures"]) for line in made_with], {})
    for place, (table, figures) in enumerate(homes.lines):
        homes.by_figures.setdefault((table, *figures), []).append(place)
    return homes


def moved_lines(there: Sequence[Line], made_with: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the places in `there` of lines whose figures were moved; a line is its table (0: text) and its figures.

    A line whose figures stood together in the same order is found again, even where some were taken out; then those
    found must follow each other as before. Lines that hold only what is removed elsewhere are not named twice.
    """
    homes = _homes_of(made_with)
    used: set[int] = set()
    found: list[tuple[int, int]] = []
    moved: list[int] = []
    for place, (table, figures) in enumerate(there):
        home = _home(bool(table), figures, homes, used)
        if home is None:
            moved.append(place)
        else:
            used.add(home)
            found.append((place, home))
    keeping = _longest_rising([home for _, home in found])
    moved += [place for index, (place, _) in enumerate(found) if index not in keeping]
    return sorted(moved)


def _home(in_table: bool, figures: Sequence[str], homes: _Homes, used: set[int]) -> int | None:
    """Return the line of the original that these figures stood in: the same one first, else one that held them all."""
    exact = next((place for place in homes.by_figures.get((in_table, *figures), ()) if place not in used), None)
    if exact is not None:
        return exact
    part = [place for place, (table, known) in enumerate(homes.lines) if table == in_table and _follows(figures, known)]
    return next((place for place in part if place not in used), part[0] if part else None)


def _follows(figures: Sequence[str], known: Sequence[str]) -> bool:
    """Return whether all figures stand in `known` in the same order."""
    rest = iter(known)
    return all(figure in rest for figure in figures)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest rising row of numbers (equal ones may follow each other)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(numbers)
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number + 1)
        before[place] = ends[at - 1] if at else -1
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [place]
    kept: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
