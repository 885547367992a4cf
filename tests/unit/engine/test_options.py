"""Options: every one of the scheme with its value; an unknown name or value is refused with what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.scheme_files import SMALL, altered, read_text
from adapters.scored_ledgers import scheme_of
from zhiheng.domain.refusals import Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.engine import settled_options


def free_cap(folder: Path) -> Scheme:
    """Return a scheme that leaves the cap of the total free."""
    option = "options:\n- {id: total_cap, default: none, basis: 第十条, zh: 总分上限}\n"
    return read_text(folder, altered(SMALL, ("options:\n", option)))


def refusal_of(scheme: Scheme, **given: str) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal:
        settled_options(scheme, given)
    (fault,) = refusal.value.faults
    return fault.code, fault.remedy.of("en")


def test_it_settles_every_option_by_name() -> None:
    settled = settled_options(scheme_of("hunan-2020"), {"count_by": "penalty_item"})
    assert settled == {
        "boundary_policy": "default",
        "certificate_scope": "each_detachment",
        "check_findings": "counted",
        "count_by": "penalty_item",
        "not_applicable": "full",
        "quality_rate": "reviewed",
    }
    assert list(settled) == sorted(settled)


def test_it_refuses_an_unknown_option_and_an_unknown_value() -> None:
    hunan = scheme_of("hunan-2020")
    assert refusal_of(hunan, boundary_polcy="strict") == ("unknown_option", "known: boundary_policy")
    assert refusal_of(hunan, boundary_policy="lenient") == (
        "unknown_choice",
        "one of: default | favour_evaluated | strict",
    )


@pytest.mark.parametrize("value", ["none", "100", "12.5"])
def test_a_free_number_is_a_number(value: str, tmp_path: Path) -> None:
    assert settled_options(free_cap(tmp_path), {"total_cap": value})["total_cap"] == value


@pytest.mark.parametrize("value", ["abc", "一百", "1e3", "NaN"])
def test_it_refuses_a_free_number_that_is_none(value: str, tmp_path: Path) -> None:
    assert refusal_of(free_cap(tmp_path), total_cap=value)[0] == "unknown_choice"
