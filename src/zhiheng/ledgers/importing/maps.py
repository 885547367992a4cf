"""What a map of an event log says: which column of the log becomes which of the ledger. Read in `map_reading`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhiheng.domain.refusals import Place
from zhiheng.domain.texts import Text
from zhiheng.ledgers.ledger import Period

Clock = Literal["day", "wall_clock", "instant"]
Take = Literal["first", "last", "sum"]

CLOCKS: tuple[Clock, ...] = ("day", "wall_clock", "instant")
TAKES: tuple[Take, ...] = ("first", "last", "sum")
AS_WRITTEN = "as_written"
"""The zone of a log whose local times are those it writes, whatever offset stands behind them."""

NOWHERE = Place()
TABLES_OF_LOGS = ("units", "officers", "cases", "events", "complaints")
OFFICER_COLUMNS = (("cases", "lead_officer_id"), ("cases", "second_officer_id"), ("events", "officer_id"))
"""The columns that name the people of the table of officers."""


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How a time of the log is understood.

    `zone` says whose days the log counts. `clock` is what the ledger keeps: the local day, the local time of day as
    the clock on the wall there showed it, or the instant converted to +08:00. `formats` are tried before ISO 8601.
    """

    zone: str = "Asia/Shanghai"
    clock: Clock = "wall_clock"
    formats: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values of one column of the ledger come from: a column of the log, or one value for all rows."""

    column: str = ""
    value: str = ""
    words: Mapping[str, str] = field(default_factory=dict)  # the log's word → the ledger's; others stay as written
    blank: str = ""  # stands where the log has nothing
    take: Take = "first"  # which of a case's events is asked
    decimal_sign: str = ""
    time: TimeRule | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TableMap:
    """The columns of one table: those of the contract, and those kept beyond it as text."""

    columns: Mapping[str, Source]
    kept: Mapping[str, Source] = field(default_factory=dict)

    def sources(self) -> Iterator[tuple[str, Source]]:
        """Yield every column with its source, those of the contract first."""
        yield from self.columns.items()
        yield from self.kept.items()


@dataclass(frozen=True, slots=True)
class Head:
    """What `ledger.yaml` shall say; with `period_of_events` and `as_of_last_event` the log itself gives the dates."""

    name: str
    region: str = ""
    calendar: str = "cn"
    currency_unit: str = "yuan"
    period: Period | None = None
    as_of: date | None = None
    period_of_events: bool = False
    as_of_last_event: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Which transitions of an activity count as its event; an event without one counts in any case."""

    column: str = "lifecycle:transition"
    keep: tuple[str, ...] = ("complete",)  # in lower case; nothing: all count


@dataclass(frozen=True, slots=True)
class LogMap:
    """A map as read. `numbers_repeated` gives complaints that repeat an id a number behind it (`12-3#2`)."""

    file: str
    digest: str
    title: Text
    source: str
    head: Head
    lifecycle: Lifecycle
    tables: Mapping[str, TableMap]
    numbers_repeated: bool = False

    def sources(self) -> Iterator[tuple[str, str, Source]]:
        """Yield table, column and source of everything mapped."""
        for table, mapped in self.tables.items():
            for name, source in mapped.sources():
                yield table, name, source

    def log_columns(self) -> tuple[str, ...]:
        """Return the columns of the log that the map reads, each once."""
        names = [source.column for _, _, source in self.sources() if source.column]
        return tuple(dict.fromkeys([*names, *([self.lifecycle.column] if "events" in self.tables else [])]))
