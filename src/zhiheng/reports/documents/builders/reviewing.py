"""Parts that several documents of case-file review share: problem tables, lists of words, comparisons of units."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.reports.documents.facts import FileProblem, TypicalProblem, UnitChecked, UnitCompared
from zhiheng.reports.documents.model import Block, Paragraph, Run, Runs, Table
from zhiheng.reports.documents.pen import Pen

_PROBLEM_HEAD = (
    ("方面", "Aspect"),
    ("页码", "Page"),
    ("问题", "Problem"),
    ("依据", "Clause"),
    ("扣分", "Points lost"),
    ("整改要求", "To be mended"),
)
_PROBLEM_WIDTHS = (24, 14, 48, 26, 14, 30)


def problem_table(pen: Pen, problems: Sequence[FileProblem], *, field: str = "problems") -> Table:
    """Return the problems of a file, a line each; of a second round also what became of them."""
    rows: list[tuple[Runs, ...]] = []
    for place, one in enumerate(problems):
        at = ("facts", field, place)
        cost: Runs = (pen.figure(*at, "deduction"),) if one.deduction is not None else ()
        if one.is_basic:
            cost = (*cost, pen.word("（基本项不合格）", " (a basic item failed)"))
        what: Runs = (pen.figure(*at, "problem"),)
        if one.mended.zh:
            what = (*what, pen.word("（", " ("), pen.figure(*at, "mended"), pen.word("）", ")"))
        rows.append(
            (
                (pen.figure(*at, "aspect"),),
                optional(pen, *at, "page"),
                what,
                optional(pen, *at, "clause"),
                cost,
                optional(pen, *at, "mend"),
            )
        )
    return pen.table(_PROBLEM_HEAD, _PROBLEM_WIDTHS, rows)


def optional(pen: Pen, *parts: str | int) -> Runs:
    """Return a figure where something was given, nothing otherwise."""
    return (pen.figure(*parts),) if pen.has(*parts) else ()


def listed_words(pen: Pen, field: str, count: int) -> list[Block]:
    """Return a paragraph for each of the words that a fact holds."""
    return [Paragraph((pen.figure("facts", field, place),)) for place in range(count)]


def opinion_part(pen: Pen, zh: str, en: str, *, field: str = "opinion") -> list[Block]:
    """Return a heading with the words of a field, nothing where it is empty."""
    if not pen.has("facts", field):
        return []
    return [pen.heading(1, zh, en), Paragraph((pen.figure("facts", field),))]


def demands_part(pen: Pen, demands: Sequence[str]) -> list[Block]:
    """Return what is asked for, nothing where there is nothing."""
    if not demands:
        return []
    return [pen.heading(1, "工作要求", "What is asked for"), *listed_words(pen, "demands", len(demands))]


def typical_table(pen: Pen, typical: Sequence[TypicalProblem]) -> Table:
    """Return the problems found again and again with how often and, where any was given, an example."""
    head = (
        ("典型问题", "Typical problem"),
        ("方面", "Aspect"),
        ("次数", "Times"),
        ("案卷", "Files"),
        ("占比", "Share"),
    )
    has_examples = any(one.example for one in typical)
    rows = []
    for place in range(len(typical)):
        at = ("facts", "typical", place)
        rows.append(
            (
                (pen.figure(*at, "name"),),
                (pen.figure(*at, "aspect"),),
                (pen.figure(*at, "problems"),),
                (pen.figure(*at, "files"),),
                optional(pen, *at, "share"),
                *((optional(pen, *at, "example"),) if has_examples else ()),
            )
        )
    if not has_examples:
        return pen.table(head, (76, 30, 16, 16, 18), rows)
    return pen.table((*head, ("例", "Example")), (42, 22, 14, 14, 18, 46), rows)


def unit_table(pen: Pen, units: Sequence[UnitCompared]) -> list[Block]:
    """Return units beside each other; an estimate is named as one and never stands without the raw average."""
    if not units:
        return []
    head = [("单位", "Unit"), ("案卷", "Files"), ("平均扣分（实际）", "Average deduction (actual)")]
    has_estimates = any(one.estimate for one in units)
    if has_estimates:
        head += [("估计值", "Estimate"), ("区间", "Interval")]
    rows = []
    for place, one in enumerate(units):
        at = ("facts", "units", place)
        row: list[Runs] = [
            (pen.figure(*at, "unit"),),
            (pen.figure(*at, "files"),),
            (pen.figure(*at, "average"),) if one.average else (),
        ]
        if has_estimates:
            row += [optional(pen, *at, "estimate"), between(pen, *at)]
        rows.append(tuple(row))
    widths = (50, 18, 36, 22, 30) if has_estimates else (80, 26, 50)
    blocks: list[Block] = [pen.table(head, widths, rows)]
    if has_estimates:
        blocks.append(
            pen.paragraph(
                "案卷少的单位，实际平均受偶然影响大；“估计值”按各单位之间的差异向总体收缩，供比较时参考，不代替实际数据，"
                "不作为处理依据。",
                "Where a unit has few files, chance weighs heavily on its actual average. The estimate is drawn "
                "towards the whole by how much units differ; it helps to compare, never replaces the actual figure "
                "and is no ground for any measure.",
            )
        )
    return blocks


def checked_table(pen: Pen, units: Sequence[UnitChecked]) -> list[Block]:
    """Return the units of a month of online checks; of few cases no rate is given, and that is said."""
    head = (
        ("单位", "Unit"),
        ("检查案件", "Cases checked"),
        ("有问题案件", "With a finding"),
        ("每百件", "Of a hundred"),
    )
    rows = []
    for place in range(len(units)):
        at = ("facts", "checked", place)
        named = tuple((pen.figure(*at, name),) for name in ("unit", "cases", "found"))
        rows.append((*named, optional(pen, *at, "rate")))
    blocks: list[Block] = [pen.table(head, (66, 30, 30, 30), rows)]
    if not all(one.rate for one in units):
        blocks.append(
            pen.paragraph(
                "案件少的单位不计算比率：个别案件的出入就会使比率大幅变动。",
                "No rate is given for units with few cases: one case more or less would move it far.",
            )
        )
    return blocks


def between(pen: Pen, *parts: str | int) -> Runs:
    """Return lower and upper bound of what stands at an address, nothing where they were not given."""
    if not pen.has(*parts, "upper"):
        return ()
    lower: Run = pen.figure(*parts, "lower")
    return (lower, pen.word("～", " to "), pen.figure(*parts, "upper"))
