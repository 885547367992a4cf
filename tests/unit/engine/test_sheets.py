"""Sheets out of long answers: the columns that a database's GROUP BY delivers, in any order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.domain.refusals import Refusal
from zhiheng.engine.sheets import LongAnswers, sheet_from_long
from zhiheng.engine.weigh import EXEMPT, column_of, weigh
from zhiheng.schemes import find_scheme, read_scheme

HUNAN = read_scheme(find_scheme("hunan-2020"))
RULES = [rule.id for rule in HUNAN.every_rule()]
KINDS = ("county", "", "prefecture_city")


def _long(*answers: tuple[int, int, int, int], dtype: Any = np.int64) -> LongAnswers:
    columns = [np.array([answer[place] for answer in answers], dtype=dtype) for place in range(4)]
    return LongAnswers(*columns)


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 59), st.integers(0, 2**33), st.integers(1, 9)),
        unique_by=lambda answer: answer[:2],
        max_size=60,
    )
)
def test_it_makes_the_columns_that_a_sheet_of_lists_has(answers: list[tuple[int, int, int, int]]) -> None:
    sheet = sheet_from_long(HUNAN, KINDS, _long(*answers))
    told = {(unit, rule): (numerator, denominator) for unit, rule, numerator, denominator in answers}
    assert set(sheet.columns) == {RULES[rule] for _, rule in told}
    for rule_id, column in sheet.columns.items():
        given_values = [told.get((unit, RULES.index(rule_id))) for unit in range(len(KINDS))]
        listed = column_of(
            [value[0] if value else 0 for value in given_values],
            [value[1] if value else 1 for value in given_values],
            [value is not None for value in given_values],
        )
        assert column.numerator.tolist() == listed.numerator.tolist()
        assert column.denominator.tolist() == listed.denominator.tolist()
        assert column.known.tolist() == listed.known.tolist()
        assert column.numerator.dtype == listed.numerator.dtype


def test_it_does_not_mind_the_order_of_the_rows() -> None:
    rows = [(unit, rule, unit + rule, 1 + rule % 3) for unit in range(3) for rule in range(60)]
    ordered = weigh(HUNAN, sheet_from_long(HUNAN, KINDS, _long(*rows)), {})
    turned = weigh(HUNAN, sheet_from_long(HUNAN, KINDS, _long(*reversed(rows))), {})
    assert ordered.score.tolist() == turned.score.tolist()


@pytest.mark.parametrize("dtype", [np.int16, np.uint32, np.uint64, np.int64, np.object_])
def test_it_takes_whole_numbers_of_any_width(dtype: Any) -> None:
    answers = _long((1, 59, 3, 1), (2, 18, 300, 400), dtype=dtype)
    columns = answers.unit.astype(np.int64), answers.rule.astype(np.int64)
    sheet = sheet_from_long(HUNAN, KINDS, LongAnswers(*columns, answers.numerator, answers.denominator))
    assert sheet.columns[RULES[59]].numerator.tolist() == [0, 3, 0]
    assert sheet.columns[RULES[18]].denominator.tolist() == [1, 1, 400]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint64])
def test_it_takes_places_of_any_width(dtype: Any) -> None:
    places = np.array([2], dtype=dtype)
    sheet = sheet_from_long(HUNAN, KINDS, LongAnswers(places, places, np.array([1]), np.array([1])))
    assert sheet.columns[RULES[2]].known.tolist() == [False, False, True]


def test_it_keeps_numbers_beyond_64_bits() -> None:
    sheet = sheet_from_long(HUNAN, KINDS, _long((0, 8, 10**30, 1), (1, 8, 1, 10**25), dtype=np.object_))
    assert sheet.columns[RULES[8]].numerator.tolist() == [10**30, 1, 0]
    assert sheet.columns[RULES[8]].denominator.tolist() == [1, 10**25, 1]


def test_it_does_not_wrap_unsigned_numbers() -> None:
    largest = 2**64 - 1
    sheet = sheet_from_long(HUNAN, KINDS, _long((0, 8, largest, largest), dtype=np.uint64))
    assert sheet.columns[RULES[8]].numerator.tolist() == [largest, 0, 0]
    assert sheet.columns[RULES[8]].denominator.tolist() == [largest, 1, 1]


def test_it_knows_nothing_of_rules_without_a_row() -> None:
    assert sheet_from_long(HUNAN, KINDS, _long()).columns == {}
    assert len(sheet_from_long(HUNAN, (), _long())) == 0


def test_it_hands_kinds_and_states_on() -> None:
    states = {"D01-3": np.array([EXEMPT, 0, 0], dtype=np.int8)}
    sheet = sheet_from_long(HUNAN, KINDS, _long((0, 2, 1, 1), (1, 2, 1, 1)), states=states)
    assert sheet.kinds == KINDS
    # D01-3-a takes 4 of 100 points from the second unit; the first is exempt from it.
    assert weigh(HUNAN, sheet, {}).score.tolist() == [1000, 960, 1000]


@pytest.mark.parametrize(
    ("answer", "column", "found"),
    [
        ((3, 0, 1, 1), "unit", "3"),
        ((-1, 0, 1, 1), "unit", "-1"),
        ((0, 60, 1, 1), "rule", "60"),
        ((0, 0, -1, 1), "numerator", "-1"),
        ((0, 0, 1, 0), "denominator", "0"),
    ],
)
def test_it_refuses_numbers_out_of_range(answer: tuple[int, int, int, int], column: str, found: str) -> None:
    with pytest.raises(Refusal) as refused:
        sheet_from_long(HUNAN, KINDS, _long((0, 1, 1, 1), answer))
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.column, fault.place.row, fault.value) == ("out_of_range", column, 2, found)


def test_it_refuses_a_second_answer_to_one_rule() -> None:
    with pytest.raises(Refusal) as refused:
        sheet_from_long(HUNAN, KINDS, _long((0, 5, 1, 1), (1, 5, 1, 1), (0, 5, 2, 1)))
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.row, fault.value) == ("repeated_answer", 3, "unit 0, rule 5")
