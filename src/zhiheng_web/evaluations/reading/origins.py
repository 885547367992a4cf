"""Where the rows behind a number came from: the sealed ledger's batch, or who entered them in this application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.documents.models import Evidence
from zhiheng_web.evaluations.models import Assessment, Claim, Finding, Tolerance, Verification, Veto
from zhiheng_web.evaluations.reading.provenance import Entry, Origin, Sources
from zhiheng_web.intake.models import Row
from zhiheng_web.lib import policy

_ROWS_AT_ONCE = 5_000


def trace(person: Any, assessment: Assessment, sources: Sources, entries: Iterable[Entry]) -> None:
    """Say of each row where it came from; rows of the application lead to who entered them."""
    listed = list(entries)
    of_ledger = [entry for entry in listed if not _is_own(sources, entry)]
    _trace_ledger(person, assessment, of_ledger)
    own = [entry for entry in listed if _is_own(sources, entry)]
    if own:
        _trace_own(assessment, sources, own)


def _is_own(sources: Sources, entry: Entry) -> bool:
    if entry.ref in sources.own_findings:
        return True
    cells = entry.cells
    key = (cells.get("unit_id", ""), cells.get("rule_id", ""), cells.get("source", ""))
    return entry.table == "facts" and key in sources.own_facts


def _key_of(entry: Entry) -> str:
    if entry.table == "facts":
        names = ("unit_id", "rule_id", "source", "case_id")
        return "|".join([*(entry.cells.get(name, "") for name in names), entry.cells.get("round", "1")])
    return entry.ref.removeprefix(f"{entry.table}:")


def _trace_ledger(person: Any, assessment: Assessment, entries: list[Entry]) -> None:
    snapshot = assessment.cycle.snapshot
    if snapshot is None or not entries:
        return
    organiser = assessment.cycle.organiser
    opens_all = policy.may(person, "intake.read_book", organiser)
    opens_own = policy.may(person, "intake.read_book", assessment.body)
    keys = sorted({_key_of(entry) for entry in entries if entry.table in api.ledgers.TABLES})
    found: dict[tuple[str, str], Row] = {}
    for start in range(0, len(keys), _ROWS_AT_ONCE):
        rows = Row.objects.filter(
            book_id=snapshot.book_id, batch_id__in=snapshot.batches, key__in=keys[start : start + _ROWS_AT_ONCE]
        )
        for row in rows.select_related("batch__by").order_by("pk"):
            found[row.table, row.key] = row
    for entry in entries:
        came = found.get((entry.table, _key_of(entry)))
        if came is not None:
            is_open = opens_all or (opens_own and came.unit == assessment.unit_id)
            entry.origin = _origin_of(came, reverse("intake:row", args=[came.pk]) if is_open else "")


def _origin_of(row: Row, url: str) -> Origin:
    sheet = f" / {row.source_sheet}" if row.source_sheet else ""
    zh = f"{row.source_file}{sheet} 第 {row.source_row} 行（批次 #{row.batch_id}）"
    en = f"{row.source_file}{sheet}, row {row.source_row} (batch #{row.batch_id})"
    return Origin(Text(zh, en), str(row.batch.by or ""), row.batch.confirmed_at, url)


def _trace_own(assessment: Assessment, sources: Sources, entries: list[Entry]) -> None:
    rules = {entry.cells.get("rule_id", "") for entry in entries}
    has_facts = any(entry.ref not in sources.own_findings or entry.ref.startswith("RC-") for entry in entries)
    claims = {one.rule_id: one for one in _of(Claim, assessment, rules, "saved_by", is_wanted=has_facts)}
    verified = {one.rule_id: one for one in _of(Verification, assessment, rules, "by", is_wanted=has_facts)}
    found = any(entry.ref.startswith("JC-") for entry in entries)
    findings = {f"JC-{one.pk}": one for one in _of(Finding, assessment, rules, "found_by", is_wanted=found)}
    photos = _photos(list(findings.values()))
    vetoed = any(entry.ref.startswith("FJ-") for entry in entries)
    vetoes = {f"FJ-{one.pk}": one for one in _of(Veto, assessment, rules, "second_key_by", is_wanted=vetoed)}
    for entry in entries:
        rule_id = entry.cells.get("rule_id", "")
        if entry.ref in findings:
            one = findings[entry.ref]
            where = f"（{one.place}）" if one.place else ""
            text = Text(f"检查发现 #{one.pk}{where}", f"finding #{one.pk} {one.place}".strip())
            entry.origin = Origin(text, str(one.found_by), one.recorded_at, evidence=tuple(photos.get(one.pk, ())))
        elif entry.ref in vetoes:
            veto = vetoes[entry.ref]
            entry.origin = Origin(_CONFIRMED_VETO, str(veto.second_key_by or ""), veto.second_key_at)
        elif sources.stage == "claimed" or entry.cells.get("source") == "自评":
            claim = claims.get(rule_id)
            who, at = (str(claim.saved_by or ""), claim.saved_at) if claim else ("", None)
            entry.origin = Origin(_CLAIMED, who, at)
        elif rule_id in verified:
            told = verified[rule_id]
            entry.origin = Origin(_VERIFIED, str(told.by or ""), told.at)


def _of(model: Any, assessment: Assessment, rules: set[str], person: str, *, is_wanted: bool) -> Iterable[Any]:
    if not is_wanted:
        return ()
    found: Iterable[Any] = model.objects.filter(assessment=assessment, rule_id__in=rules).select_related(person)
    return found


def _photos(findings: list[Finding]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = {}
    if findings:
        subjects = {f"evaluations.finding:{one.pk}": one.pk for one in findings}
        for photo in Evidence.objects.filter(subject__in=subjects, withdrawn_at__isnull=True):
            found.setdefault(subjects[photo.subject], []).append(photo)
    return found


def tolerances_of(assessment: Assessment, rule_id: str) -> list[Tolerance]:
    """Return the tolerances asked for under a rule, with who decided."""
    found = Tolerance.objects.filter(assessment=assessment, rule_id=rule_id)
    return list(found.select_related("requested_by", "decided_by"))


_CLAIMED = Text("单位自评", "self-evaluation of the body")
_VERIFIED = Text("评价办公室核实", "verified by the evaluation office")
_CONFIRMED_VETO = Text("双人确认的否决情形", "veto confirmed by two persons")
