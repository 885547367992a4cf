"""Writes a document as PDF/A-2b, and charts as PNG, with Typst. The data go in as JSON, never as markup.

Typst is loaded when it is first asked for and may be missing: Word documents do without it, PDF says how to get it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.reports.documents import model
from zhiheng.reports.documents.charts import Chart, draw_svg
from zhiheng.reports.documents.numbering import labelled
from zhiheng.reports.documents.word_shapes import organ_mark, organ_size
from zhiheng.reports.frozen import moment_of

TEMPLATE = Path(__file__).with_name("official.typ")
CHART_TEMPLATE = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 480pt)\n"
#: Families that a text falls back to, in order. Free fonts first: those of the office stand in `Fonts.folders`.
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "SimHei")
KAI = ("LXGW WenKai", "KaiTi")
_PPI = 192


@dataclass(frozen=True, slots=True)
class Fonts:
    """Where the fonts of PDF and charts come from.

    `fangsong`, `kaiti`, `xiaobiaosong` are files that the user holds a licence for; `folders` are searched as well.
    With `system` (the default) those installed are used; without it only `folders`: the same bytes on any machine.
    """

    fangsong: Path | None = None
    kaiti: Path | None = None
    xiaobiaosong: Path | None = None
    folders: tuple[Path, ...] = ()
    system: bool = True


def has_typst() -> bool:
    """Return whether Typst is installed."""
    try:
        return find_spec("typst") is not None
    except ValueError:
        return False


def write_pdf(document: model.Document, path: Path, *, fonts: Fonts | None = None) -> None:
    """Write `document` to `path` as PDF/A-2b; the same document and fonts give the same bytes.

    Raises Refusal where Typst or every Chinese font is missing.
    """
    typst, chosen = _typst(), fonts or Fonts()
    inputs = {"data": json.dumps(_told(document) | {"fonts": _families(chosen)}, ensure_ascii=False)}
    with TemporaryDirectory(prefix="zhiheng-") as root:
        made = typst.compile(
            TEMPLATE.read_bytes(),
            root=root,
            format="pdf",
            sys_inputs=inputs,
            font_paths=_found(chosen),
            pdf_standards=["a-2b"],
            timestamp=int(moment_of(document.as_of).replace(tzinfo=UTC).timestamp()),
        )
    path.write_bytes(made)


def chart_png(chart: Chart, *, fonts: Fonts | None = None) -> bytes:
    """Return a chart as PNG, for Word. Raises Refusal where Typst is missing."""
    typst, chosen = _typst(), fonts or Fonts()
    with TemporaryDirectory(prefix="zhiheng-") as root:
        made: bytes = typst.compile(
            CHART_TEMPLATE.encode(),
            root=root,
            format="png",
            ppi=_PPI,
            sys_inputs={"svg": draw_svg(chart)},
            font_paths=_found(chosen),
        )
    return made


def _typst() -> Any:
    if not has_typst():
        reason = Text("生成 PDF 需要 Typst，这台机器上没有", "PDF needs Typst, which is not installed here")
        remedy = Text(
            "安装 Python 软件包 typst（0.15 以上）；Word 文书不需要它",
            "install the Python package typst (0.15 or later); Word documents do without it",
        )
        raise Refusal(Fault("no_typst", Place(), reason, remedy))
    return import_module("typst")


def _folders(fonts: Fonts) -> list[Path]:
    files = [file for file in (fonts.fangsong, fonts.kaiti, fonts.xiaobiaosong) if file is not None]
    missing = [file for file in (*files, *fonts.folders) if not file.exists()]
    if missing:
        reason = Text("找不到字体", "the font is not there")
        remedy = Text("核对字体文件或文件夹的位置", "check where the font file or folder is")
        raise Refusal([Fault("no_font", Place(file=str(file)), reason, remedy) for file in missing])
    return [*dict.fromkeys([file.parent for file in files]), *fonts.folders]


def _found(fonts: Fonts) -> Any:
    """Return the fonts that Typst finds. Raises Refusal where a file or folder named is missing."""
    return _look_for(fonts.system, tuple(_folders(fonts)))


@lru_cache(maxsize=4)
def _look_for(system: bool, folders: tuple[Path, ...]) -> Any:
    # Looking through the fonts of a machine takes longer than making a page; they do not change while a process runs.
    return _typst().Fonts(include_system_fonts=system, font_paths=list(folders))


def _families(fonts: Fonts) -> dict[str, list[str]]:
    """Return the families of each style, the user's own first. Raises Refusal where none is Chinese."""
    found = _found(fonts)
    there = set(found.families())
    serif, sans = [name for name in SERIF if name in there], [name for name in SANS if name in there]
    if not (serif or sans or fonts.fangsong):
        reason = Text("没有找到中文字体", "no Chinese font was found")
        remedy = Text(
            "安装 Noto Serif CJK（Debian 软件包 fonts-noto-cjk），或给出字体文件夹",
            "install Noto Serif CJK (Debian package fonts-noto-cjk), or give a folder of fonts",
        )
        raise Refusal(Fault("no_font", Place(), reason, remedy))
    serif, sans = serif or sans, sans or serif
    own = {file: name for file, name in ((fonts.fangsong, "fangsong"), (fonts.kaiti, "kaiti")) if file is not None}
    named = {style: _family_in(found, file) for file, style in own.items()}
    title = [_family_in(found, fonts.xiaobiaosong)] if fonts.xiaobiaosong else []
    body = [*([named["fangsong"]] if "fangsong" in named else []), *serif]
    kai = [*([named["kaiti"]] if "kaiti" in named else []), *(name for name in KAI if name in there), *serif]
    return {"body": body, "kai": kai, "hei": sans, "title": [*title, *serif], "song": serif}


def _family_in(found: Any, file: Path) -> str:
    """Return the family that a font file holds. Raises Refusal where it holds none."""
    for font in found.fonts():
        if font.path is not None and Path(font.path).resolve() == file.resolve():
            return str(font.family)
    reason = Text("这个文件不是可用的字体", "this file is no font that can be used")
    remedy = Text("给出 .ttf、.otf 或 .ttc 字体文件", "give a font file: .ttf, .otf or .ttc")
    raise Refusal(Fault("no_font", Place(file=str(file)), reason, remedy))


def _told(document: model.Document) -> dict[str, Any]:
    at: datetime = moment_of(document.as_of)
    mark = organ_mark(document)
    return {
        "language": document.language,
        "title": [model.plain_text(line) for line in document.title],
        "addressee": model.plain_text(document.addressee),
        "number": document.number,
        "organ": mark,
        "organ_size": organ_size(mark),
        "banner": document.banner,
        "date": [at.year, at.month, at.day],
        "blocks": [_block(label, block) for label, block in labelled(document.blocks, document.language)],
    }


def _block(label: str, block: model.Block) -> dict[str, Any]:
    if isinstance(block, model.Heading):
        return {"kind": "heading", "level": block.level, "label": label, "text": model.plain_text(block.text)}
    if isinstance(block, model.Paragraph):
        return {"kind": "paragraph", "align": block.align, "text": model.plain_text(block.text)}
    if isinstance(block, model.Table):
        centred = [block.centres(column) for column in range(len(block.widths))]
        rows = [[model.plain_text(cell) for cell in row] for row in block.rows]
        return {
            "kind": "table",
            "widths": list(block.widths),
            "head": list(block.head),
            "rows": rows,
            "centred": centred,
        }
    if isinstance(block, model.ChartBlock):
        svg = draw_svg(block.chart)
        return {"kind": "chart", "svg": svg, "alt": block.chart.title, "caption": block.caption}
    if isinstance(block, model.Signature):
        return {"kind": "signature", "organ": model.plain_text(block.organ), "date": model.plain_text(block.date)}
    if isinstance(block, model.Attachments):
        return {"kind": "attachments", "names": [model.plain_text(name) for name in block.names]}
    if isinstance(block, model.Banner):
        return {"kind": "banner", "text": block.text}
    if isinstance(block, model.TitleLine):
        return {"kind": "title", "text": model.plain_text(block.text)}
    return {"kind": "new_page"}
