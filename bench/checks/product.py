"""The product's own way: `run_checks` on the embedded engine, the findings written to Parquet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from bench.checks.plans import EIGHT, RULES, Seal
from zhiheng.backends.embedded import Embedded
from zhiheng.checks import Check, choose_checks
from zhiheng.checks.parameters import Limit
from zhiheng.engine.checking import run_checks
from zhiheng.engine.checking.store import FINDINGS
from zhiheng.ledgers.canonical import Canonical

#: The limit of C3 after the change; without a change it is ninety days.
CHANGED_LIMIT_IN_DAYS = 30


class Product:
    """`eight`: the rule files of this benchmark; `changed`: C3 with another limit; `catalogue`: the whole rulebook."""

    def __init__(self, name: str, canonical: Canonical, out: Path, memory: str = "") -> None:
        self.canonical, self.out = canonical, out
        self.checks = checks_of(name)
        self.engine = Embedded(memory_limit=memory) if memory else Embedded()
        self.has_groups = name == "eight"

    def run(self) -> Any:
        """Run the checks and write the findings."""
        return run_checks(self.canonical, self.checks, self.engine, out=self.out)

    def seal(self, result: Any) -> Seal:
        """Return the findings by check; the eight put together by their number."""
        return seal_of(self.out / FINDINGS, has_groups=self.has_groups)


def checks_of(name: str) -> tuple[Check, ...]:
    """Return the checks of a plan of the product."""
    if name == "catalogue":
        return choose_checks()
    checks = choose_checks([str(RULES)])
    if name != "changed":
        return checks
    (late,) = (check for check in checks if check.id.startswith("c3-"))
    (version,) = late.versions
    rule: Any = version.rule
    changed = replace(rule, limit=Limit(CHANGED_LIMIT_IN_DAYS, "days"))
    return (replace(late, versions=(replace(version, rule=changed),)),)


def seal_of(findings: Path, *, has_groups: bool) -> Seal:
    """Return the seal of a file of findings; numbers stand behind the hyphen of the ids (none: 0)."""
    check = "split_part(check_id, '-', 1)" if has_groups else "check_id"
    found = duckdb.execute(
        f"SELECT {check}, count(*), sum(CAST(split_part(coalesce(case_id, complaint_id), '-', 2) AS BIGINT))"
        f" FROM '{findings}' GROUP BY ALL ORDER BY 1"
    ).fetchall()
    seal: Seal = dict.fromkeys(EIGHT, (0, 0)) if has_groups else {}
    return seal | {str(name): (int(count), int(total or 0)) for name, count, total in found}
