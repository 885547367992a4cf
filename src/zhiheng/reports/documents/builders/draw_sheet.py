"""The draw sheet (案卷抽取签单, XH-26): population published first, seed known later, the files in their order."""

from __future__ import annotations

from zhiheng.reports.documents.builders.reviewing import optional
from zhiheng.reports.documents.facts import DrawSheetFacts
from zhiheng.reports.documents.model import Block, Document, DocumentLanguage, Runs
from zhiheng.reports.documents.pen import Draft, Pen, written


def draw_sheet(facts: DrawSheetFacts, *, language: DocumentLanguage = "zh") -> Document:
    """Return the draw sheet: whoever has population and seed can draw again and must come to the same files."""

    def draw(pen: Pen) -> Draft:
        blocks: list[Block] = [
            pen.paragraph(
                "“{activity}”第{number}次抽取，从已公布的总体 {population} 件中抽取案卷 {size} 件。",
                "Draw no. {number} of “{activity}”: {size} files out of the published population of {population}.",
                activity=pen.figure("facts", "activity"),
                number=pen.figure("facts", "number"),
                population=pen.figure("facts", "population"),
                size=pen.figure("facts", "size"),
            ),
            pen.heading(1, "总体、种子和方法", "Population, seed and method"),
            pen.form(_form(pen, facts)),
        ]
        if facts.reason:
            blocks += [pen.heading(1, "重抽理由", "Reason of the redraw"), *_redraw(pen, facts)]
        blocks += [pen.heading(1, "抽中的案卷", "Files drawn"), _files(pen, facts)]
        if facts.excluded:
            blocks += [pen.heading(1, "冻结前排除的案件", "Cases left out before the population was frozen")]
            blocks.append(_excluded(pen, facts))
        blocks += _witnesses(pen, facts)
        return Draft(title=(pen.say("案卷抽取签单", "Sheet of the Draw of Case Files"),), blocks=blocks)

    return written(None, facts, draw, language=language)


def _form(pen: Pen, facts: DrawSheetFacts) -> list[tuple[str, str, Runs]]:
    def one(field: str) -> Runs:
        return (pen.figure("facts", field),)

    rows: list[tuple[str, str, Runs]] = [
        ("总体摘要", "Digest of the population", one("population_digest")),
        ("公布的承诺", "Published commitment", one("commitment_digest")),
        ("公布日期", "Published on", (pen.or_blank("date", "published"),)),
        ("种子来源", "Source of the seed", one("seed_source")),
        ("种子", "Seed", one("seed")),
        ("种子凭据", "Proof of the seed", (pen.or_blank("facts", "proof"),)),
        ("抽取日期", "Drawn on", (pen.or_blank("date", "drawn"),)),
    ]
    rows += [
        (zh, en, one(field))
        for zh, en, field in (
            ("方法", "Method", "method"),
            ("分层", "Strata", "strata"),
            ("权重", "Weights", "weights"),
        )
        if pen.has("facts", field)
    ]
    return [*rows, ("签单摘要", "Digest of the sheet", one("sheet_digest"))]


def _redraw(pen: Pen, facts: DrawSheetFacts) -> list[Block]:
    told = pen.paragraph("{reason}", "{reason}", reason=pen.figure("facts", "reason"))
    if not facts.supersedes:
        return [told]
    earlier = pen.paragraph(
        "本签单代替摘要为 {earlier} 的签单，原签单保留备查。",
        "This sheet replaces the one with the digest {earlier}, which is kept.",
        earlier=pen.figure("facts", "supersedes"),
    )
    return [told, earlier]


def _files(pen: Pen, facts: DrawSheetFacts) -> Block:
    head = [("序号", "No."), ("案件编号", "Case"), ("承办单位", "Unit")]
    has_strata = any(one.stratum for one in facts.files)
    if has_strata:
        head.append(("层", "Stratum"))
    rows = []
    for number in range(len(facts.files)):
        at = ("facts", "files", number)
        row: list[Runs] = [(pen.figure(*at, "place"),), (pen.figure(*at, "case_id"),), (pen.figure(*at, "unit"),)]
        if has_strata:
            row.append(optional(pen, *at, "stratum"))
        rows.append(tuple(row))
    return pen.table(head, (16, 56, 54, 30) if has_strata else (16, 66, 74), rows)


def _excluded(pen: Pen, facts: DrawSheetFacts) -> Block:
    rows = [
        ((pen.figure("facts", "excluded", place, "case_id"),), (pen.figure("facts", "excluded", place, "reason"),))
        for place in range(len(facts.excluded))
    ]
    return pen.table((("案件编号", "Case"), ("理由", "Reason")), (56, 100), rows)


def _witnesses(pen: Pen, facts: DrawSheetFacts) -> list[Block]:
    names: list[Runs] = []
    for place, one in enumerate(facts.witnesses):
        at = ("facts", "witnesses", place)
        post: Runs = (pen.word("（", " ("), pen.figure(*at, "post"), pen.word("）", ")")) if one.post else ()
        names.append((pen.figure(*at, "name"), *post))
    told = pen.listing(names) if names else pen.word("＿＿＿＿＿＿", "____________")
    return [pen.paragraph("见证人：{names}", "Witnesses: {names}", names=told)]
