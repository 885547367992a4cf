"""Staging: the rows of a batch compared with what stands and written unseen, in small transactions. No file is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhiheng.api import Fault, Place, digests, ledgers
from zhiheng_web.intake import queries
from zhiheng_web.intake.models import Batch, OnConflict, Row, Working, Wrong
from zhiheng_web.lib import clock, jobs
from zhiheng_web.lib.words import Text

_ROWS_AT_ONCE = 1_000
#: So many faults are kept one by one; a file with more has one thing wrong in every row.
MOST_WRONGS = 5_000
_KINDS = ("new", "changed", "skipped", "wrong")


class TakenOver(RuntimeError):
    """Raised in a run that stages rows when another run has taken the batch over."""


@dataclass(slots=True)
class Tally:
    """What became of the rows of a batch, by table, and the digest of those staged."""

    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    wrong_cells: int = 0
    seal: Any = field(default_factory=hashlib.sha256)
    fallen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, table: str, kind: str, number: int = 1) -> None:
        """Count rows."""
        self.tables.setdefault(table, dict.fromkeys(_KINDS, 0))[kind] += number

    def counts(self) -> dict[str, Any]:
        """Return the counts as the batch keeps them."""
        sums = {kind: sum(counts[kind] for counts in self.tables.values()) for kind in _KINDS}
        return {**sums, "wrong_cells": self.wrong_cells, "tables": self.tables}

    def digest(self) -> str:
        """Return the digest of the staged rows."""
        return f"sha256:{self.seal.hexdigest()}"


def clear(batch: Batch) -> None:
    """Take away what an earlier run has staged; nothing of it was ever in force."""
    while True:
        with transaction.atomic():
            gone = list(Row.objects.filter(batch=batch, is_current=False).order_by("-pk").values_list("pk")[:2_000])
            Row.objects.filter(pk__in=[pk for (pk,) in gone]).delete()
        if not gone:
            break
    Wrong.objects.filter(batch=batch).delete()


def take_over(batch: Batch, attempt: str) -> None:
    """Make a run the one that may stage rows of a batch."""
    Working.objects.update_or_create(
        batch=batch, defaults={"attempt": attempt, "stage": "reading", "done": 0, "total": 0, "at": clock.now()}
    )


@dataclass(slots=True)
class Staging:
    """A run that stages the rows of a batch. With `codes` only rows of these bodies are taken; others are wrong."""

    batch: Batch
    attempt: str
    codes: frozenset[str] | None
    tally: Tally = field(default_factory=Tally)

    def stage(self, rows: Iterable[ledgers.SubmittedRow], *, total: int = 0) -> Tally:
        """Write the rows unseen and count what they are beside what stands. Raises TakenOver by another run."""
        done, stream = 0, iter(rows)
        while chunk := list(islice(stream, _ROWS_AT_ONCE)):
            done += len(chunk)
            with transaction.atomic():
                mine = Working.objects.filter(batch=self.batch, attempt=self.attempt)
                if not mine.update(stage="staging", done=done, total=max(total, done), at=clock.now()):
                    raise TakenOver
                for table in dict.fromkeys(one.table for one in chunk):
                    self._stage_table(table, [one for one in chunk if one.table == table])
            jobs.tell(done, max(total, done))
        return self.tally

    def _stage_table(self, table: str, came: list[ledgers.SubmittedRow]) -> None:
        units = _units(self.batch, table, came)
        contents = [_content(one) for one in came]
        standing = _standing(self.batch, table, came, contents)
        staged: list[Row] = []
        wrongs: list[Wrong] = []
        for one, unit, content in zip(came, units, contents, strict=True):
            before = standing.get(one.key if _has_key(table) else content)
            faults = [*one.faults, *self._faults_beside(one, unit, content, before)]
            if faults:
                wrongs += self._told(one, faults)
            elif before is not None and (before.content == content or self.batch.on_conflict == OnConflict.skip):
                self.tally.add(table, "skipped")
            else:
                row = _row(self.batch, one, (unit, content), before)
                self.tally.add(table, "changed" if before else "new")
                self.tally.seal.update(queries.line_of(row))
                staged.append(row)
        Row.objects.bulk_create(staged)
        Wrong.objects.bulk_create(wrongs)

    def _faults_beside(self, one: ledgers.SubmittedRow, unit: str, content: str, before: Row | None) -> Iterator[Fault]:
        """Yield what is wrong with a row beside what stands: another's row, a key that stands with other values."""
        spec, codes = ledgers.TABLES[one.table], self.codes
        if codes is not None and (unit not in codes or (before is not None and before.unit not in codes)):
            whose = "unit_id" if any(column.name == "unit_id" for column in spec.columns) else "case_id"
            self.tally.fallen.add((one.table, one.key))
            yield Fault("foreign_unit", _place(one, whose), *_FOREIGN, one.values.get(whose, ""))
            return
        for column in spec.columns if self.tally.fallen else ():
            if (column.refers_to, one.values.get(column.name, "")) in self.tally.fallen:
                yield Fault("refers_to_quarantined", _place(one, column.name), *_LEANING, one.values[column.name])
        stops = self.batch.on_conflict == OnConflict.stop
        if stops and before is not None and spec.key and before.content != content:
            yield Fault("key_stands", _place(one, spec.key[0]), *_STANDS, one.key)

    def _told(self, one: ledgers.SubmittedRow, faults: Sequence[Fault]) -> list[Wrong]:
        self.tally.add(one.table, "wrong")
        kept = max(0, MOST_WRONGS - self.tally.wrong_cells)
        self.tally.wrong_cells += len(faults)
        return [wrong_of(self.batch, one, fault) for fault in faults[:kept]]


def _has_key(table: str) -> bool:
    return bool(ledgers.TABLES[table].key)


def _content(one: ledgers.SubmittedRow) -> str:
    return digests.digest_of(dict(one.values)).removeprefix("sha256:")


def _units(batch: Batch, table: str, came: Sequence[ledgers.SubmittedRow]) -> list[str]:
    """Return the body that each row tells of: its own, or that of its case; empty where a table knows none."""
    known = {column.name for column in ledgers.TABLES[table].columns}
    if "unit_id" in known:
        return [one.values.get("unit_id", "") for one in came]
    if "case_id" not in known:
        return ["" for _ in came]
    keys = {one.values.get("case_id", "") for one in came}
    cases = Row.objects.filter(book_id=batch.book_id, table="cases", key__in=keys)
    found = dict(cases.filter(is_current=True).values_list("key", "unit"))
    found |= dict(cases.filter(batch=batch).values_list("key", "unit"))
    return [found.get(one.values.get("case_id", ""), "") for one in came]


def _standing(
    batch: Batch, table: str, came: Sequence[ledgers.SubmittedRow], contents: Sequence[str]
) -> dict[str, Row]:
    """Return the rows in force that have the keys that came, or the contents where the table has no key."""
    rows = Row.objects.filter(book_id=batch.book_id, table=table, is_current=True).order_by().defer("values")
    if _has_key(table):
        return {row.key: row for row in rows.filter(key__in={one.key for one in came})}
    return {row.content: row for row in rows.filter(key="", content__in=set(contents))}


def _row(batch: Batch, one: ledgers.SubmittedRow, told: tuple[str, str], before: Row | None) -> Row:
    unit, content = told
    return Row(
        book_id=batch.book_id,
        table=one.table,
        key=one.key,
        unit=unit,
        values=dict(one.values),
        content=content,
        batch=batch,
        source_file=batch.file_name,
        source_sheet=_sheet(batch, one.file),
        source_row=one.row,
        replaces_id=before.pk if before else None,
    )


def _sheet(batch: Batch, file: str) -> str:
    return "" if file == batch.file_name else file.removeprefix(f"{batch.file_name} / ")[:255]


def _place(one: ledgers.SubmittedRow, column: str) -> Place:
    return Place(file=one.file, table=one.table, row=one.row, column=column)


def wrong_of(batch: Batch, one: ledgers.SubmittedRow, fault: Fault) -> Wrong:
    """Return a fault as the batch keeps it."""
    return Wrong(
        batch=batch,
        table=one.table,
        sheet=_sheet(batch, one.file),
        row=one.row,
        column=fault.place.column[:100],
        value=fault.value,
        code=fault.code[:50],
        reason_zh=fault.reason.zh,
        reason_en=fault.reason.of("en"),
        remedy_zh=fault.remedy.zh,
        remedy_en=fault.remedy.of("en"),
    )


def standing_of(batch: Batch, tables: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the keys in force of every table that the given ones refer to."""
    asked = {column.refers_to for name in tables for column in ledgers.TABLES[name].columns if column.refers_to}
    return {table: frozenset(key for key, _ in queries.standing_keys(batch.book, table)) for table in sorted(asked)}


def codes_of(batch: Batch) -> frozenset[str] | None:
    """Return the bodies whose rows a batch may hold; None where it may hold those of all."""
    return frozenset(queries.codes_beneath(batch.body)) if batch.own_rows_only else None


def replaced_by(batch: Batch) -> Q:
    """Return the condition of the rows that the rows of a batch replace."""
    return Q(pk__in=Row.objects.filter(batch=batch, replaces__isnull=False).values("replaces_id"))


_FOREIGN = (
    Text("这一行不是本单位及下级单位的", "the row is not of your own body or one beneath it"),
    Text("删去这一行，由所属单位自行导入", "remove the row; the body that it belongs to imports it"),
)
_LEANING = (
    Text("所引用的行有问题，没有导入", "the row that it refers to is wrong and not imported"),
    Text("先改正被引用的那一行", "mend the row referred to first"),
)
_STANDS = (
    Text("这个编号已有一行，内容不同", "this key stands already, with other values"),
    Text(
        "要以新内容更正，请选择“更新已有的行”；要保留原有内容，请选择“跳过已有的行”",
        "choose “update” to correct the row that stands, or “skip” to keep it",
    ),
)
