"""The door for programs: a few namespaces and the one deed that joins them, from files to a folder of results.

from zhiheng import api
evaluation = api.evaluate_files(api.Job(scheme="hunan-2020", ledger=Path("ledger"), out=Path("out")))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhiheng import engine as scoring
from zhiheng import ledgers, legaltime, reports, schemes
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Fault, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.reports.html import render_html
from zhiheng.reports.official import write_official_report
from zhiheng.reports.scorecards import write_scorecards


@dataclass(frozen=True, slots=True)
class Job:
    """An evaluation of files: `scheme` is a built-in id or a file; `previous` a result of the year before (CQ-50).

    `skip_bad_rows` goes on without the rows that cannot be used; they are named in the result. Without `out` nothing
    is written.
    """

    scheme: str
    ledger: Path
    out: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    complete: Path | None = None
    previous: Path | None = None
    skip_bad_rows: bool = False


def open_scheme(name: str, complete: Path | None = None) -> Scheme:
    """Return a scheme by id or file, with its completion. Raises Refusal as `schemes.read_scheme` does."""
    completion = schemes.read_completion(complete) if complete is not None else None
    return schemes.read_scheme(schemes.find_scheme(name), completion)


def open_ledger(path: Path, *, skip_bad_rows: bool = False) -> ledgers.Ledger:
    """Return a ledger. Raises Refusal where it cannot be read, and for rows set aside unless they may be skipped.

    A score that silently missed rows could not be defended, so the default is to refuse.
    """
    ledger = ledgers.read_ledger(path)
    faults: tuple[Fault, ...] = ledger.report.quarantined
    if faults and not skip_bad_rows:
        raise Refusal(faults)
    return ledger


def evaluate_files(job: Job) -> Evaluation:
    """Evaluate a ledger under a scheme and write `result.json`, `inputs/` and the three reports into `job.out`.

    Raises Refusal where an input cannot be used; then nothing is written.
    """
    scheme = open_scheme(job.scheme, job.complete)
    ledger = open_ledger(job.ledger, skip_bad_rows=job.skip_bad_rows)
    previous = _grades(job.previous)
    evaluation = scoring.evaluate(scoring.Request(scheme, ledger, job.options, job.as_of, previous))
    if job.out is not None:
        job.out.mkdir(parents=True, exist_ok=True)
        scoring.write_inputs(evaluation, ledger, job.out, completion=job.complete)
        write_reports(evaluation, job.out)
        scoring.write_json(evaluation.result, job.out / "result.json")
    return evaluation


def evaluate_twice(one: Job, other: Job) -> tuple[Evaluation, Evaluation]:
    """Evaluate one ledger under two schemes; rows of rules that only the other scheme has are left out, not refused.

    Raises Refusal as `evaluate_files` does. Nothing is written.
    """
    ledger = open_ledger(one.ledger, skip_bad_rows=one.skip_bad_rows)
    schemes_read = [open_scheme(job.scheme, job.complete) for job in (one, other)]
    known = frozenset(rule.id for scheme in schemes_read for rule in scheme.every_rule())
    known |= {sub_item.id for scheme in schemes_read for _, _, sub_item in scheme.sub_items()}
    left, right = (
        scoring.evaluate(scoring.Request(scheme, ledger, job.options, job.as_of, also_known=known))
        for scheme, job in zip(schemes_read, (one, other), strict=True)
    )
    return left, right


def write_reports(evaluation: Evaluation, out: Path) -> None:
    """Write `report.html`, `scorecards.xlsx` and `report.docx`; the same evaluation gives the same bytes."""
    (out / "report.html").write_text(render_html(evaluation), encoding="utf-8")
    write_scorecards(evaluation, out / "scorecards.xlsx")
    write_official_report(evaluation, out / "report.docx")


def _grades(previous: Path | None) -> dict[str, str]:
    if previous is None:
        return {}
    return {unit.unit_id: unit.grade for unit in scoring.read_json(previous).units if unit.grade}


__all__ = [
    "Job",
    "evaluate_files",
    "evaluate_twice",
    "ledgers",
    "legaltime",
    "open_ledger",
    "open_scheme",
    "reports",
    "schemes",
    "scoring",
    "write_reports",
]
