"""`zhiheng evaluate`: from a scheme and a ledger to a folder of results."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from zhiheng import api
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, err, language, out, print_json, say
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.legaltime import read_date
from zhiheng.reports.labels import left_out_text


class Engine(StrEnum):
    """The engine that answers measures over the ledger."""

    duckdb = "duckdb"


def attach(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("evaluate")(evaluate)


def evaluate(
    *,
    scheme: Annotated[str, typer.Option("--scheme", help="方案编号或文件 / scheme id or file")],
    ledger: Annotated[Path, typer.Option("--ledger", help="台账文件夹或工作簿 / ledger folder or workbook")],
    out_folder: Annotated[Path, typer.Option("--out", help="结果文件夹 / folder for the results")],
    as_of: Annotated[str, typer.Option("--as-of", help="数据截止日 / as-of date, e.g. 2025-11-15")] = "",
    option: Annotated[list[str] | None, typer.Option("--option", help="方案选项 k=v，可重复 / option k=v")] = None,
    complete: Annotated[Path | None, typer.Option("--complete", help="补充文件 / completion file")] = None,
    previous: Annotated[Path | None, typer.Option("--previous", help="上年度结果 / last year's result")] = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="跳过不能使用的行（列入结果） / go on without unusable rows")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有不完整或冲突时退出码为 1 / exit 1 if incomplete")] = False,
    engine: Annotated[Engine, typer.Option("--engine", help="计算引擎（内嵌） / embedded engine")] = Engine.duckdb,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """按方案给台账打分。 Score a ledger under a scheme.

    示例 Example: zhiheng evaluate --scheme hunan-2020 --ledger ledger --out out
    """
    job = api.Job(
        scheme=scheme,
        ledger=ledger,
        out=out_folder,
        options=read_options(option or []),
        as_of=read_as_of(as_of),
        complete=complete,
        previous=previous,
        skip_bad_rows=skip_bad_rows,
    )
    evaluation = api.evaluate_files(job)
    if fmt is Format.json:
        print_json(api.scoring.to_json(evaluation.result))
    else:
        _print_units(evaluation)
        _print_notes(evaluation, out_folder)
    if strict and _is_wanting(evaluation):
        raise typer.Exit(1)


def read_options(given: list[str]) -> dict[str, str]:
    """Return options written as k=v. Raises Refusal for anything else."""
    options: dict[str, str] = {}
    for word in given:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            reason = Text("选项应写成 名称=值", "an option is written as name=value")
            remedy = Text("例如 --option boundary_policy=strict", "for example --option boundary_policy=strict")
            raise Refusal(Fault("bad_option", Place(clause="--option"), reason, remedy, word))
        if options.get(name.strip(), value.strip()) != value.strip():
            reason = Text("同一选项给了两个不同的值", "one option is given two different values")
            raise Refusal(Fault("bad_option", Place(clause=name), reason, Text("只保留一个", "keep one of them"), word))
        options[name.strip()] = value.strip()
    return options


def read_as_of(written: str) -> date | None:
    """Return the as-of date, None where none is given. Raises Refusal for what is no date."""
    if not written:
        return None
    day = read_date(written)
    if day is None:
        reason = Text("数据截止日不是日期", "the as-of date is not a date")
        remedy = Text("写成 2025-11-15", "write it like 2025-11-15")
        raise Refusal(Fault("bad_date", Place(clause="--as-of"), reason, remedy, written))
    return day


def _is_wanting(evaluation: Evaluation) -> bool:
    units = evaluation.result.units
    return any(unit.status == "incomplete" or any(rule.conflict for rule in unit.every_rule()) for unit in units)


def _print_units(evaluation: Evaluation) -> None:
    result = evaluation.result
    zh = language() == "zh"
    title = f"{say(result.scheme_name)} · {result.ledger_name}"
    table = Table(title=title, title_justify="left", title_style="bold")
    heads = ("名次 单位 得分 基础分 加分 等次 状态" if zh else "rank unit score base bonus grade status").split()
    for head in heads:
        right = head in heads[2:5] or head == heads[0]
        table.add_column(head, justify="right" if right else "left", no_wrap=head != heads[1], overflow="fold")
    names = {grade.id: say(grade.name) for grade in evaluation.scheme.grades}
    states = {"complete": "完整" if zh else "complete", "incomplete": "不完整" if zh else "incomplete"}
    for unit in sorted(result.units, key=lambda card: (card.rank, card.unit_id)):
        veto = "、".join(v.id for v in unit.vetoes)
        grade = names.get(unit.grade or "", "—") + (
            f"（否决 {veto}）" if veto and zh else f" (veto {veto})" if veto else ""
        )
        state = states[unit.status]
        if unit.not_reported:
            state += f"（缺 {len(unit.not_reported)} 条）" if zh else f" ({len(unit.not_reported)} not reported)"
        points = [shortest(number) for number in (unit.score, unit.base, unit.bonus)]
        table.add_row(str(unit.rank), f"{unit.name} {unit.unit_id}", *points, grade, state)
    out.print(table)


def _print_notes(evaluation: Evaluation, folder: Path) -> None:
    result, zh = evaluation.result, language() == "zh"
    if result.completion and result.completion["fictional"] == "true":
        told = (
            "注意：本结果使用虚构的补充值，仅供演示。"
            if zh
            else "Note: this result uses an invented completion; demonstration only."
        )
        err.print(told, style="bold yellow", markup=False)
    for left in result.left_out:
        what = left_out_text(left.what)
        zh_told = f"未采用：{what.zh} {left.count} 条，{left.reason.zh}"
        told = zh_told if zh else f"not used: {left.count} {what.of('en')}, {left.reason.of('en')}"
        err.print(told, markup=False)
    where = "结果" if zh else "results"
    out.print(
        f"{where}: {folder / 'report.html'}  {folder / 'scorecards.xlsx'}  {folder / 'report.docx'}", markup=False
    )
    out.print(f"{'摘要' if zh else 'digest'}: {result.digest}", markup=False)
    first = result.units[0].unit_id
    hint = f"zhiheng explain {folder} --unit {first}"
    out.print(f"下一步：{hint}  展开得分的来历" if zh else f"next: {hint}  unfolds a score", markup=False)
