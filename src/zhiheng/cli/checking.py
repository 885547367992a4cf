"""`zhiheng check`: runs checks over a ledger and prints what they found. `checks alerts` shows single findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from zhiheng import api
from zhiheng.cli.console import Lang, LangOption, err, print_json, say
from zhiheng.cli.evaluation import read_as_of
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

if TYPE_CHECKING:
    from zhiheng.engine.checking import CheckRun
    from zhiheng.ledgers.canonical import Canonical

_INTERRUPTED = 130  # what a shell reports of a program ended by Ctrl-C


class Engine(StrEnum):
    """The engine that runs the checks."""

    duckdb = "duckdb"
    postgres = "postgres"
    spark = "spark"


class Format(StrEnum):
    """What is printed; `csv` also writes `findings.csv`."""

    table = "table"
    json = "json"
    csv = "csv"


_STAGES = {
    "sorted": Text("读取并整理台账", "reading and sorting the ledger"),
    "parts": Text("写出整理好的台账", "writing the sorted ledger"),
    "load": Text("载入数据库", "loading the database"),
    "check": Text("逐案检查", "checking case by case"),
    "compare": Text("案件之间比对", "comparing cases"),
}


def attach(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("check")(check)


_Names = typer.Option(
    "--checks",
    metavar="ID",
    help="检查编号、规则库的文件夹、规则文件；可重复，可用逗号 / ids, folders of the rulebook, rule files",
)
_Database = Annotated[
    str, typer.Option("--database", metavar="URL", help="postgres 的地址，默认 $ZHIHENG_DATABASE_URL / its address")
]
_SparkRemote = Annotated[
    str, typer.Option("--spark-remote", metavar="URL", help="Spark Connect（sc://…），默认 $SPARK_REMOTE")
]
_SparkMaster = Annotated[
    str, typer.Option("--spark-master", metavar="URL", help="Spark 集群或 local[2]，默认 $SPARK_MASTER")
]
_OutFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="结果文件夹，默认 check-台账名 / results")
]
_SkipBadRows = Annotated[bool, typer.Option("--skip-bad-rows", help="跳过不能使用的行 / go on without unusable rows")]


def check(
    more: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="更多检查 / further checks")] = None,
    *,
    ledger: Annotated[Path, typer.Option("--ledger", metavar="DIR", help="台账文件夹或工作簿 / ledger or workbook")],
    checks: Annotated[list[str] | None, _Names] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="计算引擎 / engine")] = Engine.duckdb,
    database: _Database = "",
    spark_remote: _SparkRemote = "",
    spark_master: _SparkMaster = "",
    out_folder: _OutFolder = None,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="数据截止日 / as-of date")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="有未排除的问题时退出码为 1 / exit 1 on findings")] = False,
    skip_bad_rows: _SkipBadRows = False,
    all_rows: Annotated[bool, typer.Option("--all", help="表格逐项列全 / leave nothing out of the tables")] = False,
    fmt: Annotated[Format, typer.Option("--format", help="输出格式 / format")] = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """对台账运行程序性检查，写出问题清单。 Run the procedural checks over a ledger and write what they find.

    \b
    写出 writes: findings.parquet、summary.json（--format csv 另写 findings.csv）
    退出码 / exit status: 0 完成 done; 1 --strict 且有未排除的问题 findings; 2 不能使用 refused
    示例 / examples:
      zhiheng check --ledger demo/ledger
      zhiheng check --ledger demo/ledger --checks xuhui,three-systems --out 检查结果
      zhiheng check --ledger demo/ledger --checks 我的检查.yaml --format csv
    """
    job = api.CheckJob(
        ledger=ledger,
        out=out_folder or default_folder(ledger),
        checks=read_names([*(checks or []), *(more or [])]),
        engine=engine.value,
        as_of=read_as_of(as_of),
        csv=fmt is Format.csv,
        skip_bad_rows=skip_bad_rows,
        database=database or None,
        spark_remote=spark_remote or None,
        spark_master=spark_master or None,
    )
    run, canonical = _run(job)
    if fmt is Format.json:
        print_json(_as_json(job, run, canonical))
    else:
        from zhiheng.cli import check_tables

        check_tables.print_run(job, run, canonical, all_rows=all_rows)
    if strict and run.by_unit:
        raise typer.Exit(1)


def default_folder(ledger: Path) -> Path:
    """Return where results go unless a place is named: `check-` and the ledger's name, in the working folder."""
    place = ledger.resolve()
    if place.name in ("ledger.yaml", "ledger.yml"):
        place = place.parent
    return Path(f"check-{place.stem if place.is_file() else place.name}")


def read_names(given: list[str]) -> tuple[str, ...]:
    """Return names of checks given one by one or with commas; the name of a file that exists is kept whole."""
    names: list[str] = []
    for word in given:
        if not word.strip(" ,，"):
            reason = Text("--checks 后面是空的", "--checks names nothing")
            remedy = Text("写检查编号，或去掉 --checks 运行全部检查", "name checks, or leave --checks out to run all")
            raise Refusal(Fault("no_check_named", Place(), reason, remedy))
        parts = [word] if Path(word).exists() else word.replace("，", ",").split(",")
        names += [part.strip() for part in parts if part.strip()]
    return tuple(dict.fromkeys(names))


def _run(job: api.CheckJob) -> tuple[CheckRun, Canonical]:
    """Run the checks with a bar of progress; Ctrl-C ends with one sentence and leaves no half result."""
    import duckdb

    try:
        with _progress() as tell:
            run = api.check_ledger(job, tell=tell)
            return run, api.prepare_ledger(job.ledger, skip_bad_rows=job.skip_bad_rows)  # it is there by now
    except (KeyboardInterrupt, duckdb.InterruptException):
        _leave_interrupted()
    except RuntimeError as wrong:
        # DuckDB tells of Ctrl-C in this way where it was in the middle of a query.
        if "interrupt" not in str(wrong).lower():
            raise
        _leave_interrupted()


def _leave_interrupted() -> NoReturn:
    err.print(say(Text("已中断；没有写下半截结果。", "Interrupted; nothing half done was left.")), markup=False)
    raise typer.Exit(_INTERRUPTED)


@contextmanager
def _progress() -> Iterator[api.Tell | None]:
    """Show the stage and how far it is, on a terminal only."""
    if not err.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        first = say(_STAGES["sorted"])
        task = bar.add_task(first, total=None)

        def tell(stage: str, done: int, of: int) -> None:
            bar.update(task, description=say(_STAGES.get(stage, Text(stage))), completed=done, total=max(of, 1))

        yield tell


def _as_json(job: api.CheckJob, run: CheckRun, canonical: Canonical) -> dict[str, Any]:
    return {
        "ledger": canonical.head.name,
        "as_of": run.as_of.isoformat(),
        "engine": job.engine,
        "out": str(job.out),
        "summary": run.summary,
        "by_unit": [
            {"check_id": check_id, "unit_id": unit_id, "findings": count} for check_id, unit_id, count in run.by_unit
        ],
        "notes": [{"zh": note.zh, "en": note.en} for note in (*canonical.notes, *run.notes)],
    }
