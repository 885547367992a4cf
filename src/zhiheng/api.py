"""The door for programs: a few namespaces and the deeds that join them, from files to a folder of results.

from zhiheng import api
evaluation = api.evaluate_files(api.Job(scheme="hunan-2020", ledger=Path("ledger"), out=Path("out")))
run = api.check_ledger(api.CheckJob(ledger=Path("ledger"), out=Path("findings")))

What only checks need (Ibis, PyArrow), and documents, is loaded where it is asked for: most programs never do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from zhiheng import engine as scoring
from zhiheng import ledgers, legaltime, reports, sampling, schemes, seal, statistics
from zhiheng.domain import canonical as digests
from zhiheng.domain.checked import Checked
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Text
from zhiheng.engine.answers import Unreadable, read_answer
from zhiheng.ledgers import demonstration, dismissals
from zhiheng.ledgers.selfevaluation import is_self_evaluation
from zhiheng.ledgers.selfevaluation import read_self_evaluation as read_filled
from zhiheng.reports.html import render_html
from zhiheng.reports.official import write_official_report
from zhiheng.reports.questions import Question, questions
from zhiheng.reports.scorecards import write_scorecards
from zhiheng.reports.template import Filled, write_template
from zhiheng.schemes.lint import Remark, lint_file
from zhiheng.seal import seal_result, verify_bundle

if TYPE_CHECKING:
    from zhiheng import checks
    from zhiheng.checks import Check
    from zhiheng.engine.checking import CheckRun, Dismissal
    from zhiheng.ledgers.canonical import Canonical
    from zhiheng.reports import documents
    from zhiheng.reports import findings_retold as findings
else:

    def __getattr__(name: str) -> Any:
        """Load `checks` (with Ibis it takes a second), `documents` or `findings` when it is first asked for."""
        late = {"checks": "zhiheng.checks", "documents": "zhiheng.reports.documents"}
        late["findings"] = "zhiheng.reports.findings_retold"
        if name in late:
            return import_module(late[name])
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


#: Hears of the progress of long work: the stage, how much is done, of how much.
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """An evaluation of files: `scheme` is a built-in id or a file; `previous` a result of the year before (CQ-50).

    `skip_bad_rows` goes on without the rows that cannot be used; they are named in the result. Without `out` nothing
    is written; without `reports` only `result.json` and `inputs/`.
    """

    scheme: str
    ledger: Path
    out: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    complete: Path | None = None
    previous: Path | None = None
    skip_bad_rows: bool = False
    reports: bool = True


@dataclass(frozen=True, slots=True)
class CheckJob:
    """A run of checks over a ledger; the findings go into `out`.

    `checks` are ids, folders of the rulebook or rule files, none meaning the whole rulebook. `engine` is `duckdb`,
    `postgres` (with `database`, a connection string) or `spark` (with the address of a session or of a cluster); what
    is not given is looked up in the environment, as `backends.open_backend` says.
    """

    ledger: Path
    out: Path
    checks: Sequence[str] = ()
    engine: str = "duckdb"
    as_of: date | None = None
    csv: bool = False
    skip_bad_rows: bool = False
    database: str | None = None
    spark_remote: str | None = None
    spark_master: str | None = None


def open_scheme(name: str, complete: Path | None = None) -> Scheme:
    """Return a scheme by id or file, with its completion. Raises Refusal as `schemes.read_scheme` does."""
    path = schemes.find_scheme(name)
    try:
        # The same bytes are the same scheme, wherever the file lies; reading YAML with lines takes most of a second.
        key = (path.read_bytes(), complete.read_bytes() if complete is not None else None)
    except OSError:
        key = None
    scheme = _schemes_read.get(key) if key is not None else None
    if scheme is None:
        completion = schemes.read_completion(complete) if complete is not None else None
        scheme = schemes.read_scheme(path, completion)
        if key is not None:
            while len(_schemes_read) >= _MOST_SCHEMES:
                _schemes_read.pop(next(iter(_schemes_read)))
            _schemes_read[key] = scheme
    return replace(scheme, file=str(path))


#: Schemes read before, by the bytes of the file and of its completion. They are frozen, so all may share them.
_schemes_read: dict[tuple[bytes, bytes | None], Scheme] = {}
_MOST_SCHEMES = 16


def lint_scheme(name: str) -> list[Remark]:
    """Return what does not add up in a scheme, by id or file. Raises Refusal where it cannot be read."""
    return lint_file(schemes.find_scheme(name))


def read_self_evaluation(path: Path, file: str) -> ledgers.Part:
    """Return the rows of `facts` that a filled-in self-evaluation (.xlsx, .csv) holds; `file` is its name in messages.

    Raises Refusal where no sheet is one.
    """
    sheets = ledgers.open_sheets(path, file)
    named = [grid for name, grid in sheets if is_self_evaluation(name)]
    return read_filled((named or [grid for _, grid in sheets])[0]).facts


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


def cannot_write(path: Path, wrong: Exception) -> Refusal:
    """Return the refusal of a place that cannot be written."""
    reason = Text("写不进这个位置", "this place cannot be written")
    return Refusal(Fault("not_writable", Place(file=str(path)), reason, _ANOTHER_FOLDER, _told(wrong)))


def _told(wrong: Exception) -> str:
    return (wrong.strerror or "") if isinstance(wrong, OSError) else str(wrong).splitlines()[0]


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
    request = scoring.Request(scheme, ledger, job.options, job.as_of, previous)
    checked = _checked(job, ledger, _wanted(request), request.day)
    evaluation = scoring.evaluate(replace(request, checked=checked))
    if job.out is not None:
        try:
            job.out.mkdir(parents=True, exist_ok=True)
            scoring.write_inputs(
                evaluation, ledger, job.out, completion=job.complete, checked=checked, previous=previous
            )
            if job.reports:
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
    requests = [
        scoring.Request(scheme, ledger, job.options, job.as_of, also_known=known)
        for scheme, job in zip(schemes_read, (one, other), strict=True)
    ]
    checked: dict[date | None, Checked | None] = {}
    for day in {request.day for request in requests}:
        wanted = [_wanted(request) for request in requests if request.day == day]
        checked[day] = _checked(one, ledger, wanted[0] | wanted[-1], day)
    left, right = (scoring.evaluate(replace(request, checked=checked[request.day])) for request in requests)
    return left, right


def _wanted(request: scoring.Request) -> scoring.WantedChecks:
    """Return the checks that a scheme asks of a ledger. Raises Refusal for unknown options."""
    options = scoring.settled_options(request.scheme, request.options)
    return scoring.wanted_checks(request.scheme, options, request.ledger)


def _checked(job: Job, ledger: ledgers.Ledger, wanted: scoring.WantedChecks, day: date | None) -> Checked | None:
    """Return what the checks found that the rules of a scheme ask for; None where none is asked.

    The folder `inputs` of a result brings what was found with it: its tables lack the columns to check again.
    """
    is_head = job.ledger.name in ("ledger.yaml", "ledger.yml")
    stored = scoring.read_checked(job.ledger.parent if is_head else job.ledger)
    if stored is not None or not wanted.names or day is None:
        return stored
    from zhiheng.backends import Embedded
    from zhiheng.engine.checking import Asked, outcomes_of

    asked = Asked(choose_checks(sorted(wanted.names)), wanted.with_rows, day, _marked(job.ledger))
    canonical = prepare_ledger(job.ledger, skip_bad_rows=job.skip_bad_rows)
    with TemporaryDirectory(prefix="zhiheng-") as folder:
        return outcomes_of(canonical, asked, Embedded(), folder=Path(folder))


def choose_checks(names: Sequence[str] = ()) -> tuple[Check, ...]:
    """Return the checks named, sorted by id. Raises Refusal for unknown names, and for two checks of the same id."""
    from zhiheng.checks import choose_checks as choose

    return choose(names)


def refuse_foreign_findings(out: Path, ledger: Path) -> None:
    """Raise Refusal where findings would be written over files that are not findings, or into a ledger."""
    from zhiheng.reports.findings import why_foreign

    reason = why_foreign(out, ledger)
    if reason is not None:
        raise Refusal(Fault("foreign_folder", Place(file=str(out)), reason, _ANOTHER_FOLDER))


def prepare_ledger(path: Path, *, skip_bad_rows: bool = False, tell: Tell | None = None) -> Canonical:
    """Return a ledger in the form that checks read, made now unless it is there. Raises Refusal as `open_ledger`."""
    from zhiheng.ledgers.canonical import prepare_canonical

    return prepare_canonical(path, skip_bad_rows=skip_bad_rows, tell=tell)


def check_ledger(job: CheckJob, *, tell: Tell | None = None) -> CheckRun:
    """Run checks over a ledger and write `findings.parquet` and `summary.json` into `job.out`, whole or not at all.

    Findings that stand dismissed in the ledger's `dismissals.csv` are marked. Raises Refusal where an input cannot be
    used or `job.out` cannot be written.
    """
    import duckdb

    from zhiheng.backends import open_backend
    from zhiheng.engine.checking import run_checks

    chosen = choose_checks(job.checks)
    refuse_foreign_findings(job.out, job.ledger)
    marked = _marked(job.ledger)
    backend = open_backend(
        job.engine, database=job.database, spark_remote=job.spark_remote, spark_master=job.spark_master
    )
    canonical = prepare_ledger(job.ledger, skip_bad_rows=job.skip_bad_rows, tell=tell)
    was_there = job.out.exists()
    try:
        return run_checks(
            canonical, chosen, backend, out=job.out, as_of=job.as_of, dismissals=marked, csv=job.csv, tell=tell
        )
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as wrong:
        raise cannot_write(job.out, wrong) from None
    finally:
        if not was_there and job.out.is_dir() and not any(job.out.iterdir()):
            job.out.rmdir()


def _marked(ledger: Path) -> list[Dismissal]:
    """Return the dismissals that stand in a ledger, as a run of checks takes them."""
    from zhiheng.engine.checking import Dismissal

    return [
        Dismissal(key.check_id, key.case_id, key.complaint_id, key.unit_id, entry.reason, entry.by, entry.at)
        for entry in dismissals.standing(dismissals.read_dismissals(ledger)).values()
        for key in (entry.key,)
    ]


def dismiss_finding(
    out: Path, ledger: Path, key: dismissals.FindingKey, *, reason: str, by: str, at: datetime
) -> dismissals.Entry:
    """Set a finding of the run in `out` aside, with the reason, in the ledger's `dismissals.csv`.

    Raises Refusal where the run has no such finding, and as `dismissals.dismiss` does.
    """
    from zhiheng.reports.findings import Wanted, read_alerts, refuse_other_ledger

    refuse_other_ledger(out, prepare_ledger(ledger, skip_bad_rows=True).head.name)
    wanted = Wanted(key.check_id, key.case_id, key.complaint_id, key.unit_id)
    found, _ = read_alerts(out, wanted)
    if key not in {alert.key for alert in found}:
        reason_why = Text("这次检查结果里没有这个问题", "the run has no such finding")
        remedy = Text("用 zhiheng checks alerts 查看，照抄编号", "see `zhiheng checks alerts` and copy the ids")
        raise Refusal(Fault("no_such_finding", Place(file=str(out)), reason_why, remedy, str(key)))
    return dismissals.dismiss(ledger, key, reason=reason, by=by, at=at)


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
    "CheckJob",
    "Fault",
    "Filled",
    "Job",
    "Place",
    "Question",
    "Refusal",
    "Remark",
    "Text",
    "Unreadable",
    "check_ledger",
    "checks",
    "choose_checks",
    "demonstration",
    "digests",
    "dismiss_finding",
    "dismissals",
    "documents",
    "evaluate_files",
    "evaluate_twice",
    "findings",
    "ledgers",
    "legaltime",
    "lint_scheme",
    "open_ledger",
    "open_scheme",
    "prepare_ledger",
    "questions",
    "read_answer",
    "read_self_evaluation",
    "refuse_foreign_findings",
    "reports",
    "sampling",
    "schemes",
    "scoring",
    "seal",
    "seal_result",
    "statistics",
    "verify_bundle",
    "write_reports",
    "write_template",
]
