"""Reading a scheme: every fault says file, line, clause, what was found and how to mend it; all are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.scheme_files import SMALL, altered, faults_in, read_text, written
from zhiheng.domain.refusals import Refusal
from zhiheng.schemes import built_in_schemes, find_scheme, read_scheme
from zhiheng.schemes.kinds import KINDS

TWICE = "points: 6\n      points: 7"

# Each broken scheme: what is replaced by what, then the fault: its code, line, clause, and a word of the remedy.
BROKEN = [
    ("amount: 4", "amonut: 4", "unknown_key", 21, "D01-1-a", "`amount`"),
    ("  version:", "  verzion:", "unknown_key", 3, "", "`version`"),
    ("unit_kinds:", "unit_kind:", "unknown_key", 8, "", "`unit_kinds`"),
    ("type: absence", "type: absense", "unknown_kind", 21, "D01-1-a", "`absence`"),
    ("type: absence", "type: 扣分", "unknown_kind", 21, "D01-1-a", "per_unit"),
    (", amount: 4", "", "missing_key", 21, "D01-1-a", "amount"),
    ("amount: 0.5", "amount: 半分", "not_a_number", 27, "D01-2-a", "0.5"),
    ("amount: 0.5", "amount: 5e-1", "not_a_number", 27, "D01-2-a", "0.5"),
    ("amount: 4", "amount: -4", "negative_points", 21, "D01-1-a", "positive"),
    ("id: D01-2-a", "id: D01-1-a", "duplicate_id", 27, "D01-1-a", "another"),
    ("id: D01-2\n", "id: D01-1\n", "duplicate_id", 23, "D01-1", "another"),
    ("points: 6", TWICE, "duplicate_key", 25, "D01-2", "keep"),
    ("[D01-1-a]", "[D01-1-x]", "unknown_rule", 22, "D01-1-b", "`D01-1-a`"),
    ("[D01-1-a]", "[D01-2-a]", "skip_out_of_reach", 22, "D01-1-b", "move"),
    ("[D01-1-a]", "[D01-1-b]", "skip_out_of_reach", 22, "D01-1-b", "move"),
    ("type: per_unit", "type: bonus_per_unit", "wrong_part", 27, "D01-2-a", "move"),
    ("type: absence, amount: 4", "type: veto", "wrong_part", 21, "D01-1-a", "move"),
    ("      points: 6\n", "", "missing_key", 23, "D01-2", "points"),
    ("- id: D01\n", "- id: D01\n    applies_to: [cty]\n", "unknown_unit_kind", 14, "D01", "`city`"),
    ("      points: 4\n", "      points: 4\n      applies_to: [镇]\n", "unknown_unit_kind", 17, "D01-1", "city"),
    ("kind: deduction", "kind: 扣分", "unknown_part", 10, "", "say which"),
    ("default: default, ", "", "missing_key", 6, "", "default"),
    ("cap: 6", "measure: {option: scope, a: x}", "unknown_option", 27, "D01-2-a", "boundary_policy"),
]


@pytest.mark.parametrize(("old", "new", "code", "line", "clause", "remedy"), BROKEN)
def test_it_says_where_and_how_to_mend(
    old: str, new: str, code: str, line: int, clause: str, remedy: str, tmp_path: Path
) -> None:
    found = faults_in(tmp_path, altered(SMALL, (old, new)))
    faults = [fault for fault in found if fault.code == code]
    assert faults, [fault.of("en") for fault in found]
    place = faults[0].place
    assert (place.file, place.line, place.clause) == (str(tmp_path / "scheme.yaml"), line, clause)
    assert remedy in faults[0].remedy.of("en")
    assert faults[0].reason.zh and faults[0].remedy.zh


def test_it_reads_the_scheme_that_is_broken_here(tmp_path: Path) -> None:
    scheme = read_text(tmp_path, SMALL)
    assert [rule.id for rule in scheme.every_rule()] == ["D01-1-a", "D01-1-b", "D01-2-a"]
    assert [rule.line for rule in scheme.every_rule()] == [21, 22, 27]
    assert str(scheme.rule("D01-2-a").scoring.amount) == "0.5"


def test_it_tells_all_faults_at_once(tmp_path: Path) -> None:
    text = altered(SMALL, ("amount: 4", "amount: 四"), ("amount: 0.5", "ammount: 0.5"), ("amount: 2", "amount: -2"))
    codes = [fault.code for fault in faults_in(tmp_path, text)]
    assert {"not_a_number", "unknown_key", "missing_key", "negative_points"} <= set(codes)


@pytest.mark.parametrize("missing", ["scheme", "parts"])
def test_it_needs_a_head_and_parts(missing: str, tmp_path: Path) -> None:
    start = SMALL.index(f"{missing}:\n")
    end = SMALL.index("options:\n") if missing == "scheme" else len(SMALL)
    faults = faults_in(tmp_path, SMALL[:start] + SMALL[end:])
    assert ("missing_key", missing in faults[0].reason.zh) == (faults[0].code, True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("scheme: {id: a\nparts: [", 2),
        ("scheme:\n  id: a\n   name: b\n", 3),
        ("scheme:\n  id: a\n  name: “x”: y\n", 3),
        ('scheme:\n  id: "a\n', 3),
    ],
)
def test_it_gives_the_line_of_broken_yaml(text: str, line: int, tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, text)
    assert fault.code == "not_yaml"
    assert fault.place.line is not None and abs(fault.place.line - line) <= 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("scheme: {id: 方案}".encode("gb18030"), "not_utf8"),
        (b"- a\n- b\n", "not_a_mapping"),
        (b"", "not_a_mapping"),
        (b"\xff\xfe\x00", "not_utf8"),
    ],
)
def test_it_refuses_a_file_that_is_no_scheme(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refusal:
        read_scheme(path)
    assert [fault.code for fault in refusal.value.faults] == [code]


def test_it_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_scheme(tmp_path / "nowhere.yaml")
    assert refusal.value.faults[0].code == "no_file"


def test_it_reads_utf8_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_bytes(SMALL.encode("utf-8-sig"))
    assert read_scheme(path).id == "small"


def test_it_finds_schemes_by_id_and_by_file(tmp_path: Path) -> None:
    assert find_scheme("hunan-2020") == built_in_schemes()["hunan-2020"]
    assert find_scheme(str(written(tmp_path, SMALL))).name == "scheme.yaml"
    with pytest.raises(Refusal) as refusal:
        find_scheme("hunan-2021")
    assert "hunan-2020" in refusal.value.faults[0].remedy.zh


def test_its_digest_is_that_of_the_file(tmp_path: Path) -> None:
    one = read_text(tmp_path, SMALL).digest
    assert one.startswith("sha256:") and one == read_text(tmp_path, SMALL).digest
    assert one != read_text(tmp_path, SMALL + "# 一处改动\n").digest


def test_it_keeps_numbers_as_they_are_written(tmp_path: Path) -> None:
    text = altered(SMALL, ("amount: 0.5", "amount: 0.10"), ("cap: 6", "cap: 0.3"))
    scoring = read_text(tmp_path, text).rule("D01-2-a").scoring
    # 0.1 × 3 = 0.3 exactly; a float would miss it.
    assert scoring.amount * 3 == scoring.cap


def test_it_reads_every_kind_from_the_built_in_schemes() -> None:
    rules = [rule for path in built_in_schemes().values() for rule in read_scheme(path).every_rule()]
    assert {rule.kind for rule in rules} == set(KINDS)


@pytest.mark.parametrize(("scheme_id", "parts", "rules"), [("hunan-2020", 2, 60), ("wuxue-file-review", 1, 6)])
def test_it_reads_the_built_in_schemes_whole(scheme_id: str, parts: int, rules: int) -> None:
    scheme = read_scheme(built_in_schemes()[scheme_id])
    assert (len(scheme.parts), len(list(scheme.every_rule()))) == (parts, rules)
    assert all(rule.clause.zh and rule.line for rule in scheme.every_rule())
