"""`zhiheng ledger validate`: reads a ledger and prints what was accepted, what was set aside, and how to mend it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table as Grid

from zhiheng.cli import console
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES, Ledger, QuarantinedRow, read_ledger

_FAULTS_SHOWN = 100
# A spreadsheet program would run a cell that begins with one of these as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

ledger_app = typer.Typer(
    help="台账：校验、示例。 / Ledgers: validate, demonstrate.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def attach(app: typer.Typer) -> None:
    """Register the sub-commands `ledger …` with `app`; other modules add theirs to `ledger_app`."""
    app.add_typer(ledger_app, name="ledger")


@ledger_app.command("validate")
def validate(
    path: Annotated[
        Path, typer.Argument(metavar="DIR", help="台账文件夹或者 .xlsx 工作簿 / ledger folder or workbook")
    ],
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="未知列、未读文件等提示也使退出码为 1 / notes make the exit status 1")
    ] = False,
    quarantine: Annotated[
        Path | None,
        typer.Option("--quarantine", metavar="FILE.csv", help="把隔离的行连同理由写入文件 / write the rows set aside"),
    ] = None,
    format_: console.FormatOption = console.Format.table,
    lang: console.LangOption = console.Lang.zh,
) -> None:
    """校验台账：读入 = 接受 + 隔离，逐条说明位置、理由和改法。 / Validate a ledger: rows in = accepted + quarantined.

    \b
    退出码 / exit status: 0 全部接受 all accepted; 1 --strict 且有提示 notes; 2 有隔离或无法读取 rows set aside
    示例 / examples:
      zhiheng ledger validate demo
      zhiheng ledger validate 台账.xlsx --format json
      zhiheng ledger validate demo --quarantine 待改正.csv
    """
    try:
        ledger = read_ledger(path)
    except Refusal as refusal:
        if format_ is console.Format.json:
            console.print_json({"readable": False, "faults": [_fault_as_json(fault) for fault in refusal.faults]})
        raise
    if format_ is console.Format.json:
        console.print_json(_as_json(ledger))
    else:
        _print_tables(ledger)
    if quarantine is not None:
        write_quarantine(quarantine, ledger.report.rows)
    _leave(ledger, strict=strict)


def write_quarantine(path: Path, rows: tuple[QuarantinedRow, ...]) -> None:
    """Write the rows set aside as CSV (UTF-8 with BOM), a line per fault, the row's own cells at the end.

    Raises Refusal where the file cannot be written.
    """
    heads = [Text("表", "table"), Text("文件", "file"), Text("行", "row"), Text("列", "column"), Text("读到", "value")]
    heads += [Text("代码", "code"), Text("理由", "reason"), Text("改法", "remedy"), Text("原行内容", "row_content")]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([console.say(head) for head in heads])
            for row in rows:
                content = " | ".join(f"{name}={cell}" for name, cell in row.cells.items())
                for fault in row.faults:
                    place = (row.table, row.file, row.row, fault.place.column)
                    words = (fault.value, fault.code, console.say(fault.reason), console.say(fault.remedy), content)
                    writer.writerow([_harmless(str(cell)) for cell in (*place, *words)])
    except OSError as wrong:
        reason = Text("隔离清单无法写入", "the list of rows set aside cannot be written")
        remedy = Text("换一个可写的位置", "choose a place that can be written")
        raise Refusal(Fault("cannot_write", Place(file=str(path)), reason, remedy, wrong.strerror or "")) from None


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def _leave(ledger: Ledger, *, strict: bool) -> None:
    """End with the exit status that the report calls for; the reason goes to stderr."""
    rows, notes = len(ledger.report.rows), _notes(ledger)
    if rows:
        words = Text(
            f"有 {rows} 行不能使用，已隔离；改正后重新校验。", f"{rows} rows cannot be used and were set aside."
        )
        console.err.print(console.say(words), style="bold red", markup=False)
        raise typer.Exit(2)
    if strict and notes:
        words = Text(
            f"全部接受，但有 {len(notes)} 条提示。", f"All rows are accepted, but there are {len(notes)} notes."
        )
        console.err.print(console.say(words), markup=False)
        raise typer.Exit(1)


def _notes(ledger: Ledger) -> list[Text]:
    """Return the notes of the report with one for each table that has unknown columns."""
    notes = list(ledger.report.notes)
    for name, count in ledger.report.tables.items():
        if count.unknown_columns:
            told = "、".join(count.unknown_columns)
            notes.append(
                Text(
                    f"{name}：未知列按原文保留，不参与计算：{told}",
                    f"{name}: unknown columns are kept as text and not used: {told}",
                )
            )
    return notes


def _print_tables(ledger: Ledger) -> None:
    zh = console.language() == "zh"
    period = f"{ledger.period.from_date} – {ledger.period.to_date}" if ledger.period else "—"
    _line(Text(f"台账 {ledger.name}　期间 {period}", f"Ledger {ledger.name}, period {period}"))
    _line(Text(f"摘要 {ledger.digest}", f"Digest {ledger.digest}"))
    grid = Grid()
    for head in ("表", "读入", "接受", "隔离") if zh else ("table", "rows in", "accepted", "quarantined"):
        grid.add_column(head, justify="left" if head in ("表", "table") else "right", no_wrap=True)
    for name, count in ledger.report.tables.items():
        if count.rows_in:
            label = f"{name} {TABLES[name].label}" if zh else name
            grid.add_row(label, str(count.rows_in), str(count.accepted), str(count.quarantined))
    console.out.print(grid)
    for note in _notes(ledger):
        _line(Text(f"提示：{note.zh}", f"Note: {note.en}"))
    faults = ledger.report.quarantined
    for fault in faults[:_FAULTS_SHOWN]:
        _line(Text(f"- {fault.of('zh')}", f"- {fault.of('en')}"))
    if len(faults) > _FAULTS_SHOWN:
        rest = len(faults) - _FAULTS_SHOWN
        _line(
            Text(
                f"……另有 {rest} 处，见 --format json 或者 --quarantine FILE.csv",
                f"… and {rest} more: see --format json or --quarantine FILE.csv",
            )
        )


def _line(text: Text) -> None:
    console.out.print(console.say(text), markup=False, soft_wrap=True)


def _as_json(ledger: Ledger) -> dict[str, Any]:
    complete = ledger.findings_complete
    return {
        "readable": True,
        "ledger": {
            "name": ledger.name,
            "period": ledger.period
            and {"from": ledger.period.from_date.isoformat(), "to": ledger.period.to_date.isoformat()},
            "region": ledger.region,
            "calendar": ledger.calendar,
            "currency_unit": ledger.currency_unit,
            "as_of": ledger.as_of and ledger.as_of.isoformat(),
            "findings_complete": complete if complete == "all" else sorted(complete),
        },
        "digest": ledger.digest,
        "tables": {
            name: {
                "rows_in": count.rows_in,
                "accepted": count.accepted,
                "quarantined": count.quarantined,
                "unknown_columns": list(count.unknown_columns),
            }
            for name, count in ledger.report.tables.items()
        },
        "quarantined": [_fault_as_json(fault) for fault in ledger.report.quarantined],
        "notes": [{"zh": note.zh, "en": note.en} for note in ledger.report.notes],
    }


def _fault_as_json(fault: Fault) -> dict[str, Any]:
    place = fault.place
    return {
        "code": fault.code,
        "table": place.table,
        "file": place.file,
        "row": place.row,
        "line": place.line,
        "column": place.column,
        "value": fault.value,
        "reason_zh": fault.reason.zh,
        "reason_en": fault.reason.en,
        "remedy_zh": fault.remedy.zh,
        "remedy_en": fault.remedy.en,
    }
