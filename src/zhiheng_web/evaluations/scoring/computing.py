"""Computations: the ledger alone, the claims, all that is established; each kept with what went into it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng import api
from zhiheng_web.audit import acts
from zhiheng_web.evaluations.models import Assessment, Card, Computation, Cycle
from zhiheng_web.evaluations.scoring import folders, sealing
from zhiheng_web.evaluations.scoring.rows import Rows, rows_of
from zhiheng_web.intake import queries as intake
from zhiheng_web.lib import store

#: How a ledger says that a fact was verified (contract, section 3).
_VERIFIED = ("verified", "核实", "已核实")


def latest(cycle: Cycle, *stages: str) -> Computation | None:
    """Return the last computation of a cycle, of these stages if any are named."""
    found = Computation.objects.filter(cycle=cycle)
    return (found.filter(stage__in=stages) if stages else found).order_by("-id").first()


def open_base(cycle: Cycle, *, actor: Any) -> Computation:
    """Evaluate the pinned snapshot alone, checks included, and keep the rows it used: all later stages stand on them.

    Raises Refusal where the ledger or the scheme with its completion cannot be used.
    """
    if cycle.snapshot is None:
        raise ValueError("a cycle is evaluated on a sealed snapshot")
    with TemporaryDirectory(prefix="zhiheng-") as place:
        work = Path(place)
        ledger = work / "ledger"
        ledger.mkdir()
        folders.link_rest(intake.folder_of(cycle.snapshot), ledger, ("ledger.yaml",))
        _write_head(intake.folder_of(cycle.snapshot) / "ledger.yaml", ledger / "ledger.yaml", _units_of(cycle))
        out = work / "out"
        api.evaluate_files(_job(cycle, ledger, work, out=out))
        inputs = store.keep_folder(out / "inputs")
        told = (out / "result.json").read_bytes()
    prepared = Prepared(cycle, "ledger", json.loads(told), store.keep(told, name="result.json"), inputs)
    return record(prepared, actor=actor)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the engine answered, its files already in the store; nothing stands in the database yet."""

    cycle: Cycle
    stage: str
    content: dict[str, Any]
    result: str
    inputs: str
    why: str = ""


def compute(cycle: Cycle, stage: str, *, actor: Any, why: str = "") -> Computation:
    """Evaluate a cycle as it stands at a stage and keep the result. Raises Refusal as the engine does."""
    return record(prepare(cycle, stage, why=why), actor=actor)


def prepare(cycle: Cycle, stage: str, *, why: str = "", out: Path | None = None) -> Prepared:
    """Evaluate a cycle as it stands; with `out` result and inputs are written there, to be sealed (a publication).

    It takes seconds, so it is done before the act that records it: no lock is held meanwhile. Raises Refusal.
    """
    assessments = list(cycle.assessments.select_related("body"))
    rows = rows_of(assessments, stage, _cards(cycle))
    with TemporaryDirectory(prefix="zhiheng-") as place:
        work = Path(place)
        ledger = _ledger_with(cycle, rows, work)
        target = out or work / "out"
        api.evaluate_files(_job(cycle, ledger, work, out=target, reports=False))
        told = (target / "result.json").read_bytes()
    inputs = store.keep(api.digests.canonical_json(rows.as_data()), name="inputs")
    return Prepared(cycle, stage, json.loads(told), store.keep(told, name="result.json"), inputs, why)


def previewed(assessment: Assessment, rows: Rows | None = None) -> dict[str, Any]:
    """Return the scorecard of one body as it would stand now, as result.json has it; nothing is kept.

    Only the rows of the body and of those beneath it are read, so that it takes a moment. The rank means nothing.
    """
    cycle = assessment.cycle
    base = _base(cycle)
    made = rows if rows is not None else rows_of([assessment], "current", _cards(cycle, assessment))
    with TemporaryDirectory(prefix="zhiheng-") as place:
        work = Path(place)
        family = folders.family_of(folders.unpacked(base.inputs), assessment.unit_id)
        ledger = _ledger_with(cycle, made, work, family)
        folders.keep_only(ledger, family)
        _write_head(folders.unpacked(base.inputs) / "ledger.yaml", ledger / "ledger.yaml", [assessment.unit_id])
        out = work / "out"
        api.evaluate_files(_job(cycle, ledger, work, out=out, reports=False))
        unit: dict[str, Any] = json.loads((out / "result.json").read_text(encoding="utf-8"))["units"][0]
        return unit


def _units_of(cycle: Cycle) -> list[str]:
    return sorted(cycle.assessments.values_list("unit_id", flat=True))


def _base(cycle: Cycle) -> Computation:
    base = latest(cycle, "ledger")
    if base is None:
        raise ValueError("the cycle has not been opened: there is no result of the ledger")
    return base


def _cards(cycle: Cycle, *chosen: Assessment) -> dict[int, Card]:
    """Return the cards of the ledger alone by assessment, of these bodies if any are named."""
    base = latest(cycle, "ledger")
    cards = base.cards.filter(assessment__in=chosen) if base and chosen else base.cards.all() if base else ()
    return {card.assessment_id: card for card in cards}


def _write_head(source: Path, target: Path, units: Sequence[str]) -> None:
    lines = [
        line
        for line in source.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("evaluated:", "as_of:"))
    ]
    as_of = [line for line in source.read_text(encoding="utf-8").splitlines() if line.startswith("as_of:")]
    chosen = f"evaluated: {json.dumps(sorted(units), ensure_ascii=False)}"
    target.unlink(missing_ok=True)
    target.write_text("\n".join([*lines, *as_of, chosen]) + "\n", encoding="utf-8")


def _ledger_with(cycle: Cycle, rows: Rows, work: Path, units: frozenset[str] | None = None) -> Path:
    """Make the ledger of a stage: the base, or the part of `units`, with facts and findings as established."""
    base = folders.unpacked(_base(cycle).inputs)
    ledger = work / "ledger"
    ledger.mkdir()
    # What the engine writes beside the tables belongs to the earlier run.
    apart = ("facts.csv", "findings.csv", "outcomes.csv", "request.json", "scheme.yaml", "completion.yaml")
    folders.link_rest(base, ledger, apart, units)
    facts = [
        row
        for row in folders.read_rows(base, "facts")
        if (row["unit_id"], row["rule_id"]) not in (rows.replaced | rows.set_aside)
        # A claim of today replaces an earlier claim of the ledger, never what the ledger says was verified.
        and ((row["unit_id"], row["rule_id"]) not in rows.claimed_anew or row["source"] in _VERIFIED)
    ]
    findings = []
    for row in folders.read_rows(base, "findings"):
        is_aside = (row["unit_id"], row["rule_id"]) in rows.set_aside or row["finding_id"] in rows.held
        if is_aside and row["status"] in ("verified", ""):
            row = {**row, "status": "rejected"}
        if row["finding_id"] in rows.tolerated:
            ground, reason = rows.tolerated[row["finding_id"]]
            row = {**row, "exemption": ground, "exemption_reason": reason}
        findings.append(row)
    _write_outcomes(base, ledger, rows)
    folders.write_rows(ledger, "facts", folders.FACTS, [*facts, *rows.facts])
    folders.write_rows(ledger, "findings", folders.FINDINGS, [*findings, *rows.findings])
    return ledger


def _write_outcomes(base: Path, ledger: Path, rows: Rows) -> None:
    """Write the outcomes without those that propose a veto which two persons have not confirmed (CQ-30)."""
    outcomes = folders.read_rows(base, "outcomes")
    if outcomes:
        kept = [row for row in outcomes if row["outcome_id"] not in rows.held]
        folders.write_rows(ledger, "outcomes", list(outcomes[0]), kept)


def _job(cycle: Cycle, ledger: Path, work: Path, *, out: Path, reports: bool = False) -> api.Job:
    scheme, completion, previous = cycle.scheme_id, None, None
    if cycle.scheme_text:
        file = work / "scheme.yaml"
        file.write_text(cycle.scheme_text, encoding="utf-8")
        scheme = str(file)
    if cycle.completion:
        completion = work / "completion.yaml"
        completion.write_text(cycle.completion, encoding="utf-8")
    if cycle.previous is not None:
        last = latest(cycle.previous, "final")
        if last is not None:
            previous = work / "previous.json"
            previous.write_bytes(store.path_of(last.result).read_bytes())
    return api.Job(
        scheme=scheme,
        ledger=ledger,
        out=out,
        options=cycle.options,
        as_of=cycle.as_of,
        complete=completion,
        previous=previous,
        reports=reports,
    )


def record(prepared: Prepared, *, actor: Any) -> Computation:
    """Enter a result into the database: the computation and a card for each body, in one act."""
    cycle, content = prepared.cycle, prepared.content
    by_unit = {assessment.unit_id: assessment for assessment in cycle.assessments.all()}
    units = [unit for unit in content["units"] if unit["unit_id"] in by_unit]
    computation = Computation(
        cycle=cycle,
        stage=prepared.stage,
        result=prepared.result,
        inputs=prepared.inputs,
        result_digest=content["digest"],
        ledger_digest=content["ledger"]["digest"],
        cards_digest=api.digests.digest_of(units),
        why=prepared.why,
    )
    with acts.act(actor, "evaluations.compute", reason=prepared.why) as act:
        computation.save()
        Card.objects.bulk_create(_card(computation, by_unit[unit["unit_id"]], unit) for unit in units)
        key = str(computation.pk)
        act.wrote_batch(sealing.KIND, key, digest=sealing.digest_of_cards(key), count=len(units))
    return computation


def _card(computation: Computation, assessment: Assessment, unit: dict[str, Any]) -> Card:
    return Card(
        computation=computation,
        assessment=assessment,
        score=Decimal(unit["score"]),
        base=Decimal(unit["base"]),
        bonus=Decimal(unit["bonus"]),
        grade=unit["grade"] or "",
        rank=unit.get("rank") or 0,
        status=unit["status"],
        unit=unit,
    )
