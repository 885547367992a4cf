"""Event logs and maps for tests: small XES files, CSV logs, and a map that fits them."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from zhiheng.ledgers.importing import Imported, import_log, read_map

MAP = """\
ledger: {name: 试验, period: events, as_of: last_event}
time: {zone: Europe/Rome, clock: day}
units:
  unit_id: {value: U1}
  name: {value: 一中队}
officers:
  role: {value: officer}
cases:
  case_id: "case:concept:name"
  kind: {value: penalty}
  fine: amount
events:
  activity: {from: concept:name, words: {Create: filed}}
  at: time:timestamp
  officer_id: org:resource
"""


def event(activity: str, at: str, **more: str) -> str:
    """Return one XES event; further attributes by key, `_` standing for `:`."""
    extra = "".join(f'<string key="{key.replace("_", ":")}" value="{value}"/>' for key, value in more.items())
    own = f'<string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{at}"/>'
    return f"<event>{own}{extra}</event>\n"


def trace(name: str, *events: str) -> str:
    """Return one XES trace."""
    return f'<trace>\n<string key="concept:name" value="{name}"/>\n{"".join(events)}</trace>\n'


def xes(*traces: str, head: str = "") -> str:
    """Return a whole XES log."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n{head}{"".join(traces)}</log>\n'


def write_log(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    """Write a log; a name that ends in .gz is packed."""
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def import_text(folder: Path, text: str, *, map_text: str = MAP, name: str = "log.xes") -> Imported:
    """Import a log given as text after a map given as text; the ledger stands in `folder/ledger`."""
    log, map_file = write_log(folder / name, text), folder / "map.yaml"
    map_file.write_text(map_text, encoding="utf-8")
    return import_log(log, read_map(map_file), folder / "ledger")


def rows_of(imported: Imported, table: str, columns: str = "*") -> list[Sequence[Any]]:
    """Return the rows of a written table."""
    with duckdb.connect(":memory:") as engine:
        return engine.from_parquet(str(imported.folder / f"{table}.parquet")).project(columns).fetchall()
