"""The rows behind a number and where each came from: file, sheet, row, batch and person, or a deed of this application.

Rows of the ledger are read from the sealed rows that the cycle's own result used; what people established later stands
in the computation's inputs and leads to its finding, verification, claim or veto.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.documents.models import Evidence
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Computation
from zhiheng_web.lib import store

#: Tables whose references are their key: of the others the whole reference is made again.
_KEY_COLUMNS = {
    "findings": "finding_id",
    "outcomes": "outcome_id",
    "officers": "officer_id",
    "cases": "case_id",
    "power_items": "power_item_id",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row came from: in words, with the person and the moment, and the page that shows it."""

    text: Text
    who: str = ""
    at: datetime | None = None
    url: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Entry:
    """A row behind a number. `standing`: counted, tolerated (0 points), excluded; `why` says so of the latter two."""

    ref: str
    table: str
    cells: Mapping[str, str]
    standing: str = "counted"
    why: Text = field(default_factory=lambda: Text(""))
    origin: Origin | None = None

    @property
    def shown(self) -> list[tuple[Text, Text | str]]:
        """Return the cells in words, those that the page says anyway left out."""
        return [(label_of(self.table, name), value_of(self.table, name, text)) for name, text in self.told]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Return the columns that say something of the row itself."""
        return [(name, text) for name, text in self.cells.items() if text and name not in _SAID_ELSEWHERE]


_SAID_ELSEWHERE = frozenset({"unit_id", "rule_id", "exemption", "exemption_reason", "finding_id", "outcome_id"})


class Sources:
    """The rows that a computation stands on. Raises FileNotFoundError where the store has lost them."""

    def __init__(self, base: Computation, computation: Computation, unit_id: str = "") -> None:
        """With `unit_id` rows are looked for among those of the unit and of all beneath it first: they are few."""
        self.folder, self.stage = scoring.unpacked(base.inputs), computation.stage
        self.unit_id = unit_id
        self.put_in: Mapping[str, Any] = {}
        if computation.stage != "ledger":
            self.put_in = _put_in(computation.inputs)

    @cached_property
    def own_facts(self) -> set[tuple[str, str, str]]:
        """Return unit, rule and source of the facts that this application put in."""
        return {(row["unit_id"], row["rule_id"], row["source"]) for row in self.put_in.get("facts", ())}

    @cached_property
    def own_findings(self) -> dict[str, Mapping[str, str]]:
        """Return the findings that this application put in, by reference."""
        return {row["finding_id"]: row for row in self.put_in.get("findings", ())}

    def rows(self, refs: Iterable[str]) -> dict[str, Entry]:
        """Return the rows with these references; one that was not kept is missing."""
        wanted: dict[str, set[str]] = {}
        found: dict[str, Entry] = {}
        for ref in refs:
            if ref in self.own_findings:
                found[ref] = Entry(ref, "findings", _filled(self.own_findings[ref]))
            else:
                wanted.setdefault(_table_of(ref), set()).add(ref)
        for row in self.put_in.get("facts", ()):
            made = api.scoring.rows.input_row("facts", {"case_id": "", "round": "", **row})
            if made.ref in wanted.get("facts", ()):
                found[made.ref] = Entry(made.ref, "facts", dict(made.columns))
        for table, references in wanted.items():
            for entry in self._of_table(table, references - found.keys()):
                found.setdefault(entry.ref, entry)
        return found

    def _of_table(self, table: str, refs: set[str]) -> Iterator[Entry]:
        if not refs:
            return
        if table == "check":
            checked = api.scoring.read_checked(self.folder)
            for row in api.scoring.checked_rules.rows_of(checked) if checked is not None else ():
                if row.ref in refs:
                    yield Entry(row.ref, row.table, dict(row.columns))
            return
        for name in ("findings", "outcomes") if table == "findings" else (table,):
            missing = set(refs)
            if self.unit_id:
                for entry in self._among(name, refs, scoring.read_rows_of(self.folder, name, self._family)):
                    missing.discard(entry.ref)
                    yield entry
            if missing:
                yield from self._among(name, missing, scoring.read_rows(self.folder, name))

    @cached_property
    def _family(self) -> frozenset[str]:
        return scoring.family_of(self.folder, self.unit_id)

    def _among(self, table: str, refs: set[str], rows: Iterable[Mapping[str, str]]) -> Iterator[Entry]:
        key = _KEY_COLUMNS.get(table)
        for row in rows:
            if key is not None and row[key] not in refs and f"{table}:{row[key]}" not in refs:
                continue
            made = api.scoring.rows.input_row(table, row)
            if made.ref in refs:
                yield Entry(made.ref, table, self._tolerated_too(made.ref, dict(made.columns)))

    def _tolerated_too(self, ref: str, cells: dict[str, str]) -> dict[str, str]:
        told = self.put_in.get("tolerated", {}).get(ref)
        return {**cells, "exemption": told[0], "exemption_reason": told[1]} if told else cells

    def left_out(self, unit_id: str, rule_id: str, used: set[str]) -> list[Entry]:
        """Return the findings of a body under a rule that the score does not use, each with the reason."""
        aside = [list(one) for one in self.put_in.get("set_aside", ())]
        held = set(self.put_in.get("held", ()))
        rows = [*scoring.read_rows(self.folder, "findings"), *self.own_findings.values()]
        found = []
        for row in rows:
            ref = row["finding_id"]
            if (row["unit_id"], row["rule_id"]) != (unit_id, rule_id) or ref in used:
                continue
            status = row.get("status", "")
            reason = _STANDING.get(status, _OTHERWISE)
            if ref in held:
                reason = _HELD
            elif [unit_id, rule_id] in aside and status != "pending":
                reason = _SET_ASIDE
            found.append(Entry(ref, "findings", _filled(row), "excluded", reason))
        return found


@lru_cache(maxsize=32)
def _put_in(digest: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads(store.path_of(digest).read_text(encoding="utf-8"))
    return told


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in row.items() if text}


def _table_of(ref: str) -> str:
    table = ref.partition(":")[0]
    return table if ":" in ref and table in {*api.ledgers.TABLES, "check"} else "findings"


# Words


def label_of(table: str, name: str) -> Text:
    """Return what a column is called."""
    spec = api.ledgers.TABLES.get(table)
    label = next((column.label for column in spec.columns if column.name == name), None) if spec else None
    known: Mapping[str, Text] = api.reports.check_rows.LABELS
    return Text(label, name.replace("_", " ")) if label else known.get(name, Text(name, name.replace("_", " ")))


def value_of(table: str, name: str, text: str) -> Text | str:
    """Return a cell in words: a listed value by its label, anything else as it stands."""
    spec = api.ledgers.TABLES.get(table)
    column = next((one for one in spec.columns if one.name == name), None) if spec else None
    found = next((choice for choice in column.choices if str(choice.value) == text), None) if column else None
    return Text(found.label, str(found.value)) if found else text


_HELD = Text("否决情形未经双人确认，不计", "a veto that two persons have not confirmed does not count")
_SET_ASIDE = Text("这一条已按核实值计，单独的问题不再计", "the verified value stands for the rule, not single rows")
_OTHERWISE = Text("不在评价期间内，或已有更优先的输入", "outside the period, or another input goes before it")
_STANDING = {
    "pending": Text("尚未核实，不计分", "not verified yet: does not count"),
    "rejected": Text("核实后不成立，不计分", "found not to hold: does not count"),
}
