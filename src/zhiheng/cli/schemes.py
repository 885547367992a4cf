"""`zhiheng schemes`, `lint` and `template`: what a scheme says, what does not add up in it, the form to fill in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from zhiheng import api
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, language, out, print_json, say
from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Item, Rule, Scheme
from zhiheng.domain.texts import Text
from zhiheng.reports.template import write_template, write_template_csv
from zhiheng.schemes.lint import Remark, lint_file

schemes_app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


def attach(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(schemes_app, name="schemes")
    app.command("lint")(lint)
    app.command("template")(template)


@schemes_app.callback()
def list_schemes(context: typer.Context, fmt: FormatOption = Format.table, lang: LangOption = Lang.zh) -> None:
    """列出内置方案；schemes show 查看一个方案。 List the built-in schemes; `schemes show` shows one.

    示例 Example: zhiheng schemes show hunan-2020
    """
    if context.invoked_subcommand is not None:
        return
    listed = [api.open_scheme(name) for name in api.schemes.built_in_schemes()]
    if fmt is Format.json:
        print_json([_head(scheme) for scheme in listed])
        return
    zh = language() == "zh"
    table = Table()
    for head in ("编号 名称 版本 规则数 对象 状态" if zh else "id name version rules subject status").split():
        table.add_column(head)
    for scheme in listed:
        count = len(scheme.open_paths)
        state = ("可用" if zh else "ready") if not count else (f"待补充 {count} 处" if zh else f"{count} values open")
        subject = {"unit": "单位", "case": "案件"}[scheme.subject] if zh else scheme.subject
        table.add_row(scheme.id, say(scheme.name), scheme.version, str(len(list(scheme.every_rule()))), subject, state)
    out.print(table)


def _head(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "version": scheme.version,
        "digest": scheme.digest,
        "name_zh": scheme.name.zh,
        "name_en": scheme.name.en,
        "subject": scheme.subject,
        "open_paths": [open_path.path for open_path in scheme.open_paths],
    }


@schemes_app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="方案编号或文件 / scheme id or file")],
    *,
    complete: Annotated[Path | None, typer.Option("--complete", help="补充文件 / completion file")] = None,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """显示一个方案的条文、分值和出处。 Show a scheme with text, points and citations.

    示例 Example: zhiheng schemes show hunan-2020
    """
    scheme = api.open_scheme(name, complete)
    if fmt is Format.json:
        print_json(_head(scheme) | _body(scheme))
        return
    source = scheme.source
    out.print(f"{say(scheme.name)}（{scheme.id} {scheme.version}）", style="bold", markup=False)
    out.print(f"{say(source.document)} {source.number} {say(source.issuer)}".strip(), markup=False)
    out.print(scheme.digest, markup=False)
    for part in scheme.parts:
        out.print(f"\n{part.id} {say(part.name)} {_told(part.points)}", style="bold", markup=False)
        for item in part.items:
            _print_item(item, open_now={open_path.path for open_path in scheme.open_paths})
    for veto in scheme.vetoes:
        out.print(f"  {veto.id} {say(veto.text)}", markup=False)
    for grade in scheme.grades:
        out.print(f"  {say(grade.name)} {_told(grade.minimum)} … {_told(grade.maximum)}", markup=False)
    for option in scheme.options:
        out.print(
            f"  --option {option.id}={option.default} [{' | '.join(option.choices)}] {say(option.text)}", markup=False
        )
    for open_path in scheme.open_paths:
        out.print(f"  ? {open_path.path} {say(open_path.text)}", style="yellow", markup=False)


def _told(points: Decimal | None) -> str:
    return "" if points is None or points < 0 else shortest(points)


def _print_item(item: Item, *, open_now: set[str]) -> None:
    zh = language() == "zh"
    if f"{item.id}.points" in open_now:
        worth = "分值未作规定" if zh else "points not specified"
    elif item.from_total:
        worth = "从总分中扣" if zh else "taken from the total"
    else:
        worth = _told(item.points)
    out.print(f"\n  {item.id} {say(item.name)} {worth}", style="bold", markup=False)
    for sub_item in item.sub_items:
        head = "" if sub_item.id == item.id else f"{sub_item.id} ({_told(sub_item.points)}) "
        out.print(f"    {head}{sub_item.clause.zh}", markup=False)
        if language() == "en" and sub_item.clause.en:
            out.print(f"      {sub_item.clause.en}", markup=False)
        for group in sub_item.groups:
            out.print(f"      {group.id} ≤ {_told(group.cap)} {group.clause.zh}", markup=False)
        for rule in sub_item.every_rule():
            out.print(f"      {_rule_line(rule)}", style="cyan", markup=False)


def _rule_line(rule: Rule) -> str:
    amounts = "/".join(_told(amount) for amount in rule.scoring.amounts())
    doubts = f" [{', '.join(rule.ambiguity)}]" if rule.ambiguity else ""
    return f"{rule.id} {rule.kind} {amounts} {say(rule.text)}{doubts}"


def _body(scheme: Scheme) -> dict[str, Any]:
    return {
        "source": {"document_zh": scheme.source.document.zh, "number": scheme.source.number},
        "unit_kinds": {key: {"zh": text.zh, "en": text.en} for key, text in scheme.unit_kinds.items()},
        "options": [
            {"id": o.id, "default": o.default, "choices": list(o.choices), "ambiguity": o.ambiguity}
            for o in scheme.options
        ],
        "parts": [
            {
                "id": part.id,
                "kind": part.kind,
                "points": _told(part.points),
                "items": [
                    {
                        "id": item.id,
                        "zh": item.name.zh,
                        "en": item.name.en,
                        "points": _told(item.points),
                        "sub_items": [
                            {
                                "id": sub.id,
                                "points": _told(sub.points),
                                "clause_zh": sub.clause.zh,
                                "clause_en": sub.clause.en,
                                "rules": [_rule_body(rule) for rule in sub.every_rule()],
                            }
                            for sub in item.sub_items
                        ],
                    }
                    for item in part.items
                ],
            }
            for part in scheme.parts
        ],
        "vetoes": [_rule_body(rule) for rule in scheme.vetoes],
        "grades": [
            {"id": g.id, "zh": g.name.zh, "min": _told(g.minimum), "max": _told(g.maximum)} for g in scheme.grades
        ],
        "tolerances": [{"id": t.id, "zh": t.text.zh, "en": t.text.en} for t in scheme.tolerances],
        "aliases": dict(scheme.aliases),
    }


def _rule_body(rule: Rule) -> dict[str, Any]:
    cap = rule.scoring.own_cap
    return {
        "id": rule.id,
        "kind": rule.kind,
        "zh": rule.text.zh,
        "en": rule.text.en,
        "answers": rule.scoring.answers,
        "amounts": [shortest(amount) for amount in rule.scoring.amounts()],
        "cap": None if cap is None else shortest(cap),
        "ambiguity": list(rule.ambiguity),
    }


def lint(
    scheme: Annotated[str, typer.Argument(help="方案编号或文件 / scheme id or file")],
    *,
    strict: Annotated[bool, typer.Option("--strict", help="有问题时退出码为 1 / exit 1 if anything is found")] = False,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """找出方案里对不上的地方。 Find what does not add up in a scheme.

    示例 Example: zhiheng lint hunan-2020
    """
    path = api.schemes.find_scheme(scheme)
    remarks = lint_file(path)
    if fmt is Format.json:
        print_json([_remark(remark) for remark in remarks])
    elif not remarks:
        out.print("没有发现问题。" if language() == "zh" else "Nothing found.")
    for remark in remarks if fmt is Format.table else ():
        where = f"{path.name}:{remark.line}"
        doubt = f" [{remark.ambiguity}]" if remark.ambiguity else ""
        out.print(f"{where} {remark.code} {remark.rule_id}{doubt}", style="bold", markup=False)
        out.print(f"    {say(remark.text)}", markup=False)
        if remark.clause:
            out.print(f"    {remark.clause}", style="italic", markup=False)
    if strict and remarks:
        raise typer.Exit(1)


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "code": remark.code,
        "rule_id": remark.rule_id,
        "line": remark.line,
        "message_zh": remark.text.zh,
        "message_en": remark.text.en,
        "ambiguity": remark.ambiguity,
        "file": remark.file,
        "clause": remark.clause,
    }


def template(
    scheme: Annotated[str, typer.Argument(help="方案编号或文件 / scheme id or file")],
    *,
    out_file: Annotated[Path, typer.Option("--out", help="写到哪里（.xlsx 或 .csv） / file to write")],
    complete: Annotated[Path | None, typer.Option("--complete", help="补充文件 / completion file")] = None,
    lang: LangOption = Lang.zh,
) -> None:
    """生成空白自评表。 Make the blank workbook for self-evaluation.

    示例 Example: zhiheng template hunan-2020 --out 自评表.xlsx
    """
    opened = api.open_scheme(scheme, complete)
    suffix = out_file.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        reason = Text("自评表只能写成 .xlsx 或 .csv", "the form is written as .xlsx or .csv")
        raise Refusal(
            Fault("bad_suffix", Place(file=str(out_file)), reason, Text("改文件名", "change the name"), suffix)
        )
    try:
        out_file.parent.mkdir(parents=True, exist_ok=True)
        (write_template if suffix == ".xlsx" else write_template_csv)(opened, out_file)
    except OSError as wrong:
        raise api.cannot_write(out_file, wrong) from None
    out.print(("已生成 " if language() == "zh" else "written: ") + str(out_file), markup=False)
