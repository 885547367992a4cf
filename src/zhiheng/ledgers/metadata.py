"""What a ledger says of itself: `ledger.yaml`, or the sheet `ledger`/`台账` of a workbook. Tables are not read here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.cells import Unreadable, read_column
from zhiheng.ledgers.columns import Column, Type, folded
from zhiheng.ledgers.delimited import read_text
from zhiheng.ledgers.grids import Grid, is_blank
from zhiheng.ledgers.ledger import Period
from zhiheng.ledgers.wording import nearest, shown

_LABELS = {
    "name": ("名称", "台账名称"),
    "period.from": ("period_from", "期间起", "起始日期", "期间开始"),
    "period.to": ("period_to", "期间止", "截止日期", "期间结束"),
    "region": ("地区", "行政区划"),
    "calendar": ("日历", "工作日历"),
    "currency_unit": ("金额单位", "货币单位"),
    "as_of": ("数据日期", "数据截至", "评价基准日"),
    "findings_complete": ("问题已报齐", "问题报齐的规则"),
    "evaluated": ("被评价单位",),
}
#: The keys that take a list.
_LISTS = ("findings_complete", "evaluated")
_KEYS = ("name", "period", "region", "calendar", "currency_unit", "as_of", *_LISTS)
_CURRENCIES = {"yuan": "yuan", "元": "yuan", "wan_yuan": "wan_yuan", "万元": "wan_yuan"}
_DAY = Column("date", ("日期",), Type.date)
_YAML_REMEDY = Text(
    "照 docs/ledger.md 的样例改正这一行；冒号后留一个空格",
    "mend the line after the example in docs/ledger.md; a colon is followed by a blank",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The ledger's own account of itself, with what holds where it is silent."""

    name: str
    period: Period | None = None
    region: str = ""
    calendar: str = "cn"
    currency_unit: str = "yuan"
    as_of: date | None = None
    findings_complete: frozenset[str] | Literal["all"] = frozenset()
    #: The units to evaluate; empty: all that the scheme evaluates.
    evaluated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement: its name (`period.from`), its words, and where it stands."""

    name: str
    words: tuple[str, ...]
    place: Place


def read_ledger_yaml(path: Path, *, name: str) -> Metadata:
    """Read `ledger.yaml`; `name` is the ledger's name where the file gives none. Raises Refusal with file and line."""
    file = path.name
    root = _compose(read_text(path, file), file)
    if root is None:
        return Metadata(name)
    if not isinstance(root, MappingNode):
        reason = Text("应为“名称: 值”的逐行书写", "expected lines of the form `name: value`")
        raise Refusal(Fault("bad_yaml", Place(file=file, line=1), reason, _YAML_REMEDY))
    faults: list[Fault] = []
    entries = list(_flatten(root, file, faults))
    return _interpret(entries, name, faults)


def read_metadata_sheet(grid: Grid, *, name: str) -> Metadata:
    """Read a sheet of two columns, name and value; labels may be English or Chinese. Raises Refusal with the row."""
    labels = {folded(word): key for key, words in _LABELS.items() for word in (key, *words)}
    faults: list[Fault] = []
    entries = []
    for row, number in zip(grid.rows, grid.numbers, strict=True):
        cells = [cell.strip() for cell in row if cell.strip()]
        if is_blank(row) or folded(cells[0]) in ("key", "项目", "名称/name", "ledger", "台账"):
            continue
        place = Place(file=grid.file, row=number)
        key = labels.get(folded(cells[0]).rstrip(":"))
        if key is None:
            faults.append(_unknown(cells[0], place, list(labels)))
        elif len(cells) > 1:
            words = re.split(r"[;,、，；\s]+", cells[1]) if key in _LISTS else [cells[1]]
            entries.append(Entry(key, tuple(words), place))
    return _interpret(entries, name, faults)


def _compose(text: str, file: str) -> MappingNode | ScalarNode | SequenceNode | None:
    try:
        root: MappingNode | ScalarNode | SequenceNode | None = YAML(typ="safe", pure=True).compose(text)
        return root
    except RecursionError:
        reason = Text("嵌套过深", "nested too deeply")
        raise Refusal(Fault("bad_yaml", Place(file=file, line=1), reason, _YAML_REMEDY)) from None
    except YAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark if isinstance(wrong, MarkedYAMLError) else None
        problem = wrong.problem if isinstance(wrong, MarkedYAMLError) else str(wrong)
        raise Refusal(
            Fault(
                "bad_yaml",
                Place(file=file, line=mark.line + 1 if mark else 1),
                Text("YAML 无法解读", "the YAML cannot be read"),
                _YAML_REMEDY,
                shown(str(problem)),
            )
        ) from None


def _flatten(root: MappingNode, file: str, faults: list[Fault]) -> Iterator[Entry]:
    seen: set[str] = set()
    for key, node in root.value:
        name, place = str(key.value), Place(file=file, line=key.start_mark.line + 1)
        if name in seen:
            reason = Text(f"“{name}”写了两次", f"{name} is given twice")
            faults.append(Fault("duplicate_key", place, reason, Text("保留其中一行", "keep one of the lines")))
        elif name not in _KEYS:
            faults.append(_unknown(name, place, _KEYS))
        elif name == "period":
            yield from _flatten_period(node, place, faults)
        elif (words := _words(node)) is None or (isinstance(node, SequenceNode) and name not in _LISTS):
            faults.append(_malformed(name, place))
        elif words:
            yield Entry(name, words, place)
        seen.add(name)


def _flatten_period(node: object, place: Place, faults: list[Fault]) -> Iterator[Entry]:
    if isinstance(node, ScalarNode) and not _words(node):
        return
    if not isinstance(node, MappingNode):
        faults.append(_malformed("period", place))
        return
    for key, value in node.value:
        name, here = str(key.value), Place(file=place.file, line=key.start_mark.line + 1)
        if name not in ("from", "to"):
            faults.append(_unknown(name, here, ("from", "to")))
        elif not isinstance(value, ScalarNode):
            faults.append(_malformed(f"period.{name}", here))
        elif words := _words(value):
            yield Entry(f"period.{name}", words, here)


def _words(node: object) -> tuple[str, ...] | None:
    """Return the words of a scalar or a list of scalars; None for anything else. A null has no words."""
    if isinstance(node, ScalarNode):
        return () if str(node.tag).endswith(":null") or not node.value.strip() else (node.value.strip(),)
    if isinstance(node, SequenceNode) and all(isinstance(part, ScalarNode) for part in node.value):
        return tuple(part.value.strip() for part in node.value)
    return None


def _interpret(entries: Sequence[Entry], name: str, faults: list[Fault]) -> Metadata:
    told = {entry.name: entry for entry in entries}
    currency = "yuan"
    if entry := told.get("currency_unit"):
        currency = _CURRENCIES.get(folded(entry.words[0]), "")
        if not currency:
            reason = Text(
                "金额单位只能是 yuan（元）或 wan_yuan（万元）", "the currency unit is neither yuan nor wan_yuan"
            )
            remedy = Text("写 yuan 或 wan_yuan", "write yuan or wan_yuan")
            faults.append(Fault("unknown_currency_unit", entry.place, reason, remedy, shown(entry.words[0])))
    period, as_of = _period(told, faults), _day(told.get("as_of"), faults)
    if faults:
        raise Refusal(faults)
    complete = told["findings_complete"].words if "findings_complete" in told else ()
    return Metadata(
        name=_word(told, "name") or name,
        period=period,
        region=_word(told, "region"),
        calendar=_word(told, "calendar") or "cn",
        currency_unit=currency,
        as_of=as_of,
        findings_complete="all" if [folded(word) for word in complete] in (["all"], ["全部"]) else frozenset(complete),
        evaluated=frozenset(told["evaluated"].words) if "evaluated" in told else frozenset(),
    )


def _word(told: dict[str, Entry], name: str) -> str:
    return told[name].words[0] if name in told else ""


def _period(told: dict[str, Entry], faults: list[Fault]) -> Period | None:
    first, last = told.get("period.from"), told.get("period.to")
    if first is None and last is None:
        return None
    if first is None or last is None:
        given = first or last
        assert given is not None
        reason = Text("期间只写了一端", "only one end of the period is given")
        remedy = Text(
            "写全 period: {from: 2020-01-01, to: 2021-01-01}，止日不含在内",
            "write period: {from: 2020-01-01, to: 2021-01-01}; the last day is not included",
        )
        faults.append(Fault("half_period", given.place, reason, remedy, shown(given.words[0])))
        return None
    start, end = _day(first, faults), _day(last, faults)
    if start is None or end is None:
        return None
    if start >= end:
        reason = Text("期间的止日不晚于起日", "the period does not end after it begins")
        remedy = Text(
            "止日写期间结束后的第一天，例如 2021-01-01", "write the first day after the period, for example 2021-01-01"
        )
        faults.append(Fault("empty_period", last.place, reason, remedy, f"{start} – {end}"))
        return None
    return Period(start, end)


def _day(entry: Entry | None, faults: list[Fault]) -> date | None:
    if entry is None:
        return None
    values, bad = read_column(_DAY, entry.words[:1])
    wrong: Unreadable | None = next(iter(bad.values()), None)
    if wrong is not None:
        place = Place(entry.place.file, entry.place.line, row=entry.place.row, column=entry.name)
        faults.append(Fault(wrong.code, place, wrong.reason, wrong.remedy, shown(entry.words[0])))
    value = values[0]
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _unknown(name: str, place: Place, known: Sequence[str]) -> Fault:
    near = nearest(folded(name), known)
    guess = (f"；是否指“{near}”？", f"; did you mean {near}?") if near else ("", "")
    names = ", ".join(_KEYS if place.line and "from" not in known else known)
    return Fault(
        "unknown_key",
        place,
        Text("台账说明中没有这个名称", "ledger.yaml has no such name"),
        Text(f"可用的名称：{names}{guess[0]}", f"use one of {names}{guess[1]}"),
        shown(name),
    )


def _malformed(name: str, place: Place) -> Fault:
    return Fault(
        "malformed_key", place, Text(f"“{name}”的写法不对", f"{name} is not written as expected"), _YAML_REMEDY, name
    )
