"""A run of the rulebook's checks over a sealed ledger, kept case by case. Who asks for one is decided in `actions`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng import api
from zhiheng_web.audit import acts
from zhiheng_web.cases import checked
from zhiheng_web.cases.models import CheckFinding, CheckRun
from zhiheng_web.intake import queries as intake
from zhiheng_web.intake.models import Snapshot
from zhiheng_web.lib import store

DEED = "cases.run_checks"
_FINDINGS = "findings.parquet"


def record_run(snapshot: Snapshot, actor: Any) -> CheckRun:
    """Run the checks over a snapshot and keep the run; one that is kept already is returned as it is.

    Raises Refusal where the sealed ledger cannot be read.
    """
    known: CheckRun | None = CheckRun.objects.filter(snapshot=snapshot).first()
    if known is not None:
        return known
    with TemporaryDirectory(prefix="zhiheng-") as place:
        out = Path(place) / "findings"
        api.check_ledger(api.CheckJob(ledger=intake.folder_of(snapshot), out=out))
        told = api.findings.retell(out)
        digest = store.keep((out / _FINDINGS).read_bytes(), name=_FINDINGS)
    with acts.act(actor, DEED) as act:
        run = CheckRun(book=snapshot.book, snapshot=snapshot, findings=digest, ran_by=actor)
        run.summary = {check.id: _words_of(check) for check in told.checks}
        run.save()
        rows = [_row(run, one) for one in told.findings if one.case_id]
        CheckFinding.objects.bulk_create(rows, batch_size=500)
        kept = list(CheckFinding.objects.filter(run=run).order_by("pk"))
        if kept:
            act.wrote_batch(checked.FINDINGS_KIND, str(run.pk), digest=checked.digest_of_rows(kept), count=len(kept))
    return run


def _words_of(check: Any) -> dict[str, Any]:
    why_not = check.not_answerable
    return {
        "title": [check.title.zh, check.title.of("en")],
        "citation": [check.citation.zh, check.citation.of("en")],
        "severity": check.severity,
        "subject": check.subject,
        "kinds": list(check.kinds),
        "examined": check.examined,
        "findings": check.findings,
        "why_not": [why_not.zh, why_not.of("en")] if why_not else None,
    }


def _row(run: CheckRun, one: Any) -> CheckFinding:
    return CheckFinding(
        run=run,
        code=one.case_id,
        check_id=one.check_id,
        severity=one.severity,
        occurred_at=one.occurred_at,
        due_on=one.due_date,
        told_zh=one.told.zh,
        told_en=one.told.of("en"),
        dismissed=one.dismissed,
    )
