"""Tables that DuckDB reads itself yield what the reader of cells yields, and its report where anything is amiss."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from adapters.ledger_files import YAML, csv_text, write_folder
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers.canonical import Canonical, preparing
from zhiheng.ledgers.canonical.direct import large_tables
from zhiheng.ledgers.canonical.preparing import prepare_canonical
from zhiheng.ledgers.demonstration import write_demonstration

Contents = Callable[[Canonical], dict[str, Any]]
NEVER, ALWAYS = 1 << 60, 0

EVENT_HEADER = ("案件编号", "activity 环节*", "时间", "人员编号", "记录方式", "备注", "文件摘要")
CASE_HEADER = ("case_id", "承办单位编号", "执法类别", "罚款金额", "地点", "是否重大", "案由")
OFFICERS = [("officer_id", "unit_id", "name", "role"), ("O1", "U1", "甲", "执法人员")]
CASES = [
    CASE_HEADER,
    ("A-1", "U1", "行政处罚", "1,000.50", "人民路12号", "是", "占道，“经营”"),
    (" Ａ-2 ", "Ｕ2", "Penalty", "0.00005", "　人民路１２号 ", "0", '无照 "经营"'),
    ("案〔2020〕3号", "U1", "许可", "１００", "", "", "#1 号摊位"),
]
EVENTS = [
    EVENT_HEADER,
    ("A-1", "立案", "2020-01-02", "O1", "录像", "经集体讨论，一致同意作出处罚决定。", ""),
    ("A-1", " FILED ", "2020-01-02 00:00:00", "", "", "", "sha256:1"),
    ("A-1", "自定义环节", "2020/1/2 9:05", "Ｏ1", "video", "", ""),
    ("Ａ-2", "决定", "2020-01-02T23:30:00Z", "O1", "", "", ""),  # the third of January in Shanghai
    ("案〔2020〕3号", "decided", "2020年1月2日10时30分", "", "文字", "第一行\n第二行", ""),
    ("A-2", "送达", "20200103", "O1", "", "", ""),
    ("A-2", "送达", "1969-12-31 23:59:59", "O1", "", "", ""),
    ("A-2", "送达", "2020-01-03 10:30:05.75", "O1", "", "", ""),
    ("", "", "", "", "", "", ""),
]


def both(ledger: Path, read: Contents, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the reader of cells and DuckDB alone make of a ledger; the second must not fall back on the first."""
    slow = read(prepare_canonical(ledger, home=ledger.parent / "slow", direct_from=NEVER))

    def fall_back(*found: object, **told: object) -> None:
        raise AssertionError("the ledger was read cell by cell")

    with monkeypatch.context() as patched:
        patched.setattr(preparing, "load_ledger", fall_back)
        return slow, read(prepare_canonical(ledger, home=ledger.parent / "fast", direct_from=ALWAYS))


def to_parquet(ledger: Path, *, parts: bool = False) -> None:
    """Turn the large tables of a folder into Parquet, each text as it was; events in two parts where asked."""
    for name in ("cases", "events", "complaints"):
        source = f"read_csv('{ledger / name}.csv', all_varchar=true, header=true, quote='\"', strict_mode=true)"
        if name == "events" and parts:
            (ledger / name).mkdir()
            for number, offset in ((1, 0), (2, 100)):
                limit = "LIMIT 100" if number == 1 else ""
                target = ledger / name / f"part-{number:04}.parquet"
                duckdb.execute(f"COPY (FROM {source} {limit} OFFSET {offset}) TO '{target}' (FORMAT parquet)")
        else:
            duckdb.execute(f"COPY (FROM {source}) TO '{ledger / name}.parquet' (FORMAT parquet)")
        (ledger / f"{name}.csv").unlink()


@pytest.mark.parametrize("form", ["csv", "parquet", "parts"])
def test_it_reads_the_demonstration_alike(
    tmp_path: Path, form: str, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_demonstration(tmp_path / "ledger", cases=40)
    if form != "csv":
        to_parquet(tmp_path / "ledger", parts=form == "parts")
    slow, fast = both(tmp_path / "ledger", contents, monkeypatch)
    assert slow["counts"]["events"] > 300
    assert fast == slow


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("unit", ["yuan", "万元"])
def test_it_reads_odd_spellings_alike(
    tmp_path: Path, *, delimiter: str, unit: str, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        name: csv_text(rows, delimiter=delimiter)
        for name, rows in (("officers", OFFICERS), ("cases", CASES), ("events", EVENTS))
    }
    ledger = write_folder(tmp_path / "ledger", texts, yaml=f"{YAML}currency_unit: {unit}\n", encoding="utf-8-sig")
    slow, fast = both(ledger, contents, monkeypatch)
    assert fast == slow
    assert fast["counts"]["events"] == 8
    fines = {row[1]: str(row[16]) for row in fast["cases"][2]}
    # 1,000.50; 0.00005 rounds half up in the fourth place; in units of 10,000 yuan all are ten thousand times as much.
    assert fines["A-1"] == ("1000.5000" if unit == "yuan" else "10005000.0000")
    assert fines["A-2"] == ("0.0001" if unit == "yuan" else "0.5000")


def test_it_reads_typed_parquet_alike(tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = write_folder(tmp_path / "ledger", {})
    rows = {
        "cases": """SELECT i AS case_id, 'U1' AS unit_id, 'penalty' AS kind, CAST(i / 3 AS DOUBLE) AS fine,
            CAST(i AS DECIMAL(9,2)) AS paid, CAST(i + 0.00005 AS DECIMAL(12,5)) AS confiscated, i % 2 = 0 AS major,
            CAST(i AS DOUBLE) AS party_id FROM range(7) t(i)""",
        "events": """SELECT i % 7 AS case_id, 'filed' AS activity,
            TIMESTAMP '1969-12-30' + INTERVAL (i * 40000) SECOND + INTERVAL (i * 100) MILLISECOND AS "at"
            FROM range(20) t(i)""",
        "complaints": """SELECT 'T' || i AS complaint_id, DATE '2020-01-01' + CAST(i AS INTEGER) AS received_at,
            CAST(TIMESTAMP '2020-01-01 20:00:00' AS TIMESTAMP_NS) AS handled_at, NULL AS issue FROM range(3) t(i)""",
    }
    for name, query in rows.items():
        duckdb.execute(f"COPY ({query}) TO '{ledger / name}.parquet' (FORMAT parquet)")
    zoned = "SELECT 'T9' AS complaint_id, CAST('2020-01-01 20:00:00+00' AS TIMESTAMPTZ) AS received_at"
    slow, fast = both(ledger, contents, monkeypatch)
    assert fast == slow
    assert slow["cases"][2][1][1] == "1"
    shutil.rmtree(tmp_path / "slow")
    duckdb.execute(f"COPY ({zoned}) TO '{ledger / 'complaints'}.parquet' (FORMAT parquet)")
    slow, fast = both(ledger, contents, monkeypatch)
    assert fast == slow
    assert fast["complaints"][2][0][9] % 86400 == 4 * 3600  # 20:00 UTC is 04:00 on the next day


FAULTS = {
    "an unreadable instant": ("events", "2020-01-02,", "2020-02-31,"),
    "a blank required cell": ("events", "立案", "  "),
    "an unknown case": ("events", "20200103", "20200103\nB-9,立案,2020-01-02"),
    "an unknown officer": ("events", ",O1,录像", ",O9,录像"),
    "a case given twice": ("cases", "案〔2020〕3号", "A-1"),
    "an unknown kind": ("cases", "许可", "许愿"),
    "a unit that is not there": ("cases", "Ｕ2", "U7"),
    "a negative amount": ("cases", "１００", "-100"),
    "a formula error": ("cases", "#1 号摊位", "#REF!"),
    "an amount beyond reach": ("cases", "１００", "99999999999999"),
    "too many cells": ("events", "sha256:1", "sha256:1,x,y"),
    "a quotation mark never closed": ("events", "sha256:1", '"sha256:1'),
    "a stray quotation mark": ("events", "sha256:1", 'sha"256:1'),
    "a blank before a quotation mark": ("events", "sha256:1", ' "sha256:1"'),
    "a missing column": ("events", "时间", "时候"),
    "too few cells": ("events", "A-1,立案,2020-01-02", "A-1,立案,2020-01-02\nA-1,立案,2020-01-02"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_it_leaves_what_is_amiss_to_the_reader_of_cells(tmp_path: Path, name: str, contents: Contents) -> None:
    table, found, spoilt = FAULTS[name]
    texts = {other: csv_text(rows) for other, rows in (("officers", OFFICERS), ("cases", CASES), ("events", EVENTS))}
    assert found in texts[table]
    texts[table] = texts[table].replace(found, spoilt, 1)
    ledger = write_folder(tmp_path / "ledger", texts)
    told = []
    for home, from_size in (("slow", NEVER), ("fast", ALWAYS)):
        for skip in (False, True):
            try:
                prepared = prepare_canonical(ledger, home=tmp_path / home, direct_from=from_size, skip_bad_rows=skip)
                told.append(contents(prepared))
            except Refusal as refusal:
                told.append({"refused": refusal.of("zh")})
    assert told[:2] == told[2:]
    harmless = ("a stray quotation mark", "a blank before a quotation mark", "too few cells")
    assert name in harmless or "refused" in told[0]


def test_it_takes_the_quick_way_for_large_files_alone(tmp_path: Path) -> None:
    ledger = write_folder(tmp_path / "ledger", {"events": EVENTS, "cases": CASES})
    size = (ledger / "events.csv").stat().st_size
    assert large_tables(ledger, size) == {"events"}
    assert large_tables(ledger, size + 1) == frozenset()
    assert large_tables(ledger, 1) == {"events", "cases"}
    assert large_tables(ledger / "events.csv", 1) == frozenset()


def test_it_refuses_a_table_given_twice(tmp_path: Path) -> None:
    ledger = write_folder(tmp_path / "ledger", {"events": EVENTS, "cases": CASES, "officers": OFFICERS})
    shutil.copy(ledger / "events.csv", ledger / "办案环节.csv")
    with pytest.raises(Refusal) as refused:
        prepare_canonical(ledger, direct_from=ALWAYS)
    assert [fault.code for fault in refused.value.faults] == ["table_twice"]
