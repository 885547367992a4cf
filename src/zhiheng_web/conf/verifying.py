"""`zhiheng verify --audit`: checks the trail and tells what was found, and what could not have been."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

from django.db import DatabaseError

from zhiheng.api import Text
from zhiheng_web.audit import checkpoints as points
from zhiheng_web.audit.verification import Report, verify
from zhiheng_web.conf.installation import unreachable
from zhiheng_web.conf.terminal import print_json, refuse, tell

#: Beyond this many the rest is counted.
_MOST_TOLD = 50


def verify_audit(checkpoints: Path | None, *, as_json: bool, is_own: bool = True) -> int:
    """Verify, print, and return the exit status: 0 whole, 1 something is wrong. Raises Refusal where it cannot.

    Of the installation itself (`is_own`) a checkpoint is kept: `doctor` asks when it was last verified.
    """
    try:
        report = verify(checkpoints)
    except FileNotFoundError:
        reason = Text("没有这个检查点文件", "there is no such file of checkpoints")
        remedy = Text("核对 --checkpoints 的路径", "check the path of --checkpoints")
        raise refuse("no_checkpoints", reason, remedy, clause="--checkpoints", value=str(checkpoints)) from None
    except DatabaseError as wrong:
        raise unreachable(wrong) from None
    if as_json:
        print_json(_as_json(report))
    else:
        _print(report)
    if report.is_whole and is_own:
        points.write("verified")
    return 0 if report.is_whole else 1


def _as_json(report: Report) -> dict[str, object]:
    return {
        "whole": report.is_whole,
        "lines": report.lines,
        "rows": report.rows,
        "batches": report.batches,
        "files": report.files,
        "checkpoints": report.checkpoints,
        "head": asdict(report.head) if report.head else None,
        "problems": [
            {"code": one.code, "place": one.place, "message_zh": one.words.zh, "message_en": one.words.en}
            for one in report.problems
        ],
        "limits": [{"zh": one.zh, "en": one.en} for one in report.limits],
    }


def _print(report: Report) -> None:
    tell(
        Text(
            f"审计记录 {report.lines} 条，数据行 {report.rows} 行，批次 {report.batches} 个，文件 {report.files} 个，"
            f"检查点 {report.checkpoints} 个",
            f"{report.lines} lines of the trail, {report.rows} rows, {report.batches} batches, {report.files} files, "
            f"{report.checkpoints} checkpoints",
        )
    )
    for one in report.problems[:_MOST_TOLD]:
        tell(Text(f"✗ {one.words.zh}", f"✗ {one.words.en}"), style="red")
    if len(report.problems) > _MOST_TOLD:
        counts = Counter(one.code for one in report.problems)
        rest = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()))
        tell(Text(f"……共 {len(report.problems)} 处：{rest}", f"… {len(report.problems)} in all: {rest}"))
    if report.is_whole:
        tell(Text("✓ 链条完好，数据与记录相符", "✓ the chain is whole, the data agree with it"), style="green")
    for limit in report.limits:
        tell(Text(f"! {limit.zh}", f"! {limit.en}"), style="yellow")
    if report.head:
        tell(Text(f"检查点：{report.head}", f"checkpoint: {report.head}"))
