"""A grid of cell texts and how it becomes a part of a table: where the header stands and which column is which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import Column, TableSpec, folded
from zhiheng.ledgers.wording import nearest, shown

# A title or a note may stand above the header; further down a header would be a surprise.
_HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one file or sheet as text, blank cells empty; `numbers` are the rows as an editor shows them."""

    file: str
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]


@dataclass(slots=True)
class Part:
    """One file's or sheet's share of a table: texts by column name, unknown columns included."""

    file: str
    columns: dict[str, Sequence[str]]
    numbers: Sequence[int]
    unknown: tuple[str, ...] = ()
    overlong: dict[int, str] = field(default_factory=dict)  # row index → what stands right of the last header
    notes: tuple[Text, ...] = ()


def is_blank(row: Sequence[str]) -> bool:
    """Say whether all cells of a row are blank."""
    joined = "".join(row)
    return not joined or joined.isspace()


def header_of(spec: TableSpec, grid: Grid) -> tuple[int, list[str], list[str]]:
    """Return where the header stands, its cells and a name for every column; raises Refusal on an unusable header."""
    top = find_header_row(spec, grid)
    header = [cell.strip().removeprefix("\ufeff") for cell in grid.rows[top]]
    names, faults = _name_columns(spec, header, Place(file=grid.file, line=grid.numbers[top], table=spec.name))
    if faults:
        raise Refusal(faults)
    return top, header, names


def part_of(spec: TableSpec, grid: Grid) -> Part:
    """Split a grid into named columns; raises Refusal where the header cannot be used."""
    top, header, names = header_of(spec, grid)
    kept = [index for index in range(top + 1, len(grid.rows)) if not is_blank(grid.rows[index])]
    rows, overlong = _squared([grid.rows[index] for index in kept], len(header))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in header]
    named: dict[str, Sequence[str]] = {}
    for place, (name, column) in enumerate(zip(names, columns, strict=True)):
        if header[place] or not is_blank(column):  # a column without header and without cells is no column
            named[name] = column
    unknown = unknown_among(spec, named)
    return Part(
        file=grid.file,
        columns=named,
        numbers=[grid.numbers[index] for index in kept],
        unknown=unknown,
        overlong=overlong,
        notes=tuple(near_misses(spec, grid.file, named)),
    )


def find_header_row(spec: TableSpec, grid: Grid) -> int:
    """Return the index of the header: among the first rows that are not blank, the one that names most columns.

    Raises Refusal for a grid without any cell.
    """
    best, most, seen = -1, -1, 0
    for index, row in enumerate(grid.rows):
        if is_blank(row):
            continue
        named = len({column.name for cell in row if (column := spec.column_of(cell))})
        if named > most:
            best, most = index, named
        seen += 1
        if seen == _HEADER_WITHIN:
            break
    if best >= 0:
        return best
    raise Refusal(
        Fault(
            "no_header",
            Place(file=grid.file, table=spec.name),
            Text("文件是空的，没有表头", "the file is empty: it has no header"),
            Text(
                f"第一行写列名，至少有：{_listed(_required(spec))}",
                f"write the headers in the first row, at least {', '.join(c.name for c in _required(spec))}",
            ),
        )
    )


def _name_columns(spec: TableSpec, header: Sequence[str], place: Place) -> tuple[list[str], list[Fault]]:
    """Return a name for every column, and what is wrong with the header."""
    names: list[str] = []
    faults: list[Fault] = []
    for index, cell in enumerate(header):
        column = spec.column_of(cell)
        if column is None:
            names.append(_fresh(cell or f"column_{index + 1}", names))
        elif column.name in names:
            faults.append(_twice(column, header, cell, place))
            names.append(_fresh(cell, names))
        else:
            names.append(column.name)
    faults += [_missing(column, header, place) for column in _required(spec) if column.name not in names]
    return names, faults


def _fresh(name: str, taken: Sequence[str]) -> str:
    """Return `name`, numbered when it is taken."""
    number, fresh = 1, name
    while fresh in taken:
        number += 1
        fresh = f"{name}_{number}"
    return fresh


def _squared(rows: list[Sequence[str]], width: int) -> tuple[list[Sequence[str]], dict[int, str]]:
    """Give every row `width` cells; what stands further right is returned by row index."""
    overlong: dict[int, str] = {}
    if all(len(row) == width for row in rows):
        return rows, overlong
    squared: list[Sequence[str]] = []
    for index, row in enumerate(rows):
        if len(row) > width and not is_blank(row[width:]):
            overlong[index] = " ".join(row[width:]).strip()
        squared.append([*row[:width], *[""] * (width - len(row))])
    return squared, overlong


def _required(spec: TableSpec) -> list[Column]:
    return [column for column in spec.columns if column.required]


def _listed(columns: Sequence[Column]) -> str:
    return "、".join(f"{column.label}({column.name})" for column in columns)


def _missing(column: Column, header: Sequence[str], place: Place) -> Fault:
    near = nearest(folded(column.name), [folded(cell) for cell in header]) or nearest(column.label, header)
    guess = (f"；“{shown(near)}”是否就是这一列？", f"; is “{shown(near)}” meant?") if near else ("", "")
    return Fault(
        "missing_column",
        Place(file=place.file, line=place.line, table=place.table, column=column.name),
        Text(f"缺少必需的列“{column.label}”", f"the required column {column.name} is missing"),
        Text(
            f"增加表头为“{column.label}”或“{column.name}”的列{guess[0]}",
            f"add a column with the header {column.name} or {column.label}{guess[1]}",
        ),
        shown(", ".join(cell for cell in header if cell)),
    )


def _twice(column: Column, header: Sequence[str], cell: str, place: Place) -> Fault:
    return Fault(
        "duplicate_column",
        Place(file=place.file, line=place.line, table=place.table, column=column.name),
        Text(f"列“{column.label}”出现了两次", f"the column {column.name} stands there twice"),
        Text("删去其中一列，或者改掉它的表头", "remove one of them, or change its header"),
        shown(cell),
    )


def unknown_among(spec: TableSpec, given: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are no columns of the table."""
    return tuple(name for name in given if name not in spec.headers or spec.headers[name].name != name)


def near_misses(spec: TableSpec, file: str, given: Collection[str]) -> list[Text]:
    """Note unknown columns that look like a misspelt known one: they are kept, but nothing reads them."""
    absent = {folded(word): column for word, column in spec.headers.items() if column.name not in given}
    notes = []
    for name in unknown_among(spec, given):
        near = nearest(folded(name), absent)
        if near:
            written = shown(name)
            notes.append(
                Text(
                    f"{file}：未知列“{written}”按原文保留，不参与计算；是否指“{near}”？",
                    f"{file}: the unknown column “{written}” is kept as text and not used; is {near} meant?",
                )
            )
    return notes
