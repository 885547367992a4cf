"""A run of checks is retold with words: every check, every finding as a sentence, why others cannot answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from zhiheng import api


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the findings over a ledger of one penalty that was decided without a notice and never served."""
    ledger, out = tmp_path_factory.mktemp("ledger"), tmp_path_factory.mktemp("out") / "findings"
    (ledger / "ledger.yaml").write_text(
        "name: 小台账\nperiod: {from: 2025-01-01, to: 2026-01-01}\nas_of: 2025-12-31\n", encoding="utf-8"
    )
    (ledger / "units.csv").write_text("unit_id,name\nA,甲大队\n", encoding="utf-8")
    (ledger / "cases.csv").write_text("case_id,unit_id,kind,procedure\nC1,A,penalty,ordinary\n", encoding="utf-8")
    (ledger / "events.csv").write_text(
        "case_id,activity,at\nC1,filed,2025-03-03\nC1,decided,2025-04-01T10:00:00+08:00\nC1,closed,2025-05-06\n",
        encoding="utf-8",
    )
    api.check_ledger(api.CheckJob(ledger=ledger, out=out))
    return out


def test_it_retells_every_check_of_the_run(run: Path) -> None:
    told = api.findings.retell(run)
    by_id = {check.id: check for check in told.checks}
    assert told.as_of == "2025-12-31"
    assert len(by_id) == len(api.choose_checks())
    notice = by_id["cn-penalty-missing-notice"]
    assert notice.title.zh and notice.title.of("en") != notice.title.zh
    assert (notice.subject, notice.kinds, notice.not_answerable) == ("case", ("penalty",), None)
    silent = [check for check in told.checks if check.not_answerable is not None]
    assert silent and all(check.not_answerable.zh and check.not_answerable.en for check in silent)


def test_it_tells_each_finding_in_a_sentence(run: Path) -> None:
    found = [one for one in api.findings.retell(run).findings if one.check_id == "cn-penalty-missing-notice"]
    assert [(one.case_id, one.unit_id, one.dismissed) for one in found] == [("C1", "A", "")]
    (one,) = found
    assert one.told.zh and one.told.of("en") and one.citation.zh
    assert one.occurred_at is None or one.occurred_at.utcoffset() == timedelta(hours=8)


def test_it_refuses_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(api.Refusal):
        api.findings.retell(tmp_path)
