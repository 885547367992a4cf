"""Rows that come to a ledger kept elsewhere: a file opened, its columns matched, its rows judged beside what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Refusal
from zhiheng.ledgers.columns import TableSpec, Value
from zhiheng.ledgers.delimited import read_delimited
from zhiheng.ledgers.drafts import Draft, draft_table
from zhiheng.ledgers.grids import Grid, Part, find_header_row, part_of
from zhiheng.ledgers.metadata import Metadata
from zhiheng.ledgers.parquet import read_parquet
from zhiheng.ledgers.references import judge_keys, judge_references
from zhiheng.ledgers.sources import Survey, not_a_ledger_file, survey_folder, survey_metadata, survey_workbook
from zhiheng.ledgers.spreadsheets import read_workbook
from zhiheng.ledgers.tables import TABLES


@dataclass(frozen=True, slots=True)
class Submission:
    """What came: the parts of each table, and what a whole ledger says of itself."""

    parts: Mapping[str, Sequence[Part]]
    metadata: Metadata | None = None


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """A row that came: where it stands, its key and its values as canonical text (no blanks), and what is wrong."""

    table: str
    file: str
    row: int
    key: str
    values: Mapping[str, str]
    faults: Sequence[Fault] = field(default=())


def open_sheets(path: Path, file: str) -> list[tuple[str, Grid]]:
    """Return the sheets of a .xlsx workbook, or the one table of a .csv or .parquet file (its sheet has no name).

    `file` is its name in messages. Raises Refusal where it cannot be read. A workbook is parsed in a process apart.
    """
    suffix = Path(file).suffix.lower()
    if suffix == ".xlsx":
        return read_workbook(path, file)
    if suffix == ".csv":
        return [("", read_delimited(path, file))]
    if suffix == ".parquet":
        return [("", read_parquet(path, file))]
    raise not_a_ledger_file(Path(file))


def header_index(spec: TableSpec, grid: Grid) -> int:
    """Return the index of the row that is most likely the header. Raises Refusal for a grid without any cell."""
    return find_header_row(spec, grid)


def matched_part(spec: TableSpec, grid: Grid, header: int, columns: Mapping[int, str]) -> Part:
    """Split a grid into columns as somebody has matched them: index of the cell → column of the table.

    What is not matched is left out. Raises Refusal where a required column has no match.
    """
    names = [columns.get(index, f"#{index + 1}") for index in range(len(grid.rows[header]))]
    rows: list[Sequence[str]] = [names, *grid.rows[header + 1 :]]
    part = part_of(spec, Grid(grid.file, rows, grid.numbers[header:]))
    wanted = set(columns.values())
    known = {name: texts for name, texts in part.columns.items() if name in wanted}
    return Part(part.file, known, part.numbers, overlong=part.overlong)


def part_of_rows(spec: TableSpec, rows: Iterable[Mapping[str, object]], file: str) -> Part:
    """Return rows made by a program as a part of a table; numbers count from 1. Values may be text or typed."""
    given = list(rows)
    named = [one.name for one in spec.columns if one.required or any(one.name in row for row in given)]
    columns: dict[str, Sequence[str]] = {name: [_text(row.get(name)) for row in given] for name in named}
    return Part(file, columns, range(1, len(given) + 1))


def open_whole(path: Path) -> Submission:
    """Return all tables of a ledger folder or workbook. Raises Refusal with every fault that prevents reading."""
    survey = Survey()
    if path.is_dir():
        survey_metadata(path, survey, name=path.name)
        survey_folder(path, survey)
    elif path.suffix.lower() == ".xlsx":
        with survey.keeping_faults(path.name):
            survey_workbook(path, survey, metadata=True)
    else:
        raise not_a_ledger_file(path)
    if survey.faults:
        raise Refusal(survey.faults)
    return Submission(survey.parts, survey.metadata)


def judge_submission(
    parts: Mapping[str, Sequence[Part]], standing: Mapping[str, frozenset[str]], *, in_wan: bool = False
) -> Iterator[SubmittedRow]:
    """Yield the rows of a submission in the order of the tables, each with everything that is wrong with it.

    `standing` are the keys that the ledger already holds, by table; a table without any is not asked for references.
    With `in_wan` money was written in units of 10,000 yuan; the values that come out are in yuan.
    """
    drafts = {name: draft_table(spec, parts[name], in_wan=in_wan) for name, spec in TABLES.items() if parts.get(name)}
    for draft in drafts.values():
        judge_keys(draft)
    judge_references(drafts, standing)
    for draft in drafts.values():
        yield from _rows(draft)


def key_of(spec: TableSpec, values: Mapping[str, str]) -> str:
    """Return the canonical key of a row: the value of its key column, several joined by a bar; empty without a key."""
    parts = [values.get(name, "") for name in spec.key]
    if len(parts) == 1:
        return parts[0]
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def written(value: Value) -> str:
    """Return a value as text that reads back as the same value: a day stays a day, an instant keeps its offset."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return shortest(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _rows(draft: Draft) -> Iterator[SubmittedRow]:
    spec = draft.spec
    columns = [(column.name, _all_written(draft.values[column.name])) for column in spec.columns]
    for row in range(len(draft)):
        values = {name: texts[row] for name, texts in columns if texts[row]}
        file, number = draft.places[row]
        yield SubmittedRow(spec.name, file, number, key_of(spec, values), values, tuple(draft.faults.get(row, ())))


def _all_written(values: Sequence[Value]) -> list[str]:
    """Write each distinct value once; `1`, `True` and `Decimal(1)` are equal in Python, so types stay apart."""
    known: dict[tuple[type, Value], str] = {}
    texts = []
    for value in values:
        mark = (type(value), value)
        text = known.get(mark)
        if text is None:
            text = known[mark] = written(value)
        texts.append(text)
    return texts


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool | int | Decimal | date | datetime):
        return written(value)
    raise TypeError(f"a ledger holds no {type(value).__name__}")
