"""`lint`: what does not add up in a text, each with its line; nothing where everything does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.scheme_files import SMALL, altered, written
from zhiheng.schemes import built_in_schemes
from zhiheng.schemes.lint import Remark, lint_file

HUNAN = built_in_schemes()["hunan-2020"]
HUNAN_TEXT = HUNAN.read_text(encoding="utf-8")
CHONGQING = built_in_schemes()["chongqing-interim"]

RULE = "{id: D01-2-a, type: per_unit, amount: 0.5, cap: 6, unit_zh: 起, zh: 每发现一起}"
GRADES = """\
grades:
  items:
  - {id: good, zh: 优, min: 9, min_inclusive: true}
  - {id: fair, zh: 良, min: 6, min_inclusive: true, max: 9, max_inclusive: false}
  - {id: poor, zh: 差, max: 6, max_inclusive: false}
"""


def remarks_on(folder: Path, text: str) -> list[tuple[str, str]]:
    """Return the codes and rules of the remarks on a text."""
    return [(remark.code, remark.rule_id) for remark in lint_file(written(folder, text))]


def of_code(remarks: list[Remark], code: str) -> list[Remark]:
    return [remark for remark in remarks if remark.code == code]


def with_bands(*bands: str) -> str:
    """Return the small scheme with bands in place of its counting rule."""
    return altered(SMALL, (RULE, f"{{id: D01-2-a, type: bands, bands: [{', '.join(bands)}]}}"))


def corrected_hunan() -> str:
    """Return the Hunan text as it would stand without doubts: bands that touch, a cap that is reached."""
    text = HUNAN_TEXT
    for low, high in ((75, 85), (60, 75), (50, 60)):
        text = re.sub(rf'"{low}%-{high}%(及?)以下", (deduct: \d), lower: (\S+), lower_inclusive: \w+, upper: (\S+), '
                      r"upper_inclusive: \w+", f'"{low}%以上不满{high}%", \\2, lower: \\3, lower_inclusive: true, '
                      r"upper: \4, upper_inclusive: false", text)  # fmt: skip
    text = altered(
        text,
        ('"50%及以下", deduct: 4, lower: 0.0, lower_inclusive: true, upper: 0.50, upper_inclusive: true',
         '"不满50%", deduct: 4, lower: 0.0, lower_inclusive: true, upper: 0.50, upper_inclusive: false'),
        ("        amount: 0.5\n        cap: 3\n", "        amount: 0.6\n        cap: 3\n"),  # 5 × 0.6 = 3
    )  # fmt: skip
    return re.sub(r"open_questions:\n(- .*\n)+", "", text)


def test_it_finds_what_the_hunan_text_leaves_unclear() -> None:
    remarks = lint_file(HUNAN)
    told = {remark.code for remark in remarks}
    assert told == {"band_overlap", "cap_unreachable", "open_question"}
    overlaps = of_code(remarks, "band_overlap")
    assert [(remark.rule_id, remark.text.zh.split("%")[0]) for remark in overlaps] == [
        ("D08-2-a", "75"),
        ("D08-2-a", "60"),
        ("D08-2-a", "50"),
    ]
    assert {remark.ambiguity for remark in overlaps} == {"HN-AMB-01"}
    assert [(r.rule_id, r.ambiguity) for r in of_code(remarks, "cap_unreachable")] == [("D05-2-a", "HN-AMB-07")]
    assert "D07-3" in [remark.rule_id for remark in of_code(remarks, "open_question")]


def test_it_tells_the_line_the_words_stand_on() -> None:
    lines = HUNAN_TEXT.splitlines()
    for remark in lint_file(HUNAN):
        assert remark.file == "scheme.yaml"
        if remark.code == "band_overlap":
            assert f'"{remark.text.zh.split("：")[1].split("、")[0]}"' in lines[remark.line - 1]
        if remark.code == "cap_unreachable":
            assert "D05-2-a" in lines[remark.line - 1]
            assert "3" in remark.text.zh and "2.5" in remark.text.zh


def test_it_finds_nothing_in_a_corrected_hunan_text(tmp_path: Path) -> None:
    assert remarks_on(tmp_path, corrected_hunan()) == []


def test_it_finds_the_boundaries_of_chongqing() -> None:
    remarks = lint_file(CHONGQING)
    boundaries = of_code(remarks, "grade_boundary")
    assert [re.findall(r"\d+", remark.text.zh) for remark in boundaries] == [["90"], ["60"]]
    assert all(remark.rule_id == "" and remark.ambiguity == "CQ-AMB-03" for remark in boundaries)
    unspecified = {remark.rule_id for remark in of_code(remarks, "unspecified")}
    assert {"CASE", "INSPECT-B", "LAWPOP", "IND-CLOSE", "BON-DOC-GOV", "indicators"} <= unspecified
    assert {remark.code for remark in remarks} == {"grade_boundary", "unspecified", "open_question"}


def test_an_applied_policy_silences_nothing(tmp_path: Path) -> None:
    text = HUNAN_TEXT.replace("boundary_policy, default: default", "boundary_policy, default: strict")
    overlaps = [code for code, _ in remarks_on(tmp_path, text) if code == "band_overlap"]
    assert len(overlaps) == 3


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        (("{zh: 90%以上, deduct: 0, lower: 0.9}", "{zh: 90%以下, deduct: 6, upper: 0.9}"), []),
        (("{zh: 90%以上, deduct: 0, lower: 0.9}", "{zh: 90%及以下, deduct: 6, upper: 0.9}"), ["band_overlap 90%"]),
        (("{zh: 90%以上, deduct: 0, lower: 0.9}", "{zh: 80%以下, deduct: 6, upper: 0.8}"), ["band_gap 80%–90%"]),
        (("{zh: 90%以上, deduct: 0, lower: 0.9}", "{zh: 95%以下, deduct: 6, upper: 0.9}"), ["band_overlap 90%–95%"]),
        (
            ("{zh: 90%以上, deduct: 0, lower: 0.9}", "{zh: 80%以上不满90%, deduct: 1, lower: 0.8, upper: 0.9}",
             "{zh: 不满80%, deduct: 6, upper: 0.8}"),
            [],
        ),
        (("{zh: 90%以上, deduct: 0, lower: 0.9}",), ["band_gap 0%–90%"]),
        (("{zh: 一次, deduct: 3, count: 1}", "{zh: 三次以上, deduct: 6, count_min: 3}"), ["band_gap 0", "band_gap 2"]),
        (("{zh: 无, deduct: 0, count: 0}", "{zh: 有, deduct: 6, count_min: 0}"), ["band_overlap 0"]),
    ],
)  # fmt: skip
def test_it_reads_bands_literally(bands: tuple[str, ...], found: list[str], tmp_path: Path) -> None:
    remarks = [r for r in lint_file(written(tmp_path, with_bands(*bands))) if r.code.startswith("band")]
    assert [f"{remark.code} {remark.text.zh.split(' ')[0]}" for remark in remarks] == found


@pytest.mark.parametrize(
    ("old", "new", "code", "rule_id"),
    [
        ("  points: 10\n  items", "  points: 11\n  items", "sum_mismatch", ""),  # 10 ≠ 11
        ("    points: 10\n", "    points: 9\n", "sum_mismatch", "D01"),  # 4 + 6 ≠ 9
        ("      points: 4\n", "      points: 5\n", "sum_mismatch", "D01-1"),  # the rules take 4 at most
        (RULE, "{id: D01-2-a, type: checklist, amount: 1, cap: 6, elements: [甲, 乙]}", "cap_unreachable", "D01-2-a"),
        ("      zh_text: 每起扣0.5分，扣完6分为止。\n", "", "uncited", "D01-2-a"),
        (", basis: 第九条", "", "uncited", "boundary_policy"),
        ("scheme:\n", "terms: [不存在的用语]\nscheme:\n", "undefined_term", ""),
        ("cap: 6, ", "cap: 6, measure: 无此指标, ", "undefined_term", ""),
        ("cap: 6, ", "cap: 6, formula: 罚款总额, ", "money_input", "D01-2-a"),
        ("scheme:\n", "open_questions: [{ambiguity: X, at: D01-2-a, zh: 疑义}]\nscheme:\n", "open_question", "D01-2-a"),
    ],
)  # fmt: skip
def test_it_finds(old: str, new: str, code: str, rule_id: str, tmp_path: Path) -> None:
    assert (code, rule_id) in remarks_on(tmp_path, altered(SMALL, (old, new)))


def test_it_finds_nothing_in_the_small_scheme(tmp_path: Path) -> None:
    assert [remark for remark in remarks_on(tmp_path, SMALL) if remark[0] != "undefined_term"] == []


def test_it_wants_the_graver_rule_first(tmp_path: Path) -> None:
    # Otherwise one more fault would raise the score: 未落实 2 alone, and 未建立 4 would no longer count.
    graver = "{id: D01-1-a, type: absence, amount: 4, zh: 未建立, exclusive_group: g1}"
    milder = "{id: D01-1-b, type: not_implemented, amount: 2, zh: 未落实, exclusive_group: g1}"
    first, second = (line.strip(" -") for line in SMALL.splitlines() if "D01-1-a, " in line or "D01-1-b" in line)
    right = altered(SMALL, (first, graver), (second, milder))
    wrong = altered(SMALL, (first, milder), (second, graver))
    assert ("exclusive_order", "D01-1-a") not in remarks_on(tmp_path, right)
    assert ("exclusive_order", "D01-1-a") in remarks_on(tmp_path, wrong)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("", ""), []),
        (("max: 9, max_inclusive: false", "max: 9, max_inclusive: true"), ["9"]),  # two grades
        (("min: 9, min_inclusive: true", "min: 9, min_inclusive: false"), ["9"]),  # none
        (("max: 6, max_inclusive: false", "max: 5, max_inclusive: false"), ["5"]),  # a gap from 5 to 6
    ],
)
def test_it_reads_grades_literally(change: tuple[str, str], found: list[str], tmp_path: Path) -> None:
    grades = altered(GRADES, change) if change[0] else GRADES
    remarks = of_code(lint_file(written(tmp_path, grades + SMALL)), "grade_boundary")
    assert [re.findall(r"\d+", remark.text.zh)[0] for remark in remarks] == found


def test_it_tells_remarks_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = altered(SMALL, ("    points: 10\n", "    points: 9\n"), ("      points: 4\n", "      points: 5\n"))
    lines = [remark.line for remark in lint_file(written(tmp_path, text))]
    assert lines == sorted(lines) and len(lines) > 2
