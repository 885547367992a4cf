"""The tables are those of the contract: names, order, labels, and no header that means two columns."""

from __future__ import annotations

import pytest

from zhiheng.ledgers import TABLES, find_table
from zhiheng.ledgers.choices import ACTIVITIES, FURTHER_ACTIVITIES
from zhiheng.ledgers.columns import folded

NAMES = "units officers cases events complaints findings facts outcomes benchmarks power_items surveys"


def test_it_has_every_table_in_contract_order() -> None:
    assert list(TABLES) == NAMES.split()


@pytest.mark.parametrize(
    ("table", "required"),
    [
        ("units", "unit_id name"),
        ("officers", "officer_id unit_id name role"),
        ("cases", "case_id unit_id kind"),
        ("events", "case_id activity at"),
        ("complaints", "complaint_id received_at"),
        ("findings", "finding_id unit_id rule_id"),
        ("facts", "unit_id rule_id value"),
        ("outcomes", "outcome_id unit_id organ result effective_at"),
        ("benchmarks", "benchmark_id"),
        ("power_items", "power_item_id unit_id name"),
        ("surveys", "unit_id respondents satisfied"),
    ],
)
def test_it_requires_what_the_contract_stars(table: str, required: str) -> None:
    assert [column.name for column in TABLES[table].columns if column.required] == required.split()


@pytest.mark.parametrize("table", NAMES.split())
def test_it_gives_every_header_one_meaning(table: str) -> None:
    spec = TABLES[table]
    words = [folded(word) for column in spec.columns for word in (column.name, *column.labels)]
    assert sorted(words) == sorted(set(words))
    assert set(spec.key) <= {column.name for column in spec.columns}
    assert {column.refers_to for column in spec.columns} <= {"", *TABLES}


@pytest.mark.parametrize("table", NAMES.split())
def test_it_gives_every_spelling_one_choice(table: str) -> None:
    for column in TABLES[table].columns:
        words = [word for choice in column.choices for word in set(choice.spellings())]
        assert sorted(words) == sorted(set(words)), column.name


@pytest.mark.parametrize("written", ["findings", "Findings", "问题", "findings 问题", "问题（findings）", " 问题 "])
def test_it_finds_a_table_by_either_name(written: str) -> None:
    found = find_table(written)
    assert found is not None
    assert found.name == "findings"


@pytest.mark.parametrize("written", ["", "Sheet1", "findings 单位", "问题 汇总"])
def test_it_finds_no_table_where_none_is_named(written: str) -> None:
    assert find_table(written) is None


def test_it_has_the_thirty_five_activities_of_the_format_and_those_that_checks_read_besides() -> None:
    choices = TABLES["events"].column("activity").choices
    assert choices == ACTIVITIES + FURTHER_ACTIVITIES
    assert len(ACTIVITIES) == 35
    assert len({choice.value for choice in choices}) == len(choices)
    assert len({choice.label for choice in choices}) == len(choices)
