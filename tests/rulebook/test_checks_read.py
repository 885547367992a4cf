"""The catalogue of checks as written: ids, wording, citations, versions and requirement ids of every rule file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from house.tree import RULEBOOK, yaml_files, yaml_of
from zhiheng.checks import Check, built_in_checks, read_check
from zhiheng.engine.checking import Plan, queries, sql_of
from zhiheng.legaltime import working_calendar

CHECKS = yaml_files(RULEBOOK / "checks")
REQUIREMENT = re.compile(r"(HN|CQ|XH|LPS|WX)-(AMB-)?\d{2}")
# Both ends of the day on which the revised Penalty Law came into force.
TURN = date(2021, 7, 15)


def _named(paths: list[Path]) -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in paths]


def _provisions() -> Mapping[str, Mapping[str, Any]]:
    laws = (yaml_of(path) for path in yaml_files(RULEBOOK / "laws"))
    return {provision["id"]: law for law in laws for provision in law["provisions"]}


def _parameters(check: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the parameters of every version, the common ones merged in."""
    for version in check["versions"]:
        yield {**(check.get("parameters") or {}), **(version.get("parameters") or {})}


def test_it_has_forty_checks_of_every_kind() -> None:
    kinds = {yaml_of(path)["kind"] for path in CHECKS}
    assert len(CHECKS) >= 40
    assert kinds >= {"missing", "out_of_order", "late", "outside_band", "unqualified", "split", "fabricated"}
    assert kinds >= {"repeated", "duplicated", "mismatched", "unpublished", "not_withdrawn", "overturned", "refused"}


@pytest.mark.parametrize("path", _named(CHECKS))
def test_it_names_every_check_after_its_kind_and_file(path: Path) -> None:
    check = yaml_of(path)
    assert check["id"] == path.stem
    assert re.fullmatch(r"[a-z0-9-]+", check["id"])
    assert f"-{check['kind'].replace('_', '-')}" in check["id"]


@pytest.mark.parametrize("path", _named(CHECKS))
def test_it_says_what_is_found_and_what_to_rule_out_in_both_languages(path: Path) -> None:
    check = yaml_of(path)
    for wording in (check["title"], check["rule_out"]):
        assert set(wording) == {"zh", "en"}
        assert re.search(r"[\u4e00-\u9fff]", wording["zh"])
        assert not re.search(r"[\u4e00-\u9fff]", wording["en"])
    assert check["severity"] in ("serious", "ordinary", "minor")
    assert check.get("subject", "case") in ("case", "complaint", "outcome")


@pytest.mark.parametrize("path", _named(CHECKS))
def test_it_cites_a_provision_or_a_requirement_in_every_version(path: Path) -> None:
    check = yaml_of(path)
    provisions = _provisions()
    for requirement in check["requirements"]:
        assert REQUIREMENT.fullmatch(requirement), requirement
    for version in check["versions"]:
        citation = version["citation"]
        assert citation in provisions or REQUIREMENT.fullmatch(citation), citation


@pytest.mark.parametrize("path", _named(CHECKS))
def test_it_cites_laws_only_while_they_are_in_force(path: Path) -> None:
    provisions = _provisions()
    for version in yaml_of(path)["versions"]:
        law = provisions.get(version["citation"])
        if law is not None:
            assert version["from"] >= law["in_force"]["from"], version["citation"]
            ends = law["in_force"]["to"]
            assert ends is None or (version["until"] is not None and version["until"] <= ends), version["citation"]


@pytest.mark.parametrize("path", _named(CHECKS))
def test_it_has_versions_that_are_half_open_and_do_not_overlap(path: Path) -> None:
    spans = [(version["from"] or date.min, version["until"] or date.max) for version in yaml_of(path)["versions"]]
    assert spans
    assert all(begin < end for begin, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans)), spans


@pytest.mark.parametrize("path", _named(CHECKS))
def test_it_uses_no_parameter_that_the_vocabulary_does_not_define(path: Path) -> None:
    terms = yaml_of(RULEBOOK / "vocabulary.yaml")["terms"]
    defined = {entry.get("name", name) for name, entry in terms.items() if entry["sort"] == "check_parameter"}
    for parameters in _parameters(yaml_of(path)):
        assert set(parameters) <= defined | {"dated_by"}


@pytest.mark.parametrize(
    ("check_id", "before", "since"),
    [
        ("cn-penalty-late-service", {"days": 7}, {"working_days": 7}),
        ("cn-penalty-late-evidence", {"days": 7}, {"working_days": 7}),
    ],
)
def test_it_keeps_the_limit_of_each_law(check_id: str, before: dict[str, int], since: dict[str, int]) -> None:
    (path,) = (path for path in CHECKS if path.stem == check_id)
    old, new = yaml_of(path)["versions"]
    assert (old["until"], old["parameters"]["limit"]) == (TURN, before)
    assert (new["from"], new["parameters"]["limit"]) == (TURN, since)


def test_it_asks_for_ninety_days_only_of_cases_filed_since_the_revision() -> None:
    (path,) = (path for path in CHECKS if path.stem == "cn-penalty-late-90-days")
    (version,) = yaml_of(path)["versions"]
    assert (version["from"], version["until"]) == (TURN, None)


@pytest.mark.parametrize("path", _named(CHECKS))
def test_it_reads_every_file_as_it_is_written(path: Path) -> None:
    written, check = yaml_of(path), read_check(path)
    assert (check.id, check.kind, check.folder) == (path.stem, written["kind"], path.parent.name)
    assert (check.title.zh, check.title.en) == (written["title"]["zh"], written["title"]["en"])
    assert check.severity == written["severity"]
    assert check.subject == written.get("subject", "case")
    assert [version.citation for version in check.versions] == [str(each["citation"]) for each in written["versions"]]
    spans = [(version.from_date, version.until_date) for version in check.versions]
    assert spans == [(each["from"], each["until"]) for each in written["versions"]]


def test_it_hands_every_file_to_a_run() -> None:
    assert [check.id for check in built_in_checks()] == sorted(path.stem for path in CHECKS)


@pytest.mark.parametrize("check", [pytest.param(check, id=check.id) for check in built_in_checks()])
def test_it_compiles_every_check_for_every_engine(check: Check) -> None:
    plan = Plan((check,), date(2024, 6, 30), working_calendar("cn"))
    for dialect in ("duckdb", "postgres", "pyspark"):
        assert all(sql.startswith(("SELECT", "WITH")) for _, sql in queries(plan, dialect))
        if alone := plan.of(check.subject, across=False):
            assert "mask_0" in sql_of(plan.masks(alone, plan.rows(check.subject, "wide")), dialect)
