"""Reading vetoes: one, those of a body, and what the ledger says of the row that proposes one. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhiheng.api import ledgers
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Assessment, Veto
from zhiheng_web.intake import queries as intake
from zhiheng_web.lib.words import Text

STATUS: dict[str, tuple[Text, str]] = {
    "proposed": (Text("待第一人确认", "waits for the first key"), "warn"),
    "first_key": (Text("待第二人确认", "waits for the second key"), "warn"),
    "confirmed": (Text("已确认", "confirmed"), "bad"),
    "rejected": (Text("已驳回", "rejected"), "neutral"),
}


def veto(veto_id: int) -> Veto:
    """Return a veto with its body and cycle. Raises Http404."""
    found: Veto = get_object_or_404(_whole(Veto.objects.all()), pk=veto_id)
    return found


def vetoes_of(assessment: Assessment) -> list[Veto]:
    """Return the vetoes of a body, whatever has become of them."""
    return list(_whole(Veto.objects.filter(assessment=assessment)))


def _whole(rows: QuerySet[Veto]) -> QuerySet[Veto]:
    people = ("proposed_by", "first_key_by", "second_key_by", "rejected_by")
    return rows.select_related("assessment__cycle__organiser", "assessment__body", *people)


@dataclass(frozen=True, slots=True)
class Told:
    """What a row of the ledger says: organ, result, effective day, document."""

    fact: str
    day: date | None = None


def told_by_the_ledger(assessment: Assessment, row_id: str) -> Told:
    """Return what the ledger says of an outcome; the reference alone for a row that is none."""
    if row_id.startswith("claim:"):
        claim = assessment.claims.filter(rule_id=row_id.removeprefix("claim:")).first()
        return Told(f"单位在自评中填“有”。{claim.note if claim else ''}".strip())
    base = scoring.latest(assessment.cycle, "ledger")
    rows = scoring.read_rows(scoring.unpacked(base.inputs), "outcomes") if base else []
    found = next((row for row in rows if row["outcome_id"] == row_id), None)
    if found is None:
        return Told(f"台账记录 {row_id}")
    words = [_word("organ", found["organ"]), _word("result", found["result"])]
    day = _day(found["effective_at"])
    pieces = [*words, f"{day.isoformat()} 生效" if day else "", f"案件 {found['case_id']}" if found["case_id"] else ""]
    note = _note(assessment, row_id)
    return Told("，".join(piece for piece in (*pieces, note, f"台账 {row_id}") if piece), day)


def _word(column: str, value: str) -> str:
    for one in ledgers.TABLES["outcomes"].columns:
        if one.name == column:
            return next((choice.label for choice in one.choices if choice.value == value), value)
    return value


def _day(written: str) -> date | None:
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        return None


def _note(assessment: Assessment, row_id: str) -> str:
    """Return the note of an outcome; the inputs of a score hold none, the sealed snapshot does."""
    snapshot = assessment.cycle.snapshot
    if snapshot is None:
        return ""
    rows = scoring.read_rows(intake.folder_of(snapshot), "outcomes")
    return next((row.get("note", "") for row in rows if row["outcome_id"] == row_id), "")
