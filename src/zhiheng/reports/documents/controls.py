"""A figure in Word: a content control with its address as tag, and the list of all figures kept inside the file.

Word allows 64 characters for tag and title; a longer address becomes a digest, and the list inside the file resolves
it. The list also says which figures stood in which paragraph or row: so a check sees what was taken out or moved.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from zhiheng.domain.texts import Language, Text
from zhiheng.reports.documents.model import Figure, Runs
from zhiheng.reports.official.writer import plain

MOST = 64
NAMESPACE = "urn:zhiheng:figures:1"
PART = "/customXml/item9.xml"

_FIELDS = {
    "score": Text("得分", "score"),
    "base": Text("基础得分", "base"),
    "bonus": Text("加分", "bonus"),
    "rank": Text("名次", "rank"),
    "ranking": Text("名次", "rank"),
    "grade": Text("等次", "grade"),
    "name": Text("名称", "name"),
    "points": Text("分值", "points"),
    "deducted": Text("扣分", "points lost"),
    "why": Text("算式", "arithmetic"),
    "clause": Text("条款", "clause"),
    "counts": Text("数量", "count"),
    "date": Text("日期", "date"),
}


def tag_of(query: str) -> str:
    """Return the tag of an address: itself where Word can hold it, else a digest."""
    return query if len(query) <= MOST else "sha256/" + hashlib.sha256(query.encode()).hexdigest()[:48]


def title_of(query: str, language: Language) -> str:
    """Return a title for people: what the figure is, and its address as far as there is room."""
    first, *rest = query.split("/")
    last = _FIELDS.get(rest[-1] if rest else first) or _FIELDS.get(first)
    told = f"{last.of(language)} {query}" if last else query
    return told if len(told) <= MOST else told[: MOST - 1] + "…"


@dataclass(slots=True)
class Controls:
    """Writes runs as XML and remembers the figures of each paragraph and row in order."""

    language: Language = "zh"
    lines: list[dict[str, Any]] = field(default_factory=list)
    _number: int = 0

    def runs(self, runs: Runs, look: str = "") -> str:
        """Return runs as XML; `look` is what stands in their run properties."""
        return "".join(self._control(run, look) if isinstance(run, Figure) else _run(run, look) for run in runs)

    def _control(self, figure: Figure, look: str) -> str:
        self._number += 1
        return (
            f"<w:sdt><w:sdtPr>{_properties(look)}<w:alias w:val={quoteattr(title_of(figure.query, self.language))}/>"
            f'<w:tag w:val={quoteattr(tag_of(figure.query))}/><w:id w:val="{100000 + self._number}"/>'
            f"</w:sdtPr><w:sdtContent>{_run(figure.value, look)}</w:sdtContent></w:sdt>"
        )

    def remember(self, kind: str, *many: Runs) -> None:
        """Note the figures of a paragraph (`p`) or of a row (`r1` in the first table)."""
        queries = [run.query for runs in many for run in runs if isinstance(run, Figure)]
        if queries:
            self.lines.append({"in": kind, "figures": queries})


def _properties(look: str) -> str:
    return f"<w:rPr>{look}</w:rPr>" if look else ""


def _run(text: str, look: str) -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in plain(text).split("\n"))
    return f'<w:r>{_properties(look)}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def keep_lines(document: WordDocument, lines: list[dict[str, Any]]) -> None:
    """Put the list of figures into the file, where Word keeps it and shows it to nobody."""
    told = escape(plain(json.dumps(lines, ensure_ascii=False, separators=(",", ":"))))
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<figures xmlns="{NAMESPACE}">{told}</figures>'
    blob = xml.encode("utf-8")
    part = Part(PackURI(PART), "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def read_lines(blob: bytes) -> list[dict[str, Any]] | None:
    """Return the list of figures out of a part of a file, None where the part is something else."""
    try:
        root = parse_xml(blob)
        if root.tag != f"{{{NAMESPACE}}}figures":
            return None
        lines = json.loads(root.text or "[]")
    except (SyntaxError, ValueError):
        return None
    return [line for line in lines if isinstance(line, dict) and isinstance(line.get("figures"), list)]
