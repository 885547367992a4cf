"""Rules answered by checks: what a scheme file may say, and how it is refused with line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.scheme_files import SMALL, altered, read_text
from zhiheng.domain.refusals import Refusal
from zhiheng.domain.scheme import CheckBinding
from zhiheng.schemes import read_scheme
from zhiheng.schemes.bindings import check_files, subject_of
from zhiheng.schemes.reading import built_in_schemes

COUNTED = "type: per_unit, amount: 0.5, cap: 6, unit_zh: 起, zh: 每发现一起"
FLAG = "type: absence, amount: 4, zh: 未建立"
NOTICE = "cn-penalty-missing-notice"
RATE = "type: threshold, amount: 2, threshold: 0.9, zh: 未达到90%"
SWITCH = (
    "\nunit_kinds:",
    "\n- {id: checked, default: counted, choices: [counted, left_aside], basis: 第九条, zh: 检查}\nunit_kinds:",
)


def with_rule(old: str, new: str, *more: tuple[str, str]) -> str:
    return altered(SMALL, (old, new), *more)


@pytest.mark.parametrize(
    ("members", "binding"),
    [
        (f"checks: [{NOTICE}]", CheckBinding((NOTICE,), "findings")),
        (f"checks: {NOTICE}, checks_count: cases", CheckBinding((NOTICE,), "cases")),
        (f"checks: [{NOTICE}, {NOTICE}]", CheckBinding((NOTICE,), "findings")),  # named twice, counted once
    ],
)
def test_it_reads_the_checks_of_a_count(members: str, binding: CheckBinding, tmp_path: Path) -> None:
    scheme = read_text(tmp_path, with_rule(COUNTED, f"{COUNTED}, {members}"))
    assert scheme.rule("D01-2-a").checks == binding


def test_it_reads_the_checks_of_a_yes_or_no_and_of_a_rate(tmp_path: Path) -> None:
    scheme = read_text(
        tmp_path, with_rule(FLAG, f"{FLAG}, checks: [{NOTICE}]", (COUNTED, f"{RATE}, checks: [{NOTICE}]"))
    )
    assert scheme.rule("D01-1-a").checks == CheckBinding((NOTICE,), "findings")
    assert scheme.rule("D01-2-a").checks == CheckBinding((NOTICE,), "cases")
    assert scheme.rule("D01-1-b").checks is None


def test_an_option_can_switch_checks_on_and_off(tmp_path: Path) -> None:
    members = f"checks: [{NOTICE}], checks_by: {{option: checked, choice: counted}}"
    binding = read_text(tmp_path, with_rule(COUNTED, f"{COUNTED}, {members}", SWITCH)).rule("D01-2-a").checks
    assert binding is not None
    assert binding.holds({"checked": "counted"}) and not binding.holds({"checked": "left_aside"})


BY = "checks_by: {option: checked, choice: counts}"
ELEMENTS = "type: checklist, amount: 1, zh: 每少一项, elements: [{zh: 甲}, {zh: 乙}]"
REFUSED = {
    "unknown": (f"{COUNTED}, checks: [cn-penalty-missing-notise]", "unknown_check", NOTICE),
    "checklist": (f"{ELEMENTS}, checks: [{NOTICE}]", "checks_not_countable", "checks"),
    "two-measures": (f"{RATE}, measure: on_time_rate, checks: [{NOTICE}]", "two_measures", ""),
    "count-of-a-rate": (f"{COUNTED}, checks: [{NOTICE}], checks_count: closed_cases", "unknown_counting", "findings"),
    "count-without-checks": (f"{COUNTED}, checks_count: cases", "missing_key", "checks"),
    "no-checks": (f"{COUNTED}, checks: []", "missing_key", "checks"),
    "payment": (f"{COUNTED}, checks: [cn-penalty-late-payment]", "money_input", "七十四"),
    "complaints": (f"{RATE}, checks: [chongqing-late-complaint]", "checks_without_cases", "案件"),
    "no-option": (f"{COUNTED}, checks: [{NOTICE}], {BY}", "unknown_option", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_what_checks_cannot_answer(name: str, tmp_path: Path) -> None:
    rule, code, remedy = REFUSED[name]
    with pytest.raises(Refusal) as refusal:
        read_text(tmp_path, with_rule(COUNTED, rule))
    (fault,) = refusal.value.faults
    assert (fault.code, fault.place.line) == (code, 27)  # the rule's line in the file
    assert remedy in fault.remedy.zh


def test_it_refuses_a_choice_that_the_option_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_text(tmp_path, with_rule(COUNTED, f"{COUNTED}, checks: [{NOTICE}], {BY}", SWITCH))
    (fault,) = refusal.value.faults
    assert (fault.code, "counted" in fault.remedy.zh) == ("unknown_choice", True)


def test_it_knows_the_checks_without_loading_them() -> None:
    assert len(check_files()) > 60
    assert subject_of("chongqing-late-complaint") == "complaint"
    assert subject_of("chongqing-overturned-decision") == "outcome"
    assert subject_of(NOTICE) == "case"


def test_no_fact_is_bound_to_two_rules_that_both_deduct() -> None:
    # One fact, one rule (HN-AMB-16); the quality rate is an option of its own and off by default.
    for path in built_in_schemes().values():
        bound = [rule.checks for rule in read_scheme(path).every_rule() if rule.checks]
        named = [name for binding in bound if binding.choice != "clean_cases" for name in binding.checks]
        assert len(named) == len(set(named))
        assert set(named) <= set(check_files())
