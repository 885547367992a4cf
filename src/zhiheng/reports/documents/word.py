"""Writes a document as Word after GB/T 9704-2012: the page of `reports.official`, each figure a content control.

The bytes depend on the document alone. Without Typst charts are left out; the table beside holds their numbers.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.shared import Mm

from zhiheng.domain.texts import Text
from zhiheng.reports.documents import model
from zhiheng.reports.documents.controls import Controls, keep_lines
from zhiheng.reports.documents.numbering import labelled
from zhiheng.reports.documents.pdf import Fonts, chart_png, has_typst
from zhiheng.reports.documents.word_shapes import (
    BANNER_BORDER,
    RED_LINE,
    organ_look,
    organ_mark,
    paragraph_xml,
    table_xml,
)
from zhiheng.reports.frozen import frozen_archive, moment_of
from zhiheng.reports.official import page
from zhiheng.reports.official.writer import plain

_STYLES = {1: page.LEVEL_1, 2: page.LEVEL_2, 3: page.BODY, 4: page.BODY}
_ATTACHED = Text("附件：", "Attachments: ")


def write_word(document: model.Document, path: Path, *, fonts: Fonts | None = None) -> None:
    """Write `document` to `path` as .docx; the same document gives the same bytes.

    `fonts` are those of the charts' labels only: the text's fonts are named in the file and never embedded.
    """
    word = docx.Document()
    page.set_up(word)
    _describe(word, document)
    _Writer(word, document, fonts or Fonts()).write()
    with frozen_archive(path) as draft:
        word.save(str(draft))


def _describe(word: WordDocument, document: model.Document) -> None:
    about, at = word.core_properties, moment_of(document.as_of)
    about.title = plain("".join(model.plain_text(line) for line in document.title))[:255]
    about.author = about.last_modified_by = "执衡 Zhiheng"
    about.created = about.modified = about.last_printed = at
    about.language = "zh-CN" if document.language == "zh" else "en"
    about.comments, about.keywords, about.subject, about.revision = "", "", "", 1


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, word: WordDocument, document: model.Document, fonts: Fonts) -> None:
        self._word, self._document, self._fonts = word, document, fonts
        self._styles = {str(style.name): str(style.style_id) for style in word.styles}
        self._controls = Controls(document.language)
        self._language = document.language
        self._begins_page = False
        self._tables = 0
        self._keeps = False

    def write(self) -> None:
        self._head()
        blocks = list(labelled(self._document.blocks, self._document.language))
        for place, (label, block) in enumerate(blocks, start=1):
            # A signature never stands alone on a page (7.3.5), and no sentence alone that announces a table.
            follows = blocks[place][1] if place < len(blocks) else None
            announced = isinstance(block, model.Paragraph) and isinstance(follows, model.Table)
            self._keeps = announced or isinstance(follows, model.Signature)
            self._block(label, block)
        keep_lines(self._word, self._controls.lines)

    def _head(self) -> None:
        document = self._document
        if document.banner:
            self._running_head(document.banner)
        if document.red_head:
            name = organ_mark(document)
            self._paragraph(
                (name,), page.PLAIN, align="center", look=organ_look(name), spacing='w:line="960" w:lineRule="atLeast"'
            )
            self._paragraph((), page.PLAIN)
            self._paragraph((document.number,), page.PLAIN, align="center", border=RED_LINE)
            self._paragraph((), page.PLAIN)
        elif document.number:
            self._paragraph((document.number,), page.PLAIN, align="right")
        self._title(document.title)
        self._paragraph((), page.PLAIN)
        if document.addressee:
            self._paragraph((*document.addressee, "：" if document.language == "zh" else ":"), page.PLAIN)

    def _running_head(self, text: str) -> None:
        section = self._word.sections[0]
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            header.paragraphs[0].text = text
            header.paragraphs[0].style = self._word.styles[page.TABLE]
            header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _title(self, lines: tuple[model.Runs, ...]) -> None:
        for line in lines:
            self._paragraph(line, page.TITLE)

    def _block(self, label: str, block: model.Block) -> None:
        if isinstance(block, model.Heading):
            outline = f'<w:outlineLvl w:val="{block.level - 1}"/>' if block.level > 2 else ""
            runs = (label, *block.text)
            self._paragraph(runs, _STYLES[block.level], keep=True, after=outline)
        elif isinstance(block, model.Paragraph):
            style = page.BODY if block.align == "body" else page.PLAIN
            align = {"body": "", "flush": "", "centre": "center", "right": "right"}[block.align]
            self._paragraph(block.text, style, align=align, keep=block.keep_with_next or self._keeps)
        elif isinstance(block, model.Table):
            self._table(block)
        elif isinstance(block, model.ChartBlock):
            self._chart(block)
        elif isinstance(block, model.Signature):
            self._signature(block)
        else:
            self._smaller(block)

    def _smaller(self, block: model.Block) -> None:
        if isinstance(block, model.Attachments):
            for place, name in enumerate(block.names, start=1):
                lead = _ATTACHED.of(self._language) if place == 1 else "　　　" if self._language == "zh" else "    "
                self._paragraph((f"{lead}{place}. ", *name), page.BODY)
        elif isinstance(block, model.Banner):
            self._paragraph((block.text,), page.PLAIN, align="center", border=BANNER_BORDER)
        elif isinstance(block, model.NewPage):
            self._begins_page = True
        elif isinstance(block, model.TitleLine):
            self._language = "en"
            self._paragraph(block.text, page.TITLE)

    def _paragraph(
        self,
        runs: model.Runs,
        style: str,
        *,
        align: str = "",
        keep: bool = False,
        look: str = "",
        border: str = "",
        spacing: str = "",
        after: str = "",
    ) -> None:
        breaks, self._begins_page = self._begins_page, False
        self._controls.remember("p", runs)
        xml = paragraph_xml(
            self._styles[style],
            self._controls.runs(runs, look),
            align=align,
            keep=keep,
            border=border,
            spacing=spacing,
            breaks=breaks,
            after=after,
        )
        self._append(parse_xml(xml))

    def _append(self, element: Any) -> None:
        self._word.element.body.insert_element_before(element, "w:sectPr")

    def _table(self, table: model.Table) -> None:
        self._tables += 1
        for row in table.rows:
            self._controls.remember(f"t{self._tables}", *row)
        keep = self._keeps
        self._append(parse_xml(table_xml(table, self._controls, self._styles[page.TABLE], keeps_last=keep)))
        # A table that ends a page or meets another one needs a paragraph after it.
        self._paragraph((), page.TABLE, keep=keep)

    def _chart(self, block: model.ChartBlock) -> None:
        if not has_typst():
            return
        paragraph = self._word.add_paragraph(style=page.TABLE)
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        # An exact line height would cut the picture to one line.
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        picture = paragraph.add_run().add_picture(BytesIO(chart_png(block.chart, fonts=self._fonts)), width=Mm(150))
        picture._inline.docPr.set("descr", block.chart.title)
        picture._inline.docPr.set("name", escape(block.chart.title))
        self._paragraph((block.caption,), page.TABLE, align="center")

    def _signature(self, block: model.Signature) -> None:
        chinese = self._language == "zh"
        self._paragraph((), page.PLAIN, keep=True)
        self._paragraph((*block.organ, "　　　" if chinese else ""), page.PLAIN, align="right", keep=True)
        blank = "　　年　　月　　日" if chinese else "(date)"
        self._paragraph((*(block.date or (blank,)), "　　　　" if chinese else ""), page.PLAIN, align="right")
