"""The page of an official document after GB/T 9704-2012: paper, margins, grid, fonts, styles, page numbers. No content.

Fonts are named and never embedded: the office's computers have them, and 方正小标宋 is not free to pass on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"

#: GB/T 9704-2012, 5.2.1: A4, top margin 37 mm, left 28 mm, text area 156 mm × 225 mm; so right 26 mm, bottom 35 mm.
PAPER = (Mm(210), Mm(297))
TOP, LEFT, RIGHT, BOTTOM = Mm(37), Mm(28), Mm(26), Mm(35)
TEXT_WIDTH_IN_MM = 156
#: 5.2.3: 22 lines of 28 characters; 225 mm / 22 = 28.99 pt, and 28.95 pt is what Word's grid (twentieths) takes for it.
LINE = Pt(28.95)
CHARACTERS = 28
#: In twentieths of a point; 28 × 15.75 pt = 441 pt = 155.6 mm.
CONDENSED = -5
#: 7.5: the page number stands 7 mm under the text area; the footer line itself is 16 pt high.
NUMBER_LINE = Pt(16)
FOOTER_DISTANCE = Length(BOTTOM - Mm(7) - NUMBER_LINE)
BODY_SIZE, TITLE_SIZE, NUMBER_SIZE, TABLE_SIZE = Pt(16), Pt(22), Pt(14), Pt(10.5)

BODY, TITLE, LEVEL_1, LEVEL_2 = "Normal", "Title", "Heading 1", "Heading 2"
PLAIN, TABLE, PAGE_NUMBER, ENGLISH, ENGLISH_HEADING = (
    "Zhiheng Plain",
    "Zhiheng Table",
    "Zhiheng Page Number",
    "Zhiheng English",
    "Zhiheng English Heading",
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph style looks; `indent` is the first-line indent in hundredths of a character."""

    east_asia: str
    size: Length
    indent: int = 0
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    line: Length | None = LINE
    keep_next: bool = False
    bold: bool = False
    on_grid: bool = False


_LOOKS = {
    BODY: _Look(FANGSONG, BODY_SIZE, 200, on_grid=True),
    TITLE: _Look(XIAOBIAOSONG, TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER, keep_next=True),
    LEVEL_1: _Look(HEITI, BODY_SIZE, 200, keep_next=True, on_grid=True),
    LEVEL_2: _Look(KAITI, BODY_SIZE, 200, keep_next=True, on_grid=True),
    PLAIN: _Look(FANGSONG, BODY_SIZE, align=WD_ALIGN_PARAGRAPH.LEFT, on_grid=True),
    TABLE: _Look(FANGSONG, TABLE_SIZE, align=WD_ALIGN_PARAGRAPH.LEFT, line=Pt(16)),
    PAGE_NUMBER: _Look(SONGTI, NUMBER_SIZE, line=NUMBER_LINE),
    ENGLISH: _Look(FANGSONG, Pt(12), align=WD_ALIGN_PARAGRAPH.LEFT, line=Pt(20)),
    ENGLISH_HEADING: _Look(HEITI, Pt(14), align=WD_ALIGN_PARAGRAPH.LEFT, line=Pt(24), keep_next=True, bold=True),
}


def set_up(document: Document) -> None:
    """Give a new document the page, the grid, the styles and the page numbers of GB/T 9704-2012."""
    _set_page(document)
    _set_defaults(document)
    # Read once: python-docx walks through every style of its template for each question.
    known = {style.name for style in document.styles}
    for name, look in _LOOKS.items():
        _set_style(document, name, look, is_known=name in known)
    _number_pages(document)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAPER
    section.top_margin, section.left_margin = TOP, LEFT
    section.right_margin, section.bottom_margin = RIGHT, BOTTOM
    section.footer_distance = FOOTER_DISTANCE
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    # 22 lines come from the grid, 28 characters from `CONDENSED`. A grid of characters ("linesAndChars") would do
    # both in Word, but other programs then give every character of a justified line two cells, 14 to the line (seen
    # in LibreOffice 7.4). The step is stated all the same, for those who switch the grid of characters on.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE.pt * 20)))
    # It is written as what differs from the font size, in 1/4096 pt.
    step = Mm(TEXT_WIDTH_IN_MM).pt / CHARACTERS
    grid.set(qn("w:charSpace"), str(round((step - BODY_SIZE.pt) * 4096)))


def _set_defaults(document: Document) -> None:
    """State the languages, and the body size as the default: the grid's characters are measured against it."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for tag in ("w:sz", "w:szCs"):
        for size in defaults.findall(qn(tag)):
            size.set(qn("w:val"), str(round(BODY_SIZE.pt * 2)))
    for theme in document.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:eastAsia"), "zh-CN")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_style(document: Document, name: str, look: _Look, *, is_known: bool) -> None:
    styles = document.styles
    style: Any = styles[name] if is_known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not is_known:
        style.base_style = None
    style.font.name = LATIN
    style.font.size = look.size
    style.font.bold = look.bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _set_fonts(style.element.get_or_add_rPr(), look.east_asia)
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.space_before = shape.space_after = Pt(0)
    shape.keep_with_next = look.keep_next
    if look.line is not None:
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = look.line
    _set_paragraph(style.element.get_or_add_pPr(), look)
    if look.on_grid:
        _condense(style.element.get_or_add_rPr())


def _set_fonts(properties: Any, east_asia: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        # Theme fonts win over named ones, so the template's own must go.
        if attribute.lower().endswith("theme"):
            del fonts.attrib[attribute]
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asia)
    for spacing in properties.findall(qn("w:spacing")) + properties.findall(qn("w:kern")):
        properties.remove(spacing)


def _set_paragraph(properties: Any, look: _Look) -> None:
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(look.indent))
    # Word reads the character count first; other programs read the length beside it.
    indent.set(qn("w:firstLine"), str(round(look.indent / 100 * look.size.pt * 20)))
    # On the grid a Latin word may break, as Chinese typesetting does; else its line is stretched into gaps.
    mark = OxmlElement("w:wordWrap" if look.on_grid else "w:snapToGrid")
    mark.set(qn("w:val"), "0")
    properties.insert_element_before(mark, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")


def _condense(properties: Any) -> None:
    """Draw characters together by a quarter of a point: 28 × 16 pt is wider than 156 mm."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(CONDENSED))
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:u", "w:lang")


def _number_pages(document: Document) -> None:
    """Write "— 1 —": right on odd pages, left on even ones, each one character in from the edge (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[PAGE_NUMBER]
        paragraph.alignment = align
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn(f"w:{side}Chars"), "100")
        indent.set(qn(f"w:{side}"), str(round(NUMBER_SIZE.pt * 20)))
        paragraph.add_run("— ")
        _add_page_field(paragraph)
        paragraph.add_run(" —")
        for run in paragraph.runs:
            _set_fonts(run._r.get_or_add_rPr(), SONGTI)
            for slot in ("ascii", "hAnsi"):
                run._r.rPr.rFonts.set(qn(f"w:{slot}"), SONGTI)


def _add_page_field(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "shown":
            run.text = text
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
