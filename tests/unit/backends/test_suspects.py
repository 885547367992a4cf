"""The masks of a part stay with their rows, however many threads deliver them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from adapters.checked_ledgers import rule
from zhiheng.backends.suspects import Masks
from zhiheng.checks import read_check
from zhiheng.engine.checking import Plan, sql_of
from zhiheng.engine.checking.plan import EXAMINED, ITEMS_IN_MASK, SUSPECT
from zhiheng.legaltime import working_calendar

ROWS = 400_000  # more than three row groups of the engine, so that two threads share the work
CASE_FROM = 1_000


def _plan(folder: Path, count: int = 1) -> Plan:
    checks = []
    for number in range(count):
        path = folder / f"own-missing-{number}.yaml"
        body = "parameters: {once: filed, stage: decided}\n"
        path.write_text(rule(f"own-missing-{number}", "missing", body), encoding="utf-8")
        checks.append(read_check(path))
    return Plan(tuple(checks), date(2025, 11, 15), working_calendar())


def _wide(plan: Plan) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """Return cases, and which of them are filed (examined) and not decided (suspect)."""
    dice = np.random.default_rng(7)
    filed, decided = dice.random(ROWS) < 0.5, dice.random(ROWS) < 0.9
    types = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "boolean": pa.bool_()}
    columns = {}
    for name, dtype in plan.rows("case", "wide").schema().items():
        arrow = types.get(str(dtype).lower(), pa.decimal128(18, 4))
        columns[name] = pa.nulls(ROWS, arrow)
    columns["case"] = pa.array(np.arange(CASE_FROM, CASE_FROM + ROWS, dtype=np.int32))
    for unit, dtype in (("at", pa.int64()), ("day", pa.int32()), ("workday", pa.int32())):
        columns[f"first_filed_{unit}"] = pa.array(np.full(ROWS, 20_000), dtype, mask=~filed)
    columns["count_decided"] = pa.array(decided.astype(np.int32))
    return pa.table(columns), filed, filed & ~decided


def test_it_keeps_masks_with_their_rows_whatever_order_threads_deliver(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    wide, examined, suspect = _wide(plan)
    with duckdb.connect(config={"threads": 4}) as engine:
        engine.register("wide", wide)
        columns = engine.execute(sql_of(plan.masks(plan.items, plan.rows("case", "wide")))).fetchnumpy()
    # The order in which rows come is turned round here, so that the test does not depend on chance.
    columns = {name: values[::-1] for name, values in columns.items()}
    masks = Masks(columns, first_case=CASE_FROM)
    assert np.array_equal(masks.of(EXAMINED, 0), examined)
    assert np.array_equal(masks.of(SUSPECT, 0), suspect)
    assert np.array_equal(masks.suspicious([0]), np.flatnonzero(suspect))


def test_it_takes_another_mask_for_more_items_than_one_holds(tmp_path: Path) -> None:
    plan = _plan(tmp_path, count=ITEMS_IN_MASK + 2)
    masks = plan.masks(plan.items, plan.rows("case", "wide"))
    assert [name for name in masks.columns if name.startswith("mask_")] == ["mask_0", "mask_1"]
