"""Suspensions: both ends are out, overlapping ones are one, an end before the beginning is refused."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.legaltime import Suspension, merge_suspensions


def october(first: int, last: int | None, ground: str = "") -> Suspension:
    return Suspension(date(2026, 10, first), None if last is None else date(2026, 10, last), ground)


def test_it_covers_both_ends() -> None:
    covered = [day for day in range(8, 14) if october(9, 12).covers(date(2026, 10, day))]
    assert covered == [9, 10, 11, 12]
    assert october(9, 9).covers(date(2026, 10, 9))


def test_it_covers_everything_after_its_beginning_while_it_has_no_end() -> None:
    assert october(9, None).covers(date(2099, 1, 1))
    assert not october(9, None).covers(date(2026, 10, 8))


def test_it_merges_overlaps_and_keeps_the_grounds() -> None:
    given = [october(20, 22, "听证"), october(9, 12, "鉴定"), october(12, 15, "公告送达"), october(10, 11, "鉴定")]
    assert merge_suspensions(given) == (october(9, 15, "鉴定；公告送达"), october(20, 22, "听证"))


def test_it_leaves_suspensions_apart_that_only_touch() -> None:
    assert merge_suspensions([october(9, 12, "鉴定"), october(13, 15)]) == (october(9, 12, "鉴定"), october(13, 15))


def test_it_lets_one_without_end_swallow_what_follows() -> None:
    assert merge_suspensions([october(9, 12), october(11, None), october(20, 22)]) == (october(9, None),)


def test_it_refuses_an_end_before_the_beginning() -> None:
    with pytest.raises(Refusal) as told:
        october(12, 9)
    assert told.value.faults[0].code == "suspension_reversed"
    assert "2026-10-12/2026-10-09" in told.value.of("en")
