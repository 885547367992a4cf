"""PDF/A-2b and charts: the same bytes each time, words never read as markup, a clear word where Typst is missing."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx.oxml import parse_xml

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Refusal
from zhiheng.reports import documents
from zhiheng.reports.documents.charts import Bar, Chart, draw_svg
from zhiheng.reports.documents.facts import NoticeFacts, ReportFacts
from zhiheng.reports.documents.model import Document, Paragraph
from zhiheng.reports.documents.pdf import chart_png

CHART = Chart("得分", ("基础", "加分"), (Bar("甲<局>&", (Decimal("97.5"), Decimal(3)), "100.5"),), Decimal(100))


@pytest.mark.needs("chinese_fonts")
def test_it_writes_the_same_archival_bytes_each_time(
    chongqing: Evaluation, report_facts: ReportFacts, tmp_path: Path
) -> None:
    for name in ("a.pdf", "b.pdf"):
        documents.write_pdf(documents.annual_report(chongqing, report_facts, language="both"), tmp_path / name)
    made = (tmp_path / "a.pdf").read_bytes()
    assert made == (tmp_path / "b.pdf").read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part>" in made and b"<pdfaid:conformance>B</pdfaid:conformance>" in made


@pytest.mark.needs("chinese_fonts")
def test_it_reads_no_words_as_markup(tmp_path: Path) -> None:
    evil = '#read("/etc/passwd") $x$ ] #panic("!") \\ *'
    documents.write_pdf(Document(title=((evil,),), blocks=(Paragraph((evil,)),)), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size > 1000


@pytest.mark.needs("chinese_fonts")
def test_it_writes_every_head(hunan: Evaluation, notice_facts: NoticeFacts, tmp_path: Path) -> None:
    sizes = []
    for red in (False, True):
        facts = replace(notice_facts, issue=replace(notice_facts.issue, red_head=red))
        documents.write_pdf(documents.notice_of_result(hunan, facts), tmp_path / f"{red}.pdf")
        sizes.append((tmp_path / f"{red}.pdf").stat().st_size)
    assert sizes[0] != sizes[1]


def test_it_says_how_to_get_typst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Refusal) as refused:
        documents.write_pdf(Document(title=(("题",),), blocks=()), tmp_path / "a.pdf")
    (fault,) = refused.value.faults
    assert fault.code == "no_typst" and "Word" in fault.of("zh") and "install" in fault.of("en")
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("fault", ["missing", "no_font"])
def test_it_refuses_a_font_that_it_cannot_use(fault: str, tmp_path: Path) -> None:
    file = tmp_path / "FangSong.ttf"
    if fault == "no_font":
        file.write_bytes(b"nothing")
    with pytest.raises(Refusal) as refused:
        documents.write_pdf(
            Document(title=(("题",),), blocks=()), tmp_path / "a.pdf", fonts=documents.Fonts(fangsong=file)
        )
    assert refused.value.faults[0].code == "no_font"


def test_it_refuses_to_write_chinese_without_a_chinese_font(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        fonts = documents.Fonts(system=False, folders=(tmp_path,))
        documents.write_pdf(Document(title=(("题",),), blocks=()), tmp_path / "a.pdf", fonts=fonts)
    assert refused.value.faults[0].code == "no_font"


def test_it_draws_bars_to_scale() -> None:
    root = parse_xml(draw_svg(CHART).encode())
    bars = [one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("height") == "16"]
    widths = [Decimal(bar.get("width")) for bar in bars]
    # 640 - 190 - 60 = 390 units for 100.5 points: 97.5 / 100.5 × 390 = 378.36, 3 / 100.5 × 390 = 11.64
    assert widths == [Decimal("378.36"), Decimal("11.64")]
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "甲<局>&" in texts and "100.5" in texts and {"基础", "加分"} <= set(texts)
    assert draw_svg(CHART) == draw_svg(CHART)


def test_it_turns_a_chart_into_a_picture() -> None:
    made = chart_png(CHART)
    assert made.startswith(b"\x89PNG") and made == chart_png(CHART)


def test_it_draws_a_chart_of_nothing() -> None:
    assert "<svg" in draw_svg(Chart("空", ("甲",), ()))
    assert "NaN" not in draw_svg(Chart("零", ("甲", "乙"), (Bar("局", (Decimal(0), Decimal(0)), "0"),)))
