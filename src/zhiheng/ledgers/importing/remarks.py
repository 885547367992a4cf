"""What is to be said of a log before and after its tables are written: refusals, and notes on what was seen."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.cells import read_column
from zhiheng.ledgers.columns import Column, Type
from zhiheng.ledgers.importing.expressions import Expressions
from zhiheng.ledgers.importing.maps import AS_WRITTEN, LogMap, Source
from zhiheng.ledgers.importing.staging import Staged, quoted
from zhiheng.ledgers.importing.tabling import Tables
from zhiheng.ledgers.tables import TABLES
from zhiheng.ledgers.wording import nearest, shown

_AT_ONCE = 20_000
_MOST_NAMED = 8
_NEVER_BLANK = frozenset((("cases", "case_id"), ("events", "activity"), ("events", "at")))
_NEVER_BLANK |= {("complaints", "complaint_id"), ("complaints", "received_at")}


def refuse_time_rules(staged: Staged, mapped: LogMap) -> None:
    """Raise Refusal where the map names a time zone that nobody knows, or a format that is none."""
    known = {str(row[0]) for row in staged.engine.execute("SELECT name FROM pg_timezone_names()").fetchall()}
    rules = dict.fromkeys(source.time for _, _, source in mapped.sources() if source.time is not None)
    faults = []
    for rule in rules:
        if rule.zone not in known and rule.zone != AS_WRITTEN:
            near = nearest(rule.zone, known) or "Asia/Shanghai"
            words = Text("没有这个时区", "no such time zone"), Text(f"例如 {near}", f"such as {near}")
            faults.append(Fault("unknown_zone", rule.place, *words, shown(rule.zone)))
        for written in rule.formats:
            if not _is_format(staged, written):
                words = Text("不是时间格式", "this is no format of times"), Text("例如 %d/%m/%Y", "such as %d/%m/%Y")
                faults.append(Fault("bad_format", rule.place, *words, shown(written)))
    if faults:
        raise Refusal(faults)


def _is_format(staged: Staged, written: str) -> bool:
    try:
        staged.engine.execute(f"SELECT try_strptime('', {quoted(written)})")
    except duckdb.Error:
        return False
    return "%" in written


def refuse_unusable(staged: Staged, mapped: LogMap, tables: Tables, *, file: str) -> None:
    """Raise Refusal where the log has no rows, lacks what every row needs, a case has no id, or traces share one."""
    if not staged.number("SELECT count(*) FROM log"):
        reason = Text("日志中没有一行数据", "the log holds no rows")
        remedy = Text("检查导出的范围", "check what was exported")
        raise Refusal(Fault("empty_log", Place(file=file), reason, remedy))
    faults = list(_absent(staged, mapped, file))
    if faults:
        raise Refusal(faults)
    if "cases" in mapped.tables:
        _refuse_missing_case(staged, tables.case_id(), file)
        _refuse_shared_case(staged, tables.case_id(), file)


def _absent(staged: Staged, mapped: LogMap, file: str) -> Iterator[Fault]:
    """Yield faults for columns without which there is no ledger and which no row of the log carries."""
    empty = _empty_columns(staged)
    for table, name, source in mapped.sources():
        if source.column in empty and (table, name) in _NEVER_BLANK and not source.blank:
            near = nearest(source.column, staged.left_out)
            listed = ", ".join(staged.left_out[:_MOST_NAMED])
            remedy = (
                Text(f"日志另有：{listed}", f"the log also has {listed}")
                if listed
                else Text("核对映射", "check the map")
            )
            remedy = Text(f"是否指 {near}？", f"is {near} meant?") if near else remedy
            reason = Text(f"日志 {file} 没有一行带有这一属性", f"no row of the log {file} carries this attribute")
            yield Fault("missing_column", source.place, reason, remedy, f"{table}.{name}: {source.column}")


def _empty_columns(staged: Staged) -> frozenset[str]:
    counts = ", ".join(f"count({place})" for place in staged.places.values())
    found = staged.engine.execute(f"SELECT {counts} FROM log").fetchone() or ()
    return frozenset(name for name, count in zip(staged.places, found, strict=True) if not count)


def _refuse_missing_case(staged: Staged, case_id: str, file: str) -> None:
    query = f"SELECT count(*), min(line), min(trace) FROM log WHERE {case_id} IS NULL"
    count, line, trace = staged.engine.execute(query).fetchone() or (0, None, None)
    if count:
        place = Place(file=file, line=line) if trace is not None else Place(file=file, row=line)
        reason = Text(f"有 {count} 行没有案件编号", f"{count} rows have no case id")
        remedy = Text(
            "在来源中补上编号，或者让映射的 case_id 另取一列", "supply the id, or map case_id to another column"
        )
        raise Refusal(Fault("missing_case_id", place, reason, remedy))


def _refuse_shared_case(staged: Staged, case_id: str, file: str) -> None:
    """Two traces with one name would silently become one case."""
    of_traces = f"SELECT {case_id} AS id, trace, min(line) AS line FROM log WHERE trace IS NOT NULL GROUP BY 1, 2"
    query = f"SELECT id, count(*), max(line) FROM ({of_traces}) GROUP BY 1 HAVING count(*) > 1 ORDER BY 3 LIMIT 5"
    faults = []
    for name, count, line in staged.engine.execute(query).fetchall():
        reason = Text(f"有 {count} 个案例（trace）同名", f"{count} traces have the same case id")
        remedy = Text("让映射的 case_id 取不重复的属性", "map case_id to an attribute that is unique")
        faults.append(Fault("shared_case_id", Place(file=file, line=line), reason, remedy, shown(str(name))))
    if faults:
        raise Refusal(faults)


def notes_on(staged: Staged, mapped: LogMap, tables: Tables) -> list[Text]:
    """Return what the reader of the log should know: what was left out, skipped, empty or not understood."""
    notes = [*_left_out(staged), *_never_there(staged, mapped), *_undeclared(staged)]
    if "events" in mapped.tables:
        skipped = staged.number(f"SELECT count(*) FROM log WHERE is_event AND NOT ({tables.events_that_count()})")
        if skipped:
            kept = ", ".join(mapped.lifecycle.keep)
            told = f"{skipped} 个事件不是 {kept}，未计为环节", f"{skipped} events are not {kept} and were left out"
            notes.append(Text(*told))
    for table, name, source in mapped.sources():
        if source.time is not None:
            notes += _on_times(tables, f"{table}.{name}", source)
    return notes


def _left_out(staged: Staged) -> Iterator[Text]:
    if staged.left_out:
        number = len(staged.left_out)
        told = ", ".join([*map(shown, staged.left_out[:_MOST_NAMED]), *(["…"] if number > _MOST_NAMED else [])])
        yield Text(
            f"日志中有 {number} 列映射没有提到，未导入：{told}", f"{number} columns of the log are not mapped: {told}"
        )


def _never_there(staged: Staged, mapped: LogMap) -> Iterator[Text]:
    empty = sorted(_empty_columns(staged) - {mapped.lifecycle.column})
    if empty:
        told = ", ".join(map(shown, empty))
        yield Text(f"映射所写的列在日志中全为空：{told}", f"columns of the map that the log never fills: {told}")


def _undeclared(staged: Staged) -> Iterator[Text]:
    """Note attributes that the log declares for every event or trace (`global`) and some lack.

    IEEE 1849: the default given there serves to create an element, not to state anything of one that is there; so
    it is not filled in.
    """
    for name in sorted(staged.declared & set(staged.places)):
        is_of_case = name.startswith("case:")
        missing = staged.number(
            f"SELECT count(*) FROM log WHERE {staged.places[name]} IS NULL AND (is_event OR {is_of_case})"
        )
        if missing:
            told = shown(name)
            yield Text(
                f"日志声明每行都有 {told}，但有 {missing} 行没有；未按默认值补填",
                f"the log declares {told} for all, but {missing} rows lack it; the default was not filled in",
            )


def _on_times(tables: Tables, name: str, source: Source) -> Iterator[Text]:
    if (count := tables.unreadable(source)) > 0:
        yield Text(
            f"{name}：有 {count} 个时间读不懂，按原文写出，校验时会被隔离",
            f"{name}: {count} times cannot be read; they are written as they stand and will be set aside",
        )
    rule = source.time
    if rule is not None and rule.clock == "day" and (count := tables.with_time_of_day(source)) > 0:
        yield Text(
            f"{name}：有 {count} 个时间不在当地零时，只保留了日期；请核对时区 {rule.zone}",
            f"{name}: {count} times are not midnight in {rule.zone} and only the day was kept; check the zone",
        )


def notes_on_cells(staged: Staged, folder: Path, tables: list[str]) -> list[Text]:
    """Return a note for every column of the written tables that holds cells which a ledger cannot take."""
    notes = []
    for table in tables:
        scan = f"read_parquet({quoted(glob.escape(str(folder / f'{table}.parquet')))})"
        there = {str(row[0]) for row in staged.engine.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}
        for column in TABLES[table].columns:
            if column.name in there and (found := _unusable(staged, scan, column)) is not None:
                count, example = found
                notes.append(
                    Text(
                        f"{table}.{column.name}：有 {count} 行校验时会被隔离，例如“{example}”",
                        f"{table}.{column.name}: {count} rows will be set aside by validation, such as “{example}”",
                    )
                )
    return notes


def _unusable(staged: Staged, scan: str, column: Column) -> tuple[int, str] | None:
    """Return how many rows hold an unreadable cell, with one of these; each distinct cell is read once."""
    if column.type is Type.instant or (column.type in (Type.text, Type.term) and not column.required):
        return None  # times were judged when they were read; any text will do
    cells = staged.engine.execute(f'SELECT CAST("{column.name}" AS VARCHAR), count(*) FROM {scan} GROUP BY 1')
    count, example = 0, ""
    while rows := cells.fetchmany(_AT_ONCE):
        _, bad = read_column(column, [row[0] or "" for row in rows])
        for text, number in rows:
            if (text or "") in bad:
                count, example = count + int(number), text or ""
    return (count, shown(example)) if count else None


def activities_of(staged: Staged, mapped: LogMap, tables: Tables) -> list[tuple[str, str, int]]:
    """Return (word of the log, word of the ledger, events), the most frequent first."""
    source = mapped.tables["events"].columns["activity"]
    word = Expressions(staged.places).text(source)
    written = staged.places[source.column] if source.column else word
    query = (
        f"SELECT {written}, {word}, count(*) FROM log WHERE {tables.events_that_count()} "
        "GROUP BY 1, 2 ORDER BY 3 DESC, 1"
    )
    return [
        (str(log or ""), str(kept or ""), int(number)) for log, kept, number in staged.engine.execute(query).fetchall()
    ]
