"""Rows that cannot be used are set aside with table, file, row, column, value, reason and remedy; the rest is kept."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from adapters.ledger_files import YAML, write_folder
from zhiheng.ledgers import Ledger, read_ledger


def read(path: Path, *, yaml: str = YAML, **tables: str) -> Ledger:
    return read_ledger(write_folder(path, tables, yaml=yaml))


def told(ledger: Ledger) -> set[tuple[str, int | None, str, str]]:
    """Return table, row, column and code of every fault."""
    faults = ledger.report.quarantined
    for fault in faults:
        assert fault.place.file.startswith(fault.place.table)
        assert fault.reason.zh and fault.reason.en and fault.remedy.zh and fault.remedy.en
    return {(fault.place.table, fault.place.row, fault.place.column, fault.code) for fault in faults}


def test_it_counts_rows_not_faults(tmp_path: Path) -> None:
    ledger = read(tmp_path, findings="finding_id,unit_id,rule_id,quantity,status\nF1,U1,R,-1,never\nF2,U1,R,1,\n")
    assert told(ledger) == {("findings", 2, "quantity", "negative"), ("findings", 2, "status", "unknown_choice")}
    count = ledger.report.tables["findings"]
    assert (count.rows_in, count.accepted, count.quarantined) == (2, 1, 1)
    assert ledger.report.quarantined[0].value == "-1"
    assert ledger.report.rows[0].cells == {
        "finding_id": "F1",
        "unit_id": "U1",
        "rule_id": "R",
        "quantity": "-1",
        "status": "never",
    }


def test_it_sets_aside_all_rows_of_a_key_given_twice(tmp_path: Path) -> None:
    ledger = read(tmp_path, findings="finding_id,unit_id,rule_id\nF1,U1,R\nF1,U2,R\nF2,U2,R\n")
    assert told(ledger) == {("findings", row, "finding_id", "duplicate_key") for row in (2, 3)}
    assert ledger.tables["findings"].columns["finding_id"] == ["F2"]


def test_it_takes_a_row_set_aside_for_a_duplicate_too(tmp_path: Path) -> None:
    ledger = read(tmp_path, findings="finding_id,unit_id,rule_id,quantity\nF1,U1,R,x\nF1,U1,R,1\n")
    assert ledger.report.tables["findings"].accepted == 0


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        ("U1,R,2,自评,,1", {"duplicate_key"}),
        ("U1,R,2,自评,,", {"duplicate_key"}),  # without a round it is the first
        ("U1,R,2,核实,,", set()),
        ("U1,R,2,自评,C1,", set()),
        ("U1,R,2,自评,,2", set()),
    ],
)
def test_it_keys_facts_by_unit_rule_source_case_and_round(tmp_path: Path, second: str, codes: set[str]) -> None:
    ledger = read(tmp_path, facts=f"unit_id,rule_id,value,source,case_id,round\nU1,R,1,自评,,\n{second}\n")
    assert {code for *_, code in told(ledger)} == codes


def test_it_sets_aside_unknown_references(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        officers="officer_id,unit_id,name,role\nO1,U1,甲,officer\n",
        findings="finding_id,unit_id,rule_id,officer_id\nF1,U9,R,\nF2,U1,R,O9\nF3,U1,R,O1\n",
    )
    assert told(ledger) == {
        ("findings", 2, "unit_id", "unknown_reference"),
        ("findings", 3, "officer_id", "unknown_reference"),
    }


def test_it_does_not_ask_a_table_that_was_not_given(tmp_path: Path) -> None:
    ledger = read(tmp_path, findings="finding_id,unit_id,rule_id,officer_id,case_id\nF1,U1,R,O9,C9\n")
    assert told(ledger) == set()
    assert ledger.tables["officers"].columns["officer_id"] == ()


def test_it_sets_aside_what_leans_on_a_row_set_aside(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        units="unit_id,name,parent_id\nU1,,\nU2,二,U1\nU3,三,\n",
        cases="case_id,unit_id,kind\nC1,U2,penalty\nC3,U3,penalty\n",
        events="case_id,activity,at\nC1,filed,2020-01-01\nC3,filed,2020-01-01\n",
    )
    # U1 has no name → U2 below it → case C1 of U2 → its event.
    assert told(ledger) == {
        ("units", 2, "name", "missing_value"),
        ("units", 3, "parent_id", "refers_to_quarantined"),
        ("cases", 2, "unit_id", "refers_to_quarantined"),
        ("events", 2, "case_id", "refers_to_quarantined"),
    }


def test_it_sets_aside_units_that_are_their_own_superior(tmp_path: Path) -> None:
    ledger = read(
        tmp_path, units="unit_id,name,parent_id\nA,a,B\nB,b,C\nC,c,B\nD,d,D\nE,e,\nF,f,E\n", yaml="name: 环\n"
    )
    assert told(ledger) == {
        ("units", 3, "parent_id", "parent_cycle"),
        ("units", 4, "parent_id", "parent_cycle"),
        ("units", 5, "parent_id", "parent_cycle"),
        ("units", 2, "parent_id", "refers_to_quarantined"),  # A stands below the circle of B and C
    }
    assert ledger.tables["units"].columns["unit_id"] == ["E", "F"]


@pytest.mark.parametrize(
    ("table", "text", "column"),
    [
        ("surveys", "unit_id,respondents,satisfied\nU1,10,11\n", "satisfied"),
        ("benchmarks", "benchmark_id,minimum,maximum\nB1,200,100\n", "minimum"),
        ("officers", "officer_id,unit_id,name,role,from,until\nO1,U1,甲,leader,2020-02-01,2020-01-01\n", "from"),
    ],
)
def test_it_sets_aside_ends_in_the_wrong_order(tmp_path: Path, table: str, text: str, column: str) -> None:
    assert told(read(tmp_path, **{table: text})) == {(table, 2, column, "out_of_order")}


def test_it_sets_aside_rows_wider_than_the_header_and_fills_up_narrow_ones(tmp_path: Path) -> None:
    ledger = read(tmp_path, findings="finding_id,unit_id,rule_id,source\nF1,U1,R,a,b\nF2,U1,R\nF3,U1,R,c,,\n")
    assert told(ledger) == {("findings", 2, "", "too_many_cells")}
    assert ledger.tables["findings"].columns["source"] == [None, "c"]


def test_it_counts_no_blank_rows(tmp_path: Path) -> None:
    ledger = read(tmp_path, findings="finding_id,unit_id,rule_id\n,,\nF1,U1,R\n  , ,\u3000\n\n")
    assert ledger.report.tables["findings"].rows_in == 1
    assert list(ledger.tables["findings"].places) == [("findings.csv", 3)]


def test_it_turns_ten_thousands_into_yuan(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        yaml="currency_unit: wan_yuan\n",
        cases="case_id,unit_id,kind,fine,paid\nC1,U1,penalty,0.2,\n",
        benchmarks="benchmark_id,minimum,maximum\nB1,0.05,1\n",
        findings="finding_id,unit_id,rule_id,amount\nF1,U1,R,0.5\n",
    )
    assert ledger.tables["cases"].columns["fine"] == [Decimal(2000)]  # 0.2 × 10,000
    assert ledger.tables["cases"].columns["paid"] == [None]
    assert ledger.tables["benchmarks"].columns["minimum"] == [Decimal(500)]
    assert ledger.tables["findings"].columns["amount"] == [Decimal("0.5")]  # points, not money


def test_it_shows_no_control_signs_of_a_cell(tmp_path: Path) -> None:
    ledger = read(tmp_path, findings="finding_id,unit_id,rule_id,quantity\nF1,U1,R,\x1b[31mred\n")
    assert ledger.report.quarantined[0].value == " [31mred"
