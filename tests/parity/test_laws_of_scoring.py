"""Laws that hold whatever the scheme and the ledger: what one more row, another order, another unit may change."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from adapters.ledger_files import write_folder
from parity.evaluating import Tables, evaluated, told_by_engine
from parity.oracle import is_countable, rules_of
from parity.random_ledgers import LedgerMaker, Row, every_rule
from parity.random_schemes import Data, random_scheme
from zhiheng.domain.score import Result
from zhiheng.engine import Request, evaluate
from zhiheng.ledgers import read_ledger
from zhiheng.schemes import built_in_schemes, read_scheme

SEEDS = range(9000, 9016)
UNITS = 12
FAULTS = ("absence", "not_implemented", "per_unit", "checklist")
HUNAN = built_in_schemes()["hunan-2020"]


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def made(seed: int) -> tuple[Random, Data, dict[str, list[Row]]]:
    """Return a scheme and rows for it."""
    pick, scheme = Random(f"law {seed}"), random_scheme(seed)
    maker = LedgerMaker(pick, scheme)
    maker.fill(UNITS)
    return pick, scheme, maker.tables


def scores(result: Result) -> dict[str, Decimal]:
    return {unit.unit_id: unit.score for unit in result.units}


def faults_of(scheme: Data) -> list[str]:
    """Return the ids of the rules whose input is a fault that was found."""
    return [rule["id"] for rule in every_rule(scheme) if rule["type"] in FAULTS]


def chosen(pick: Random, scheme: Data, tables: dict[str, list[Row]]) -> dict[str, str]:
    """Choose a rule for each unit and take away what else is stated of it: the findings alone speak."""
    choice = {row["unit_id"]: pick.choice(faults_of(scheme)) for row in tables["units"]}
    tables["facts"] = [row for row in tables["facts"] if choice[row["unit_id"]] != row["rule_id"]]
    return choice


def one_more(tables: dict[str, list[Row]], choice: dict[str, str], **columns: str) -> dict[str, list[Row]]:
    """Return the tables with one more verified finding for each unit."""
    row = {"quantity": "1", "status": "verified", "exemption": ""} | columns
    added = [{"finding_id": f"X-{u}", "unit_id": u, "rule_id": rule_id} | row for u, rule_id in choice.items()]
    return tables | {"findings": tables["findings"] + added}


def test_one_more_fault_never_raises_a_score(seed: int, tmp_path: Path) -> None:
    pick, scheme, tables = made(seed)
    choice = chosen(pick, scheme, tables)
    before = scores(evaluated(tmp_path / "a", scheme, tables))
    after = scores(evaluated(tmp_path / "b", scheme, one_more(tables, choice)))
    assert all(after[unit_id] <= before[unit_id] for unit_id in before)
    assert before != after, "the seed shows nothing: no added fault cost anything"


def test_a_tolerated_row_costs_nothing(seed: int, tmp_path: Path) -> None:
    pick, scheme, tables = made(seed)
    choice = chosen(pick, scheme, tables)
    before = scores(evaluated(tmp_path / "a", scheme, tables))
    result = evaluated(tmp_path / "b", scheme, one_more(tables, choice, exemption="F1", quantity="7"))
    assert scores(result) == before
    rules = {(unit.unit_id, rule.id): rule for unit in result.units for rule in unit.every_rule()}
    shown = [rules[key] for key in choice.items() if key in rules and rules[key].input_from == "findings"]
    assert shown and all(rule.exempted > 0 and rule.exempted_rows for rule in shown)


def test_a_quantity_is_as_many_rows(seed: int, tmp_path: Path) -> None:
    _, scheme, tables = made(seed)
    for row in tables["findings"]:
        row["quantity"] = {"400": "4", "11": "3", "２": "2"}.get(row["quantity"], row["quantity"])
    split = deepcopy(tables)
    split["findings"] = [
        row | {"finding_id": f"{row['finding_id']}-{number}", "quantity": "1"}
        for row in tables["findings"]
        for number in range(int(row["quantity"] or "1"))
    ]
    one, many = evaluated(tmp_path / "a", scheme, tables), evaluated(tmp_path / "b", scheme, split)
    assert [told_by_engine(unit) for unit in one.units] == [told_by_engine(unit) for unit in many.units]
    assert [unit.status for unit in one.units] == [unit.status for unit in many.units]


def test_the_order_of_rows_changes_nothing(seed: int, tmp_path: Path) -> None:
    pick, scheme, tables = made(seed)
    shuffled = {name: pick.sample(tables[name], len(tables[name])) for name in pick.sample(list(tables), len(tables))}
    one, other = evaluated(tmp_path / "a", scheme, tables), evaluated(tmp_path / "b", scheme, shuffled)
    assert one.digest == other.digest
    assert one.ledger_digest == other.ledger_digest


def test_another_unit_changes_no_score(seed: int, tmp_path: Path) -> None:
    _, scheme, tables = made(seed)
    alone = {name: [row for row in rows if row["unit_id"] != "U001"] for name, rows in tables.items()}
    fewer, all_of_them = evaluated(tmp_path / "a", scheme, alone), evaluated(tmp_path / "b", scheme, tables)
    others = [unit for unit in all_of_them.units if unit.unit_id != "U001"]
    assert len(others) == UNITS - 1
    assert [told_by_engine(unit) for unit in others] == [told_by_engine(unit) for unit in fewer.units]


def test_every_cap_holds(seed: int, tmp_path: Path) -> None:
    _, scheme, tables = made(seed)
    for row in tables["findings"]:
        row["quantity"] = "99999"
    result = evaluated(tmp_path, scheme, tables)
    rules = {rule["id"]: rule for rule in every_rule(scheme)}
    items = {item["id"]: item for part in scheme["parts"] for item in part["items"]}
    most = sum(Decimal(str(part.get("points", 0))) for part in scheme["parts"])
    caps = [part.get("max") for part in scheme["parts"] if part["kind"] == "bonus"]
    for unit in result.units:
        assert 0 <= unit.base <= most
        assert unit.bonus >= 0 and (None in caps or unit.bonus <= sum(caps))
        for rule in unit.every_rule():
            assert abs(rule.points) <= Decimal(str(rules[rule.id].get("cap", "Infinity")))
        for item in unit.items:
            taken_from_total = "from_total" in items[item.id]
            assert taken_from_total or 0 <= item.deducted <= item.points
            for sub_item in item.sub_items:
                assert taken_from_total or 0 <= sub_item.deducted <= max(sub_item.points, item.points)
                assert all(group.deducted <= group.cap for group in sub_item.groups)
        for bonus in unit.bonus_items:
            assert bonus.points <= Decimal(str(items[bonus.id].get("cap", "Infinity")))


@pytest.mark.parametrize("first", range(9100, 9130, 10))
def test_a_veto_gives_the_lowest_grade_and_keeps_the_score(first: int, tmp_path: Path) -> None:
    tried = 0
    for seed in range(first, first + 10):
        pick, scheme, tables = made(seed)
        if "grades" not in scheme:
            continue
        scheme.setdefault("vetoes", {"items": []})["items"].append({"id": "VETO", "type": "veto", "zh": "情形"})
        choice = dict.fromkeys((row["unit_id"] for row in pick.sample(tables["units"], 5)), "VETO")
        before = evaluated(tmp_path / f"{seed}a", scheme, tables)
        after = evaluated(tmp_path / f"{seed}b", scheme, one_more(tables, choice))
        grades = scheme["grades"]["items"]
        lowest = next(grade["id"] for grade in grades if "min" not in grade)
        assert scores(before) == scores(after)
        for one, other in zip(before.units, after.units, strict=True):
            vetoed = other.unit_id in choice
            assert other.grade == (lowest if vetoed else one.grade)
            assert ("VETO" in [veto.id for veto in other.vetoes]) == vetoed
            tried += vetoed
    assert tried


def hunan(folder: Path, tables: Tables) -> Result:
    return evaluated(folder, HUNAN, {name: tables.get(name, []) for name in ("units", *tables)})


@pytest.mark.parametrize("seed", range(5))
def test_it_never_gives_more_than_twenty_bonus_points_in_hunan(seed: int, tmp_path: Path) -> None:
    pick = Random(seed)
    ids = [rule.id for rule in read_scheme(HUNAN).every_rule() if rule.scoring.gives == "bonus"]
    facts: list[list[str]] = [["unit_id", "rule_id", "value", "source"]]
    for rule_id in ids:
        value = str(pick.randint(1, 3)) if rule_id == "B01-a" else str(pick.choice((0, 1, 5, 10**9)))
        facts.append(["U1", rule_id, value, "核实"])
    ledger = read_ledger(write_folder(tmp_path, {"facts": facts}))
    unit = evaluate(Request(read_scheme(HUNAN), ledger)).result.unit("U1")
    assert 6 <= unit.bonus <= 20  # 称号至少 6
    assert unit.bonus == min(sum(bonus.points for bonus in unit.bonus_items), 20)
    assert unit.score == 100 + unit.bonus


def test_a_unit_without_kind_gets_every_item_of_hunan(tmp_path: Path) -> None:
    units = [["unit_id", "name", "kind"], ["U1", "某局", ""], ["U2", "某县", "county"], ["U3", "某州", "自治州"]]
    ledger = read_ledger(write_folder(tmp_path, {"units": units}))
    result = evaluate(Request(read_scheme(HUNAN), ledger)).result
    states = {
        unit.unit_id: [sub.id for item in unit.items for sub in item.sub_items if sub.state != "applies"]
        for unit in result.units
    }
    assert states == {"U1": [], "U2": ["D07-3", "D10-2", "D11-1"], "U3": ["D07-3"]}
    whole = result.unit("U1")
    assert (len(whole.items), sum(len(item.sub_items) for item in whole.items), len(whole.bonus_items)) == (12, 38, 4)
    assert sum(item.points for item in whole.items) == 100


def test_the_laws_try_every_kind_of_rule() -> None:
    kinds = {rule["type"] for seed in SEEDS for rule in every_rule(random_scheme(seed))}
    assert {*FAULTS, "threshold", "bands", "bonus_highest", "bonus_per_unit", "veto"} == kinds
    rules = [rule for seed in SEEDS for rule in every_rule(random_scheme(seed))]
    assert any("skipped_if" in rule for rule in rules) and any("exclusive_group" in rule for rule in rules)
    assert any(not is_countable(rule) for rule in rules)
    groups = [g for s in SEEDS for p in random_scheme(s)["parts"] for i in p["items"] for g in i.get("sub_items", [])]
    assert any(len(list(rules_of(sub_item))) > 2 and "groups" in sub_item for sub_item in groups)
