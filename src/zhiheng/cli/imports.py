"""`zhiheng ledger import`: makes a ledger of an event log. The reading and writing is done in `ledgers.importing`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table

from zhiheng.cli import console
from zhiheng.cli.ledgers import ledger_app
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES
from zhiheng.ledgers.importing import Imported, find_map, import_log, read_map
from zhiheng.ledgers.importing.xes import Progress as Told

_ACTIVITIES_SHOWN = 40


def attach(app: typer.Typer) -> None:
    """Add the sub-command to `ledger`; `app` has it through that group (attach `zhiheng.cli.ledgers` as well)."""
    if not any(command.name == "import" for command in ledger_app.registered_commands):
        ledger_app.command("import")(import_ledger)


def import_ledger(
    *,
    log: Annotated[
        Path, typer.Option("--from", metavar="LOG", help="日志：.xes、.xes.gz、.csv、.parquet / the event log")
    ],
    map_: Annotated[
        str, typer.Option("--map", metavar="MAP", help="映射文件，或者内置映射的名称 / a map file, or a built-in map")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的台账文件夹 / ledger folder to write")],
    strict: Annotated[
        bool, typer.Option("--strict", help="有提示也使退出码为 1 / notes make the exit status 1")
    ] = False,
    format_: console.FormatOption = console.Format.table,
    lang: console.LangOption = console.Lang.zh,
) -> None:
    """把事件日志（XES、CSV、Parquet）按映射导入为台账。 / Make a ledger of an event log after a map.

    \b
    内置映射 built-in maps: road-fines, receipt, chicago-complaints
    文件夹须为空、不存在，或者是以前导入的台账。 The folder must be empty, new, or an earlier import.
    示例 / examples:
      zhiheng ledger import --from log.xes.gz --map road-fines --out fines
      zhiheng ledger import --from 办案日志.csv --map 映射.yaml --out 台账
    """
    mapped = read_map(find_map(map_))
    with _progress(log) as told:
        imported = import_log(log, mapped, out, progress=told)
    if format_ is console.Format.json:
        console.print_json(_as_json(imported))
    else:
        _print_tables(imported)
    if strict and imported.notes:
        raise typer.Exit(1)


@contextmanager
def _progress(log: Path) -> Iterator[Told | None]:
    """Show how far the log is read, on a terminal only."""
    if not console.err.is_terminal:
        yield None
        return
    with Progress(console=console.err, transient=True) as bar:
        task = bar.add_task(log.name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_tables(imported: Imported) -> None:
    _line(Text(f"已导入台账 {imported.name}", f"Imported ledger {imported.name}"))
    period = f"{imported.period.from_date} – {imported.period.to_date}" if imported.period else "—"
    as_of = imported.as_of or "—"
    _line(Text(f"期间 {period}　数据日期 {as_of}", f"Period {period}, as of {as_of}"))
    rows = Table()
    rows.add_column(console.say(Text("表", "table")))
    rows.add_column(console.say(Text("行数", "rows")), justify="right")
    for name, count in imported.tables.items():
        rows.add_row(f"{name} {console.say(Text(TABLES[name].label, ' ')).strip()}".strip(), f"{count:,}")
    console.out.print(rows)
    if imported.activities:
        _print_activities(imported)
    for note in imported.notes:
        _line(Text(f"提示：{note.zh}", f"Note: {note.en}"))
    folder = imported.folder
    _line(
        Text(
            f"已写入 {folder}；校验：zhiheng ledger validate {folder}",
            f"Written to {folder}; next: zhiheng ledger validate {folder}",
        )
    )


def _print_activities(imported: Imported) -> None:
    grid = Table()
    grid.add_column(console.say(Text("日志中的环节", "activity of the log")))
    grid.add_column(console.say(Text("台账中的环节", "activity of the ledger")))
    grid.add_column(console.say(Text("事件", "events")), justify="right")
    labels = {str(choice.value): choice.label for choice in TABLES["events"].column("activity").choices}
    for written, word, count in imported.activities[:_ACTIVITIES_SHOWN]:
        label = f" {labels[word]}" if word in labels and console.language() == "zh" else ""
        kept = console.say(Text("（按原文）", "(as written)")) if word == written else _plain(word) + label
        grid.add_row(_plain(written), kept, f"{count:,}")
    console.out.print(grid)
    rest = len(imported.activities) - _ACTIVITIES_SHOWN
    if rest > 0:
        _line(Text(f"……另有 {rest} 种环节，见 --format json", f"… and {rest} more: see --format json"))


def _plain(text: str) -> str:
    """Return text of the log without signs that the table or the terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text).replace("[", "\\[")


def _line(text: Text) -> None:
    console.out.print(console.say(text), markup=False, soft_wrap=True)


def _as_json(imported: Imported) -> dict[str, Any]:
    period = imported.period
    return {
        "folder": str(imported.folder),
        "name": imported.name,
        "period": period and {"from": period.from_date.isoformat(), "to": period.to_date.isoformat()},
        "as_of": imported.as_of and imported.as_of.isoformat(),
        "tables": dict(imported.tables),
        "activities": [
            {"log": written, "activity": word, "events": count} for written, word, count in imported.activities
        ],
        "notes": [{"zh": note.zh, "en": note.en} for note in imported.notes],
    }
