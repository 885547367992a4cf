"""The plans of the benchmark by name: what each is called, how far it goes, and what it tells of its result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from zhiheng.ledgers.canonical import Canonical

RULES = Path(__file__).parent / "rules"
#: The eight checks; C1 is five rules (a stage each), C2 two.
EIGHT = ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8")

#: Of each check the number of findings, and the sum of the numbers of the cases (or complaints) found.
Seal = dict[str, tuple[int, int]]


class Plan(Protocol):
    """One way to run the checks over a canonical ledger; making it is not timed."""

    def run(self) -> Any:
        """Run the checks."""
        ...

    def seal(self, result: Any) -> Seal:
        """Return what must be the same for all plans; not timed."""
        ...


@dataclass(frozen=True)
class Way:
    """A plan as it is reported: under a heading of the table and under a `short` one of the chart.

    `most_events` is the size up to which it is worth its time; one that `needs` a package runs only where that is
    installed. Ways with `eight` find the eight checks, or some of them, and must agree.
    """

    name: str
    module: str
    label: str
    short: str
    most_events: float = 1e9
    needs: str = ""
    eight: bool = True


WAYS = (
    Way("scan", "scan", "只读五列（物理极限）bare scan of five columns", "只读 scan", eight=False),
    Way("eight", "product", "**执衡，八项检查 Zhiheng, eight checks**", "执衡八项 Zhiheng, eight"),
    Way(
        "changed",
        "product",
        "执衡，改一个期限后重算该项 Zhiheng, one limit changed, that check again",
        "执衡改一项 Zhiheng, one changed",
        eight=False,
    ),
    Way(
        "catalogue",
        "product",
        "**执衡，全部检查 Zhiheng, the whole catalogue**",
        "执衡全部 Zhiheng, catalogue",
        eight=False,
    ),
    Way(
        "portable",
        "portable",
        "同一定义，整表 SQL the same definition as SQL over whole tables",
        "整表 SQL portable",
        2e7,
    ),
    Way("per_check", "sql", "每项检查一条 SQL one SQL query per check", "每项一条 SQL per check"),
    Way(
        "naive",
        "sql",
        "朴素 SQL：自连接、NOT EXISTS、连日历 naive SQL: self joins, NOT EXISTS, joined calendar",
        "朴素 SQL naive",
        2e7,
    ),
    Way("pandas", "frames", "pandas", "pandas", 2e7, "pandas"),
    Way("pm4py", "mining", "PM4Py，只有 C1–C3 only", "PM4Py C1–C3", 2e6, "pm4py"),
)
BY_NAME = {way.name: way for way in WAYS}


def make_plan(name: str, canonical: Canonical, out: Path, memory: str = "") -> Plan:
    """Return a plan by name; `memory` bounds what the product's engine holds."""
    # Each plan brings its own libraries; a run is to pay for its own alone.
    match BY_NAME[name].module:
        case "scan":
            from bench.checks.sql import Scan

            return Scan(canonical)
        case "product":
            from bench.checks.product import Product

            return Product(name, canonical, out, memory)
        case "portable":
            from bench.checks.portable import Portable

            return Portable(canonical, out)
        case "frames":
            from bench.checks.frames import Frames

            return Frames(canonical)
        case "mining":
            from bench.checks.mining import Mining

            return Mining(canonical)
        case _:
            from bench.checks.sql import Queries

            return Queries(name, canonical)
