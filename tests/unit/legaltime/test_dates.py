"""Dates as people write them in China."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.legaltime import read_date


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-30",
        "20260930",
        "2026/9/30",
        "2026.9.30",
        "2026年9月30日",
        "2026 年 9 月 30 日",
        "2026年9月30号",
        " 2026-9-30 ",
        "２０２６－０９－３０",
        "２０２６年９月３０日",
    ],
)
def test_it_reads_the_usual_forms(text: str) -> None:
    assert read_date(text) == date(2026, 9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2026",
        "2026-09",
        "2026-02-29",
        "2026-13-01",
        "30-09-2026",
        "2026-09/30",
        "2026-09-30T00:00",
        "0000-01-01",
    ],
)
def test_it_reads_nothing_else(text: str) -> None:
    assert read_date(text) is None


def test_it_knows_leap_years() -> None:
    assert read_date("20240229") == date(2024, 2, 29)
