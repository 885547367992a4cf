"""The review report (案卷评查报告, XH-27, WX-16): how files came in, what was found, what can be said of the whole."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.numbers import read_number
from zhiheng.reports.documents.builders.reviewing import (
    between,
    demands_part,
    listed_words,
    opinion_part,
    optional,
    typical_table,
    unit_table,
)
from zhiheng.reports.documents.charts import Bar, Chart
from zhiheng.reports.documents.facts import ClassCount, FileReportFacts
from zhiheng.reports.documents.model import Block, ChartBlock, Document, DocumentLanguage, NewPage, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written


def review_report(facts: FileReportFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the report of an activity; its numbers are figures of the facts. The annex on calibration names nobody."""

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            *_basics(pen, facts),
            *_findings(pen, facts),
            *_typical(pen, facts),
            *_rates(pen, facts),
            *_units(pen, facts),
        ]
        if facts.good_practice:
            blocks.append(pen.heading(1, "值得肯定的做法", "Good practice"))
            blocks += listed_words(pen, "good_practice", len(facts.good_practice))
        blocks += opinion_part(pen, "综合意见", "Comprehensive opinion")
        blocks += demands_part(pen, facts.demands)
        blocks += _calibration(pen, facts)
        addressee: Runs = (pen.figure("facts", "addressee"),) if facts.addressee else ()
        title = pen.say("{activity}报告", "Report: {activity}", activity=pen.figure("facts", "activity"))
        return Draft(title=(title,), addressee=addressee, blocks=blocks)

    return written(None, facts, draw, language=language)


def _basics(pen: Pen, facts: FileReportFacts) -> list[Block]:
    told = pen.say(
        "本次评查方式为{way}，期间内已办结案件 {closed} 件",
        "The review was a {way}; {closed} cases were closed in the period",
        way=pen.figure("facts", "way"),
        closed=pen.figure("facts", "closed"),
    )
    if facts.drawn:
        told += pen.say("，抽取 {drawn} 件", ", {drawn} were drawn", drawn=pen.figure("facts", "drawn"))
    told += pen.say("，评查 {reviewed} 件。", ", {reviewed} were reviewed.", reviewed=pen.figure("facts", "reviewed"))
    blocks: list[Block] = [pen.heading(1, "基本情况", "Basics")]
    if facts.period_from_on and facts.period_until_on:
        blocks.append(
            pen.paragraph(
                "评查范围为 {first} 至 {last} 办结的案件。",
                "Cases closed from {first} to {last}.",
                first=pen.figure("date", "period_from"),
                last=pen.figure("date", "period_until"),
            )
        )
    averages = pen.paragraph(
        "平均得分 {score} 分，平均扣分 {deduction} 分。",
        "Average score {score}, average deduction {deduction}.",
        score=pen.figure("facts", "average_score"),
        deduction=pen.figure("facts", "average_deduction"),
    )
    return [*blocks, pen.paragraph("{told}", "{told}", told=told), averages]


def _findings(pen: Pen, facts: FileReportFacts) -> list[Block]:
    blocks: list[Block] = [pen.heading(1, "评查结果", "Results")]
    for field, zh, en in (
        ("classes", "认定类别", "Classes of findings"),
        ("distribution", "得分分布", "Distribution of scores"),
        ("violations", "送评程序方面的问题", "Violations of the procedure of submission"),
    ):
        counts: tuple[ClassCount, ...] = getattr(facts, field)
        if counts:
            rows = [
                ((pen.figure("facts", field, place, "name"),), (pen.figure("facts", field, place, "files"),))
                for place in range(len(counts))
            ]
            blocks += [pen.heading(2, zh, en), pen.table(((zh, en), ("案卷", "Files")), (126, 30), rows)]
    if facts.aspects:
        blocks += [pen.heading(2, "各方面的问题", "Problems by aspect"), *_aspects(pen, facts)]
    return blocks


def _aspects(pen: Pen, facts: FileReportFacts) -> list[Block]:
    head = (("方面", "Aspect"), ("问题", "Problems"), ("案卷", "Files"), ("扣分", "Points lost"))
    rows = [
        tuple((pen.figure("facts", "aspects", place, field),) for field in ("name", "problems", "files", "deducted"))
        for place in range(len(facts.aspects))
    ]
    bars = tuple(Bar(one.name.of(pen.language), (Decimal(one.problems),), str(one.problems)) for one in facts.aspects)
    title = pen.word("各方面的问题数", "Problems by aspect")
    chart = ChartBlock(Chart(title=title, series=(pen.word("问题", "problems"),), bars=bars), title)
    return [chart, pen.table(head, (66, 30, 30, 30), rows)]


def _typical(pen: Pen, facts: FileReportFacts) -> list[Block]:
    if not facts.typical:
        return []
    return [pen.heading(1, "典型问题", "Typical problems"), typical_table(pen, facts.typical)]


def _rates(pen: Pen, facts: FileReportFacts) -> list[Block]:
    if not facts.rates:
        return []
    head = (
        ("比率", "Rate"),
        ("件数", "Files"),
        ("比率值", "Value"),
        ("置信区间", "Confidence interval"),
        ("标准", "Threshold"),
        ("结论", "Verdict"),
    )
    rows = []
    for place, one in enumerate(facts.rates):
        at = ("facts", "rates", place)
        files = (pen.figure(*at, "found"), pen.word("／", " of "), pen.figure(*at, "reviewed"))
        verdict = optional(pen, *at, "verdict")
        interval = (
            *between(pen, *at),
            pen.word("（置信水平", " (confidence "),
            pen.figure(*at, "confidence"),
            pen.word("）", ")"),
        )
        row = ((pen.figure(*at, "name"),), files, (pen.figure(*at, "rate"),), interval)
        rows.append((*row, (pen.figure(*at, "threshold"),) if one.threshold else (), verdict))
    told = pen.paragraph(
        "抽查得到的比率有抽样误差，区间用精确方法计算（总体有限的按超几何分布）。标准落在区间以内的，不能认定达到"
        "或者没有达到标准。",
        "A rate found in a sample has an error of sampling; the intervals are exact (hypergeometric where "
        "the population is finite). "
        "Where the threshold lies inside the interval, it cannot be said whether it was reached.",
    )
    return [pen.heading(1, "比率和区间", "Rates and intervals"), pen.table(head, (32, 22, 18, 36, 18, 30), rows), told]


def _units(pen: Pen, facts: FileReportFacts) -> list[Block]:
    if not facts.units:
        return []
    bars = tuple(
        Bar(one.unit, (read_number(one.average) or Decimal(0),), one.average) for one in facts.units if one.average
    )
    title = pen.word("各单位平均扣分（实际）", "Average deduction by unit (actual)")
    chart = ChartBlock(Chart(title=title, series=(pen.word("平均扣分", "average deduction"),), bars=bars), title)
    return [pen.heading(1, "各单位情况", "Units"), chart, *unit_table(pen, facts.units)]


def _calibration(pen: Pen, facts: FileReportFacts) -> list[Block]:
    if not (facts.agreement or facts.severities):
        return []
    blocks: list[Block] = [
        NewPage(),
        pen.heading(1, "附：评查员校准", "Annex: calibration of the reviewers"),
        pen.paragraph(
            "部分案卷由几名评查员各自独立评查，用来检验评查标准掌握得是否一致。校准只说明尺度，不改变任何案卷的得分。",
            "Some files were reviewed by several readers independently, to see whether they hold to one standard. "
            "Calibration speaks of the yardstick; it changes the score of no file.",
        ),
    ]
    for field, zh, en in (("agreement", "一致性（α）", "Agreement (alpha)"), ("severities", "宽严程度", "Severity")):
        many = getattr(facts, field)
        if many:
            head = ((zh, en), ("数值", "Value"), ("区间", "Interval"), ("依据", "Based on"))
            rows = []
            for place, one in enumerate(many):
                at = ("facts", field, place)
                based: Runs = (pen.figure(*at, "based_on"),) if one.based_on else ()
                rows.append(((pen.figure(*at, "name"),), (pen.figure(*at, "value"),), between(pen, *at), based))
            blocks.append(pen.table(head, (66, 26, 40, 24), rows))
    return blocks
