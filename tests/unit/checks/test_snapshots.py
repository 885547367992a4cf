"""The SQL of checks of every kind, kept as snapshots: a change of a kind shows in review as a change of its query.

Renew them with `RENEW_SNAPSHOTS=1 python -m pytest tests/unit/checks/test_snapshots.py`, and read the difference.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from adapters.checked_ledgers import case, checked, ledger, rule
from zhiheng.checks import built_in_checks
from zhiheng.checks.kinds import KINDS
from zhiheng.engine.checking import Plan, queries
from zhiheng.engine.checking.plan import EXAMINED, ITEMS_IN_MASK, SUSPECT
from zhiheng.legaltime import working_calendar

SNAPSHOTS = Path(__file__).parent / "snapshots"
AS_OF = date(2024, 6, 30)
KEPT = (
    "chongqing-late-complaint",
    "chongqing-overturned-decision",
    "chongqing-refused-complaint",
    "cn-compulsion-late-approval",
    "cn-licence-late-decision",
    "cn-penalty-duplicated-fine",
    "cn-penalty-late-90-days",
    "cn-penalty-mismatched-payment",
    "cn-penalty-missing-notice",
    "cn-penalty-out-of-order-notice",
    "cn-penalty-outside-band-benchmark",
    "cn-penalty-premature-hearing",
    "cn-penalty-unqualified-certificate",
    "three-systems-missing-archive",
    "three-systems-not-withdrawn-3-days",
    "three-systems-unpublished-7-days",
    "wuxue-late-submission",
    "xuhui-fabricated-digest",
    "xuhui-fabricated-two-places",
    "xuhui-repeated-complaints",
    "xuhui-split-under-threshold",
)


def _sql(check_id: str) -> str:
    checks = tuple(check for check in built_in_checks() if check.id == check_id)
    assert checks, f"the rulebook has no check {check_id}"
    told = []
    for item, sql in queries(Plan(checks, AS_OF, working_calendar("cn"))):
        told.append(f"-- {item.version.from_date or 'always'} to {item.version.until_date or 'today'}\n{sql}\n")
    return "\n".join(told)


@pytest.mark.parametrize("check_id", KEPT)
def test_it_asks_the_engine_what_it_asked_before(check_id: str) -> None:
    path, sql = SNAPSHOTS / f"{check_id}.sql", _sql(check_id)
    if os.environ.get("RENEW_SNAPSHOTS"):
        path.write_text(sql, encoding="utf-8")
    assert path.is_file(), "RENEW_SNAPSHOTS=1 writes it"
    assert path.read_text(encoding="utf-8") == sql, "the query changed; RENEW_SNAPSHOTS=1 keeps the new one"


def test_it_keeps_a_query_of_every_kind_and_no_file_besides() -> None:
    kinds = {check.kind for check in built_in_checks() if check.id in KEPT}
    assert kinds == set(KINDS)
    assert {path.stem for path in SNAPSHOTS.glob("*.sql")} == set(KEPT)


def test_it_gives_the_same_plan_twice() -> None:
    checks = [check for check in built_in_checks() if check.id in KEPT[::3]]
    one, other = (list(queries(Plan(checks, AS_OF, working_calendar("cn")))) for _ in range(2))
    assert [sql for _, sql in one] == [sql for _, sql in other]


def test_it_judges_more_checks_than_a_mask_has_bits(tmp_path: Path) -> None:
    checks = [
        rule(f"t-missing-{number:03}", "missing", "parameters: {once: decided, stage: notified}")
        for number in range(2 * ITEMS_IN_MASK + 3)
    ]
    cases = (case("a", "decided 2024-03-01"), case("b", "notified 2024-02-01", "decided 2024-03-01"))
    found = checked(tmp_path, ledger(*cases), checks)
    assert [(finding["check_id"], finding["case_id"]) for finding in found.findings] == [
        (f"t-missing-{number:03}", "a") for number in range(2 * ITEMS_IN_MASK + 3)
    ]
    assert set(found.examined.values()) == {2}


def test_it_splits_masks_of_two_bits_an_item_into_several_columns() -> None:
    plan = Plan(built_in_checks(), AS_OF, working_calendar("cn"))
    alone = plan.of("case", across=False)
    columns = plan.masks(alone, plan.rows("case", "wide")).columns
    number = -(-len(alone) // ITEMS_IN_MASK)
    assert number >= 2, "the rulebook has more versions than one mask holds"
    assert columns == ("row", *(f"mask_{place}" for place in range(number)))
    # The highest bits still fit into a signed 64-bit integer.
    assert ((EXAMINED | SUSPECT) << 2 * (ITEMS_IN_MASK - 1)) < 2**63
