"""Worked examples beside each scheme, computed by hand, are tests: ledger in, every stated number out."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from zhiheng import api
from zhiheng.domain.scheme import Scheme
from zhiheng.engine.results import to_json


def _cases() -> Iterator[Any]:
    for scheme_id, file in api.schemes.built_in_schemes().items():
        for cases_file in sorted((file.parent / "cases").glob("*.yaml")):
            for case in YAML(typ="safe", pure=True).load(cases_file) or []:
                yield pytest.param(scheme_id, case, id=f"{scheme_id}/{case['id']}")


@cache
def _scheme(scheme_id: str, completion: str) -> Scheme:
    file = api.schemes.built_in_schemes()[scheme_id]
    return api.open_scheme(scheme_id, file.parent / f"completion-{completion}.yaml" if completion else None)


def _write(folder: Path, table: str, rows: list[Mapping[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def _ledger(folder: Path, case: Mapping[str, Any], subject: str) -> None:
    complete = case.get("findings_complete", "all")
    told = complete if isinstance(complete, str) else "[" + ", ".join(complete) + "]"
    head = "name: worked example\nperiod: {from: 2020-01-01, to: 2021-01-01}\nas_of: 2020-11-15\n"
    declared = f"findings_complete: {told}\n" if complete else ""
    (folder / "ledger.yaml").write_text(head + declared, encoding="utf-8")
    tables = {name: list(rows) for name, rows in case.get("tables", {}).items()}
    units = tables.pop("units", [])
    if not any(unit.get("unit_id") == "U1" for unit in units):
        units = [{"unit_id": "U1", "name": "甲单位", **case.get("unit", {})}, *units]
    _write(folder, "units", units)
    for name in ("findings", "facts", "outcomes"):
        rows = [{"unit_id": "U1", **row} for row in case.get(name, [])] + tables.pop(name, [])
        key = {"findings": "finding_id", "outcomes": "outcome_id"}.get(name)
        rows = [{key: f"{name[0].upper()}{number}", **row} if key else row for number, row in enumerate(rows, 1)]
        if name == "outcomes":
            rows = [{"effective_at": "2020-06-01", **row} for row in rows]
        if rows:
            _write(folder, name, rows)
    if subject == "case" and "cases" not in tables:
        ids = {row["case_id"]: row.get("unit_id", "U1") for row in case.get("findings", []) if row.get("case_id")}
        tables["cases"] = [{"case_id": one, "unit_id": unit, "kind": "penalty"} for one, unit in ids.items()]
    for name, rows in tables.items():
        _write(folder, name, [{"unit_id": "U1", **row} if name != "events" else row for row in rows])


@pytest.mark.parametrize(("scheme_id", "case"), list(_cases()))
def test_it_scores_as_computed_by_hand(scheme_id: str, case: dict[str, Any], tmp_path: Path) -> None:
    scheme = _scheme(scheme_id, case.get("completion", ""))
    _ledger(tmp_path, case, scheme.subject)
    ledger = api.open_ledger(tmp_path)
    options = {name: str(value) for name, value in case.get("options", {}).items()}
    result = api.scoring.evaluate(api.scoring.Request(scheme, ledger, options)).result
    body = to_json(result)
    told = next(unit for unit in body["units"] if unit["unit_id"] == "U1")
    rules = {rule["id"]: rule for item in told["items"] for sub in item["sub_items"] for rule in sub["rules"]}
    rules |= {rule["id"]: rule for item in told["bonus_items"] for rule in item["rules"]}
    expect = dict(case["expect"])
    found: dict[str, Any] = {}
    for name in expect:
        if name == "deducted":
            holders = {part["id"]: part for item in told["items"] for part in (item, *item["sub_items"])}
            found[name] = {key: holders[key]["deducted"] for key in expect[name]}
        elif name == "points":
            bonuses = {item["id"]: item["points"] for item in told["bonus_items"]}
            found[name] = {key: rules[key]["points"] if key in rules else bonuses[key] for key in expect[name]}
        elif name == "capped":
            found[name] = [key for key in expect[name] if rules[key]["capped"]]
        elif name == "vetoes":
            found[name] = [veto["id"] for veto in told["vetoes"]]
        elif name == "cases":
            cards = {card["case_id"]: card for card in body["cases"]}
            found[name] = {one: {key: cards[one][key] for key in want} for one, want in expect[name].items()}
        elif name == "consequences":
            found[name] = [text["zh"] for text in told["consequences"]]
        elif name in ("exempted", "input", "input_from", "conflict"):
            found[name] = {key: rules[key].get(name, False) for key in expect[name]}
        else:
            found[name] = told[name]
    assert found == expect, case["arithmetic"]


def test_it_has_at_least_twelve_worked_cases_for_every_scheme() -> None:
    counts: dict[str, int] = dict.fromkeys(api.schemes.built_in_schemes(), 0)
    for parameters in _cases():
        counts[parameters.values[0]] += 1
    assert all(count >= 12 for count in counts.values()), counts
