"""The demonstration ledger: the same bytes for a seed, every row accepted, lawful, and every feature to be seen."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from zhiheng import api
from zhiheng.domain.refusals import Refusal
from zhiheng.domain.score import Result, RuleScore
from zhiheng.ledgers import Ledger, read_ledger
from zhiheng.ledgers.demonstration import FILES, is_demonstration, write_demonstration
from zhiheng.legaltime import Suspension, add_calendar_days, working_calendar

Days = Mapping[str, date]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demonstration") / "ledger"
    write_demonstration(made)
    return made


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Ledger:
    return read_ledger(folder)


@pytest.fixture(scope="module")
def hunan(ledger: Ledger) -> Result:
    return api.scoring.evaluate(api.scoring.Request(api.open_scheme("hunan-2020"), ledger)).result


@pytest.fixture(scope="module")
def chongqing(folder: Path, ledger: Ledger) -> Result:
    scheme = api.open_scheme("chongqing-interim", folder / "chongqing-completion.yaml")
    return api.scoring.evaluate(api.scoring.Request(scheme, ledger)).result


def _bytes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def _rule(result: Result, unit_id: str, rule_id: str) -> RuleScore:
    return next(rule for rule in result.unit(unit_id).every_rule() if rule.id == rule_id)


def test_it_writes_the_same_bytes_for_the_same_seed(tmp_path: Path, folder: Path) -> None:
    write_demonstration(tmp_path / "again", cases=400, seed=1)
    assert _bytes(tmp_path / "again") == _bytes(folder)
    write_demonstration(tmp_path / "other", cases=400, seed=2)
    assert _bytes(tmp_path / "other")["events.csv"] != _bytes(folder)["events.csv"]


def test_it_is_accepted_row_by_row(ledger: Ledger) -> None:
    counts = ledger.report.tables
    assert all(count.rows_in == count.accepted > 0 for count in counts.values())
    assert not any(count.unknown_columns for count in counts.values())
    assert counts["cases"].accepted == 400
    assert ledger.as_of == date(2025, 11, 15)


@pytest.mark.parametrize("cases", [1, 7, 33, 1000])
def test_it_makes_as_many_cases_as_asked_for(tmp_path: Path, cases: int) -> None:
    write_demonstration(tmp_path / "ledger", cases=cases, seed=5)
    ledger = read_ledger(tmp_path / "ledger")
    assert ledger.report.tables["cases"].accepted == cases
    assert ledger.report.quarantined == ()


def test_it_has_chinese_headers_and_words(folder: Path) -> None:
    with (folder / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    assert (first["执法类别"], first["程序"]) == ("行政处罚", "普通程序")
    for path in folder.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name
        assert path.read_text(encoding="utf-8-sig").splitlines()[0].isascii() is (path.name == "planted.csv")


def test_it_says_that_it_is_fictional(folder: Path, ledger: Ledger) -> None:
    assert "虚构" in ledger.name
    assert "虚构" in ledger.region
    assert "fictional" in (folder / "README.txt").read_text(encoding="utf-8")
    assert "fictional: true" in (folder / "chongqing-completion.yaml").read_text(encoding="utf-8")
    names = ledger.tables["officers"].columns["name"]
    assert all(str(name).startswith("虚构人员") for name in names)


def test_it_writes_its_own_files_and_no_others(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert "planted.csv" in FILES


# What can be seen under the Hunan standard


def test_it_shows_fourteen_units_under_hunan(hunan: Result) -> None:
    kinds = Counter(unit.kind for unit in hunan.units)
    assert kinds == {"prefecture_city": 13, "autonomous_prefecture": 1}
    assert sum(unit.status == "complete" for unit in hunan.units) == 13


def test_it_shows_a_unit_with_full_points_and_every_bonus(hunan: Result) -> None:
    best = hunan.unit("YL01")
    # 100 - 0, and 10 (national title) + 4 (1 × 2 + 3 × 1 = 5, at most 4) + 3 (2 + 1) + 3 (8 × 0.5 = 4, at most 3)
    assert (best.base, best.bonus, best.score) == (100, 20, 120)
    title = next(sub for item in best.items for sub in item.sub_items if sub.id == "D01-3")
    assert title.state == "exempt"


def test_it_shows_caps_alternatives_and_exclusions(hunan: Result) -> None:
    dress = _rule(hunan, "YL07", "D03-2-a")
    assert (dress.input, dress.uncapped, dress.points, dress.capped) == ("13", Decimal("-2.6"), -2, True)  # 13 × 0.2
    assert _rule(hunan, "YL07", "D12-1-a").points == -8  # 3 × 4 = 12, at most 8
    assert _rule(hunan, "YL07", "D05-1-2-b").superseded_by == "D05-1-2-a"
    assert _rule(hunan, "YL07", "D07-3-b").superseded_by == "D07-3-a"


def test_it_shows_an_incomplete_unit(hunan: Result) -> None:
    unit = hunan.unit("YL09")
    assert unit.status == "incomplete"
    assert set(unit.not_reported) == {"D02-4-a", "D06-1-a", "D06-2-a", "D08-2-a", "D10-4-a", "D11-1-a"}


def test_it_shows_conflicts(hunan: Result) -> None:
    found = _rule(hunan, "YL06", "D09-2-a")
    assert (found.input, found.conflict, found.other_inputs[0].value) == ("5", True, "2")
    surveyed = _rule(hunan, "YL06", "D08-2-a")
    assert (surveyed.input_from, surveyed.conflict) == ("measure", True)  # (322 + 160) / 600 = 80.33 %, stated 92 %
    assert surveyed.points == -1


def test_it_shows_a_satisfaction_that_two_bands_claim(hunan: Result) -> None:
    rule = _rule(hunan, "YL03", "D08-2-a")
    assert (rule.input, rule.points) == ("0.75", -2)  # (296 + 154) / 600 = 450 / 600


def test_it_shows_certificates_by_detachment(hunan: Result) -> None:
    reached, missed = _rule(hunan, "YL04", "D06-4-a"), _rule(hunan, "YL05", "D06-4-a")
    assert (reached.input, reached.points) == ("0.95", 0)  # 19 / 20 reaches 95 %
    assert (missed.input, missed.points) == ("0.9", -3)  # 9 / 10
    assert _rule(hunan, "YL04", "D06-5-a").points == 0  # the officer without certificate handles no case
    assert _rule(hunan, "YL05", "D06-5-a").points == -1


def test_it_shows_problems_that_do_not_count(hunan: Result) -> None:
    pending = _rule(hunan, "YL08", "D06-3-a")
    assert (pending.input_from, pending.points) == ("facts", 0)
    assert any(other.source == "findings_pending" for other in pending.other_inputs)
    assert _rule(hunan, "YL08", "D03-2-a").input == "3"  # three verified, the rejected one is left out


# What can be seen under the Chongqing measures


def test_it_shows_three_detachments_under_chongqing(chongqing: Result) -> None:
    kinds = {unit.unit_id: unit.kind for unit in chongqing.units}
    assert kinds == {"LG01": "municipal_facilities", "LG02": "landscaping", "LG03": "illegal_building"}
    assert all(unit.status == "complete" for unit in chongqing.units)
    assert chongqing.completion is not None
    assert chongqing.completion["fictional"] == "true"


def test_it_shows_a_veto_that_keeps_the_score(chongqing: Result) -> None:
    unit = chongqing.unit("LG03")
    assert [(veto.id, veto.rows) for veto in unit.vetoes] == [("V4", ("JG-001",))]
    assert (unit.score, unit.grade) == (98, "not_up_to_standard")  # 100 - 2 files
    assert not chongqing.unit("LG01").vetoes  # a decision that a court maintained is no veto


def test_it_shows_tolerated_rows(chongqing: Result) -> None:
    files = _rule(chongqing, "LG01", "DED-FILE-BASIC")
    assert (files.input, files.points, files.exempted) == ("3", -3, 2)  # F1 and F3 tolerated, a point each
    conduct = _rule(chongqing, "LG02", "DED-CONDUCT")
    assert (conduct.points, conduct.exempted, conduct.conflict) == (-4, 1, True)
    capped = _rule(chongqing, "LG02", "DED-FILE-BASIC")
    assert (capped.input, capped.points, capped.capped) == ("11", -8, True)


# That the cases are lawful


def _days_by_case(ledger: Ledger) -> dict[str, dict[str, date]]:
    told: dict[str, dict[str, date]] = {}
    for row in ledger.tables["events"].rows():
        at = row["at"]
        assert isinstance(at, datetime)
        told.setdefault(str(row["case_id"]), {})[str(row["activity"])] = at.date()
    return told


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    made = tmp_path_factory.mktemp("large") / "ledger"
    write_demonstration(made, cases=1900, seed=11)  # nothing is planted below 2,000
    return read_ledger(made)


def _is_in_time(days: Days) -> bool:
    paused = ()
    if "resumed" in days:
        paused = (Suspension(days["suspended"], date.fromordinal(days["resumed"].toordinal() - 1), "中止"),)
    due = add_calendar_days(days["filed"], 90, calendar=working_calendar("cn"), suspensions=paused).due
    return due is not None and days["decided"] <= due


def test_it_decides_in_time_except_where_lateness_is_meant(large: Ledger) -> None:
    cases = {str(row["case_id"]): str(row["unit_id"])[:4] for row in large.tables["cases"].rows()}
    days_by_case = _days_by_case(large)
    late = Counter(
        cases[case]
        for case, days in days_by_case.items()
        if {"filed", "decided"} <= set(days) and not _is_in_time(days)
    )
    assert set(late) == {"YL04", "YL07"}
    assert any(
        "resumed" in days and (days["decided"] - days["filed"]).days > 90
        for days in days_by_case.values()
        if "decided" in days
    )


def test_it_keeps_the_shorter_limits(large: Ledger) -> None:
    working = working_calendar("cn").working_days_between
    seen: Counter[str] = Counter()
    for case, days in _days_by_case(large).items():
        pairs = {
            "served": ("decided", 7),
            "published": ("decided", 7),
            "evidence_resolved": ("evidence_preserved", 7),
            "hearing_requested": ("notified", 5),
        }
        for later, (earlier, limit) in pairs.items():
            if later in days:
                seen[later] += 1
                assert working(days[earlier], days[later]) <= limit, (case, later)
        for later, earlier, limit in (("paid", "served", 15), ("released", "seized", 30), ("archived", "closed", 30)):
            if later in days:
                seen[later] += 1
                assert (days[later] - days[earlier]).days <= limit, (case, later)
        if "hearing_held" in days:
            assert working(days["hearing_notified"], days["hearing_held"]) > 7, case
    assert len(seen) == 7
    assert min(seen.values()) > 10


def test_it_keeps_the_order_and_the_day_of_the_ledger(large: Ledger) -> None:
    last: dict[object, object] = {}
    for row in large.tables["events"].rows():
        at = row["at"]
        assert isinstance(at, datetime)
        assert last.get(row["case_id"], at) <= at  # type: ignore[operator]
        last[row["case_id"]] = at
        assert at.date() <= date(2025, 11, 15)
        assert working_calendar("cn").is_workday(at.date()), at
        assert 8 <= at.hour < 20


def test_it_gives_two_officers_of_one_squad_to_every_case(large: Ledger) -> None:
    units = {row["officer_id"]: row["unit_id"] for row in large.tables["officers"].rows()}
    for row in large.tables["cases"].rows():
        assert row["lead_officer_id"] != row["second_officer_id"]
        assert units[row["lead_officer_id"]] == units[row["second_officer_id"]] == row["unit_id"]


def test_it_fines_within_the_benchmark(large: Ledger) -> None:
    bounds = {row["benchmark_id"]: (row["minimum"], row["maximum"]) for row in large.tables["benchmarks"].rows()}
    fined = [row for row in large.tables["cases"].rows() if row["benchmark_id"]]
    assert len(fined) > 600
    for row in fined:
        low, high = bounds[row["benchmark_id"]]
        assert low <= row["fine"] <= high, row["case_id"]  # type: ignore[operator]


# Where it may be written


def test_it_overwrites_an_earlier_demonstration_and_nothing_else(tmp_path: Path) -> None:
    write_demonstration(tmp_path / "demo", cases=40)
    assert is_demonstration(tmp_path / "demo")
    write_demonstration(tmp_path / "demo", cases=50)
    assert read_ledger(tmp_path / "demo").report.tables["cases"].accepted == 50
    told = tmp_path / "demo" / "ledger.yaml"
    told.write_text(told.read_text(encoding="utf-8").replace("2025", "2020"), encoding="utf-8")
    assert is_demonstration(tmp_path / "demo")  # as an earlier version made it
    (tmp_path / "demo" / "我的笔记.txt").write_text("笔记", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        write_demonstration(tmp_path / "demo")
    assert refused.value.faults[0].code == "folder_in_use"
    assert (tmp_path / "demo" / "我的笔记.txt").read_text(encoding="utf-8") == "笔记"


@pytest.mark.parametrize("name", ["ledger.yaml", "cases.csv"])
def test_it_refuses_a_folder_with_a_real_ledger(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("name: 我市 2020 年\n", encoding="utf-8")
    with pytest.raises(Refusal):
        write_demonstration(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_it_refuses_a_file_and_too_few_cases(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Refusal):
        write_demonstration(tmp_path / "file")
    with pytest.raises(Refusal) as refused:
        write_demonstration(tmp_path / "new", cases=0)
    assert refused.value.faults[0].code == "too_few_cases"
    assert not (tmp_path / "new").exists()
