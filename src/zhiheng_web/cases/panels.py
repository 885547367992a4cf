"""The port for panels of the case page: apps above register what they know of a case; cases know none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng_web.cases.models import Case
from zhiheng_web.lib.words import Text


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the case page: its heading, and the template that shows `context` (and `panel`, this object)."""

    title: Text
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


#: Makes the panel for a person, None where there is nothing that they may see.
Maker = Callable[[Any, Case], Panel | None]

_makers: dict[str, tuple[int, Maker]] = {}


def register_panel(name: str, order: int, maker: Maker) -> Maker:
    """Add a panel under a name that no other has; those of a lower order stand first.

    A second registration of the same changes nothing. Raises ValueError for another panel of that name.
    """
    if _makers.get(name, (order, maker)) != (order, maker):
        raise ValueError(f"two panels are called {name}")
    _makers[name] = (order, maker)
    return maker


def panels_of(person: Any, case: Case) -> list[Panel]:
    """Return the panels of a case for a person, in their order."""
    made = (maker(person, case) for _, maker in sorted(_makers.values(), key=lambda one: one[0]))
    return [panel for panel in made if panel is not None]


__all__ = ["Maker", "Panel", "panels_of", "register_panel"]
