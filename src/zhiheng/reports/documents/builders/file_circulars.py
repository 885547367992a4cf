"""The monthly circular of reviews (考评通报, WX-20, XH-24) and the commentary on a case with names masked (WX-21)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhiheng.reports.documents.builders.reviewing import (
    checked_table,
    demands_part,
    listed_words,
    opinion_part,
    problem_table,
    typical_table,
    unit_table,
)
from zhiheng.reports.documents.facts import CommentaryFacts, Listed, MonthlyCircularFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Paragraph, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written


def review_circular(facts: MonthlyCircularFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the circular of a month: how many were reviewed, units, problems found again and again, demands."""

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            Paragraph(pen.say("第{number}期", "No. {number}", number=pen.figure("facts", "number")), "centre"),
            pen.paragraph(
                *_OPENINGS[facts.found_by],
                year=pen.figure("facts", "year"),
                month=pen.figure("facts", "month"),
                reviewed=pen.figure("facts", "reviewed"),
            ),
        ]
        if facts.checked:
            blocks += [pen.heading(1, "各单位情况", "Units"), *checked_table(pen, facts.checked)]
        if facts.units:
            blocks += [pen.heading(1, "各单位情况", "Units"), *unit_table(pen, facts.units)]
        if facts.typical:
            blocks += [pen.heading(1, "典型问题", "Typical problems"), typical_table(pen, facts.typical)]
        blocks += _named(pen, "commended", facts.commended, ("表扬", "Commended"))
        blocks += _named(pen, "criticised", facts.criticised, ("通报的单位和案卷", "Units and files named"))
        blocks += opinion_part(pen, "分析", "Analysis")
        blocks += demands_part(pen, facts.demands)
        addressee: Runs = (pen.figure("facts", "addressee"),) if facts.addressee else (pen.word("各单位", "All units"),)
        return Draft(title=((pen.figure("facts", "series"),),), addressee=addressee, blocks=blocks)

    return written(None, facts, draw, language=language)


_OPENINGS = {
    "reviews": (
        "{year}年{month}月，共评查案卷 {reviewed} 件，现将情况通报如下。",
        "In month {month} of {year}, {reviewed} files were reviewed. The results are circulated as follows.",
    ),
    "checks": (
        "{year}年{month}月办结的案件，通过网上监督检查 {reviewed} 件，现将情况通报如下。",
        "Of the cases closed in month {month} of {year}, {reviewed} were checked online. The results are as follows.",
    ),
}


def _named(pen: Pen, field: str, listed: tuple[Listed, ...], heading: tuple[str, str]) -> list[Block]:
    if not listed:
        return []
    rows = []
    for place, one in enumerate(listed):
        at = ("facts", field, place)
        who: Runs = (pen.figure(*at, "unit_id"),)
        if one.person:
            who = (*who, " ", pen.figure(*at, "person"))
        rows.append((who, (pen.figure(*at, "reason"),)))
    head = (("单位", "Unit"), ("事由", "Reason"))
    return [pen.heading(1, *heading), pen.table(head, (56, 100), rows)]


def case_commentary(facts: CommentaryFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the commentary on a case. Whoever fills in the facts masks the names (`mask_names`)."""

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            Paragraph(pen.say("第{number}期", "No. {number}", number=pen.figure("facts", "number")), "centre"),
            Paragraph((pen.figure("facts", "subject"),), "centre"),
            pen.heading(1, "基本案情", "The case"),
            Paragraph((pen.figure("facts", "facts_of_case"),)),
        ]
        if facts.problems:
            blocks += [pen.heading(1, "存在的问题", "Problems"), problem_table(pen, facts.problems)]
        for field, zh, en in (
            ("good_practice", "值得学习的做法", "Good practice"),
            ("provisions", "法律依据", "Provisions"),
        ):
            if getattr(facts, field):
                blocks += [pen.heading(1, zh, en), *listed_words(pen, field, len(getattr(facts, field)))]
        blocks += opinion_part(pen, "正确做法", "How it should be handled", field="correct_handling")
        blocks += opinion_part(pen, "启示", "Lesson", field="lesson")
        blocks.append(
            pen.paragraph(
                "本点评供内部学习使用，人员、当事人和地点已作隐名处理。",
                "For study inside only; officers, parties and places are masked.",
            )
        )
        return Draft(title=(pen.say("案例点评", "Commentary on a Case"),), blocks=blocks)

    return written(None, facts, draw, language=language)


#: What a masked name becomes: a person keeps the family name, an organisation its kind.
_ORGANISATION = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|公司|厂|店|馆|酒楼|餐厅|超市|中心|合作社|事务所|商行|经营部|工作室)$"
)
#: Family names of two characters that are met most often; all others have one.
_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "长孙",
    "夏侯",
    "司徒",
)


def mask_names(text: str, names: Iterable[str]) -> str:
    """Return a text in which these names are masked: 林知远 → 林某某, 岚港某某餐饮有限公司 → 某公司 (WX-21)."""
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        text = text.replace(name, _mask(name))
    return text


def _mask(name: str) -> str:
    found = _ORGANISATION.search(name)
    if found is not None:
        kind = found.group()
        return "某公司" if kind.endswith("公司") else f"某{kind}"
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", name):
        return "某某" if re.search(r"[\u3400-\u9fff]", name) else "X"
    family = name[:2] if name.startswith(_DOUBLE) and len(name) > 2 else name[:1]
    return family + "某" * (len(name) - len(family))
