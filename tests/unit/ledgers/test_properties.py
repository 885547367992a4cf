"""What holds for every ledger, however broken: rows in = accepted + quarantined; the order of rows decides nothing."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.ledger_files import write_folder
from zhiheng.ledgers import Ledger, read_ledger

IDS = st.sampled_from(["A", "B", "C", "D", "Ａ", "", " ", "#REF!"])
WORDS = st.sampled_from(["", "1", "-1", "x", "verified", "待核实", "2020-02-30", "2020-02-28", "0.5", "#N/A", "1E+20"])
UNITS = st.lists(st.tuples(IDS, st.sampled_from(["n", ""]), IDS), max_size=6)
OFFICERS = st.lists(st.tuples(IDS, IDS, st.just("n"), st.sampled_from(["officer", "法制员", "boss"])), max_size=5)
FINDINGS = st.lists(st.tuples(IDS, IDS, IDS, IDS, WORDS, WORDS, WORDS, WORDS), max_size=8)

HEADERS = {
    "units": ("unit_id", "name", "parent_id"),
    "officers": ("officer_id", "unit_id", "name", "role"),
    "findings": ("finding_id", "unit_id", "rule_id", "officer_id", "quantity", "status", "occurred_at", "amount"),
}
Rows = list[tuple[str, ...]]


def read(tables: dict[str, Rows]) -> Ledger:
    with tempfile.TemporaryDirectory() as folder:
        return read_ledger(write_folder(Path(folder), {name: [HEADERS[name], *rows] for name, rows in tables.items()}))


def set_aside(ledger: Ledger) -> Counter[tuple[object, ...]]:
    """Return the rows set aside as they were written, with the codes of their faults, wherever they stood."""
    return Counter(
        (row.table, tuple(sorted(row.cells.items())), tuple(sorted(fault.code for fault in row.faults)))
        for row in ledger.report.rows
    )


@settings(max_examples=150, deadline=None)
@given(UNITS, OFFICERS, FINDINGS)
def test_it_accounts_for_every_row(units: Rows, officers: Rows, findings: Rows) -> None:
    given_rows = {"units": units, "officers": officers, "findings": findings}
    ledger = read(given_rows)
    for name, rows in given_rows.items():
        count = ledger.report.tables[name]
        assert count.rows_in == count.accepted + count.quarantined
        assert count.rows_in == sum(1 for row in rows if "".join(row).strip())
        assert count.accepted == len(ledger.tables[name]) == len(ledger.tables[name].places)
        assert count.quarantined == sum(1 for row in ledger.report.rows if row.table == name)
    assert all(row.faults for row in ledger.report.rows)


@settings(max_examples=150, deadline=None)
@given(UNITS, OFFICERS, FINDINGS)
def test_it_leaves_nothing_that_refers_to_a_row_set_aside(units: Rows, officers: Rows, findings: Rows) -> None:
    tables = read({"units": units, "officers": officers, "findings": findings}).tables
    units_left = set(tables["units"].columns["unit_id"])
    officers_left = set(tables["officers"].columns["officer_id"])
    assert len(units_left) == len(tables["units"])  # keys are unique
    assert set(tables["units"].columns["parent_id"]) <= units_left | {None}
    assert set(tables["officers"].columns["unit_id"]) <= units_left
    assert set(tables["findings"].columns["officer_id"]) <= officers_left | {None}


@settings(max_examples=150, deadline=None)
@given(UNITS, OFFICERS, FINDINGS, st.randoms(use_true_random=False))
def test_it_decides_the_same_in_every_order(units: Rows, officers: Rows, findings: Rows, chance: random.Random) -> None:
    once = read({"units": units, "officers": officers, "findings": findings})
    for rows in (units, officers, findings):
        chance.shuffle(rows)
    again = read({"findings": findings, "officers": officers, "units": units})
    assert once.digest == again.digest
    assert set_aside(once) == set_aside(again)
