"""Checks a finished document against the result: every figure that does not follow is named, with its place.

The document may have been edited by hand in Word. Words may change freely; figures may not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from zhiheng.domain.numbers import read_number
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Language, Text
from zhiheng.reports.cards import NOTHING
from zhiheng.reports.documents.controls import tag_of
from zhiheng.reports.documents.finished import Finished, Line, read_finished
from zhiheng.reports.documents.order import moved_lines
from zhiheng.reports.documents.queries import KNOWN, Answers, NoSuchAddress
from zhiheng.reports.documents.stored import Stored, open_stored
from zhiheng.reports.documents.unsourced import GAP, unsourced

Wrong = Literal["changed", "unknown", "without_source", "removed", "moved", "added", "no_list", "no_controls"]

_SAID = {
    "changed": Text("与评价结果不符", "does not follow from the result"),
    "unknown": Text("评价结果里没有这个出处", "the result has nothing at this address"),
    "without_source": Text("数字没有出处", "a number without source"),
    "removed": Text("这个数据的控件已不在原处", "the control of this figure is gone"),
    "moved": Text("数据被移到了别处", "figures stand in another place"),
    "added": Text("多出的数据", "a figure that was not there"),
    "no_controls": Text(
        "数据控件全部丢失，请换能保留内容控件的软件", "all controls are lost: use a program that keeps them"
    ),
    "no_list": Text(
        "文件里没有数据清单，无法核对增删和移动", "the file has lost its list of figures: removals cannot be seen"
    ),
}


WHOLE = Text("全文", "the whole document")


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One figure that does not follow: what is wrong, where, the words around, what was found and expected."""

    wrong: Wrong
    where: Text
    around: str = ""
    query: str = ""
    found: str = ""
    expected: Text = NOTHING

    def of(self, language: Language) -> str:
        """Return the discrepancy as one line."""
        zh = language == "zh"
        told = [f"{self.where.of(language)}{'：' if zh else ': '}{_SAID[self.wrong].of(language)}"]
        if self.found:
            told.append(f"读到“{self.found}”" if zh else f"found “{self.found}”")
        if self.expected.zh:
            told.append(f"应为“{self.expected.zh}”" if zh else f"expected “{self.expected.of('en')}”")
        if self.around:
            told.append(f"上下文“{self.around}”" if zh else f"in “{self.around}”")
        if self.query:
            told.append(f"出处 {self.query}" if zh else f"address {self.query}")
        return ("，" if zh else ", ").join(told)


def check_document(
    path: Path, stored: Stored | None, facts: Any = None, *, scheme: Scheme | None = None
) -> list[Discrepancy]:
    """Return every figure of a finished .docx that does not follow from the result and the facts it was made from.

    `stored` is the result (an evaluation, `result.json` parsed, or its path), None where the document rests on facts
    alone (those of case-file review); `facts` are those the document was built with; `scheme` is needed where the
    result is not of a built-in scheme. Raises Refusal where the file is no document, or the scheme not that of the
    result.
    """
    answers = Answers(open_stored(stored, scheme) if stored is not None else None, facts)
    finished = read_finished(path)
    queries = _queries(finished)
    if finished.made_with and not any(_is_figure(piece.tag) for line in finished.lines for piece in line.pieces):
        # Some programs drop all controls on saving; hundreds of numbers without source would hide that.
        return [Discrepancy("no_controls", WHOLE)]
    found = [one for line in finished.lines for one in _in_line(line, answers, queries)]
    return found + _against_list(finished, queries)


def _queries(finished: Finished) -> dict[str, str]:
    """Return address by tag, for the addresses that were too long for a tag."""
    listed = {query for line in finished.made_with or () for query in line["figures"]}
    return {tag_of(query): query for query in listed}


def _is_figure(tag: str) -> bool:
    return tag.split("/")[0] in KNOWN or tag.startswith("sha256/")


def _in_line(line: Line, answers: Answers, queries: dict[str, str]) -> Iterator[Discrepancy]:
    plain = ""
    for piece in line.pieces:
        if not _is_figure(piece.tag):
            plain += piece.text
            continue
        plain += GAP * len(piece.text)
        query = queries.get(piece.tag, piece.tag)
        around = _around(line.text, line.text.find(piece.text), len(piece.text))
        try:
            expected = answers.of(query)
        except NoSuchAddress:
            yield Discrepancy("unknown", place_of(line), around, query, piece.text)
            continue
        if not _agrees(piece.text, expected):
            yield Discrepancy("changed", place_of(line), around, query, piece.text, expected)
    for start, number in unsourced(plain):
        yield Discrepancy("without_source", place_of(line), _around(line.text, start, len(number)), found=number)


def _agrees(shown: str, expected: Text) -> bool:
    """Return whether the words shown say what was expected: as a number where both are one, else word for word."""
    told = _level(shown)
    number = read_number(told.replace("−", "-"))
    for wording in {expected.zh, expected.of("en")}:
        if told == _level(wording):
            return True
        other = read_number(wording.replace("−", "-"))
        if number is not None and other is not None and Decimal(number) == Decimal(other):
            return True
    return False


def _level(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def _around(text: str, start: int, length: int) -> str:
    """Return the words around a place, a dozen characters to either side."""
    if start < 0:
        return text[:30]
    before, after = max(0, start - 12), start + length + 12
    cut = text[before : min(after, before + 60)].replace("｜", " ").strip()
    return f"{'…' if before else ''}{cut}{'…' if after < len(text) else ''}"


_PARTS = {"header": Text("页眉", "head"), "footer": Text("页脚", "foot"), "footnotes": Text("脚注", "footnotes")}


def place_of(line: Line) -> Text:
    """Return where a line stands: the paragraph, or table and row, counted from 1."""
    part = next((told for name, told in _PARTS.items() if line.part.startswith(name)), Text("", ""))
    if line.table:
        here = Text(f"表 {line.table} 第 {line.row} 行", f"table {line.table} row {line.row}")
    else:
        here = Text(f"第 {line.number} 段", f"paragraph {line.number}")
    return Text(f"{part.zh}{here.zh}", f"{part.en} {here.en}".strip())


def _against_list(finished: Finished, queries: dict[str, str]) -> list[Discrepancy]:
    """Compare the figures that are there with those the document was made with: taken out, put in, moved."""
    if finished.made_with is None:
        return [Discrepancy("no_list", WHOLE)]
    there = [
        (line, [queries.get(piece.tag, piece.tag) for piece in line.pieces if _is_figure(piece.tag)])
        for line in finished.lines
    ]
    there = [(line, figures) for line, figures in there if figures]
    made = Counter(query for line in finished.made_with for query in line["figures"])
    now = Counter(query for _, figures in there for query in figures)
    wrong = [
        Discrepancy("removed", Text("原文中", "as it was made"), query=query)
        for query, count in sorted((made - now).items())
        for _ in range(count)
    ]
    more = now - made
    for line, figures in there:
        extra = [query for query in dict.fromkeys(figures) if more[query] > 0]
        # A figure repeated in running text still follows from its source; a row that stands twice does not.
        if extra and (line.table or any(query not in made for query in extra)):
            wrong.append(Discrepancy("added", place_of(line), line.text[:40], query=extra[0]))
    moved = moved_lines([(line.table, figures) for line, figures in there], finished.made_with)
    return wrong + [Discrepancy("moved", place_of(there[place][0]), there[place][0].text[:40]) for place in moved]
