"""The Word file: page and fonts of GB/T 9704-2012, each figure a control with its address, the same bytes."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports import documents
from zhiheng.reports.documents.controls import MOST, tag_of, title_of
from zhiheng.reports.documents.facts import NoticeFacts, ReportFacts
from zhiheng.reports.documents.model import Attachments, Document, Figure, Heading, NewPage, Paragraph


def opened(document: Document, folder: Path) -> Any:
    documents.write_word(document, folder / "a.docx")
    return docx.Document(str(folder / "a.docx"))


def test_it_makes_every_figure_a_control_with_tag_and_title(
    hunan: Evaluation, notice_facts: NoticeFacts, tmp_path: Path
) -> None:
    document = documents.notice_of_result(hunan, notice_facts)
    word = opened(document, tmp_path)
    found = []
    for control in word.element.body.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        tag, title = (properties.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("tag", "alias"))
        assert len(tag) <= MOST and len(title) <= MOST  # Word calls a file broken that has longer ones
        found.append((tag, "".join(text.text or "" for text in control.iter(qn("w:t")))))
    assert found == [(tag_of(figure.query), figure.value) for figure in documents.figures_of(document)]


def test_it_numbers_controls_without_repeating(hunan: Evaluation, notice_facts: NoticeFacts, tmp_path: Path) -> None:
    word = opened(documents.notice_of_result(hunan, notice_facts), tmp_path)
    ids = [one.find(qn("w:sdtPr")).find(qn("w:id")).get(qn("w:val")) for one in word.element.body.iter(qn("w:sdt"))]
    assert len(ids) == len(set(ids)) > 20


def test_it_keeps_an_address_that_word_cannot_hold(
    hunan: Evaluation, notice_facts: NoticeFacts, tmp_path: Path
) -> None:
    units = tuple(replace(one, unit_id="长" * 70) if one.unit_id == "YL07" else one for one in hunan.result.units)
    longer = replace(hunan, result=replace(hunan.result, units=units))
    facts = replace(notice_facts, unit_id="长" * 70)
    documents.write_word(documents.notice_of_result(longer, facts), tmp_path / "a.docx")
    assert documents.check_document(tmp_path / "a.docx", longer, facts) == []


def test_it_writes_the_same_bytes_each_time(chongqing: Evaluation, report_facts: ReportFacts, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        documents.write_word(documents.annual_report(chongqing, report_facts), tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    names = ZipFile(tmp_path / "a.docx").namelist()
    assert len(names) == len(set(names))


def test_it_has_the_page_of_the_standard_and_repeats_heads(
    chongqing: Evaluation, report_facts: ReportFacts, tmp_path: Path
) -> None:
    word = opened(documents.annual_report(chongqing, report_facts), tmp_path)
    section = word.sections[0]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]
    assert word.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert all(table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for table in word.tables)
    assert "虚构" in section.header.paragraphs[0].text
    assert section.even_page_footer.paragraphs[0].text == "— 1 —"


def test_it_sets_a_red_head_only_for_an_issuing_organ(
    hunan: Evaluation, notice_facts: NoticeFacts, tmp_path: Path
) -> None:
    plain = documents.notice_of_result(hunan, notice_facts)
    red_facts = replace(notice_facts, issue=replace(notice_facts.issue, red_head=True))
    red = documents.notice_of_result(hunan, red_facts)
    reds = [
        [run.text for paragraph in opened(one, tmp_path).paragraphs for run in paragraph.runs
         if run.font.color.rgb is not None and str(run.font.color.rgb) == "FF0000"]
        for one in (plain, red)
    ]  # fmt: skip
    assert reds == [[], ["岚港市城市管理综合行政执法总队文件"]]
    assert "岚城执评〔2026〕7号" in [paragraph.text for paragraph in opened(red, tmp_path).paragraphs]


def test_it_numbers_four_levels_and_attachments(tmp_path: Path) -> None:
    headings = [Heading(level, ("标题",)) for level in (1, 2, 3, 4, 4, 1)]
    names = Attachments((("甲",), ("乙",)))
    document = Document(title=(("题",),), blocks=(*headings, names, NewPage(), Paragraph(("完",))))
    told = [paragraph.text for paragraph in opened(document, tmp_path).paragraphs]
    assert told[2:8] == ["一、标题", "（一）标题", "1. 标题", "（1）标题", "（2）标题", "二、标题"]
    assert told[8:] == ["附件：1. 甲", "　　　2. 乙", "完"]


def test_it_survives_words_that_xml_cannot_hold(tmp_path: Path) -> None:
    figure = Figure('a<b>&"c"\x07\nd', "facts/x")
    word = opened(Document(title=(("题",),), blocks=(Paragraph(("<w:p>", figure)),)), tmp_path)
    words = "".join(text.text or "" for text in word.element.body.iter(qn("w:t")))
    assert words == '题<w:p>a<b>&"c"\ufffdd'


def test_it_titles_a_figure_for_people() -> None:
    assert title_of("units/YL07/score", "zh") == "得分 units/YL07/score"
    assert title_of("units/YL07/score", "en") == "score units/YL07/score"
    assert len(title_of("units/" + "x" * 90 + "/score", "zh")) == MOST


def test_it_works_without_typst(
    chongqing: Evaluation, report_facts: ReportFacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    word = opened(documents.annual_report(chongqing, report_facts), tmp_path)
    assert len(word.inline_shapes) == 0 and len(word.tables) > 4
