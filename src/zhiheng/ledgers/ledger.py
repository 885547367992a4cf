"""What reading yields: the ledger, its tables and the report on what was set aside. Nothing is read here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import compress
from pathlib import Path
from typing import Literal, overload

from zhiheng.domain.refusals import Fault
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import Value
from zhiheng.ledgers.digest import digest_of_tables


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open span of days: `from_date` belongs to it, `to_date` does not."""

    from_date: date
    to_date: date

    def holds(self, day: date) -> bool:
        """Say whether `day` lies in the period."""
        return self.from_date <= day < self.to_date


class Places(Sequence[tuple[str, int]]):
    """Where each row stands: file (and sheet) and row number as an editor shows it. Kept as runs of one file each."""

    def __init__(self, files: Sequence[str], file_of_row: Sequence[int], row_numbers: Sequence[int]) -> None:
        self._files, self._file_of_row, self._row_numbers = files, file_of_row, row_numbers

    def __len__(self) -> int:
        return len(self._row_numbers)

    def only(self, kept: Sequence[bool]) -> Places:
        """Return the places of the rows marked in `kept`."""
        return Places(self._files, list(compress(self._file_of_row, kept)), list(compress(self._row_numbers, kept)))

    @overload
    def __getitem__(self, index: int) -> tuple[str, int]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[str, int]]: ...
    def __getitem__(self, index: int | slice) -> tuple[str, int] | Sequence[tuple[str, int]]:
        if isinstance(index, slice):
            return Places(self._files, self._file_of_row[index], self._row_numbers[index])
        return self._files[self._file_of_row[index]], self._row_numbers[index]


@dataclass(frozen=True)
class Table:
    """The accepted rows of a table by column: all known columns in contract order, then the unknown ones as text.

    `is_given` tells a table without rows, which states that there are none, from one that was not given at all.
    """

    name: str
    columns: Mapping[str, Sequence[Value]] = field(repr=False)
    unknown: tuple[str, ...] = ()
    places: Sequence[tuple[str, int]] = field(default=(), repr=False)
    is_given: bool = True

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def rows(self) -> Iterator[Mapping[str, Value]]:
        """Yield the rows as maps from column name to value."""
        names = tuple(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the rows of one table; `rows_in` is always `accepted + quarantined`."""

    rows_in: int = 0
    accepted: int = 0
    quarantined: int = 0
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row set aside: where it stands, its cells as they were written, and everything that is wrong with it."""

    table: str
    file: str
    row: int
    cells: Mapping[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Report:
    """What reading found: counts by table, rows set aside with reasons, and notes on what was not read."""

    tables: Mapping[str, Count]
    rows: tuple[QuarantinedRow, ...] = ()
    notes: tuple[Text, ...] = ()

    @cached_property
    def quarantined(self) -> tuple[Fault, ...]:
        """Return every fault of every quarantined row; a row may have several."""
        return tuple(fault for row in self.rows for fault in row.faults)


@dataclass(frozen=True)
class Ledger:
    """A ledger (台账) as read: every table of the contract is present, empty where nothing was given.

    Money is in yuan whatever `currency_unit` the files used. Instants are aware date-times at +08:00, or plain dates
    where the file names only the day (midnight counts as the day alone).
    """

    name: str
    period: Period | None
    region: str
    calendar: str
    currency_unit: str
    as_of: date | None
    findings_complete: frozenset[str] | Literal["all"]
    evaluated: frozenset[str]
    tables: Mapping[str, Table] = field(repr=False)
    report: Report = field(repr=False)
    path: Path

    @cached_property
    def digest(self) -> str:
        """Return `sha256:…` over the canonical tables (contract sections 2 and 5; exact bytes in docs/ledger.md)."""
        return digest_of_tables({name: table.columns for name, table in self.tables.items()})
