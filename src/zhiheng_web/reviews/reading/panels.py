"""The port for panels of a file's page: each stage registers what it shows there, in a module of `file_panels`.

@register_panel("rounds", 40)
def mending(person: Any, one: FileReview) -> Panel | None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import FileReview


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the page: its heading, and the template that shows `context` (and `panel`, this object).

    The template gets `file` (the review of the file) as well.
    """

    title: Text
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


#: Makes the panel for a person, None where there is nothing that they may see.
Maker = Callable[[Any, FileReview], Panel | None]

_makers: dict[str, tuple[int, Maker]] = {}


def register_panel(name: str, order: int) -> Callable[[Maker], Maker]:
    """Add a panel under a name that no other has; those of a lower order stand first."""

    def enter(maker: Maker) -> Maker:
        if name in _makers:
            raise ValueError(f"two panels are called {name}")
        _makers[name] = (order, maker)
        return maker

    return enter


def panels_of(person: Any, one: FileReview) -> list[Panel]:
    """Return the panels of a file for a person, in their order."""
    made = (maker(person, one) for _, maker in sorted(_makers.values(), key=lambda entry: entry[0]))
    return [panel for panel in made if panel is not None]


__all__ = ["Maker", "Panel", "panels_of", "register_panel"]
