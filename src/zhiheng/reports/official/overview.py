"""The first half of the circular: what the evaluation rests on, how it came out, the ranking, vetoes and grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import UNSPECIFIED, Grade, Scheme
from zhiheng.domain.score import UnitScore
from zhiheng.reports.cards import SchemeIndex
from zhiheng.reports.labels import (
    choice_text,
    completion_text,
    day_text,
    grade_name,
    option_text,
    period_text,
    ranked,
    two_places,
)
from zhiheng.reports.official.writer import Writer

#: So many names stand in a sentence; a longer list says how many there are.
_MOST_NAMES = 5


def score_text(score: Decimal) -> str:
    """Write a score exactly; only averages with a long tail are cut to two decimals, half up."""
    exponent = score.normalize().as_tuple().exponent
    return shortest(score) if isinstance(exponent, int) and exponent >= -4 else two_places(score)


def names_text(names: Sequence[str], separator: str = "、") -> str:
    """Join names; a long list is cut and counted."""
    shown = separator.join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown}等 {len(names)} 个"


def write_basis(writer: Writer, evaluation: Evaluation) -> None:
    """Write 一、评价依据和口径: document, version, period, options, completion, purpose (CQ-02)."""
    scheme, result = evaluation.scheme, evaluation.result
    writer.heading("评价依据和口径")
    writer.text("本稿由执衡按评价方案和台账计算生成，供审议使用，经审议批准后方可发布。")
    if scheme.purpose.zh:
        writer.text(f"评价目的：{scheme.purpose.zh}")
    writer.subheading("评价依据")
    writer.text(f"依据{_document(scheme)}。方案编号 {result.scheme_id}，版本 {result.scheme_version}。")
    writer.subheading("评价期间和数据")
    writer.text(
        f"评价期间：{period_text(result).zh}。数据截止日：{day_text(result.as_of).zh}，该日以后发生的事项不计。"
        f"数据来源：{result.ledger_name}。"
    )
    writer.subheading("计分口径")
    if result.options:
        defaults = {option.id: option.default for option in scheme.options}
        rows = [
            [option_text(scheme, name).zh, _chosen(name, value), _default(defaults, name, value)]
            for name, value in result.options.items()
        ]
        writer.table(["口径", "取值", "是否默认"], [80, 56, 20], rows)
    else:
        writer.text("本方案没有需要选定的口径。")
    bounds = grade_bounds(scheme)
    if bounds:
        writer.text(f"等次界限：{bounds}。等次按未经四舍五入的得分判定。")
    if result.completion is not None:
        writer.subheading("补充件")
        writer.text(f"原文未载明的数值由补充件给出：{completion_text(scheme, result).zh}。")
        if scheme.completion_fictional:
            writer.text("该补充件为虚构，仅供演示，本稿所列得分和等次不得作为正式评价结果使用。")


def _document(scheme: Scheme) -> str:
    source = scheme.source
    name = source.document.zh or scheme.name.zh
    name = name if name.startswith("《") else f"《{name}》"
    number = f"（{source.number}）" if source.number and source.number != UNSPECIFIED else ""
    issuer = "" if source.issuer.zh == UNSPECIFIED or source.issuer.zh in name else source.issuer.zh
    return f"{issuer}{name}{number}"


def _chosen(name: str, value: str) -> str:
    meaning = choice_text(name, value).zh
    return f"{name}={value}" if meaning == value else f"{name}={value}\n{meaning}"


def _default(defaults: dict[str, str], name: str, value: str) -> str:
    if name not in defaults:
        return "—"
    return "默认" if defaults[name] == value else f"默认为 {defaults[name]}"


def grade_bounds(scheme: Scheme) -> str:
    """Return the applied bounds of the grades in words (CQ-47), empty where the scheme has none."""
    return "；".join(f"{grade.name.zh}，{_bound(grade)}" for grade in scheme.grades if _bound(grade))


def _bound(grade: Grade) -> str:
    words = []
    if grade.minimum is not None:
        words.append(
            f"{shortest(grade.minimum)} 分{'以上（含本数）' if grade.minimum_inclusive else '以上（不含本数）'}"
        )
    if grade.maximum is not None:
        least = shortest(grade.maximum)
        words.append(f"{least} 分以下（含本数）" if grade.maximum_inclusive else f"不满 {least} 分")
    return "、".join(words)


def write_overall(writer: Writer, evaluation: Evaluation) -> None:
    """Write 二、总体情况: number of units, average, highest and lowest, grades, completeness."""
    scheme, units = evaluation.scheme, ranked(evaluation.result.units)
    writer.heading("总体情况")
    if not units:
        writer.text("本期没有参加评价的单位。")
        return
    scores = [unit.score for unit in units]
    # Exact sum of decimals; the one division is shown with two places, half up.
    average = two_places(sum(scores, Decimal(0)) / len(scores))
    cases = evaluation.result.cases
    reviewed = f"，评查案卷 {len(cases)} 件" if cases is not None else ""
    best = [unit.name for unit in units if unit.score == max(scores)]
    worst = [unit.name for unit in units if unit.score == min(scores)]
    sentence = f"参加评价的单位共 {len(units)} 个{reviewed}，各单位平均得分 {average} 分。"
    if max(scores) > min(scores):
        sentence += f"最高得分 {score_text(max(scores))} 分（{names_text(best)}），"
        sentence += f"最低得分 {score_text(min(scores))} 分（{names_text(worst)}）。"
    writer.text(sentence)
    if scheme.grades:
        counted = Counter(unit.grade for unit in units)
        told = "，".join(f"{grade.name.zh} {counted[grade.id]} 个" for grade in scheme.grades)
        writer.text(f"等次分布：{told}。")
    incomplete = [unit.name for unit in units if unit.status == "incomplete"]
    if incomplete:
        writer.text(f"{names_text(incomplete)}有未填报的规则，其得分在数据补齐前为暂定，详见“数据完整性”部分。")


def write_ranking(writer: Writer, evaluation: Evaluation) -> None:
    """Write 三、排名 as a table; equal scores share a rank (HN-13)."""
    writer.heading("排名")
    headings, widths = ranking_columns(
        evaluation, ("名次", "单位", "基础分", "加分", "得分", "等次"), ("案卷数", "平均扣分")
    )
    rows = [ranking_row(evaluation, unit, grade_name(evaluation.scheme, unit.grade).zh) for unit in _all(evaluation)]
    writer.table(headings, widths, rows)


def _all(evaluation: Evaluation) -> list[UnitScore]:
    return ranked(evaluation.result.units)


def ranking_columns(
    evaluation: Evaluation, of_units: tuple[str, ...], of_cases: tuple[str, str]
) -> tuple[list[str], list[int]]:
    """Return headings and widths of the ranking: case schemes show cases and average, others base and bonus."""
    rank, name, base, bonus, score, grade = of_units
    middle = list(of_cases) if evaluation.result.cases is not None else [base, bonus]
    if evaluation.scheme.grades:
        return [rank, name, *middle, score, grade], [16, 56, 21, 21, 21, 21]
    return [rank, name, *middle, score], [18, 66, 24, 24, 24]


def ranking_row(evaluation: Evaluation, unit: UnitScore, grade: str) -> list[str]:
    """Return the cells of one unit in the order of `ranking_columns`."""
    if evaluation.result.cases is not None:
        average = "" if unit.average_deduction is None else score_text(unit.average_deduction)
        middle = [str(unit.cases or 0), average]
    else:
        middle = [score_text(unit.base), score_text(unit.bonus)]
    row = [str(unit.rank), unit.name, *middle, score_text(unit.score)]
    return [*row, grade] if evaluation.scheme.grades else row


def write_vetoes_and_grades(writer: Writer, evaluation: Evaluation, index: SchemeIndex) -> None:
    """Write 五、一票否决和等次后果 where the scheme has vetoes or grades (CQ-45, CQ-48 to CQ-50)."""
    scheme = evaluation.scheme
    if not scheme.vetoes and not scheme.grades:
        return
    writer.heading("一票否决和等次后果" if scheme.vetoes else "等次后果")
    vetoed = [unit for unit in _all(evaluation) if unit.vetoes]
    if scheme.vetoes and not vetoed:
        writer.text("本期没有单位发生一票否决情形。")
    if vetoed:
        rows = [
            [unit.name, f"{veto.id} {index.rule_text(veto.id).zh}", veto.why.zh, "、".join(veto.rows[:_MOST_NAMES])]
            for unit in vetoed
            for veto in unit.vetoes
        ]
        writer.text("下列单位发生一票否决情形，得分照列，等次为最低等次。")
        writer.table(["单位", "情形", "认定", "依据行"], [36, 62, 34, 24], rows)
    rows = [
        [unit.name, grade_name(scheme, unit.grade).zh, "\n".join(text.zh for text in unit.consequences)]
        for unit in _all(evaluation)
        if unit.consequences
    ]
    if rows:
        writer.text("按方案应当办理的事项如下。涉及人员的事项只列任务，由有权机关依法决定。")
        writer.table(["单位", "等次", "应当办理的事项"], [44, 24, 88], rows)
    _write_conditions(writer, evaluation)


def _write_conditions(writer: Writer, evaluation: Evaluation) -> None:
    """Name what depends on facts outside this evaluation, such as the grade of the year before (CQ-50)."""
    for grade in evaluation.scheme.grades:
        names = [unit.name for unit in _all(evaluation) if unit.grade == grade.id]
        for consequence in grade.consequences:
            if consequence.when and names:
                writer.text(
                    f"{names_text(names)}本期等次为{grade.name.zh}；方案另有规定："
                    f"{consequence.text.zh}。该条件须与其他年度结果核对，本稿不作判断。"
                )
