"""The XML of paragraphs and tables in Word. No content, no order of blocks."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import nsdecls

from zhiheng.reports.documents.controls import Controls
from zhiheng.reports.documents.model import Document, Runs, Table
from zhiheng.reports.official import page

#: 7.2.4: the mark of the issuing organ is red 小标宋; 7.2.5: a red line across the text area under the number.
_LARGEST_MARK = 36
RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
_FRAME = "".join(
    f'<w:{side} w:val="single" w:sz="12" w:space="4" w:color="C00000"/>' for side in ("top", "left", "bottom", "right")
)
BANNER_BORDER = f"<w:pBdr>{_FRAME}</w:pBdr>"

_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_HEAD_LOOK = f'<w:rFonts w:eastAsia="{page.HEITI}"/>'


def organ_mark(document: Document) -> str:
    """Return the mark of the issuing organ (发文机关标志), empty where the document has no red head."""
    return document.red_head + ("文件" if document.red_head and document.language == "zh" else "")


def organ_size(name: str) -> int:
    """Return the size of the mark of the issuing organ in points: as large as one line holds, 36 at most."""
    return min(_LARGEST_MARK, round(page.TEXT_WIDTH_IN_MM / 25.4 * 72) // max(1, len(name)))


def organ_look(name: str) -> str:
    """Return the run properties of the mark of the issuing organ."""
    size = 2 * organ_size(name)
    fonts = f'<w:rFonts w:eastAsia="{page.XIAOBIAOSONG}"/>'
    return f'{fonts}<w:color w:val="FF0000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def paragraph_xml(
    style: str,
    inside: str,
    *,
    align: str = "",
    keep: bool = False,
    border: str = "",
    spacing: str = "",
    breaks: bool = False,
    after: str = "",
) -> str:
    """Return a paragraph; `border`, `spacing` and `after` are pieces of its properties, in the order of the schema."""
    properties = (
        f'<w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if keep else "")
        + ("<w:pageBreakBefore/>" if breaks else "")
        + border
        + (f"<w:spacing {spacing}/>" if spacing else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + after
    )
    return f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def table_xml(table: Table, controls: Controls, style: str, *, keeps_last: bool = False) -> str:
    """Return a table in one go: python-docx walks the whole table for each cell, which takes minutes on long ones.

    With `keeps_last` the last row stays on the page of what follows.
    """
    widths = [round(width / 25.4 * 1440) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = _Look(controls, style, widths)
    head = _row(look, [(text,) for text in table.head], [True] * len(widths), is_head=True) if table.head else ""
    centred = [table.centres(column) for column in range(len(widths))]
    last = len(table.rows) - 1 if keeps_last else None
    body = "".join(
        _row(look, list(row), centred, is_form=not table.head, keep=place == last)
        for place, row in enumerate(table.rows)
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


@dataclass(frozen=True, slots=True)
class _Look:
    controls: Controls
    style: str
    widths: list[int]


def _row(
    look: _Look,
    cells: list[Runs],
    centred: list[bool],
    *,
    is_head: bool = False,
    is_form: bool = False,
    keep: bool = False,
) -> str:
    mark = "<w:tblHeader/>" if is_head else ""
    kept = "<w:keepNext/>" if keep else ""
    inside = ""
    for place, (runs, width) in enumerate(zip(cells, look.widths, strict=True)):
        font = _HEAD_LOOK if is_head or (is_form and place == 0) else ""
        align = '<w:jc w:val="center"/>' if centred[place] else ""
        properties = f'<w:pStyle w:val="{look.style}"/>{kept}{align}'
        inside += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"<w:p><w:pPr>{properties}</w:pPr>{look.controls.runs(runs, font)}</w:p></w:tc>"
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{inside}</w:tr>"
