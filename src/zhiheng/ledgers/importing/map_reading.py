"""Reads maps of event logs; every fault names its line. The maps that come with the program stand in the rulebook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.texts import Text
from zhiheng.ledgers.cells import Unreadable, parser_of
from zhiheng.ledgers.columns import Column, TableSpec, Type, folded
from zhiheng.ledgers.importing.maps import (
    CLOCKS,
    OFFICER_COLUMNS,
    TABLES_OF_LOGS,
    TAKES,
    Clock,
    Head,
    Lifecycle,
    LogMap,
    Source,
    TableMap,
    Take,
    TimeRule,
)
from zhiheng.ledgers.ledger import Period
from zhiheng.ledgers.tables import TABLES
from zhiheng.ledgers.wording import shown
from zhiheng.rulefiles import Node, read_node

_TOP = ("map", "title", "source", "ledger", "lifecycle", "time", *TABLES_OF_LOGS)
_SOURCE_KEYS = ("from", "value", "words", "blank", "take", "decimal_sign", "clock", "zone", "formats")
_TIMES = (Type.instant, Type.date)
_DAY = Column("date", ("日期",), Type.date)
_HOWTO = Text("参照 docs/howtos/import.md", "see docs/howtos/import.md")
# What the importer fills in by itself where the map is silent; the other required columns must be mapped.
_FILLED = {"units": ("name",), "officers": ("officer_id", "unit_id", "name"), "cases": ("unit_id",)}
_FILLED["events"] = ("case_id",)
# The id of an event's case is that of `cases`; officers are those whom other columns name.
_NOT_MAPPED = frozenset((("events", "case_id"), ("officers", "officer_id")))


@cache
def built_in_maps() -> Mapping[str, Path]:
    """Return the maps that come with the program by name (`road-fines`)."""
    folder = Path(str(files("zhiheng").joinpath("rulebook", "maps")))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def find_map(written: str) -> Path:
    """Return the map that is meant: a built-in one by name, or a file. Raises Refusal where there is neither."""
    known = built_in_maps()
    if written in known:
        return known[written]
    path = Path(written)
    if path.is_file():
        return path
    listed = ", ".join(known)
    remedy = near_miss(written, known) or Text(
        f"内置的映射：{listed}；或者写文件的路径", f"built in: {listed}; or a path"
    )
    raise Refusal(Fault("no_map", Place(), Text("没有这个映射", "there is no such map"), remedy, shown(written)))


def read_map(path: Path) -> LogMap:
    """Read a map file. Raises Refusal with every fault found, each with its line."""
    root, data = read_node(path)
    root.allow(*_TOP)
    title = root.get("title")
    rule = _time_rule(root.get("time"))
    tables = {name: _table(node, TABLES[name], rule) for name in TABLES_OF_LOGS if (node := root.get(name)) is not None}
    _check_tables(root, tables)
    head = _head(root)
    mapped = LogMap(
        file=path.name,
        digest="sha256:" + hashlib.sha256(data).hexdigest(),
        title=title.wording() if title is not None else Text(path.stem),
        source=root.text("source"),
        head=head,
        lifecycle=_lifecycle(root.get("lifecycle")),
        tables=tables,
        numbers_repeated=_numbers_repeated(root),
    )
    root.faults.settle()
    return mapped


def _check_tables(root: Node, tables: Mapping[str, TableMap]) -> None:
    """See that the tables fit together: a log of cases, or one of complaints, and in both cases a unit."""
    wanted = ("units", "complaints") if "complaints" in tables else ("units", "cases", "events")
    for name in wanted:
        if name not in tables:
            root.need(name)
    if "complaints" in tables and "events" in tables:
        told = Text("一个日志要么是案件的环节，要么是投诉", "a log holds either events of cases or complaints")
        remedy = Text("分成两个映射，各导入一次", "write two maps and import twice")
        root.faults.add(root, "events_and_complaints", told, remedy)
    officers = [
        f"{table}.{name}" for table, name in OFFICER_COLUMNS if table in tables and name in tables[table].columns
    ]
    if (node := root.get("officers")) is not None and not officers:
        told = Text("没有一列写明人员编号，人员表无从得出", "no column names an officer, so the table has no rows")
        remedy = Text("在 events 之下写 officer_id: …", "write `officer_id: …` under events")
        node.faults.add(node, "no_officers", told, remedy)


def _head(root: Node) -> Head:
    node = root.need("ledger")
    if node is None:
        return Head("")
    node.allow("name", "period", "region", "calendar", "currency_unit", "as_of")
    node.need("name")
    currency = _one_of(node, "currency_unit", ("yuan", "wan_yuan"), "yuan")
    as_of = node.get("as_of")
    of_events = as_of is not None and as_of.text() == "last_event"
    period = node.get("period")
    whole = period is not None and not period.is_mapping and period.text() == "events"
    return Head(
        name=node.text("name"),
        region=node.text("region"),
        calendar=node.text("calendar") or "cn",
        currency_unit=currency,
        period=None if period is None or whole else _period(period),
        as_of=None if as_of is None or of_events else _day(as_of),
        period_of_events=whole,
        as_of_last_event=of_events,
    )


def _period(node: Node) -> Period | None:
    node.allow("from", "to")
    ends = [None if (end := node.need(name)) is None else _day(end) for name in ("from", "to")]
    if ends[0] is None or ends[1] is None:
        return None
    if ends[0] >= ends[1]:
        told = Text("期间的止日不晚于起日", "the period does not end after it begins")
        remedy = Text("止日写期间结束后的第一天", "write the first day after the period")
        node.faults.add(node, "empty_period", told, remedy)
    return Period(ends[0], ends[1])


def _day(node: Node) -> date | None:
    value = parser_of(_DAY)(node.text())
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, Unreadable):
        node.faults.add(node, value.code, value.reason, value.remedy, value=shown(node.text()))
    return None


def _lifecycle(node: Node | None) -> Lifecycle:
    if node is None:
        return Lifecycle()
    node.allow("column", "keep")
    keep = tuple(word.lower() for word in node.texts("keep")) or Lifecycle().keep
    return Lifecycle(node.text("column") or Lifecycle().column, () if keep == ("all",) else keep)


def _numbers_repeated(root: Node) -> bool:
    node = root.get("complaints")
    return node is not None and _one_of(node, "repeated", ("keep", "number"), "keep") == "number"


def _time_rule(node: Node | None) -> TimeRule:
    if node is None:
        return TimeRule()
    node.allow("zone", "clock", "formats")
    return _ruled(node, TimeRule())


def _ruled(node: Node, usual: TimeRule) -> TimeRule:
    """Return the time rule that `node` states, `usual` where it is silent."""
    return TimeRule(
        zone=node.text("zone") or usual.zone,
        clock=cast(Clock, _one_of(node, "clock", CLOCKS, usual.clock)),
        formats=node.texts("formats") or usual.formats,
        place=_place(node.get("zone") or node) if node.get("zone") else usual.place,
    )


def _table(node: Node, spec: TableSpec, rule: TimeRule) -> TableMap:
    extra = ("keep", "repeated") if spec.name == "complaints" else ("keep",)
    known = [column.name for column in spec.columns if (spec.name, column.name) not in _NOT_MAPPED]
    node.allow(*known, *extra)
    columns = {
        column.name: _source(child, column, rule)
        for column in spec.columns
        if (child := node.get(column.name)) is not None
    }
    for column in spec.columns:
        if column.required and column.name not in (*columns, *_FILLED.get(spec.name, ())):
            node.need(column.name)
    kept = dict(_kept(node.get("keep"), spec, rule)) if node.get("keep") is not None else {}
    return TableMap(columns, kept)


def _kept(node: Node | None, spec: TableSpec, rule: TimeRule) -> Iterator[tuple[str, Source]]:
    """Yield the columns kept beyond the contract: a list of names, or a mapping from new name to source."""
    if node is None:
        return
    listed = () if node.is_mapping else node.items()
    named = node.entries() if node.is_mapping else ((item.text().removeprefix("case:"), item) for item in listed)
    seen: set[str] = set()
    for name, child in named:
        if (known := spec.column_of(name)) is not None:
            told = Text(f"“{name}”是规定的列，不能作为保留列", f"`{name}` is a column of the contract, not one to keep")
            remedy = Text(f"写在 {spec.name} 之下：{known.name}: …", f"write it under {spec.name}: `{known.name}: …`")
            child.faults.add(child, "contract_column", told, remedy)
        elif folded(name) in seen:
            told = Text(f"保留列“{name}”写了两次（大小写不作区别）", f"`{name}` is kept twice (capitals do not count)")
            child.faults.add(child, "duplicate_key", told, Text("改掉其中一个名称", "give one another name"))
        seen.add(folded(name))
        yield name, _source(child, None, rule)


def _source(node: Node, column: Column | None, rule: TimeRule) -> Source:
    """Read one source; `column` is None for a column that is kept."""
    if not node.is_mapping:
        is_time = column is not None and column.type in _TIMES
        return Source(column=node.text(), time=rule if is_time else None, place=_place(node))
    node.allow(*_SOURCE_KEYS)
    if (node.get("from") is None) == (node.get("value") is None):
        told = Text("“from”和“value”须写且只写一个", "exactly one of `from` and `value` is expected")
        node.faults.add(node, "no_source", told, _HOWTO)
    words = node.get("words")
    has_clock = any(node.get(name) is not None for name in ("clock", "zone", "formats"))
    source = Source(
        column=node.text("from"),
        value=node.text("value"),
        words={word: child.text() for word, child in words.entries()} if words is not None else {},
        blank=node.text("blank"),
        take=cast(Take, _one_of(node, "take", TAKES, "first")),
        decimal_sign=_one_of(node, "decimal_sign", (".", ","), ""),
        time=_ruled(node, rule) if has_clock or (column is not None and column.type in _TIMES) else None,
        place=_place(node),
    )
    if column is not None:
        _check_words(node, column)
    return source


def _check_words(node: Node, column: Column) -> None:
    """Note words of the map that the ledger's column would not take."""
    parse = parser_of(column)
    words = node.get("words")
    stated = [child for _, child in words.entries()] if words is not None else []
    stated += [child for name in ("value", "blank") if (child := node.get(name)) is not None]
    for child in stated:
        read = parse(child.text().strip()) if child.text().strip() else None
        if isinstance(read, Unreadable):
            child.faults.add(child, read.code, read.reason, read.remedy, value=shown(child.text()))


def _one_of(node: Node, name: str, known: tuple[str, ...], usual: str) -> str:
    child = node.get(name)
    if child is None or child.text() in known:
        return usual if child is None else child.text()
    listed = " / ".join(known)
    told = Text(f"“{name}”没有这个取值", f"`{name}` has no such value")
    child.faults.add(child, "unknown_value", told, Text(f"写 {listed}", f"write {listed}"), value=shown(child.text()))
    return usual


def _place(node: Node) -> Place:
    return Place(file=node.faults.file, line=node.line)
