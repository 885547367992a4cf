"""The digest's exact bytes, as docs/ledger.md states them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from adapters.ledger_files import write_folder
from zhiheng.domain.canonical import digest_of
from zhiheng.ledgers import SHANGHAI, TABLES, Value, canonical_rows, digest_of_tables, read_ledger

UNIT_HEADER = ["unit_id", "name", "parent_id", "kind", "level", "region_code", "uscc"]


def test_it_is_the_sha256_of_the_documented_bytes(tmp_path: Path) -> None:
    ledger = read_ledger(write_folder(tmp_path, {"units": "单位名称,unit_id,x\n二,U2,?\n一,U1,?\n"}))
    document = (
        '{"format":"zhiheng-ledger/1","tables":{"units":'
        '[["unit_id","name","parent_id","kind","level","region_code","uscc"],'
        '["U1","一","","","","",""],["U2","二","","","","",""]]}}'
    )
    assert ledger.digest == "sha256:" + hashlib.sha256(document.encode("utf-8")).hexdigest()


def test_it_agrees_with_canonical_json() -> None:
    names = ['a"\\\n\t\x01', "\u2028é😀"]
    columns: dict[str, list[Value]] = {column.name: [None, None] for column in TABLES["units"].columns}
    columns |= {"unit_id": ["U1", "U2"], "name": names}
    rows = [["U1", names[0], "", "", "", "", ""], ["U2", names[1], "", "", "", "", ""]]
    document = {"format": "zhiheng-ledger/1", "tables": {"units": [UNIT_HEADER, *rows]}}
    assert digest_of_tables({"units": columns}) == digest_of(document)


def test_it_takes_an_absent_table_for_an_empty_one() -> None:
    empty = {name: {column.name: () for column in spec.columns} for name, spec in TABLES.items()}
    assert digest_of_tables(empty) == digest_of_tables({}) == digest_of({"format": "zhiheng-ledger/1", "tables": {}})


def test_it_writes_values_in_one_form() -> None:
    spec = TABLES["cases"]
    columns: dict[str, list[Value]] = {column.name: [None] for column in spec.columns}
    columns |= {"case_id": ["C"], "fine": [Decimal("200.50")], "major": [False]}
    (row,) = canonical_rows(spec, columns)
    told = dict(zip([column.name for column in spec.columns], row, strict=True))
    assert (told["fine"], told["major"], told["collective"], told["paid"]) == ("200.5", "false", "", "")


def test_it_writes_instants_with_the_offset_and_days_as_midnight() -> None:
    spec = TABLES["events"]
    columns: dict[str, list[Value]] = {column.name: [None, None] for column in spec.columns}
    columns |= {"case_id": ["C", "C"], "activity": ["closed", "filed"]}
    columns["at"] = [datetime(2020, 3, 2, 9, 5, tzinfo=SHANGHAI), date(2020, 3, 1)]
    # No key: sorted by all columns, case_id, activity, at …
    assert [row[:3] for row in canonical_rows(spec, columns)] == [
        ("C", "closed", "2020-03-02T09:05:00+08:00"),
        ("C", "filed", "2020-03-01T00:00:00+08:00"),
    ]


def test_it_sorts_by_the_key_before_the_other_columns() -> None:
    spec = TABLES["facts"]
    columns: dict[str, list[Value]] = {column.name: [None, None] for column in spec.columns}
    # The key is unit, rule, source, case, round; `value` stands before `source` among the columns.
    columns |= {"unit_id": ["U", "U"], "rule_id": ["R", "R"], "value": ["1", "2"], "source": ["自评", "verified"]}
    assert [row[2] for row in canonical_rows(spec, columns)] == ["2", "1"]
