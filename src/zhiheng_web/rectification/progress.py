"""A task month by month, for a bar drawn by the classes of table cells; each cell says in words what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng_web.lib.months import month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification.models import Task

#: Name of a cell's class → what it says.
TEXTS: dict[str, Text] = {
    "done": Text("完成", "done"),
    "under-way": Text("进行", "under way"),
    "planned": Text("计划", "planned"),
    "late": Text("逾期", "overdue"),
}
SIGNS = {"done": "■", "under-way": "▣", "planned": "□", "late": "✕"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A task with its twelve months: class, sign and words of each, None outside its time."""

    task: Task
    months: tuple[tuple[str, str, Text] | None, ...]


def bar_of(task: Task, today: date) -> Bar:
    """Return the months of the task's own year. A task not done runs on, overdue, until today."""
    last = task.end if task.status == "done" else max(task.end, today)
    return Bar(task, tuple(_month(task, month, last) for month in range(1, 13)))


def _month(task: Task, month: int, last: date) -> tuple[str, str, Text] | None:
    begins = date(task.year, month, 1)
    ends = month_later(begins)
    if task.start >= ends or last < begins:
        return None
    if task.status == "done":
        kind = "done"
    elif task.end < begins:
        kind = "late"
    else:
        kind = "under-way" if task.status == "under_way" else "planned"
    return kind, SIGNS[kind], TEXTS[kind]
