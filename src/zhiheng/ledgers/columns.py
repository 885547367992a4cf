"""What a column and a table of the ledger are: labels, type, key, references. The tables stand in `tables`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeVar

Found = TypeVar("Found")
Value = str | int | Decimal | bool | date | datetime | None


class Type(Enum):
    """How the text of a cell is understood."""

    text = "text"  # as written, outer blanks removed
    identifier = "identifier"  # text whose full-width letters and digits are narrowed, so that references meet
    answer = "answer"  # the value of a fact: its meaning depends on the rule, so it stays text (NFKC, stripped)
    date = "date"
    instant = "instant"  # a date, or a date-time at +08:00
    decimal = "decimal"  # zero or more
    count = "count"  # a whole number, zero or more
    boolean = "bool"
    choice = "choice"  # one of the listed values
    term = "term"  # a listed value, or any other word, which is kept


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice: what is stored, its Chinese label, and the further spellings that mean the same."""

    value: str | int
    label: str
    also: tuple[str, ...] = ()

    def spellings(self) -> Iterator[str]:
        """Yield every spelling in folded form."""
        yield from (folded(str(self.value)), folded(self.label), *(folded(word) for word in self.also))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `labels` are the Chinese headers understood, the first is the one shown."""

    name: str
    labels: tuple[str, ...]
    type: Type = Type.text
    required: bool = False
    refers_to: str = ""
    choices: tuple[Choice, ...] = ()
    default: Value = None
    money: bool = False

    @property
    def label(self) -> str:
        """Return the Chinese header."""
        return self.labels[0]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table of the contract: its columns in contract order and the columns that make a row unique."""

    name: str
    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    at_most: tuple[tuple[str, str], ...] = ()  # (smaller, larger): the first never exceeds the second
    headers: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {folded(word): column for column in self.columns for word in (column.name, *column.labels)}
        object.__setattr__(self, "headers", known)

    @property
    def label(self) -> str:
        """Return the Chinese name of the table."""
        return self.labels[0]

    def column(self, name: str) -> Column:
        """Return the column called `name` (English)."""
        return next(column for column in self.columns if column.name == name)

    def column_of(self, header: str) -> Column | None:
        """Return the column a header names: English, Chinese, or both side by side (`unit_id 单位编号*`)."""
        return find_name(self.headers, header)


def folded(text: str) -> str:
    """Return `text` as names are compared: NFKC, lower case, outer blanks gone."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def find_name(names: Mapping[str, Found], written: str) -> Found | None:
    """Look a written name up: as a whole, without marks such as `*`, then word by word where the words agree."""
    plain = folded(written).strip("*:()[] \t\n")
    if plain in names:
        return names[plain]
    words: Sequence[str] = plain.replace("(", " ").replace(")", " ").replace("/", " ").replace("*", " ").split()
    hits = [names[word] for word in words if word in names]
    return hits[0] if hits and len(hits) == len(words) and all(hit is hits[0] for hit in hits) else None
