"""The four schemes of the rulebook are read, say what their sources say, and a completion closes only what is open."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from zhiheng.domain.refusals import Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.schemes import applies, built_in_schemes, read_completion, read_scheme

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
CHONGQING = built_in_schemes()["chongqing-interim"]
DEMO = CHONGQING.parent / "completion-demo.yaml"

RULES = {"chongqing-interim": 13, "hunan-2020": 60, "wuxue-file-review": 6, "xuhui-file-review": 5}
SEVEN_A = ["CASE", "ACTION", "INSPECT-A", "INSPECT-B", "PETITION", "FILE", "LAWPOP"]
SEVEN_B = ["CASE", "ACTION", "INSPECT-A", "PETITION", "COMPLAINT", "FILE", "LAWPOP"]


@cache
def _scheme(scheme_id: str) -> Scheme:
    return read_scheme(built_in_schemes()[scheme_id])


@cache
def _completed() -> Scheme:
    return read_scheme(CHONGQING, read_completion(DEMO))


def _given(name: str) -> Path:
    """Return a file of the requirements; the test is skipped, with the file's name, where it is not there."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"缺少需求文件 {name} / {name} of the requirements is not here")
    return path


def _mappings(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(found for child in value.values() for found in _mappings(child))]
    return [found for child in value for found in _mappings(child)] if isinstance(value, list) else []


def _yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def _plain(text: str) -> str:
    """Return a text without blanks and with half-width signs, as the sources mix both."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _refused(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "completion.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_scheme(CHONGQING, read_completion(path))
    return sorted(fault.code for fault in refusal.value.faults)


def test_it_reads_the_four_schemes() -> None:
    assert {scheme_id: len(list(_scheme(scheme_id).every_rule())) for scheme_id in built_in_schemes()} == RULES


@pytest.mark.parametrize("scheme_id", RULES)
def test_it_gives_every_rule_its_clause_in_both_languages(scheme_id: str) -> None:
    rules = list(_scheme(scheme_id).every_rule())
    assert [rule.id for rule in rules if not (rule.clause.zh and rule.clause.en and rule.text.zh)] == []


def test_it_keeps_the_words_of_the_hunan_text() -> None:
    drafted = [node for node in _mappings(_yaml(_given("requirements/hunan-2020.yaml"))) if "zh_text" in node]
    written = {
        node["id"]: node["zh_text"] for node in _mappings(_yaml(built_in_schemes()["hunan-2020"])) if "zh_text" in node
    }
    assert len(drafted) == 45  # 38 sub-items, 3 groups, 4 bonus items
    assert {node["id"]: node["zh_text"] for node in drafted} == written


def test_it_quotes_the_english_report_on_chongqing() -> None:
    source = _given("sources/chongqing-evaluation-measures.txt").read_text(encoding="utf-8")
    quotes = {node["en_text"] for node in _mappings(_yaml(CHONGQING)) if "en_text" in node}
    assert len(quotes) > 15
    assert [quote for quote in quotes if quote not in source] == []


@pytest.mark.parametrize(
    ("scheme_id", "name"),
    [("wuxue-file-review", "wuxue-five-characters"), ("xuhui-file-review", "xuhui-supervision-measures")],
)
def test_it_quotes_the_sources_of_file_review(scheme_id: str, name: str) -> None:
    source = _plain(_given(f"sources/{name}.txt").read_text(encoding="utf-8"))
    quotes = {node["zh_text"] for node in _mappings(_yaml(built_in_schemes()[scheme_id])) if "zh_text" in node}
    # The heading of the Xuhui source prints 问卷评查 (XH-AMB-03); the sentence itself is quoted as it stands.
    assert quotes
    assert [quote for quote in quotes if _plain(quote) not in source] == []


@pytest.mark.parametrize("kind", ["municipal_facilities", "landscaping", "illegal_building"])
def test_it_gives_each_detachment_its_seven_categories(kind: str) -> None:
    items = _scheme("chongqing-interim").parts[0].items
    categories = [item.id for item in items if applies(item.applies_to, kind) and not item.from_total]
    assert categories == (SEVEN_B if kind == "illegal_building" else SEVEN_A)


def test_it_leaves_open_what_the_report_does_not_state() -> None:
    paths = {path.path for path in _scheme("chongqing-interim").open_paths}
    categories = {f"{item}.points" for item in {*SEVEN_A, *SEVEN_B}}
    indicators = {
        f"IND-{name}.{value}" for name in ("CASES", "CLOSE", "POWER") for value in ("points", "target", "formula")
    }
    caps = {f"{rule}.cap" for rule in ("DED-FILE-BASIC", "DED-CONDUCT", "BON-DOC-BUREAU", "BON-DOC-GOV")}
    assert paths == categories | indicators | caps | {"indicators.remaining"}
    assert {scheme_id for scheme_id in RULES if _scheme(scheme_id).open_paths} == {"chongqing-interim"}


def test_it_closes_every_path_with_the_fictional_completion() -> None:
    scheme = _completed()
    assert scheme.open_paths == ()
    assert scheme.completion_fictional
    assert "虚构" in scheme.completion_label.zh and "FICTIONAL" in scheme.completion_label.en
    indicators = [rule.id for rule in scheme.every_rule() if rule.kind != "veto"]
    assert len(indicators) == 22  # 7 named in the source + 15
    for kind in scheme.unit_kinds:  # 40 + 10 + 10 + 10 + 10 + 12 + 8
        own = [item for item in scheme.parts[0].items if applies(item.applies_to, kind) and not item.from_total]
        assert sum(item.points_for(kind) for item in own) == 100


def test_it_lets_every_category_be_lost_whole_and_no_further() -> None:
    # e.g. CASE: 12 + 10 + 8 + 6 + 4 = 40
    for item in _completed().parts[0].items:
        if not item.from_total:
            most = [rule.scoring.own_cap or rule.scoring.most() for sub in item.sub_items for rule in sub.every_rule()]
            assert sum(filter(None, most), Decimal(0)) == item.points, item.id


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("  BON-DOC-GOV.amount: 5", "overrides_source"),
        ("  DED-CONDUCT.amount: 2", "overrides_source"),
        ("  GOLD.points: 5", "unknown_path"),
    ],
)
def test_it_refuses_to_override_what_the_source_states(tmp_path: Path, values: str, code: str) -> None:
    assert _refused(tmp_path, f"scheme: chongqing-interim\nlabel: {{zh: 试, en: try}}\nvalues:\n{values}\n") == [code]


def test_it_refuses_categories_that_do_not_add_up(tmp_path: Path) -> None:
    told = DEMO.read_text(encoding="utf-8").replace("ACTION.points: 10", "ACTION.points: 11")
    assert _refused(tmp_path, told) == ["sum_mismatch"] * 3  # 101 for each of the three kinds


def test_it_refuses_the_completion_of_another_scheme(tmp_path: Path) -> None:
    assert _refused(tmp_path, "scheme: hunan-2020\nvalues: {}\n") == ["other_scheme"]


@pytest.mark.parametrize("word", ["deactivated", "停用"])
def test_it_takes_an_indicator_out(tmp_path: Path, word: str) -> None:
    path = tmp_path / "completion.yaml"
    told = DEMO.read_text(encoding="utf-8").replace("IND-POWER: {points: 8, target: 0.3}", f"IND-POWER: {word}")
    path.write_text(told, encoding="utf-8")
    ids = [rule.id for rule in read_scheme(CHONGQING, read_completion(path)).every_rule()]
    assert "IND-POWER" not in ids and len(ids) == 30


def test_it_reads_outcomes_for_the_vetoes_that_other_organs_decide() -> None:
    vetoes = {rule.id: rule.scoring for rule in _scheme("chongqing-interim").vetoes}
    assert list(vetoes) == [f"V{number}" for number in range(1, 10)]
    assert [name for name, scoring in vetoes.items() if scoring.reads_outcomes] == ["V4", "V5", "V6", "V7", "V8"]
    assert vetoes["V4"].results == ("revoked", "partly_revoked", "changed", "confirmed_illegal")
    assert vetoes["V5"].organs == ("court", "reconsideration")
    assert vetoes["V6"].organs == ("superior",)


def test_it_keeps_applied_and_literal_bounds_of_grades_apart() -> None:
    excellent, up_to_standard, not_up_to_standard = _scheme("chongqing-interim").grades
    assert (excellent.minimum, excellent.minimum_inclusive) == (90, True)
    assert (up_to_standard.minimum, up_to_standard.minimum_inclusive) == (60, True)
    assert excellent.literal_minimum_inclusive is False  # more than 90
    assert up_to_standard.literal_minimum_inclusive is False  # more than 60
    assert not_up_to_standard.literal_maximum_inclusive is False  # less than 60
    assert [consequence.when for consequence in not_up_to_standard.consequences] == ["", "", "two_consecutive_years"]


@pytest.mark.parametrize(("scheme_id", "aspects"), [("wuxue-file-review", 6), ("xuhui-file-review", 5)])
def test_it_knows_the_words_for_the_aspects_of_a_card(scheme_id: str, aspects: int) -> None:
    scheme = _scheme(scheme_id)
    assert scheme.subject == "case"
    assert len(scheme.parts[0].items) == aspects
    assert all(item.from_total for item in scheme.parts[0].items)
    for item in scheme.parts[0].items:
        (rule,) = item.sub_items[0].rules
        assert scheme.aliases[item.name.zh] == rule.id
        assert scheme.aliases[item.name.en] == rule.id


@pytest.mark.parametrize("scheme_id", RULES)
def test_it_works_out_a_dozen_cases_for_every_scheme(scheme_id: str) -> None:
    folder = built_in_schemes()[scheme_id].parent / "cases"
    cases = [case for path in sorted(folder.glob("*.yaml")) for case in _yaml(path)]
    assert len(cases) >= 12
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        assert case["zh"] and case["en"] and case["requirement"] and case["expect"], case["id"]
        assert any(sign in case["arithmetic"] for sign in "=≥→"), case["id"]


def test_it_accepts_the_example_of_the_how_to() -> None:
    example = ROOT / "tests" / "assets" / "example-scheme.yaml"
    fence = (ROOT / "docs" / "howtos" / "schemes.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert fence == example.read_text(encoding="utf-8")
    scheme = read_scheme(example)
    assert sum(item.points for item in scheme.parts[0].items) == scheme.parts[0].points == 20  # 5 + 9 + 6
    assert {rule.kind for rule in scheme.every_rule()} == {
        *("absence not_implemented per_unit checklist threshold bands bonus_highest bonus_per_unit veto".split())
    }
