"""The end of the circular: what was not reported, what contradicts itself, what was left out, and how to recompute."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import RuleScore
from zhiheng.reports.labels import input_text, left_out_text, origin_text, ranked
from zhiheng.reports.official.overview import names_text
from zhiheng.reports.official.writer import Writer

_MOST_LINES = 200


def write_completeness(writer: Writer, evaluation: Evaluation) -> None:
    """Write 七、数据完整性: nothing is passed over in silence."""
    writer.heading("数据完整性")
    clean = not any(
        [_write_missing(writer, evaluation), _write_conflicts(writer, evaluation), _write_left_out(writer, evaluation)]
    )
    if clean:
        writer.text("各规则均有数据，数据之间没有不一致，台账中没有未采用的数据。")


def _write_missing(writer: Writer, evaluation: Evaluation) -> bool:
    units = [unit for unit in ranked(evaluation.result.units) if unit.not_reported]
    if units:
        writer.subheading("未填报")
        writer.text("下列规则没有任何数据，未计作没有问题，相关单位的数据状态为不完整。")
        rows = [[unit.name, str(len(unit.not_reported)), names_text(unit.not_reported)] for unit in units[:_MOST_LINES]]
        writer.table(["单位", "规则数", "规则"], [52, 18, 86], rows)
    missing = evaluation.result.not_reviewed
    if missing:
        writer.subheading("未评查案卷")
        writer.text(f"下列案卷没有评查，不计入平均得分：{names_text(missing)}。")
    return bool(units or missing)


def conflicts_of(evaluation: Evaluation) -> Iterator[tuple[str, RuleScore]]:
    """Yield unit or case and rule wherever inputs contradict each other."""
    for unit in ranked(evaluation.result.units):
        yield from ((unit.name, rule) for rule in unit.every_rule() if rule.conflict)
    for case in evaluation.result.cases or ():
        for item in case.items:
            for sub_item in item.sub_items:
                yield from ((case.case_id, rule) for rule in sub_item.rules if rule.conflict)


def _write_conflicts(writer: Writer, evaluation: Evaluation) -> bool:
    rows = []
    for who, rule in conflicts_of(evaluation):
        others = "\n".join(f"{origin_text(o.input_from, o.source).zh}：{o.value}" for o in rule.other_inputs)
        rows.append([who, rule.id, f"{input_text(rule).zh}：{rule.input or ''}", others])
    if rows:
        writer.subheading("数据不一致")
        writer.text("下列规则有多个数据且不一致，计分采用“采用”一栏，建议核实。")
        writer.table(["单位", "规则", "采用", "未采用"], [44, 28, 42, 42], rows[:_MOST_LINES])
    return bool(rows)


def _write_left_out(writer: Writer, evaluation: Evaluation) -> bool:
    left_out = evaluation.result.left_out
    if left_out:
        writer.subheading("未采用的台账数据")
        rows = [[left_out_text(one.what).zh, str(one.count), one.reason.zh, names_text(one.rows)] for one in left_out]
        writer.table(["数据", "数量", "原因", "依据行"], [30, 16, 66, 44], rows)
    return bool(left_out)


def recompute_command(evaluation: Evaluation, ledger: str, out: str) -> str:
    """Return the command that repeats this evaluation; the folders are the reader's own."""
    result = evaluation.result
    words = ["zhiheng evaluate", f"--scheme {result.scheme_id}", f"--ledger {ledger}", f"--out {out}"]
    words.append(f"--as-of {result.as_of}")
    words += [f"--option {name}={value}" for name, value in result.options.items()]
    if result.completion is not None:
        words.append("--complete completion.yaml")
    return " ".join(words)


def write_recomputation(writer: Writer, evaluation: Evaluation) -> None:
    """Write the annex on recomputing: digests and the command."""
    result = evaluation.result
    writer.new_page()
    writer.heading("附 1　复核方法", numbered=False)
    writer.text("得分只取决于方案、补充件、口径、台账、评价期间和截止日；任何人用同样的输入重算，结果逐字节相同。")
    writer.text("重算命令：")
    writer.flush(recompute_command(evaluation, "台账文件夹", "结果文件夹"))
    writer.text("重算后 result.json 中的摘要应与下表一致。封存件可用 zhiheng verify 脱机核验。")
    rows = [["方案", result.scheme_digest], ["台账", result.ledger_digest]]
    if result.completion is not None:
        rows.append(["补充件", result.completion.get("digest", "")])
    rows.append(["评价结果", result.digest])
    writer.table(["对象", "SHA-256 摘要"], [30, 126], rows)
