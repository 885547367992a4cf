"""The process in which a workbook is parsed: `python -I spreadsheet_child.py LIBRARY FILE`. It stands alone.

It limits itself before it opens the file, looks through the archive, then writes the sheets as JSON lines:
`{"sheet": name}` followed by chunks of rows; the last line is `{"end": true}`. What it refuses it writes as
`{"refused": code, "detail": text}`. A hostile workbook can make the parser abort the whole process, which is why
this process serves nobody else.
"""

from __future__ import annotations

import json
import posixpath
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn
from xml.etree import ElementTree

MOST_MEMORY = 1_500 << 20
MOST_SECONDS = 60
MOST_OUTPUT = 512 << 20
MOST_MEMBERS = 5_000
MOST_UNPACKED = 768 << 20
MOST_CELLS = 25_000_000  # the parser reserves the whole rectangle from the first to the last cell
CHUNK = 4 << 20
ROWS_A_LINE = 500

_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
# A cell with content; style-only cells close themselves and take no room.
_CELL = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})[\"'][^<>/]*>")
_ERROR = re.compile(
    rb"<"
    + _PREFIX
    + rb"c(\s[^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*)>(?:(?!</"
    + _PREFIX
    + rb"c>).)*?<"
    + _PREFIX
    + rb"v>([^<]*)<",
    re.DOTALL,
)
_UNCALCULATED = re.compile(
    rb"<" + _PREFIX + rb"c(\s[^<>]*)>\s*<" + _PREFIX + rb"f\b[^<>]*(?:/>|>[^<]*</" + _PREFIX + rb"f>)\s*"
    rb"(?:<" + _PREFIX + rb"v\s*(?:/>|>\s*</" + _PREFIX + rb"v>)\s*)?</" + _PREFIX + rb"c>"
)
_FORMULA = re.compile(rb"<" + _PREFIX + rb"f[\s/>]")
_IS_TEXT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")

# Results that the parser would hand over as blanks, by (row, column) from 0.
Marks = dict[tuple[int, int], str]


def main(library: str, path: str) -> None:
    """Read the workbook at `path` and write its sheets to standard output; `library` holds the parser's package."""
    limit()
    sys.path.append(library)
    archive = open_archive(path)
    marks = {name: look_through(archive, member) for name, member in sheet_members(archive)}
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        for number, name in enumerate(workbook.sheet_names):
            write({"sheet": name})
            write_rows(workbook.get_sheet_by_index(number), marks.get(name, {}))
    except python_calamine.CalamineError as wrong:
        refuse("not_a_workbook", str(wrong))
    write({"end": True})


def limit() -> None:
    """Limit memory, processor time and output; where the system cannot, the checks before parsing stand alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_archive(path: str) -> zipfile.ZipFile:
    """Open the archive and refuse one that is none, is locked, or declares to unpack beyond the limits."""
    with open(path, "rb") as file:  # noqa: PTH123
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            refuse("locked_or_old", "")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as wrong:
        refuse("not_a_workbook", str(wrong))
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or len({member.filename for member in members}) != len(members):
        refuse("bomb", f"{len(members)} members")
    if (unpacked := sum(member.file_size for member in members)) > MOST_UNPACKED:
        refuse("bomb", f"{unpacked} bytes unpacked")
    return archive


def sheet_members(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield name and archive member of every sheet, as workbook.xml and its relations tell."""
    names = {member.lower(): member for member in archive.namelist()}
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        refuse("not_a_workbook", "xl/workbook.xml")
    try:
        book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))
        relations = ElementTree.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    except (ElementTree.ParseError, zipfile.BadZipFile, zlib.error) as wrong:
        refuse("not_a_workbook", str(wrong))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        link = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        member = posixpath.normpath(posixpath.join("/xl", targets.get(link, "")))[1:]
        if member.lower() in names:
            yield sheet.get("name", ""), names[member.lower()]


def look_through(archive: zipfile.ZipFile, member: str) -> Marks:
    """Stream a sheet: refuse cells too far apart, and find error cells and formulas without result."""
    marks: Marks = {}
    last_column = last_row = 0
    for piece in pieces(archive, member):
        if cells := _CELL.findall(piece):
            letters, digits = zip(*cells, strict=True)
            last_column = max(last_column, *map(column_number, set(letters)))
            last_row = max(last_row, *map(int, set(digits)))
        if last_row * last_column > MOST_CELLS:
            refuse("bomb", f"{member}: {last_row} x {last_column}")
        if b'"e"' in piece or b"'e'" in piece:  # the thorough searches are slow, and most sheets need neither
            for found in _ERROR.finditer(piece):
                mark(marks, found[1], found[2].decode("utf-8", "replace"))
        if _FORMULA.search(piece):
            for found in _UNCALCULATED.finditer(piece):
                if not _IS_TEXT.search(found[1]):  # a text formula may well have an empty result
                    mark(marks, found[1], "#UNCALCULATED!")
    return marks


def pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Yield a member in pieces that end with a row, so that no cell is cut in two."""
    rest = b""
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                if not rest and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
                    refuse("bomb", f"{member}: UTF-16")
                rest += chunk
                cut = rest.rfind(b"row>") + 4
                if cut == 3 and len(rest) > 16 * CHUNK:
                    refuse("bomb", f"{member}: one row without end")
                if cut > 3:
                    yield rest[:cut]
                    rest = rest[cut:]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as wrong:
        refuse("not_a_workbook", f"{member}: {wrong}")
    yield rest


def mark(marks: Marks, attributes: bytes, value: str) -> None:
    """Note what really stands in the cell with these attributes."""
    if reference := _REFERENCE.search(attributes):
        marks[int(reference[2]) - 1, column_number(reference[1]) - 1] = value


def column_number(letters: bytes) -> int:
    """Return the number of a column: A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def write_rows(sheet: Any, marks: Marks) -> None:
    """Write the rows of a sheet from its first row on; columns left of the first used one are filled up with blanks."""
    if sheet.start is None and not marks:
        return
    left = sheet.start[1] if sheet.start else 0
    marked: dict[int, dict[int, str]] = {}
    for (place, column), value in marks.items():
        marked.setdefault(place, {})[column] = value
    chunk: list[list[Any]] = []
    number = -1
    for number, cells in enumerate(sheet.iter_rows() if sheet.start else ()):
        row: list[Any] = [""] * left + [cell if type(cell) in (str, float) else plain(cell) for cell in cells]
        chunk.append(with_marks(row, marked.pop(number, {})))
        if len(chunk) == ROWS_A_LINE:
            write(chunk)
            chunk = []
    for late in sorted(marked):  # rows that hold nothing but errors
        chunk += [[] for _ in range(number + 1, late)] + [with_marks([], marked[late])]
        number = late
    write(chunk)


def with_marks(row: list[Any], marks: dict[int, str]) -> list[Any]:
    """Return the row with the marked cells put in."""
    for column, value in marks.items():
        row += [""] * (column + 1 - len(row))
        row[column] = value
    return row


def plain(cell: Any) -> Any:
    """Return a cell as JSON can carry it: dates and times as ISO text."""
    if isinstance(cell, datetime):
        # Days and fractions of a day are stored as one double; a thousandth of a second is its noise.
        cell = cell + timedelta(microseconds=500)
        return cell.replace(microsecond=cell.microsecond // 1000 * 1000).isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell) if isinstance(cell, timedelta) else cell


def write(line: Any) -> None:
    """Write one JSON line."""
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")


def refuse(code: str, detail: str) -> NoReturn:
    """Say why the workbook is not read, and leave."""
    write({"refused": code, "detail": detail})
    sys.stdout.flush()
    raise SystemExit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
