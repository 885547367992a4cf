"""The planted faults: every label holds, nothing else is broken, hard cases stand beside them, chance is repeatable."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from adapters.comparison_judge import Broken, judged, letters
from adapters.procedure_judge import CALENDAR, JUDGES, File, files_of
from zhiheng.ledgers import Ledger, read_ledger
from zhiheng.ledgers.demonstration import write_demonstration
from zhiheng.ledgers.demonstration.caseload import bundles
from zhiheng.ledgers.demonstration.planting import FAULTS, HARD_CASES, name_of
from zhiheng.legaltime import add_calendar_days

REPEATED = "xuhui-repeated-complaints"
CASES = 12_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("planted") / "ledger"
    write_demonstration(made, cases=CASES, seed=3)
    return made


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Ledger:
    return read_ledger(folder)


@pytest.fixture(scope="module")
def files(ledger: Ledger) -> list[File]:
    return list(files_of(ledger))


@pytest.fixture(scope="module")
def planted(folder: Path) -> Counter[Broken]:
    return _planted(folder)


def _planted(folder: Path) -> Counter[Broken]:
    with (folder / "planted.csv").open(encoding="utf-8-sig", newline="") as file:
        return Counter(cast(Broken, tuple(row.values())) for row in csv.DictReader(file))


def test_it_breaks_what_is_labelled_and_nothing_else(ledger: Ledger, planted: Counter[Broken]) -> None:
    found = judged(ledger)
    labelled = Counter({row: count for row, count in planted.items() if row[0] != REPEATED})
    assert sorted(found - labelled) == []
    assert sorted(labelled - found) == []


@pytest.mark.parametrize(("cases", "seed"), [(1, 1), (400, 1), (400, 7), (1_999, 2), (2_500, 4)])
def test_it_is_as_lawful_at_other_sizes_and_seeds(tmp_path: Path, cases: int, seed: int) -> None:
    write_demonstration(tmp_path / "ledger", cases=cases, seed=seed)
    labelled = Counter({row: count for row, count in _planted(tmp_path / "ledger").items() if row[0] != REPEATED})
    found = judged(read_ledger(tmp_path / "ledger"))
    assert sorted(found - labelled) == []
    assert sorted(labelled - found) == []


def test_it_labels_the_known_faults_of_the_small_ledger(tmp_path: Path) -> None:
    write_demonstration(tmp_path / "ledger")
    found = Counter(row[0] for row in _planted(tmp_path / "ledger").elements())
    assert found == {"chongqing-overturned-decision": 1, "cn-penalty-late-90-days": 4}
    with (tmp_path / "ledger" / "planted.csv").open(encoding="utf-8-sig") as file:
        assert next(file).strip() == "check_id,case_id,complaint_id,unit_id"


def test_it_plants_every_fault_in_many_units(planted: Counter[Broken]) -> None:
    checks = {row[0] for row in planted}
    assert len(checks) >= 80
    assert set(JUDGES) <= checks
    units = defaultdict(set)
    for check_id, _, _, unit in planted:
        units[check_id].add(unit[:4])
    assert len({unit for found in units.values() for unit in found}) == 17
    assert min(len(found) for found in units.values()) >= 3


def test_it_names_rows_that_are_in_the_ledger(ledger: Ledger, planted: Counter[Broken]) -> None:
    units = {row["case_id"]: row["unit_id"] for row in ledger.tables["cases"].rows()}
    complaints = {row["complaint_id"]: row["unit_id"] for row in ledger.tables["complaints"].rows()}
    assert len({row[1] for row in planted}) > 400
    for _, case, complaint, unit in planted:
        if case and case != "AJ-LG03-0001":  # the outcome is LG03's own
            assert units[case] == unit
        if complaint:
            assert complaints[complaint] == unit


def test_it_labels_the_third_and_later_complaint_of_one_problem(ledger: Ledger, planted: Counter[Broken]) -> None:
    problems = defaultdict(list)
    for row in ledger.tables["complaints"].rows():
        problems[row["issue"], letters(row["place"])].append((row["received_at"], row["complaint_id"], row["subject"]))
    labelled = {row[2] for row in planted if row[0] == REPEATED}
    third_or_later = {one[1] for group in problems.values() for one in sorted(group)[2:]}
    noises = {one[1] for group in problems.values() for one in group if "狗整天叫唤" in str(one[2])}
    assert len(labelled) > 5
    assert labelled == third_or_later - noises
    assert len(noises) > 2  # three noises at one house are three problems


def test_it_writes_repeated_complaints_in_different_words_and_spellings(
    ledger: Ledger, planted: Counter[Broken]
) -> None:
    rows = {row["complaint_id"]: row for row in ledger.tables["complaints"].rows()}
    for complaint in {row[2] for row in planted if row[0] == REPEATED}:
        first, second = rows[complaint[:-1] + "1"], rows[complaint[:-1] + "2"]
        assert first["subject"] != rows[complaint]["subject"] != second["subject"]
        assert first["place"] != second["place"]
        assert letters(first["place"]) == letters(second["place"])


# Hard cases


def _count(files: list[File], is_one: Callable[[File], bool]) -> int:
    return sum(is_one(file) for file in files)


def _index_gap(file: File, start: str, end: str) -> int | None:
    begun, ended = file.day(start), file.day(end)
    return None if begun is None or ended is None else CALENDAR.working_days_between(begun, ended)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("decided", "served", 7),
        ("decided", "published", 7),
        ("decided", "published", 20),
        ("filed", "decided", 20),
        ("decided", "served", 10),
        ("evidence_preserved", "evidence_resolved", 7),
        ("hearing_notified", "hearing_held", 7),
        ("notified", "decided", 6),
        ("demanded", "enforced", 3),
        ("demanded", "court_applied", 11),
    ],
)
def test_it_has_lawful_cases_on_the_last_day(files: list[File], start: str, end: str, days: int) -> None:
    assert _count(files, lambda file: _index_gap(file, start, end) == days) >= 4


@pytest.mark.parametrize(
    ("start", "end", "limit"), [("filed", "decided", 90), ("served", "paid", 15), ("clue_registered", "filed", 15)]
)
def test_it_has_lawful_cases_on_the_last_day_rolled_over_rest_days(
    files: list[File], start: str, end: str, limit: int
) -> None:
    def is_rolled(file: File) -> bool:
        begun, ended = file.day(start), file.day(end)
        due = add_calendar_days(begun, limit, calendar=CALENDAR).due if begun else None
        return ended is not None and ended == due and begun is not None and (ended - begun).days > limit

    assert _count(files, is_rolled) >= 1


def test_it_has_decisions_after_the_october_holidays_and_after_suspensions(files: list[File]) -> None:
    def days(file: File) -> int:
        begun, ended = file.day("filed"), file.day("decided")
        return (ended - begun).days if begun and ended else 0

    assert _count(files, lambda file: file.day("decided") == date(2025, 10, 9) and days(file) > 94) >= 3
    assert _count(files, lambda file: days(file) > 115 and file.has("resumed") and not file.has("extended")) >= 3
    open_ones = [file for file in files if not file.has("decided") and file.day("filed") in _DUE_SOON]
    assert len(open_ones) >= 3


_DUE_SOON = (date(2025, 8, 18), date(2025, 8, 19), date(2025, 8, 20))


def test_it_has_services_across_make_up_workdays(files: list[File]) -> None:
    makeups = set(CALENDAR.makeups)

    def crosses(file: File) -> bool:
        begun, ended = file.day("decided"), file.day("served")
        return begun is not None and ended is not None and any(begun < day < ended for day in makeups)

    assert _count(files, lambda file: _index_gap(file, "decided", "served") == 7 and crosses(file)) >= 2


def test_it_has_the_same_phrases_and_forms_in_many_lawful_cases(files: list[File], planted: Counter[Broken]) -> None:
    copied = {row[1] for row in planted if row[0] == "xuhui-fabricated-text"}
    notes = Counter(str(event["note"]) for file in files for event in file.events if file.row["case_id"] not in copied)
    assert notes["已告知拟作处罚的事实、理由、依据和陈述申辩的权利"] > 500
    assert notes["情况属实"] > 50
    assert notes["当事人无陈述申辩意见"] >= 4


def test_it_has_fines_exactly_at_the_bounds(files: list[File]) -> None:
    fined = [(file, file.benchmarks[file.row["benchmark_id"]]) for file in files if file.row["benchmark_id"]]
    assert sum(file.row["fine"] == benchmark["maximum"] for file, benchmark in fined) > 10
    assert sum(file.row["fine"] == benchmark["minimum"] for file, benchmark in fined) > 10
    spot = [file for file in files if file.row["procedure"] == "summary"]
    assert {200, 3_000} <= {file.row["fine"] for file in spot}


def test_it_has_certificates_valid_until_that_very_day(files: list[File]) -> None:
    def is_last_day(file: File) -> bool:
        lead = file.officer("lead")
        day = file.day("decided" if file.row["procedure"] == "summary" else "investigated")
        return lead is not None and day is not None and lead["certificate_until"] == day

    assert _count(files, is_last_day) >= 4


def test_it_has_officers_at_two_places_just_far_enough_apart(files: list[File]) -> None:
    stood = defaultdict(list)
    for file in files:
        for event in file.all("inspected"):
            stood[event["officer_id"]].append((cast(datetime, event["at"]), file.row["case_id"]))
    gaps = Counter()  # type: ignore[var-annotated]
    for group in stood.values():
        group.sort()
        for before, after in pairwise(group):
            gaps[int((after[0] - before[0]).total_seconds()) // 60] += 1
    assert gaps[11] >= 2
    assert gaps[60] >= 2
    assert sum(count for minutes, count in gaps.items() if minutes <= 10) >= 4  # the planted ones


def test_it_names_the_scene_of_every_case_that_is_staged() -> None:
    scenes = defaultdict(set)
    for bundle in bundles(CASES, 3):
        scenes[bundle.scene].update(label.check_id for label in bundle.labels)
    assert set(scenes) == {"", *map(name_of, FAULTS), *map(name_of, HARD_CASES)}
    assert all(scenes[name_of(scene)] for scene in FAULTS)
    assert not any(scenes[name_of(scene)] for scene in HARD_CASES)
    assert scenes[""] <= {
        "cn-penalty-late-90-days",
        "cn-penalty-unqualified-certificate",
        "cn-penalty-unqualified-certificate-on-the-spot",
        "xuhui-fabricated-month-end",
    }


def test_it_says_which_scenes_are_faults_and_which_are_not() -> None:
    assert len(FAULTS) >= 80
    assert len(HARD_CASES) >= 40
    assert all((scene.__doc__ or "").startswith("Hard case: ") for scene in HARD_CASES)
    assert not any((scene.__doc__ or "").startswith("Hard case") for scene in FAULTS)
    assert len(set(FAULTS) | set(HARD_CASES)) == len(FAULTS) + len(HARD_CASES)
