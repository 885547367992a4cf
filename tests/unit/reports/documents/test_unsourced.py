"""Which numbers in plain words need a source: dates, clauses, document numbers and ordinals need none."""

from __future__ import annotations

import pytest

from zhiheng.reports.documents.unsourced import GAP, unsourced


@pytest.mark.parametrize(
    "words",
    [
        "2026年11月22日",
        "2025年度评价结果",
        "自2026-01-20起",
        "20 January 2026",
        "上午9:30",
        "岚城执评〔2026〕7号",
        "湘建执函〔2020〕94号",
        "按照 GB/T 9704-2012 排版",
        "第三十二条第（2）项",
        "第五项",
        "依第5项（2）",
        "依五（2）",
        "见 5(2)",
        "第3次会议",
        "规则 D03-2-a、V4、CQ-17",
        "（1）异议理由",
        "1. 复核方法",
        "附件：1. 复核方法",
        "一是加强学习，二是从严管理",
        "一票否决",
        "每一个单位、一项工作、一次检查",
        "十分重视",
        "连续两个年度",
        "部分单位",
    ],
)
def test_it_needs_no_source(words: str) -> None:
    assert list(unsourced(words)) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("得分 96.5 分", ["96.5"]),
        ("得分９６分", ["９６"]),
        ("扣-2 分", ["-2"]),
        ("1.5 分", ["1.5"]),
        ("合格率 95%", ["95"]),
        ("九十六分", ["九十六"]),
        ("共扣十分", ["十"]),
        ("百分之八十", ["百分之八十"]),
        ("三起问题", ["三"]),
        ("1,200 件", ["1,200"]),
        (f"得分9{GAP}分", ["9"]),
        ("2026年得 13 分", ["13"]),
        ("第 5 名", ["5"]),
        ("2026年13月40日", ["13", "40"]),
        ("2026-01-2099", ["2026-01-2099"[:4], "-01", "-2099"]),
    ],
)
def test_it_needs_a_source(words: str, found: list[str]) -> None:
    assert [number for _, number in unsourced(words)] == found


def test_it_tells_where_the_number_stands() -> None:
    words = "2026年1月1日起得 7 分"
    assert [(words[start : start + 1], number) for start, number in unsourced(words)] == [("7", "7")]
