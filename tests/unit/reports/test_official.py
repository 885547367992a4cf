"""The draft circular: the numbers of GB/T 9704-2012 in the file, and that what it tells adds up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.texts import Text
from zhiheng.reports import official
from zhiheng.reports.official import details, title_lines, write_official_report
from zhiheng.reports.official.writer import numeral, plain


def written(evaluation: Evaluation, folder: Path) -> Document:
    write_official_report(evaluation, folder / "report.docx")
    return docx.Document(str(folder / "report.docx"))


def text_of(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def table_of(document: Document, *headings: str) -> list[list[str]]:
    return next(rows_of(table) for table in document.tables if rows_of(table)[0][: len(headings)] == list(headings))


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def in_mm(length: int) -> float:
    return round(length / 36000, 1)


def test_it_has_the_paper_and_margins_of_the_standard(tmp_path: Path) -> None:
    section = written(hunan_like(), tmp_path).sections[0]
    assert (in_mm(section.page_width), in_mm(section.page_height)) == (210, 297)
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert tuple(map(in_mm, margins)) == (37, 28, 26, 35)


def test_it_sets_22_lines_of_28_characters(tmp_path: Path) -> None:
    document = written(hunan_like(), tmp_path)
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    pitch, step = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    assert pitch == 579  # 28.95 pt in twentieths
    assert 22 * pitch / 20 * 25.4 / 72 == pytest.approx(225, abs=0.5)  # the text area is 225 mm high
    assert 28 * (16 + step / 4096) * 25.4 / 72 == pytest.approx(156, abs=0.05)  # and 156 mm wide
    condensed = document.styles["Normal"].element.rPr.find(qn("w:spacing"))
    characters = 156 / 25.4 * 72 / (16 + int(condensed.get(qn("w:val"))) / 20)
    assert 28 <= characters < 29


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Zhiheng Page Number", "宋体", 14),
    ],
)
def test_it_names_the_fonts_of_the_standard(tmp_path: Path, style: str, font: str, size: int) -> None:
    found = written(hunan_like(), tmp_path).styles[style]
    fonts = found.element.rPr.rFonts
    assert (fonts.get(qn("w:eastAsia")), found.font.size.pt) == (font, size)
    assert not [name for name in fonts.attrib if name.lower().endswith("theme")]
    if style != "Zhiheng Page Number":
        spacing = found.element.pPr.find(qn("w:spacing"))
        assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")


def test_it_numbers_odd_pages_on_the_right_and_even_ones_on_the_left(tmp_path: Path) -> None:
    document = written(hunan_like(), tmp_path)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert [code.text.strip() for code in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        marks = [mark.get(qn("w:fldCharType")) for mark in paragraph._p.iter(qn("w:fldChar"))]
        assert marks == ["begin", "separate", "end"]
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


def test_it_ranks_the_units_and_averages_exactly(tmp_path: Path) -> None:
    evaluation = hunan_like()
    document = written(evaluation, tmp_path)
    rows = table_of(document, "名次", "单位")[1:]
    units = sorted(evaluation.result.units, key=lambda unit: (unit.rank, unit.unit_id))
    assert [row[:2] for row in rows] == [[str(unit.rank), unit.name] for unit in units]
    assert all(Decimal(row[2]) + Decimal(row[3]) == Decimal(row[4]) for row in rows)
    total = sum((unit.score for unit in units), Decimal(0))
    average = (total / 14).quantize(Decimal("0.01"))
    assert f"各单位平均得分 {average} 分" in text_of(document)


def test_it_rounds_an_average_half_up(tmp_path: Path) -> None:
    evaluation = hunan_like()
    first, second = evaluation.result.units[:2]
    units = (replace(first, score=Decimal("90")), replace(second, score=Decimal("90.01")))
    document = written(replace(evaluation, result=replace(evaluation.result, units=units)), tmp_path)
    # (90 + 90.01) / 2 = 90.005, half up 90.01
    assert "各单位平均得分 90.01 分" in text_of(document)


def test_it_lets_the_lines_of_a_unit_add_up_to_its_score(tmp_path: Path) -> None:
    evaluation = hunan_like()
    tables = [rows_of(table) for table in written(evaluation, tmp_path).tables]
    cards = [rows[1:] for rows in tables if rows[0][2:3] == ["得扣分"]]
    units = sorted(evaluation.result.units, key=lambda unit: (unit.rank, unit.unit_id))
    assert len(cards) == len(units)
    for unit, rows in zip(units, cards, strict=True):
        # 100 + what the rules take and give + what the caps put back
        assert 100 + sum(Decimal(row[2]) for row in rows) == unit.score


def test_it_says_what_the_caps_of_bonuses_left_out(tmp_path: Path) -> None:
    evaluation = hunan_like()
    unit = evaluation.result.units[0]
    first = unit.bonus_items[0]
    bonuses = (replace(first, points=first.points - 3), *unit.bonus_items[1:])
    capped = replace(unit, bonus_items=bonuses, bonus=unit.bonus - 5, score=unit.score - 5)
    one = replace(evaluation, result=replace(evaluation.result, units=(capped,)))
    rows = table_of(written(one, tmp_path), "条款", "情形", "得扣分")
    # the item leaves out 3, the part another 5 - 3
    assert [row[2] for row in rows if row[1].startswith("封顶：") and "加" in row[1]] == ["-3", "-2"]


def test_it_names_the_greatest_losses_with_clause_and_number_of_units(tmp_path: Path) -> None:
    evaluation = hunan_like()
    rows = table_of(written(evaluation, tmp_path), "子项", "条款原文")[1:]
    clauses = {sub.id: sub.clause.zh for _, _, sub in evaluation.scheme.sub_items()}
    assert [Decimal(row[3]) for row in rows] == sorted((Decimal(row[3]) for row in rows), reverse=True)
    lost = [
        sub.deducted
        for unit in evaluation.result.units
        for item in unit.items
        for sub in item.sub_items
        if sub.id == rows[0][0] and sub.deducted
    ]
    assert rows[0][1:] == [clauses[rows[0][0]], str(len(lost)), str(sum(lost))]


def test_it_tells_vetoes_consequences_and_the_fictional_completion(tmp_path: Path) -> None:
    document = written(chongqing_like(), tmp_path)
    text = text_of(document)
    assert "五、一票否决和等次后果" in text and "不得作为正式评价结果使用" in text
    assert "等次界限：优秀，90 分以上（含本数）；达标，60 分以上（含本数）、不满 90 分；不达标，不满 60 分。" in text
    assert table_of(document, "单位", "情形")[1][0] == "城市园林绿化执法支队"
    assert "约谈执法支队负责人和相关责任人员" in table_of(document, "单位", "等次", "应当办理的事项")[2][2]
    assert "连续两年不达标的，按照干部管理权限将责任人调离岗位。该条件须与其他年度结果核对" in text


def test_it_leaves_out_the_chapter_on_vetoes_where_the_scheme_has_none(tmp_path: Path) -> None:
    text = text_of(written(hunan_like(), tmp_path))
    assert "一票否决" not in text and "五、各单位扣分明细" in text and "六、数据完整性" in text


def test_it_passes_over_nothing_in_silence(tmp_path: Path) -> None:
    document = written(hunan_like(), tmp_path)
    assert table_of(document, "单位", "规则数")[1][:2] == ["白鹭市", "3"]
    assert table_of(document, "单位", "规则", "采用")[1] == [
        "望山市",
        "D05-2-a",
        "问题台账（省厅检查）：3",
        "申报数据（自评）：1",
    ]
    assert [row[:2] for row in table_of(document, "数据", "数量")[1:]] == [["问题", "3"], ["办案环节", "2"]]


def test_it_says_how_to_recompute_and_leaves_blanks_for_people(tmp_path: Path) -> None:
    evaluation = chongqing_like()
    document = written(evaluation, tmp_path)
    text = text_of(document)
    assert "zhiheng evaluate --scheme chongqing-interim --ledger 台账文件夹" in text
    assert "--option grade_boundary=inclusive" in text and "--complete completion.yaml" in text
    assert ["评价结果", evaluation.result.digest] in table_of(document, "对象")
    assert "发文机关署名：　　　　待填　　　　（盖章）" in text and "成文日期：　　年　　月　　日" in text


def test_it_ends_with_a_summary_in_english(tmp_path: Path) -> None:
    evaluation = chongqing_like()
    document = written(evaluation, tmp_path)
    text = text_of(document)
    assert text.index("Summary in English") > text.index("附 1　复核方法")
    assert table_of(document, "Rank", "Unit")[2] == ["2", "城市园林绿化执法支队", "99", "0", "99", "not up to standard"]


def test_it_reports_cases_with_their_own_lines(tmp_path: Path) -> None:
    evaluation = cases_like()
    document = written(evaluation, tmp_path)
    assert "评查案卷 12 件" in text_of(document) and "未评查案卷" in text_of(document)
    lines = [row for table in document.tables for row in rows_of(table) if len(row) == 5 and "轮" in row[0]]
    lost = sum((case.deducted for case in evaluation.result.cases or ()), Decimal(0))
    assert -sum(Decimal(row[3]) for row in lines) == lost


def test_it_refers_to_the_workbook_beyond_what_a_document_can_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(details, "MOST_UNITS", 2)
    text = text_of(written(hunan_like(), tmp_path))
    assert "单位共 14 个，本稿列前 2 个。其余见 scorecards.xlsx。" in text


@pytest.mark.parametrize("make", [hunan_like, chongqing_like, cases_like])
def test_it_writes_the_same_bytes_twice(tmp_path: Path, make: object) -> None:
    paths = [tmp_path / "1.docx", tmp_path / "2.docx"]
    for path in paths:
        write_official_report(make(), path)  # type: ignore[operator]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with ZipFile(paths[0]) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2020-11-15T00:00:00Z" in archive.read("docProps/core.xml")


def test_it_writes_names_that_no_xml_holds(tmp_path: Path) -> None:
    evaluation = hunan_like()
    unit = replace(evaluation.result.units[0], name="<甲>&\x0b\ud800市")
    one = replace(evaluation, result=replace(evaluation.result, units=(unit,)))
    assert table_of(written(one, tmp_path), "名次", "单位")[1][1] == "<甲>&\ufffd\ufffd市"
    assert plain("正常") == "正常"


def test_it_turns_title_marks_inside_a_title_into_single_ones() -> None:
    assert title_lines(Text("关于《办法》的标准"))[0] == "《关于〈办法〉的标准》"
    assert title_lines(Text("《评价办法》"))[0] == "《评价办法》"
    assert official.title_lines(Text("甲"))[1] == "评价结果通报（稿）"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (110, "一百一十"), (250, "二百五十")],
)
def test_it_counts_headings_in_chinese(number: int, words: str) -> None:
    assert numeral(number) == words
