"""Small random ledgers, sound and broken, in CSV and Parquet: both readers say the same of each."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger_files import YAML, csv_text, write_folder, write_parquet
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers.canonical import Canonical
from zhiheng.ledgers.canonical.preparing import prepare_canonical

INSTANTS = (
    "2020-01-02", "2020-01-02 10:30", "2020-01-02T10:30:05", "2020/1/2 9:05", "20200102", "2020年1月2日",
    " 2020-01-02 ",
    "2020-01-02T00:00:00", "2020-01-02 10:30:00+0800", "2020-01-02T20:30:00Z", "2020-01-02 10:30:00.5",
    "2020-02-29 23:59",
    "1969-12-31 23:59:59", "２０２０-01-02", "2020-01-02 1030", "20200102103000",
)  # fmt: skip
HEADERS = {
    "officers": (("officer_id", "unit_id", "name", "role"), ("人员编号", "单位编号", "姓名", "岗位")),
    "cases": (
        ("case_id", "unit_id", "kind", "lead_officer_id", "place", "fine", "major", "cause", "document_no"),
        ("案件编号", "承办单位编号", "执法类别", "主办人员编号", "地点", "罚款金额", "是否重大", "案由", "决定书文号"),
    ),
    "events": (
        ("case_id", "activity", "at", "officer_id", "document_no", "medium", "note", "digest"),
        ("案件编号", "环节", "时间", "人员编号", "文书号", "记录方式", "备注", "文件摘要"),
    ),
    "complaints": (
        ("complaint_id", "received_at", "unit_id", "issue", "place", "subject", "accepted", "handled_at"),
        ("投诉编号", "收到时间", "单位编号", "问题类别", "地点", "内容", "是否受理", "办结时间"),
    ),
}
PLACES = ("人民路１2号", "人民路12号 ", "人民路，120号", "Renmin Rd.", "", "　人民路12号")
SPOILT = {"events": (2, "2020-13-01"), "cases": (5, "-1"), "complaints": (6, "也许")}


def ledger_of(dice: random.Random) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of a random ledger, with English, Chinese or double headers; one in four has a fault."""
    one = dice.choice
    forms = ("A-{}", "案〔2020〕{}号", "Ａ-{}", "{}", "A {}")
    ids = [one(forms).format(number) for number in range(dice.randrange(1, 9))]
    rows: dict[str, list[tuple[str, ...]]] = {
        "officers": [("O1", "U1", "甲", "执法人员"), ("Ｏ2", "U2", "乙", "辅助人员")],
        "cases": [
            (key, one(("U1", " U2")), one(("行政处罚", "Penalty", "许可")), one(("O1", "O2", "")), one(PLACES),
             one(("", "100", "1,000.50", "0.00005", "１００", " 5 ", "12.34567")), one(("是", "0", "")),
             one(("占道，“经营”", '无"照"', "")), one(("文1", "#1", "")))
            for key in ids
        ],
        "events": [
            (one(ids), one(("立案", "FILED", "决定 ", "自定义")), one(INSTANTS), one(("O1", "Ｏ2", "")),
             one(("文1", "1e5", "")), one(("录像", "video", "")), one(("", "备注", "正常办理，情况属实，同意结案。")),
             one(("", "ab12")))
            for _ in range(dice.randrange(40))
        ],
        "complaints": [
            (f"T{number}", one(INSTANTS), one(("U1", "")), one(("占道", "")), one(PLACES),
             one(("摊贩占道", "商贩占道了", "")), one(("是", "FALSE", "")), one((*INSTANTS, "")))
            for number in range(dice.randrange(5))
        ],
    }  # fmt: skip
    spoilt = dice.choice(list(SPOILT)) if dice.random() < 0.25 else ""
    if spoilt and rows[spoilt]:
        column, text = SPOILT[spoilt]
        rows[spoilt][-1] = (*rows[spoilt][-1][:column], text, *rows[spoilt][-1][column + 1 :])
    return {name: [header_of(dice, name), *found] for name, found in rows.items()}


def header_of(dice: random.Random, table: str) -> tuple[str, ...]:
    english, chinese = HEADERS[table]
    both = tuple(f"{one} {other}*" for one, other in zip(english, chinese, strict=True))
    return dice.choice((english, chinese, both))


@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_with_the_reader_of_cells(
    tmp_path: Path, seed: int, contents: Callable[[Canonical], dict[str, Any]]
) -> None:
    dice = random.Random(seed)
    tables = ledger_of(dice)
    delimiter, unit = dice.choice(",\t;"), dice.choice(("yuan", "万元"))
    texts = {name: csv_text(rows, delimiter=delimiter) for name, rows in tables.items()}
    ledger = write_folder(tmp_path / "ledger", texts, yaml=f"{YAML}currency_unit: {unit}\n")
    if seed % 2:
        for name, rows in tables.items():
            write_parquet(ledger / f"{name}.parquet", rows)
            (ledger / f"{name}.csv").unlink()
    told: list[object] = []
    for home, from_size in (("slow", 1 << 60), ("fast", 0)):
        try:
            prepared = prepare_canonical(ledger, home=tmp_path / home, direct_from=from_size)
        except Refusal as refusal:
            told.append(refusal.of("zh"))
            prepared = prepare_canonical(ledger, home=tmp_path / home, direct_from=from_size, skip_bad_rows=True)
        else:
            told.append("not refused")
        told.append(contents(prepared))
    assert told[:2] == told[2:]
