"""A completion supplies what a source leaves open, overrides nothing, and adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.scheme_files import altered, faults_in, read_text
from zhiheng.schemes import built_in_schemes, read_completion, read_scheme

FILE = built_in_schemes()["chongqing-interim"]
CHONGQING = FILE.read_text(encoding="utf-8")
DEMO = (FILE.parent / "completion-demo.yaml").read_text(encoding="utf-8")


def codes(folder: Path, *changes: tuple[str, str]) -> list[str]:
    return [fault.code for fault in faults_in(folder, CHONGQING, altered(DEMO, *changes))]


def test_it_closes_every_open_path(tmp_path: Path) -> None:
    open_paths = {open_path.path for open_path in read_scheme(FILE).open_paths}
    assert {"CASE.points", "IND-CLOSE.target", "BON-DOC-GOV.cap", "indicators.remaining"} <= open_paths
    scheme = read_text(tmp_path, CHONGQING, DEMO)
    assert scheme.open_paths == ()
    assert scheme.completion_fictional and scheme.completion_digest.startswith("sha256:")
    # 7 sub-items named by the source + 15 invented ones = 22 (CQ-22).
    assert sum(1 for rule in scheme.every_rule() if rule.kind != "veto") == 22


def test_it_leaves_the_digest_of_the_scheme_alone(tmp_path: Path) -> None:
    assert read_text(tmp_path, CHONGQING, DEMO).digest == read_scheme(FILE).digest


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  DED-CONDUCT.cap: 10\n", "  DED-CONDUCT.cap: 10\n  DED-CONDUCT.amount: 2\n", "overrides_source"),
        ("  BON-DOC-GOV.cap: 6\n", "  BON-DOC-GOV.cap: 6\n  BON-DOC-GOV.amount: 5\n", "overrides_source"),
        ("rules:\n", "rules:\n- {id: V4, type: veto, zh: 改写}\n", "overrides_source"),
        ("scheme: chongqing-interim", "scheme: hunan-2020", "other_scheme"),
        ("  ACTION.points: 10\n", "  ACTION.points: 9\n", "sum_mismatch"),
        ("  COMPLAINT.points: 10\n", "  COMPLAINT.points: 12\n", "sum_mismatch"),  # one kind of detachment alone
        ("id: DEMO-ACT-PLAN, category: ACTION", "id: DEMO-ACT-PLAN, category: ACTIONS", "unknown_category"),
        ("id: DEMO-ACT-PLAN, category: ACTION, ", "id: DEMO-ACT-PLAN, ", "missing_key"),
        ("  ACTION.points: 10\n", "  ACTION.points: 10\n  ACTOIN.points: 10\n", "unknown_path"),
        ("  ACTION.points: 10\n", "  ACTION.points: 十\n", "not_a_number"),
        ("id: DEMO-ACT-DONE", "id: DEMO-ACT-PLAN", "duplicate_id"),
        ("type: absence, amount: 4, zh: \"未制定年度", "type: absense, amount: 4, zh: \"未制定年度", "unknown_kind"),
        ("label:", "lable:", "unknown_key"),
        ("scheme: chongqing-interim\n", "", "missing_key"),
    ],
)  # fmt: skip
def test_it_refuses(old: str, new: str, code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, (old, new))


def test_it_names_its_own_file_and_line(tmp_path: Path) -> None:
    text = altered(DEMO, ("  BON-DOC-GOV.cap: 6\n", "  BON-DOC-GOV.cap: 6\n  BON-DOC-GOV.amount: 5\n"))
    (fault,) = faults_in(tmp_path, CHONGQING, text)
    line = text.splitlines().index("  BON-DOC-GOV.amount: 5") + 1
    assert (fault.place.file, fault.place.line) == (str(tmp_path / "completion.yaml"), line)


def test_it_says_what_is_still_open(tmp_path: Path) -> None:
    part = "scheme: chongqing-interim\nvalues:\n  CASE.points: 40\n"
    scheme = read_text(tmp_path, CHONGQING, part)
    open_paths = {open_path.path for open_path in scheme.open_paths}
    assert "CASE.points" not in open_paths and {"ACTION.points", "LAWPOP.points"} <= open_paths


def test_it_lets_points_differ_by_kind_of_unit(tmp_path: Path) -> None:
    # 14 + 6 = 10 + 10: the petitions of one kind of detachment weigh more, its complaints less.
    petition = ("  PETITION.points: 10\n", "  PETITION.points: 10\n  illegal_building.PETITION: 14\n")
    complaint = ("  COMPLAINT.points: 10\n", "  COMPLAINT.points: 6\n")
    scheme = read_text(tmp_path, CHONGQING, altered(DEMO, petition, complaint))
    items = {item.id: item for part in scheme.parts for item in part.items}
    assert [str(items["PETITION"].points_for(kind)) for kind in ("illegal_building", "landscaping")] == ["14", "10"]
    assert codes(tmp_path, petition) == ["sum_mismatch"]


@pytest.mark.parametrize(("written", "limit"), [("none", None), ("无", None), ("7.5", "7.5")])
def test_it_may_say_that_there_is_no_cap(written: str, limit: str | None, tmp_path: Path) -> None:
    scheme = read_text(tmp_path, CHONGQING, altered(DEMO, ("DED-CONDUCT.cap: 10", f"DED-CONDUCT.cap: {written}")))
    cap = scheme.rule("DED-CONDUCT").scoring.own_cap
    assert (None if cap is None else str(cap)) == limit


def test_it_takes_out_an_indicator(tmp_path: Path) -> None:
    text = altered(DEMO, ("  IND-POWER: {points: 8, target: 0.3}\n", "  IND-POWER: 停用\n"))
    ids = [rule.id for rule in read_text(tmp_path, CHONGQING, text).every_rule()]
    assert "IND-POWER" not in ids and "IND-CASES" in ids


def test_it_says_the_same_nested_or_with_dots(tmp_path: Path) -> None:
    path = tmp_path / "completion.yaml"
    path.write_text("scheme: x\nvalues:\n  A: {b: 1, c: {d: 2}}\n  E.f: 3\n", encoding="utf-8")
    assert {name: node.text() for name, node in read_completion(path).values.items()} == {
        "A.b": "1",
        "A.c.d": "2",
        "E.f": "3",
    }


@pytest.mark.parametrize("category", ["category: CASE, ", ""])
def test_it_takes_a_whole_rule_for_a_named_indicator(category: str, tmp_path: Path) -> None:
    whole = f'- {{id: IND-CASES, {category}kind: per_unit, amount: 1, cap: 12, zh: 少办一件, zh_text: "少办一件扣1分"}}'
    given = altered(DEMO, ("  IND-CASES: {points: 12, target: 60}\n", ""), ("\nrules:\n", f"\nrules:\n{whole}\n"))
    scheme = read_text(tmp_path, CHONGQING, given)
    assert scheme.open_paths == ()
    assert scheme.rule("IND-CASES").kind == "per_unit"
