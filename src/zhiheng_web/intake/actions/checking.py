"""The dry run of a batch: read apart, judged, staged unseen. It may be killed at any moment and run again."""

from __future__ import annotations

import logging
import secrets
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.api import Fault, Refusal, ledgers
from zhiheng_web.audit import acts
from zhiheng_web.intake import reading, staging
from zhiheng_web.intake.models import Batch, State, Working, Wrong
from zhiheng_web.lib import store
from zhiheng_web.lib.words import language

_log = logging.getLogger(__name__)
_DEED = "intake.import_rows"


def check_batch(batch_id: int) -> None:
    """Do the dry run of a matched batch, whatever an earlier run has left. It ends checked, or failed with reasons."""
    batch = Batch.objects.select_related("book", "body", "by").get(pk=batch_id)
    if batch.state != State.matched:
        return
    attempt = secrets.token_hex(16)
    staging.take_over(batch, attempt)
    staging.clear(batch)
    try:
        tally = _stage(batch, attempt)
        marked = _marked(batch, attempt) if tally.wrong_cells else ""
    except Refusal as refusal:
        _end(batch, attempt, state=State.failed, faults=[_told(fault) for fault in refusal.faults[:50]])
    except staging.TakenOver:
        _log.info("batch %s: another run has taken over", batch.pk)
    else:
        _end(
            batch,
            attempt,
            state=State.checked,
            counts=tally.counts(),
            rows_digest=tally.digest(),
            marked_digest=marked,
            checked_version=batch.book.version,
            faults=[],
        )


def _stage(batch: Batch, attempt: str) -> staging.Tally:
    tables = [batch.table] if batch.table else list(ledgers.TABLES)
    head, rows = reading.judged_rows(
        store.path_of(batch.file_digest),
        batch.file_name,
        table=batch.table,
        mapping=batch.mapping,
        standing=staging.standing_of(batch, tables),
        in_wan=batch.book.currency_unit == "wan_yuan",
    )
    return staging.Staging(batch, attempt, staging.codes_of(batch)).stage(rows, total=head["rows"])


def _marked(batch: Batch, attempt: str) -> str:
    """Keep the file with its wrong cells marked and return its digest; of an archive there is none."""
    if batch.file_name.lower().endswith(".zip"):
        return ""
    Working.objects.filter(batch=batch, attempt=attempt).update(stage="marking")
    folder = Path(settings.HOME) / "working" / f"batch-{batch.pk}"
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run has left
    folder.mkdir(parents=True)
    out = folder / "marked.xlsx"
    try:
        reading.mark_file(
            store.path_of(batch.file_digest),
            batch.file_name,
            table=batch.table,
            mapping=batch.mapping,
            wrongs=[_remark(wrong) for wrong in Wrong.objects.filter(batch=batch).iterator()],
            out=out,
        )
        with out.open("rb") as file:
            return store.keep(file, name=batch.file_name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remark(wrong: Wrong) -> dict[str, Any]:
    spec = ledgers.TABLES[wrong.table]
    label = next((column.label for column in spec.columns if column.name == wrong.column), wrong.column)
    return {
        "sheet": wrong.sheet,
        "row": wrong.row,
        "column": wrong.column,
        "label": label if language() == "zh" else wrong.column,
        "reason": wrong.reason_zh if language() == "zh" else wrong.reason_en,
        "remedy": wrong.remedy_zh if language() == "zh" else wrong.remedy_en,
    }


def _end(batch: Batch, attempt: str, **told: Any) -> None:
    """Write how the dry run ended, unless another run has taken the batch over meanwhile."""
    with acts.act(batch.by, _DEED, reason="预检 dry run"):
        one = Batch.objects.select_for_update().get(pk=batch.pk)
        mine = Working.objects.filter(batch=batch, attempt=attempt).update(stage="")
        if not mine or one.state != State.matched:
            return
        for name, value in told.items():
            setattr(one, name, value)
        one.save()


def _told(fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "place_zh": fault.place.of("zh"),
        "place_en": fault.place.of("en"),
        "reason_zh": fault.reason.zh,
        "reason_en": fault.reason.of("en"),
        "remedy_zh": fault.remedy.zh,
        "remedy_en": fault.remedy.of("en"),
        "value": fault.value,
    }
