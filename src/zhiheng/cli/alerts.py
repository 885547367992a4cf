"""`zhiheng checks alerts` and `checks dismiss`: single findings with rows and law; setting one aside with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhiheng import api
from zhiheng.cli.checking import read_names
from zhiheng.cli.checks import checks_app
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, out, print_json, say
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers import SHANGHAI
from zhiheng.ledgers.dismissals import Entry, FindingKey, dismissals_file, read_dismissals, standing, undo_dismissal

if TYPE_CHECKING:
    from zhiheng.checks import Check

_OutFolder = Annotated[Path, typer.Argument(metavar="OUT", help="zhiheng check 的结果文件夹 / folder of results")]
_Check = Annotated[str, typer.Option("--check", metavar="ID", help="检查编号 / check")]
_Case = Annotated[str, typer.Option("--case", metavar="ID", help="案件编号 / case")]
_Complaint = Annotated[str, typer.Option("--complaint", metavar="ID", help="投诉编号 / complaint")]
_Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位编号 / unit")]


def attach(app: typer.Typer) -> None:
    """Add the sub-commands to `checks`; `app` has them through that group."""
    if not any(command.name == "alerts" for command in checks_app.registered_commands):
        checks_app.command("alerts")(alerts)
        checks_app.command("dismiss")(dismiss)


def alerts(
    folder: _OutFolder,
    *,
    check: _Check = "",
    case: _Case = "",
    complaint: _Complaint = "",
    unit: _Unit = "",
    ledger: Annotated[
        Path | None, typer.Option("--ledger", metavar="DIR", help="台账：列出案件环节 / ledger: shows the rows")
    ] = None,
    own: Annotated[
        list[str] | None, typer.Option("--checks", metavar="FILE", help="自己的规则文件 / your own rule files")
    ] = None,
    most: Annotated[int, typer.Option("--limit", min=1, help="最多显示几条 / how many to show")] = 20,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """逐条显示检查发现的问题：条文、数据行、应先排除的情形。 Show findings with law, rows and what to rule out.

    \b
    示例 / examples:
      zhiheng checks alerts check-ledger --ledger demo/ledger --check cn-penalty-late-service
      zhiheng checks alerts check-ledger --ledger demo/ledger --case C-0001
    """
    from zhiheng.cli import alert_blocks
    from zhiheng.reports.findings import Wanted, read_alerts

    wanted = Wanted(check, case, complaint, unit)
    found, total = read_alerts(folder, wanted, most=most)
    known = {one.id: one for one in (*api.checks.built_in_checks(), *_own_checks(own))}
    seen = alert_blocks.Seen(folder, ledger, known, found)
    if fmt is Format.json:
        print_json([seen.as_json(alert) for alert in found])
        return
    for number, alert in enumerate(found, 1):
        seen.print_alert(alert, f"{number}/{total}")
    if not total:
        out.print(say(Text("没有符合条件的问题。", "No such finding.")), markup=False)
    elif total > len(found):
        told = Text(
            f"另有 {total - len(found)} 条；多列几条：--limit，缩小范围：--check、--unit、--case",
            f"{total - len(found)} more; --limit shows more, --check, --unit and --case narrow it down",
        )
        out.print(say(told), markup=False)


def dismiss(
    folder: _OutFolder,
    *,
    ledger: Annotated[Path, typer.Option("--ledger", metavar="DIR", help="台账 / ledger")],
    check: _Check = "",
    case: _Case = "",
    complaint: _Complaint = "",
    unit: _Unit = "",
    reason: Annotated[str, typer.Option("--reason", help="理由，至少 4 个字 / why, at least 4 signs")] = "",
    by: Annotated[str, typer.Option("--by", help="姓名 / who")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="撤销先前的排除 / undo an earlier dismissal")] = False,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """核实不是问题的，写明理由排除；只增不删，记在台账的 dismissals.csv。 Set a finding aside with a reason.

    \b
    示例 / examples:
      zhiheng checks dismiss check-ledger --ledger demo/ledger --check cn-penalty-late-service \\
        --case C-0001 --by 王某 --reason 期限内已交付邮寄
      zhiheng checks dismiss check-ledger --ledger demo/ledger --check cn-penalty-late-service \\
        --case C-0001 --by 李某 --reason 邮寄凭证日期有误 --undo
    """
    wanted = FindingKey(check, case, complaint, unit)
    now = datetime.now(SHANGHAI)
    if undo:
        key = _only_one(standing(read_dismissals(ledger)), wanted)
        entry = undo_dismissal(ledger, key, reason=reason, by=by, at=now)
    else:
        key = _only_one(_keys_of(folder, wanted), wanted)
        entry = api.dismiss_finding(folder, ledger, key, reason=reason, by=by, at=now)
    if fmt is Format.json:
        print_json(_as_json(entry, dismissals_file(ledger)))
        return
    done = Text("已撤销排除", "Dismissal undone") if undo else Text("已排除", "Dismissed")
    file = dismissals_file(ledger)
    told = Text(
        f"{done.zh}：{key}。记入 {file}；下次 zhiheng check 起生效。",
        f"{done.en}: {key}. Kept in {file}; it counts from the next `zhiheng check` on.",
    )
    out.print(say(told), markup=False, soft_wrap=True)


def _own_checks(own: list[str] | None) -> tuple[Check, ...]:
    return api.choose_checks(read_names(own)) if own else ()


def _keys_of(folder: Path, wanted: FindingKey) -> set[FindingKey]:
    from zhiheng.reports.findings import Wanted, read_alerts

    found, _ = read_alerts(folder, Wanted(wanted.check_id, wanted.case_id, wanted.complaint_id, wanted.unit_id))
    return {alert.key for alert in found}


def _only_one(keys: Iterable[FindingKey], wanted: FindingKey) -> FindingKey:
    """Return the one key that has the ids wanted; the wanted one itself where none has, for the library to refuse."""
    names = ("check_id", "case_id", "complaint_id", "unit_id")
    asked = [name for name in names if getattr(wanted, name)]
    fitting = sorted(key for key in keys if all(getattr(key, name) == getattr(wanted, name) for name in asked))
    if len(fitting) <= 1:
        return fitting[0] if fitting else wanted
    listed = "；".join(map(str, fitting[:3]))
    reason = Text(f"符合条件的问题有 {len(fitting)} 个，一次排除一个", f"{len(fitting)} findings fit; one at a time")
    remedy = Text(
        f"写全 --check 和 --case（或 --complaint、--unit），例如 {listed}", f"name one fully, such as {listed}"
    )
    raise Refusal(Fault("several_findings", Place(), reason, remedy, str(wanted)))


def _as_json(entry: Entry, file: Path) -> dict[str, str]:
    key = entry.key
    return {
        "check_id": key.check_id,
        "case_id": key.case_id,
        "complaint_id": key.complaint_id,
        "unit_id": key.unit_id,
        "reason": entry.reason,
        "by": entry.by,
        "at": entry.at,
        "undoes": entry.undoes,
        "file": str(file),
    }
