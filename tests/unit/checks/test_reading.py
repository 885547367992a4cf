"""Rule files of the user's own: what is read, and what is refused with its line and a remedy, all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.checked_ledgers import rule
from zhiheng.checks import Check, choose_checks, read_check
from zhiheng.domain.refusals import Refusal

LATE = "parameters: {from: filed, to: decided, limit: {days: 30}}"


def _read(folder: Path, text: str) -> Check:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return read_check(path)


def _codes(folder: Path, text: str) -> list[str]:
    """Return the codes of the faults for which a file is refused; each says where it is and how to mend it."""
    with pytest.raises(Refusal) as refusal:
        _read(folder, text)
    for fault in refusal.value.faults:
        assert fault.place.line and fault.remedy.zh and fault.remedy.en, fault.code
    return sorted(fault.code for fault in refusal.value.faults)


def test_it_reads_a_file_of_the_users_own(tmp_path: Path) -> None:
    check = _read(tmp_path, rule("my-late-check", "late", f"applies: {{kind: penalty, major: true}}\n{LATE}"))
    assert (check.id, check.kind, check.subject, check.severity) == ("my-late-check", "late", "case", "ordinary")
    assert check.applies.fields == (("kind", ("penalty",)), ("major", (True,)))
    assert check.folder == tmp_path.name


def test_it_lets_a_version_overrule_what_all_have_in_common(tmp_path: Path) -> None:
    versions = """
versions:
- {from: null, until: 2021-07-15, citation: A, parameters: {limit: {days: 7}}}
- {from: 2021-07-15, until: null, citation: B}
"""
    check = _read(tmp_path, rule("my-late-check", "late", LATE + versions))
    assert [version.rule.limit.number for version in check.versions] == [7, 30]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "kind", "body"),
    [
        ("missing_parameter", "late", "parameters: {from: filed, to: decided}"),
        ("unknown_parameter", "late", "parameters: {from: filed, to: decided, limit: {days: 1}, limt: 3}"),
        ("bad_limit", "late", "parameters: {from: filed, to: decided, limit: {weeks: 1}}"),
        ("bad_limit", "late", "parameters: {from: filed, to: decided, limit: {days: 1, hours: 2}}"),
        # Hours run at once, through suspensions too.
        ("bad_limit", "late", "parameters: {from: filed, to: decided, limit: {hours: 24}, pauses: true}"),
        ("not_whole", "late", "parameters: {from: filed, to: decided, limit: {days: 0}}"),
        ("not_whole", "late", "parameters: {from: filed, to: decided, limit: {days: 1.5}}"),
        ("bad_moment", "late", "parameters: {from: {field: handled}, to: decided, limit: {days: 1}}"),
        ("missing_parameter", "missing", "parameters: {once: decided}"),
        ("unknown_column", "missing", "parameters: {once: decided, field: document_number}"),
        ("unknown_column", "split", "parameters: {same: [party], within: {days: 7}, by: filed}"),
        ("unknown_column", "outside_band", "parameters: {amount: fines, benchmark: true}"),
        ("bad_span", "split", "parameters: {same: [cause], within: {weeks: 1}, by: filed}"),
        ("missing_parameter", "outside_band", "parameters: {amount: fine}"),
        ("unknown_value", "unqualified", "parameters: {demands: three_officers, on: decided}"),
        ("unknown_value", "fabricated", "parameters: {sign: same_hand, activities: [filed]}"),
        ("bad_hours", "fabricated", "parameters: {sign: impossible_time, activities: [filed], hours: [5, 0]}"),
        ("unknown_value", "duplicated", "parameters: {of: people}"),
        ("unknown_value", "mismatched", "parameters: {between: neighbours}"),
        ("unknown_column", "late", f"applies: {{kinds: penalty}}\n{LATE}"),
        ("unknown_value", "late", f"applies: {{kind: fine}}\n{LATE}"),
        ("not_a_date", "late", f"{LATE}\nversions: [{{from: July, until: null, citation: A}}]"),
    ],
)
def test_it_refuses_a_parameter_that_it_cannot_use(tmp_path: Path, code: str, kind: str, body: str) -> None:
    assert code in _codes(tmp_path, rule(f"my-{kind.replace('_', '-')}-check", kind, body))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("refused", "severity_of: none"),
        ("repeated", "parameters: {within: {days: 7}, same: place_key}"),
        ("overturned", "parameters: {results: [revoked]}"),
        ("late", f"subject: complaint\n{LATE}"),
        ("missing", "subject: outcome\nparameters: {once: {field: effective}, stage: closed}"),
        ("mismatched", "subject: complaint\nparameters: {between: payment}"),
        ("split", "subject: complaint\nparameters: {same: [cause], within: {days: 7}, by: {field: received}}"),
        ("refused", "subject: complaint\napplies: {has: [closed]}"),
    ],
)
def test_it_refuses_a_subject_that_does_not_have_what_is_asked(tmp_path: Path, kind: str, body: str) -> None:
    text = rule(f"my-{kind}-check", kind, body.replace("severity_of: none", ""))
    assert "wrong_subject" in _codes(tmp_path, text)


def test_it_refuses_versions_that_overlap(tmp_path: Path) -> None:
    versions = "versions:\n- {from: null, until: null, citation: A}\n- {from: 2021-07-15, until: null, citation: B}"
    assert _codes(tmp_path, rule("my-late-check", "late", f"{LATE}\n{versions}")) == ["overlapping_versions"]


@pytest.mark.parametrize("check_id", ["My-late-check", "my-check", "my late check"])
def test_it_refuses_an_id_that_does_not_tell_its_kind(tmp_path: Path, check_id: str) -> None:
    assert "bad_id" in _codes(tmp_path, rule(check_id, "late", LATE))


def test_it_tells_every_fault_of_a_file_at_once(tmp_path: Path) -> None:
    text = rule("my-late-check", "late", "applies: {kinds: penalty}\nparameters: {from: filed}")
    # `to` and `limit` are missing, the column does not exist.
    assert _codes(tmp_path, text) == ["missing_parameter", "missing_parameter", "unknown_column"]


def test_it_chooses_checks_by_id_by_law_and_by_file(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(rule("my-late-check", "late", LATE), encoding="utf-8")
    chosen = choose_checks(["cn-penalty-missing-notice", "wuxue", str(own)])
    ids = [check.id for check in chosen]
    assert ids == sorted(ids)
    assert {"cn-penalty-missing-notice", "wuxue-late-submission", "my-late-check"} <= set(ids)
    assert {check.id for check in choose_checks([str(tmp_path)])} == {"my-late-check"}


def test_it_runs_the_law_of_another_country_only_where_it_is_asked_for() -> None:
    assert not any(check.folder == "it-road-fines" for check in choose_checks())
    assert choose_checks(["it-road-fines"])


def test_it_refuses_a_name_that_fits_nothing_with_the_nearest_one() -> None:
    with pytest.raises(Refusal) as refusal:
        choose_checks(["cn-penalty-missing-notise", "nothing-of-the-sort"])
    near, far = refusal.value.faults
    assert "cn-penalty-missing-notice" in near.remedy.en
    assert "zhiheng checks" in far.remedy.en
