"""Lists of officers: the month (月执法清单, WX-18), red cards (红牌名单, WX-19), candidates for awards (WX-34)."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.reports.documents.builders.reviewing import optional
from zhiheng.reports.documents.facts import AwardFacts, MonthlyListFacts, RedCardFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written

_INSIDE = (
    "本名单仅供内部使用，不得对外公开。",
    "For use inside only; it is not to be made public.",
)


def monthly_list(facts: MonthlyListFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the month of every officer: cases, average deduction, best and worst case, rank."""

    def draw(pen: Pen) -> Draft:
        head = [
            ("名次", "Rank"),
            ("姓名", "Name"),
            ("单位", "Unit"),
            ("案件", "Cases"),
            ("平均扣分", "Average deduction"),
            ("最好", "Best"),
            ("最差", "Worst"),
            ("红牌", "Red card"),
        ]
        rows = []
        for place, one in enumerate(facts.rows):
            at = ("facts", "rows", place)
            cells = [optional(pen, *at, "rank"), *_of(pen, place, ("officer", "unit", "cases"))]
            cells.append(
                (pen.figure(*at, "average"),) if one.average else (pen.word("无办案", "no cases"),),
            )
            cells += [optional(pen, *at, "best"), optional(pen, *at, "worst")]
            rows.append((*cells, (pen.word("红牌", "red card"),) if one.red_card else ()))
        blocks = [*_basis(pen, facts), pen.table(head, (12, 20, 32, 12, 18, 24, 24, 14), rows), pen.paragraph(*_INSIDE)]
        title = pen.say(
            "{year}年{month}月执法清单",
            "Enforcement List, {month}/{year}",
            year=pen.figure("facts", "year"),
            month=pen.figure("facts", "month"),
        )
        return Draft(title=(title,), addressee=_to(pen, facts.addressee), blocks=blocks)

    return written(None, facts, draw, language=language)


def red_card_list(facts: RedCardFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the officers with a red card and their problem cases; number of cases and chance stand beside (WX-19)."""

    def draw(pen: Pen) -> Draft:
        told = (
            "案卷平均扣分达到 {threshold} 分（含本数）、案卷不少于 {minimum} 件的，挂红牌警醒。",
            "An average deduction of {threshold} or more over at least {minimum} cases brings a red card.",
        )
        if not facts.inclusive:
            told = (
                "案卷平均扣分超过 {threshold} 分、案卷不少于 {minimum} 件的，挂红牌警醒。",
                "An average deduction of more than {threshold} over at least {minimum} cases brings a red card.",
            )
        blocks: list[Block] = [
            pen.paragraph(
                *told,
                threshold=pen.figure("facts", "threshold"),
                minimum=pen.figure("facts", "minimum_cases"),
            )
        ]
        if facts.wanted_probability:
            blocks.append(
                pen.paragraph(
                    "另要求真实平均扣分达到标准的概率不低于 {wanted}。",
                    "The chance that the true average reaches the threshold must also be {wanted} or more.",
                    wanted=pen.figure("facts", "wanted_probability"),
                )
            )
        blocks += [*_basis(pen, facts), *_red_cards(pen, facts), pen.paragraph(*_INSIDE)]
        title = pen.say(
            "{year}年{month}月红牌名单",
            "Red Cards, {month}/{year}",
            year=pen.figure("facts", "year"),
            month=pen.figure("facts", "month"),
        )
        return Draft(title=(title,), addressee=_to(pen, facts.addressee), blocks=blocks)

    return written(None, facts, draw, language=language)


def _red_cards(pen: Pen, facts: RedCardFacts) -> list[Block]:
    if not facts.rows:
        return [pen.paragraph("本月没有红牌。", "There is no red card this month.")]
    head = (
        ("姓名", "Name"),
        ("单位", "Unit"),
        ("案件", "Cases"),
        ("平均扣分", "Average deduction"),
        ("概率", "Chance"),
        ("问题案件", "Problem cases"),
    )
    rows = []
    for place, one in enumerate(facts.rows):
        at = ("facts", "rows", place)
        cases = []
        for number, case in enumerate(one.problem_cases):
            which = (*at, "problem_cases", number)
            told: Runs = (pen.figure(*which, "case_id"), " ", pen.figure(*which, "problem"))
            if case.deduction is not None:
                told += pen.say("（扣 {points} 分）", " ({points} points)", points=pen.figure(*which, "deduction"))
            cases.append(told)
        row = (*_of(pen, place, ("officer", "unit", "cases", "average")), optional(pen, *at, "probability"))
        rows.append((*row, pen.listing(cases)))
    return [pen.table(head, (18, 34, 12, 18, 16, 58), rows)]


def award_list(facts: AwardFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return whom the numbers put forward for awards, with the numbers; people decide (WX-31)."""

    def draw(pen: Pen) -> Draft:
        head = (
            ("名次", "Rank"),
            ("姓名", "Name"),
            ("单位", "Unit"),
            ("案件", "Cases"),
            ("平均扣分", "Average deduction"),
            ("红牌", "Red cards"),
            ("建议", "Proposed"),
        )
        rows = []
        for place, one in enumerate(facts.rows):
            at = ("facts", "rows", place)
            proposed = optional(pen, *at, "award")
            if one.reason:
                proposed = (*proposed, pen.word("：", ": "), pen.figure(*at, "reason"))
            cells = _of(pen, place, ("officer", "unit", "cases", "average", "red_cards"))
            rows.append((optional(pen, *at, "rank"), *cells, proposed))
        told = pen.paragraph(
            "名单按办案数量和质量列出，供评先评优时参考，由有权决定的机关决定。罚款和没收的数额不是依据。",
            "Listed by quantity and quality of cases, to be considered for awards; who has the power to do so decides. "
            "Amounts of fines and confiscations are no ground.",
        )
        blocks = [*_basis(pen, facts), pen.table(head, (12, 22, 36, 14, 18, 14, 40), rows), told]
        title = pen.say("{year}年奖励建议名单", "Proposed for Awards, {year}", year=pen.figure("facts", "year"))
        return Draft(title=(title,), addressee=_to(pen, facts.addressee), blocks=blocks)

    return written(None, facts, draw, language=language)


def _of(pen: Pen, place: int, fields: Sequence[str]) -> list[Runs]:
    return [(pen.figure("facts", "rows", place, field),) for field in fields]


def _basis(pen: Pen, facts: MonthlyListFacts | RedCardFacts | AwardFacts) -> list[Block]:
    if not facts.basis.zh:
        return []
    return [pen.paragraph("口径：{basis}", "Basis: {basis}", basis=pen.figure("facts", "basis"))]


def _to(pen: Pen, addressee: str) -> Runs:
    return (pen.figure("facts", "addressee"),) if addressee else ()
