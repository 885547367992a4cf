"""What a canonical folder holds and how its stamp is written and read. Nothing is computed from rows here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.domain.texts import Text
from zhiheng.ledgers.ledger import Ledger, Period

FORMAT = "zhiheng-canonical/1"
STAMP = "stamp.json"
PART_CASES = 125_000
"""Cases in one part; a part's events are sorted and read on their own, so this bounds what stands in memory."""

NO_EXPIRY = 2_932_896
"""9999-12-31 in days since 1970-01-01: a certificate without an end."""

WANTED = frozenset({"units", "officers", "cases", "events", "complaints", "outcomes", "benchmarks"})
"""The tables of the ledger that checks read."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the ledger says of itself."""

    name: str
    period: Period | None
    region: str
    calendar: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """A range of cases with all their events: `cases` rows from `first_case` on, in two files of the same number."""

    number: int
    first_case: int
    cases: int
    events: int
    events_file: Path
    cases_file: Path


@dataclass(frozen=True)
class Canonical:
    """A prepared ledger: where its files stand and what is in them.

    `given` holds the tables that were given, each with the columns that have at least one value. `activities` counts
    the events of each activity. `counts` holds the rows of each table and `set_aside`, the rows that could not be used.
    """

    folder: Path
    head: Head
    parts: tuple[Part, ...]
    given: Mapping[str, frozenset[str]]
    activities: Mapping[str, int]
    counts: Mapping[str, int]
    notes: tuple[Text, ...]

    def table(self, name: str) -> Path:
        """Return the file of a table; for `cases` and `events` the pattern that names all their parts in order."""
        if name in ("cases", "events"):
            return self.folder / name / "part-*.parquet"
        return self.folder / f"{name}.parquet"


def files_of(pattern: Path) -> str:
    """Return a table's file or pattern as DuckDB reads it within quotes: signs of a pattern in the folder's name are
    no pattern, and a quote ends nothing.
    """
    folder = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(pattern.parent))
    return f"{folder}/{pattern.name}".replace("'", "''")


def head_of(ledger: Ledger) -> Head:
    """Return the head of a ledger."""
    return Head(ledger.name, ledger.period, ledger.region, ledger.calendar, ledger.as_of)


def write_stamp(canonical: Canonical, fingerprint: object) -> None:
    """Write the stamp; it comes last, so that a folder with a stamp is whole."""
    head, period = canonical.head, canonical.head.period
    stamp = {
        "format": FORMAT,
        "fingerprint": fingerprint,
        "ledger": {
            "name": head.name,
            "period": None if period is None else {"from": str(period.from_date), "to": str(period.to_date)},
            "region": head.region,
            "calendar": head.calendar,
            "as_of": None if head.as_of is None else str(head.as_of),
        },
        "counts": dict(canonical.counts),
        "given": {name: sorted(columns) for name, columns in canonical.given.items()},
        "activities": dict(canonical.activities),
        "parts": [
            {"number": part.number, "first_case": part.first_case, "cases": part.cases, "events": part.events}
            for part in canonical.parts
        ],
        "notes": [{"zh": note.zh, "en": note.en} for note in canonical.notes],
        "sorted": True,
    }
    text = json.dumps(stamp, ensure_ascii=False, indent=1) + "\n"
    (canonical.folder / STAMP).write_text(text, encoding="utf-8", newline="\n")


def read_stamp(folder: Path, fingerprint: object) -> Canonical | None:
    """Return the canonical ledger in `folder`, None where there is none of this format and fingerprint."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        if stamp["format"] != FORMAT or stamp["fingerprint"] != fingerprint or stamp["sorted"] is not True:
            return None
        return _canonical(folder, stamp)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def part_at(folder: Path, number: int, counts: tuple[int, int, int]) -> Part:
    """Return the part `number` of a folder; `counts` are its first case, its cases and its events."""
    name = f"part-{number:04}.parquet"
    return Part(number, *counts, events_file=folder / "events" / name, cases_file=folder / "cases" / name)


def _canonical(folder: Path, stamp: Mapping[str, Any]) -> Canonical:
    told, period = stamp["ledger"], stamp["ledger"]["period"]
    return Canonical(
        folder=folder,
        head=Head(
            name=told["name"],
            period=period and Period(date.fromisoformat(period["from"]), date.fromisoformat(period["to"])),
            region=told["region"],
            calendar=told["calendar"],
            as_of=told["as_of"] and date.fromisoformat(told["as_of"]),
        ),
        parts=tuple(
            part_at(folder, part["number"], (part["first_case"], part["cases"], part["events"]))
            for part in stamp["parts"]
        ),
        given={name: frozenset(columns) for name, columns in stamp["given"].items()},
        activities=stamp["activities"],
        counts=stamp["counts"],
        notes=tuple(Text(note["zh"], note["en"]) for note in stamp["notes"]),
    )
