"""Puts titles, paragraphs and tables into an official document. It knows the shapes of GB/T 9704, no content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from zhiheng.reports.official import page

#: Columns up to this width (24 mm, in twentieths of a point) hold numbers and codes, which stand in the middle.
_NARROW = 1361
_DIGITS = "零一二三四五六七八九"
#: XML knows no control characters and no halves of surrogate pairs; a ledger may hold them all the same.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EDGES = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in ("top", "left", "bottom", "right"))
_LINES = _EDGES + "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in ("insideH", "insideV"))


def plain(text: str) -> str:
    """Return `text` without characters that no document can hold."""
    return _NOT_XML.sub("\ufffd", text)


def numeral(number: int) -> str:
    """Return a number from 1 to 999 in Chinese numerals, as headings use them: 一, 十二, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if hundreds and rest and not tens:
        words += "零"
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    return words + (_DIGITS[ones] if ones else "")


class Writer:
    """Writes one document from top to bottom; headings of both levels number themselves."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._level_1 = self._level_2 = 0
        self._begins_page = False
        # Looking a style up searches the whole list of styles; a long document asks thousands of times.
        self._style_ids: dict[str, str] = {str(style.name): str(style.style_id) for style in document.styles}

    def title(self, *lines: str) -> None:
        """Write the title, centred, with breaks where its words end."""
        paragraph = self._paragraph(lines[0], page.TITLE)
        for line in lines[1:]:
            paragraph.add_run().add_break()
            paragraph.add_run(plain(line))

    def centred(self, text: str) -> None:
        """Write a centred line under the title."""
        self._paragraph(text, page.PLAIN).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, *, numbered: bool = True) -> None:
        """Write a heading of the first level: 一、…"""
        self._level_2 = 0
        if numbered:
            self._level_1 += 1
            text = f"{numeral(self._level_1)}、{text}"
        self._paragraph(text, page.LEVEL_1)

    def subheading(self, text: str) -> None:
        """Write a heading of the second level: （一）…"""
        self._level_2 += 1
        self._paragraph(f"（{numeral(self._level_2)}）{text}", page.LEVEL_2)

    def text(self, text: str, *, with_next: bool = False) -> None:
        """Write a paragraph of the body; `with_next` keeps it on the page of what follows."""
        self._paragraph(text, page.BODY).paragraph_format.keep_with_next = with_next or None

    def flush(self, text: str) -> None:
        """Write a line without first-line indent, as the addressees stand."""
        self._paragraph(text, page.PLAIN)

    def english(self, text: str, *, heading: bool = False) -> None:
        """Write a paragraph or heading of the English summary."""
        self._paragraph(text, page.ENGLISH_HEADING if heading else page.ENGLISH)

    def blank(self, before: str, hint: str, after: str = "", *, with_next: bool = False) -> None:
        """Write a right-aligned line with a shaded blank that people fill in."""
        paragraph = self._paragraph(before, page.PLAIN)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = with_next or None
        run = paragraph.add_run(hint)
        run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="D9D9D9"/>'))
        paragraph.add_run(after)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:rightChars"), "200")

    def space(self, lines: int = 1, *, with_next: bool = False) -> None:
        """Leave empty lines."""
        for _ in range(lines):
            self._paragraph("", page.PLAIN).paragraph_format.keep_with_next = with_next or None

    def new_page(self) -> None:
        """Let the next paragraph begin a new page; a break of its own would leave an empty line on top of it."""
        self._begins_page = True

    def table(self, headings: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """Write a table with a heading row that repeats on every page; `widths` are millimetres, 156 in all.

        The XML is built in one go: python-docx walks the whole table for each cell, which takes minutes on long ones.
        """
        columns = [round(width / 25.4 * 1440) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        head = _row(headings, columns, is_heading=True)
        body = "".join(_row(cells, columns) for cells in rows)
        xml = (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
        )
        table = parse_xml(xml)
        self._document.element.body.insert_element_before(table, "w:sectPr")
        for paragraph in table.iter(qn("w:pStyle")):
            paragraph.set(qn("w:val"), self._style_ids[page.TABLE])
        self._gap()

    def _gap(self) -> None:
        paragraph = self._paragraph("", page.TABLE)
        paragraph.paragraph_format.line_spacing = Pt(8)

    def _paragraph(self, text: str, style: str) -> Any:
        paragraph: Any = self._document.add_paragraph(plain(text))
        paragraph._p.style = self._style_ids[style]
        if self._begins_page:
            paragraph.paragraph_format.page_break_before, self._begins_page = True, False
        return paragraph


def _row(cells: Sequence[str], columns: Sequence[int], *, is_heading: bool = False) -> str:
    mark = "<w:tblHeader/>" if is_heading else ""
    inside = "".join(_cell(text, width, is_heading) for text, width in zip(cells, columns, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{inside}</w:tr>"


def _cell(text: str, width: int, is_heading: bool) -> str:
    align = '<w:jc w:val="center"/>' if is_heading or width <= _NARROW else ""
    font = f'<w:rPr><w:rFonts w:eastAsia="{page.HEITI}"/></w:rPr>' if is_heading else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in plain(text).split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val=""/>{align}</w:pPr>'
        f'<w:r>{font}<w:t xml:space="preserve">{lines}</w:t></w:r></w:p></w:tc>'
    )
