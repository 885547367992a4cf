"""Matching columns: what the labels and earlier imports propose, and what may be accepted. Nothing is read here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.api import Fault, Place, Refusal, ledgers
from zhiheng_web.intake.models import Batch
from zhiheng_web.lib.words import Text

_EARLIER = 20


def sheet_at(layout: list[dict[str, Any]], table: str, asked: str | None) -> dict[str, Any]:
    """Return the sheet asked for; else the one named after the table, else the first."""
    by_name = {sheet["name"]: sheet for sheet in layout}
    if asked is not None and asked in by_name:
        return by_name[asked]
    return next((sheet for sheet in layout if sheet["table"] == table), layout[0])


def header_cells(sheet: Mapping[str, Any], header: int) -> list[str]:
    """Return the cells of the header row; nothing for a row that is not at hand."""
    return next((list(row["cells"]) for row in sheet["top"] if row["index"] == header), [])


def propose(batch: Batch, cells: list[str]) -> dict[int, str]:
    """Return a column for each cell of a header: as matched last time, else by the labels of the table."""
    spec = ledgers.TABLES[batch.table]
    known = remembered(batch)
    proposed: dict[int, str] = {}
    for index, cell in enumerate(cells):
        named = spec.column_of(cell) if cell else None
        column = known.get(cell, named.name if named else "")
        if column and column not in proposed.values():
            proposed[index] = column
    return proposed


def remembered(batch: Batch) -> dict[str, str]:
    """Return header → column as the imports into this book and table have it, the last one first."""
    earlier = Batch.objects.filter(book_id=batch.book_id, table=batch.table).exclude(pk=batch.pk).exclude(mapping={})
    known: dict[str, str] = {}
    for mapping in earlier.order_by("-pk").values_list("mapping", flat=True)[:_EARLIER]:
        for header, column in mapping.get("headers", {}).items():
            known.setdefault(header, column)
    return known


def mapping_of(batch: Batch, sheet: str, header: int, columns: Mapping[int, str]) -> dict[str, Any]:
    """Return what a batch keeps of a match. Raises Refusal for a column matched twice or a required one not matched."""
    spec = ledgers.TABLES[batch.table]
    found = next((one for one in batch.working.layout if one["name"] == sheet), None)
    cells = header_cells(found, header) if found else []
    if not cells:
        raise Refusal(Fault("no_sheet", Place(file=batch.file_name), *_NO_SHEET, sheet))
    faults = []
    for column in spec.columns:
        hits = [index for index, name in columns.items() if name == column.name]
        if len(hits) > 1:
            told = "、".join(cells[index] or f"#{index + 1}" for index in hits if index < len(cells))
            faults.append(_fault(batch, column, "duplicate_column", _twice(column), value=told))
        elif not hits and column.required:
            faults.append(_fault(batch, column, "missing_column", _missing(column), value=""))
    if faults:
        raise Refusal(faults)
    chosen = {index: name for index, name in sorted(columns.items()) if index < len(cells)}
    return {
        "sheet": sheet,
        "header": header,
        "columns": {str(index): name for index, name in chosen.items()},
        "headers": {cell: chosen.get(index, "") for index, cell in enumerate(cells) if cell},
    }


def _fault(batch: Batch, column: ledgers.Column, code: str, words: tuple[Text, Text], *, value: str) -> Fault:
    return Fault(code, Place(file=batch.file_name, table=batch.table, column=column.name), *words, value)


def _twice(column: ledgers.Column) -> tuple[Text, Text]:
    return (
        Text(f"“{column.label}”对应了两列", f"{column.name} is matched twice"),
        Text("只留下一列，其余选“不导入”", "keep one; leave the others out"),
    )


def _missing(column: ledgers.Column) -> tuple[Text, Text]:
    return (
        Text(f"必需的列“{column.label}”没有对应", f"the required column {column.name} is not matched"),
        Text(
            "在文件的各列中选出这一列；文件里没有时，请补上",
            "choose it among the columns of the file; add it where the file has none",
        ),
    )


_NO_SHEET = (
    Text("文件中没有这张工作表或这个表头行", "the file has no such sheet or header row"),
    Text("重新选择工作表和表头所在的行", "choose the sheet and the row of the header again"),
)
