"""Reads a finished .docx, also one edited by hand: its lines in order, each as plain words and controls. No judgement.

What a reader of the document does not see is left out: deleted and moved-away text of tracked changes, field codes,
the page number. What a reader does see is kept, wherever it stands: body, text boxes, heads and feet, notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx.oxml import parse_xml

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.reports.documents.controls import read_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr")}
_BREAKS = {f"{_W}{name}" for name in ("br", "tab", "cr")}
#: A part of a document larger than this is no document that people wrote.
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line; `tag` is that of the control they stand in, empty for plain words."""

    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a table row: `table` and `row` count from 1, `number` is that of the paragraph in its part."""

    pieces: tuple[Piece, ...]
    part: str = "document"
    number: int = 0
    table: int = 0
    row: int = 0

    @property
    def text(self) -> str:
        """Return the words as a reader sees them."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Finished:
    """A finished document: its lines, and the list of figures that it was made with (None where it carries none)."""

    lines: list[Line] = field(default_factory=list)
    made_with: list[dict[str, Any]] | None = None


def read_finished(path: Path) -> Finished:
    """Read a .docx. Raises Refusal where the file is none."""
    found = Finished()
    try:
        with ZipFile(path) as archive:
            if "word/document.xml" not in archive.namelist():
                raise ValueError("no document")
            for entry in archive.infolist():
                if entry.file_size > _MOST_BYTES:
                    raise ValueError("too large")
            names = sorted(archive.namelist(), key=lambda name: (name != "word/document.xml", name))
            for name in names:
                if _PARTS.fullmatch(name):
                    found.lines += _lines(parse_xml(archive.read(name)), PurePosixPath(name).stem)
                elif name.startswith("customXml/") and name.endswith(".xml") and found.made_with is None:
                    found.made_with = read_lines(archive.read(name))
    except (OSError, BadZipFile, ValueError, KeyError, SyntaxError):
        reason = Text("这不是 Word 文书（.docx）", "this is no Word document (.docx)")
        remedy = Text("在 Word 中另存为 .docx，再检查", "save it as .docx in Word, then check again")
        raise Refusal(Fault("no_document", Place(file=str(path)), reason, remedy)) from None
    return found


def _lines(root: Any, part: str) -> Iterator[Line]:
    tables = {table: place for place, table in enumerate(root.iter(f"{_W}tbl"), start=1)}
    number = 0
    for element in root.iter(f"{_W}p", f"{_W}tr"):
        if _is_unseen(element):
            continue
        row = next(element.iterancestors(f"{_W}tr"), None)
        if element.tag == f"{_W}tr":
            table = next(element.iterancestors(f"{_W}tbl"), None)
            if table is not None and row is None:
                order = [one for one in table.iter(f"{_W}tr") if next(one.iterancestors(f"{_W}tbl")) is table]
                yield Line(tuple(_row_pieces(element)), part, table=tables[table], row=order.index(element) + 1)
        elif row is None:
            number += 1
            yield Line(tuple(_pieces(element, _tag_around(element))), part, number=number)


def _is_unseen(element: Any) -> bool:
    return any(one.tag in (_FALLBACK, f"{_W}del", f"{_W}moveFrom") for one in element.iterancestors()) or (
        element.find(f"{_W}trPr/{_W}del") is not None
    )


def _row_pieces(row: Any) -> Iterator[Piece]:
    """Yield the pieces of all cells of a row; a bar stands between paragraphs, so that no two numbers run together."""
    for paragraph in row.iter(f"{_W}p"):
        if not any(one.tag == _FALLBACK for one in paragraph.iterancestors()):
            yield from _pieces(paragraph, _tag_around(paragraph))
            yield Piece("｜")


def _tag_around(element: Any) -> str:
    """Return the tag of the control around a whole paragraph or cell, empty where there is none."""
    for around in element.iterancestors(f"{_W}sdt"):
        tag = _tag_of(around)
        if tag:
            return tag
    return ""


def _tag_of(control: Any) -> str:
    """Return the tag of a control; writers that drop tags keep the title, whose last word is the address."""
    tag, title = (control.find(f"{_W}sdtPr/{_W}{name}") for name in ("tag", "alias"))
    if tag is not None:
        return str(tag.get(f"{_W}val") or "")
    words = "" if title is None else str(title.get(f"{_W}val") or "")
    return "" if words.endswith("…") else words.split(" ")[-1]


def _pieces(paragraph: Any, tag: str) -> Iterator[Piece]:
    """Yield the pieces of a paragraph; neighbouring runs are joined, since Word splits them at will."""
    words, current = "", tag
    in_field = False
    for text, found, mark in _walk(paragraph, tag):
        if mark in ("begin", "end"):
            in_field = mark == "begin" and _is_page_number(paragraph)
        elif found != current or mark == "control":
            if words or current:
                yield Piece(words, current)
            words, current = ("" if in_field else text), found
        elif not in_field:
            words += text
    if words or current:
        yield Piece(words, current)


def _is_page_number(paragraph: Any) -> bool:
    return any("PAGE" in (code.text or "") for code in paragraph.iter(f"{_W}instrText"))


def _walk(element: Any, tag: str) -> Iterator[tuple[str, str, str]]:
    """Yield text, tag around it, and a mark: where a control begins or ends, or the edge of a field."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN or child.tag in (_FALLBACK, f"{_W}p"):
            continue
        if child.tag == f"{_W}t":
            yield child.text or "", tag, ""
        elif child.tag in _BREAKS:
            yield " ", tag, ""
        elif child.tag == f"{_W}fldChar":
            yield "", tag, str(child.get(f"{_W}fldCharType"))
        elif child.tag == f"{_W}sdt" and _tag_of(child):
            yield "", _tag_of(child), "control"
            yield from _walk(child, _tag_of(child))
            yield "", tag, "control"
        elif child.tag in (f"{_W}fldSimple",) and "PAGE" in str(child.get(f"{_W}instr")):
            continue
        else:
            yield from _walk(child, tag)
