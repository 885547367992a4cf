"""按期办结率 and the check of the ninety days are one definition: they name the same late cases."""

from __future__ import annotations

from pathlib import Path

from zhiheng import api
from zhiheng.backends import Embedded
from zhiheng.engine.checking import Asked, outcomes_of
from zhiheng.engine.measures import Measures
from zhiheng.ledgers.demonstration import write_demonstration

LATE = "cn-penalty-late-90-days"


def test_the_rate_and_the_check_name_the_same_late_cases(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    write_demonstration(folder)
    ledger = api.open_ledger(folder)
    units = frozenset(str(unit_id) for unit_id in ledger.tables["units"].columns["unit_id"])
    assert ledger.as_of is not None
    measures = Measures(ledger, ledger.as_of, {}, units)  # every unit answers for itself alone
    late: set[str] = set()
    for unit_id in units:
        measured = measures.answer("on_time_rate", unit_id)
        if measured is not None:
            late |= set(measured.denominator_rows) - set(measured.numerator_rows)
    asked = Asked(api.choose_checks([LATE]), frozenset(), ledger.as_of)
    checked = outcomes_of(api.prepare_ledger(folder), asked, Embedded(), folder=tmp_path / "working")
    found = {f"cases:{finding.case_id}" for finding in checked.outcomes[LATE].findings}
    assert len(found) > 2
    assert late == found
