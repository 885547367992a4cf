"""An agenda: what is done on which day, gone through in the order of the days, each deed dated to its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from zhiheng_web.demonstration.cycles import at
from zhiheng_web.lib import clock

Step = Callable[[], object]


@dataclass
class Agenda:
    """Steps with their days; what lies after `until` has not happened yet and is left out."""

    until: date
    steps: list[tuple[datetime, int, Step]] = field(default_factory=list)

    def on(self, day: date, step: Step, hour: int = 10) -> None:
        """Enter a step; of two at one hour the one that was entered first comes first."""
        if day <= self.until:
            self.steps.append((at(day, hour), len(self.steps), step))

    def go(self) -> None:
        """Do everything in the order of the days."""
        for when, _, step in sorted(self.steps, key=lambda one: one[:2]):
            with clock.pretending(when):
                step()
