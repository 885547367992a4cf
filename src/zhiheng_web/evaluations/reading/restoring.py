"""What a stored computation stood on, put back: the rows that people had established, the ledger with them in it."""

from __future__ import annotations

import json
from pathlib import Path

from zhiheng import api
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Computation
from zhiheng_web.evaluations.scoring import computing
from zhiheng_web.lib import store


def rows_behind(computation: Computation) -> scoring.Rows:
    """Return the rows that were put into the ledger for a computation; none for that of the ledger alone."""
    rows = scoring.Rows()
    if computation.stage == "ledger":
        return rows
    told = json.loads(store.path_of(computation.inputs).read_text(encoding="utf-8"))
    rows.facts, rows.findings = list(told["facts"]), list(told["findings"])
    rows.set_aside = {(unit, rule) for unit, rule in told["set_aside"]}
    rows.replaced = {(unit, rule) for unit, rule in told["replaced"]}
    rows.claimed_anew = {(unit, rule) for unit, rule in told.get("claimed_anew", [])}
    rows.tolerated = {ref: (ground, reason) for ref, (ground, reason) in told["tolerated"].items()}
    rows.held = set(told["held"])
    return rows


def job_behind(computation: Computation, work: Path) -> api.Job:
    """Return the evaluation that a computation was, its ledger and scheme written into `work`; nothing is kept."""
    cycle = computation.cycle
    ledger = computing._ledger_with(cycle, rows_behind(computation), work)
    return computing._job(cycle, ledger, work, out=work / "out")
