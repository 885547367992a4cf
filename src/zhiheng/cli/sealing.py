"""`zhiheng seal` and `zhiheng verify`: a result in one file, and whether such a file is what it says."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from zhiheng import api
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, language, print_json
from zhiheng.cli.paragraphs import shell_word, tell, tell_wrapped
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.seal import Difference, Verdict

_MOST_SHOWN = 5

#: The entry point, in the group `zhiheng.commands`, of the package that keeps an audit chain: a callable that adds its
#: one command to the Typer application it is given. It is loaded when `verify --audit` asks for it, and not before.
GROUP, AUDIT = "zhiheng.commands", "audit"


def attach(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("seal")(seal)
    app.command("verify")(verify)


def seal(
    result: Annotated[Path, typer.Argument(help="evaluate 写的文件夹 / the folder that evaluate wrote")],
    *,
    bundle: Annotated[Path, typer.Option("--out", help="封存包 / the bundle to write, B.zip")],
    reports: Annotated[bool, typer.Option("--reports", help="连同三份报告 / with the three reports")] = False,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """把一次评价连同输入封存成一个文件，谁都可以重算核验。 Seal a result with its inputs, for anyone to verify.

    示例 Example: zhiheng seal out --out 2025.zip
    """
    sealed = api.seal_result(result, bundle, reports=reports)
    if fmt is Format.json:
        told = {"digest": sealed.digest, "result_digest": sealed.result_digest, "size": sealed.size}
        print_json({"bundle": str(bundle), **told, "files": list(sealed.files), "left_out": list(sealed.left_out)})
        return
    count, size = len(sealed.files), f"{sealed.size:,}"
    tell(Text(f"已封存：{bundle}（{count} 个文件，{size} 字节）", f"sealed: {bundle} ({count} files, {size} bytes)"))
    for name in sealed.left_out:
        tell(Text(f"未收入：inputs/{name}", f"not packed: inputs/{name}"), style="yellow")
    tell(Text(f"结果摘要：{sealed.result_digest}", f"result digest: {sealed.result_digest}"))
    tell(Text(f"整包摘要：{sealed.digest}", f"bundle digest: {sealed.digest}"))
    word = f"zhiheng verify {shell_word(bundle)} --expect {sealed.digest}"
    tell(Text("公布整包摘要；收到包的人这样核验：", "Publish the bundle's digest; who receives the bundle runs:"))
    tell(Text(f"  {word}"))


def verify(
    bundle: Annotated[Path | None, typer.Argument(help="封存包 / a bundle, B.zip")] = None,
    *,
    expect: Annotated[str, typer.Option("--expect", help="公布的摘要 / the digest that was published")] = "",
    ledger: Annotated[Path | None, typer.Option("--ledger", help="原台账，核对其摘要 / the original ledger")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有提示时退出码为 1 / exit 1 for remarks")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="核验网页应用的审计链 / the audit chain instead")] = False,
    database: Annotated[str, typer.Option("--database", help="审计链的数据库 / database of the chain")] = "",
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """离线核验封存包：核对摘要，用包里的输入重算，指出第一处不同。 Verify a bundle offline by making its result again.

    示例 Example: zhiheng verify 2025.zip --expect sha256:…
    """
    if audit:
        _verify_audit(bundle, database, fmt=fmt)
        return
    if bundle is None or database:
        raise _what_to_verify(database)
    verdict = api.verify_bundle(bundle, expect=expect, ledger=ledger)
    if fmt is Format.json:
        print_json(_as_json(verdict))
    else:
        _print_verdict(verdict, bundle)
    if not verdict.ok or (strict and verdict.remarks):
        raise typer.Exit(1)


def _verify_audit(bundle: Path | None, database: str, *, fmt: Format) -> None:
    """Hand over to the package that keeps the audit chain; its command leaves with the same statuses."""
    if bundle is not None:
        reason = Text("--audit 不核验封存包", "--audit verifies no bundle")
        remedy = Text("分两次运行", "run it twice: once with the bundle, once with --audit")
        raise Refusal(Fault("bad_option", Place(clause="--audit"), reason, remedy, str(bundle)))
    found = list(entry_points(group=GROUP, name=AUDIT))
    if not found:
        reason = Text(
            "审计链属于网页应用，这里没有安装", "the audit chain is the web application's: not installed here"
        )
        remedy = Text(
            "安装含网页应用的执衡：在源码目录运行 make run 或 pip install .，再运行 zhiheng verify --audit",
            "install Zhiheng with it: `make run` or `pip install .` in the source tree; then zhiheng verify --audit",
        )
        raise Refusal(Fault("no_audit", Place(clause="--audit"), reason, remedy))
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    found[0].load()(app)
    given = [*(["--database", database] if database else []), "--format", fmt.value, "--lang", language()]
    status = typer.main.get_command(app).main(given, prog_name="zhiheng verify --audit", standalone_mode=False)
    if isinstance(status, int) and status:
        raise typer.Exit(status)


def _what_to_verify(database: str) -> Refusal:
    reason = Text("没有说核验什么", "it is not said what to verify")
    if database:
        reason = Text("--database 只与 --audit 同用", "--database goes with --audit only")
    remedy = Text("zhiheng verify 包.zip，或 zhiheng verify --audit", "zhiheng verify B.zip, or zhiheng verify --audit")
    return Refusal(Fault("missing_argument", Place(clause="verify"), reason, remedy))


def _as_json(verdict: Verdict) -> dict[str, Any]:
    first = verdict.first_line
    return {
        "ok": verdict.ok,
        "digest": verdict.digest,
        "result_digest": verdict.result_digest,
        "scheme": {"id": verdict.scheme_id, "version": verdict.scheme_version, "digest": verdict.scheme_digest},
        "ledger": {"name": verdict.ledger_name, "digest": verdict.ledger_digest},
        "program": verdict.program,
        "first_line": first.as_json() if first else None,
        "differences": [one.as_json() for one in verdict.differences],
        "not_recomputed": [{"zh": one.zh, "en": one.en} for one in verdict.not_recomputed],
        "remarks": [{"zh": one.zh, "en": one.en} for one in verdict.remarks],
    }


def _print_verdict(verdict: Verdict, bundle: Path) -> None:
    scheme = f"{verdict.scheme_id} {verdict.scheme_version}"
    if verdict.ok:
        words = Text("已核验：重算的结果与封存的逐行一致。", "Verified: made again, every line of the result agrees.")
        tell(words, style="bold green")
    else:
        words = Text(f"核验不通过：{bundle} 与它所载的不一致。", f"Not verified: {bundle} is not what it says.")
        tell(words, style="bold red")
        _print_differences(verdict)
    tell(Text(f"方案：{scheme} {verdict.scheme_digest}", f"scheme: {scheme} {verdict.scheme_digest}"))
    tell(Text(f"台账：{verdict.ledger_name}", f"ledger: {verdict.ledger_name}"))
    tell(Text(f"结果摘要：{verdict.result_digest}", f"result digest: {verdict.result_digest}"))
    tell(Text(f"整包摘要：{verdict.digest}", f"bundle digest: {verdict.digest}"))
    for one in verdict.not_recomputed:
        tell_wrapped(one.of(language()), head="未重算：" if language() == "zh" else "not recomputed:", indent=0)
    for one in verdict.remarks:
        tell_wrapped(one.of(language()), head="注意：" if language() == "zh" else "note:", indent=0)


def _print_differences(verdict: Verdict) -> None:
    others = [one for one in verdict.differences if one.kind != "line"]
    for one in others[:_MOST_SHOWN]:
        tell(Text(f"- {one.path}：{one.text.zh}", f"- {one.path}: {one.text.of('en')}"))
        if one.stated and one.found:
            tell(Text(f"    写着 {one.stated}，实为 {one.found}", f"    stated {one.stated}, found {one.found}"))
    lines = [one for one in verdict.differences if one.kind == "line"]
    first = verdict.first_line or (lines[0] if lines else None)
    if first is not None:
        _print_line(first, Text("第一处不同", "the first line that differs"))
        rule = verdict.first_rule
        if not first.rule_id and rule is not None:
            _print_line(rule, Text("第一条不同的规则", "the first rule that differs"))
    shown = min(len(others), _MOST_SHOWN) + bool(lines)
    if len(verdict.differences) > shown:
        count = len(verdict.differences)
        tell(Text(f"共 {count} 处；--format json 全部列出。", f"{count} in all; --format json lists them."))


def _print_line(one: Difference, head: Text) -> None:
    """Print a line of JSON that differs, with whose unit and rule it is."""
    tell(Text(f"{head.zh}：{one.path}", f"{head.of('en')}: {one.path}"), style="bold")
    whose = [
        Text(f"第 {one.line} 行", f"line {one.line}") if one.line else None,
        Text(f"单位 {one.unit_id}", f"unit {one.unit_id}") if one.unit_id else None,
        Text(f"案件 {one.case_id}", f"case {one.case_id}") if one.case_id else None,
        Text(f"项目 {one.item_id}", f"item {one.item_id}") if one.item_id else None,
        Text(f"规则 {one.rule_id}", f"rule {one.rule_id}") if one.rule_id else None,
    ]
    told = [text for text in whose if text is not None]
    if told:
        tell(Text("    " + "，".join(text.zh for text in told), "    " + ", ".join(text.of("en") for text in told)))
    tell(Text(f"    包里写着 {one.stated or '（无）'}", f"    the bundle has {one.stated or '(nothing)'}"))
    tell(Text(f"    重算得到 {one.found or '（无）'}", f"    recomputed is {one.found or '(nothing)'}"))
