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
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Text
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


#: What `evaluate` writes into a folder; anything of these names that it did not write stays untouched.
_WRITTEN = ("result.json", "report.html", "scorecards.xlsx", "report.docx", "inputs")


def refuse_foreign_folder(out: Path, ledger: Path) -> None:
    """Raise Refusal where results would be written over files that are not results, or into the ledger itself."""
    if not out.exists():
        return
    mine = (out / "inputs" / scoring.REQUEST).is_file()
    foreign = [] if mine else [name for name in _WRITTEN if (out / name).exists()]
    inside = ledger.exists() and ledger.resolve() in (out.resolve(), (out / "inputs").resolve())
    if not out.is_dir():
        reason = Text("结果要写进文件夹，这里是一个文件", "results go into a folder, and this is a file")
    elif inside:
        reason = Text("结果不能写进台账自己的文件夹", "results cannot go into the folder of the ledger itself")
    elif foreign:
        named = "、".join(foreign)
        reason = Text(
            f"文件夹里已有不是本命令写的 {named}", f"the folder holds {', '.join(foreign)}, not written by evaluate"
        )
    else:
        return
    raise Refusal(Fault("foreign_folder", Place(file=str(out)), reason, _ANOTHER_FOLDER))


def cannot_write(path: Path, wrong: OSError) -> Refusal:
    """Return the refusal of a place that cannot be written."""
    reason = Text("写不进这个位置", "this place cannot be written")
    return Refusal(Fault("not_writable", Place(file=str(path)), reason, _ANOTHER_FOLDER, wrong.strerror or ""))


_ANOTHER_FOLDER = Text(
    "换一个空文件夹或新文件夹，并核对磁盘空间和权限", "choose an empty or new folder; check space and permissions"
)


def evaluate_files(job: Job) -> Evaluation:
    """Evaluate a ledger under a scheme and write `result.json`, `inputs/` and the three reports into `job.out`.

    Raises Refusal where an input cannot be used; then nothing is written.
    """
    if job.out is not None:
        refuse_foreign_folder(job.out, job.ledger)
    scheme = open_scheme(job.scheme, job.complete)
    ledger = open_ledger(job.ledger, skip_bad_rows=job.skip_bad_rows)
    previous = _grades(job.previous)
    evaluation = scoring.evaluate(scoring.Request(scheme, ledger, job.options, job.as_of, previous))
    if job.out is not None:
        try:
            job.out.mkdir(parents=True, exist_ok=True)
            scoring.write_inputs(evaluation, ledger, job.out, completion=job.complete)
            write_reports(evaluation, job.out)
            scoring.write_json(evaluation.result, job.out / "result.json")
        except OSError as wrong:
            raise cannot_write(job.out, wrong) from None
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
