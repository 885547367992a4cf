"""A port: what other apps show on an officer's own page, such as the days of training. Lower than those who fill it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.words import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a panel: a number or words, with a tone where it is a state, and the page it opens."""

    text: Text
    value: Text | str | int
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: its title, its facts, one sentence beneath, and where more of it stands."""

    title: Text
    facts: Sequence[Fact]
    note: Text | None = None
    url: str = ""
    order: int = 50


#: Returns the panel of an officer for the person who looks (the officer themselves); None where there is nothing.
Source = Callable[[Any, Officer], Panel | None]

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source of panels. A second registration changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def panels_of(person: Any, officer: Officer) -> list[Panel]:
    """Return the panels of an officer, in their order."""
    found = [panel for source in _sources if (panel := source(person, officer)) is not None]
    return sorted(found, key=lambda one: one.order)
