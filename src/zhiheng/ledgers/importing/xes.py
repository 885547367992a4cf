"""Event logs in IEEE XES, read as a stream: each event becomes a flat row. What a column means is the map's affair.

Attributes of the trace bear the prefix `case:`; an attribute nested in another is named `outer/inner`, and so are the
members of a list, whose values are joined where the key repeats.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any, NoReturn
from xml.parsers import expat

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.wording import shown

Progress = Callable[[int, int], None]
"""Is told bytes read and bytes in all."""

Row = list[Any]
CASE_PREFIX = "case:"
ROW_HEAD = ("line", "trace", "is_event")
"""What stands before the wanted columns in each row; a trace without events makes one row that is no event."""

_CHUNK = 1 << 18
# A value longer than this is held in memory whole by any XML parser; no log has one.
_LONGEST_VALUE = 1 << 24
_DEEPEST = 50
_MOST_FLOATS_REMEMBERED = 100_000
_ATTRIBUTES = frozenset(("string", "date", "int", "float", "boolean", "id", "list", "container"))
_EXPORT_AGAIN = Text("从来源系统重新导出该日志", "export the log again from where it came")


@dataclass
class _Scope:
    """Where attributes go that the parser meets now: the cells of a row, found by name; others are only noted."""

    places: Mapping[str, int]
    others: set[str]


class XesReader:
    """Reads one log, a trace at a time.

    After `rows` has ended, `left_out` holds the names of attributes met that nobody wanted and `declared` the names
    that the log declares for every event or (with `case:`) every trace.
    """

    def __init__(self, path: Path, wanted: Sequence[str], *, progress: Progress | None = None) -> None:
        self._path, self._progress = path, progress
        head, places = len(ROW_HEAD), {name: place for place, name in enumerate(wanted, len(ROW_HEAD))}
        of_case = {name: place for name, place in places.items() if name.startswith(CASE_PREFIX)}
        self._case_places = tuple(of_case.values())
        self._blank: Row = [""] * (head + len(wanted))
        self._event_scope = _Scope({name: place for name, place in places.items() if name not in of_case}, set())
        self._trace_scope = _Scope({name.removeprefix(CASE_PREFIX): at for name, at in of_case.items()}, set())
        self._global_scopes = {"event": _Scope({}, set()), "trace": _Scope({}, set())}
        self._ready: list[Row] = []
        self._trace: Row | None = None
        self._events: list[Row] = []
        self._traces = 0
        self._is_rooted = False
        self._parser = expat.ParserCreate()

    @property
    def left_out(self) -> frozenset[str]:
        """Return the names of the attributes that were met and not wanted."""
        return frozenset(self._event_scope.others) | {CASE_PREFIX + name for name in self._trace_scope.others}

    @property
    def declared(self) -> frozenset[str]:
        """Return the attributes that the log declares for each of its events and traces (IEEE 1849: `global`)."""
        event, trace = self._global_scopes["event"].others, self._global_scopes["trace"].others
        return frozenset(event) | {CASE_PREFIX + name for name in trace}

    def rows(self) -> Iterator[list[Row]]:
        """Yield rows in batches: line, number of the trace, "1" for an event, then the wanted columns as text.

        Raises Refusal, with the line where there is one, on what is no sound XES: broken XML or gzip, a document type
        (the door of entity bombs), an event outside a trace.
        """
        self._attach()
        size = self._path.stat().st_size
        try:
            with self._path.open("rb") as raw:
                is_packed = raw.read(2) == b"\x1f\x8b"
                raw.seek(0)
                yield from self._feed(gzip.GzipFile(fileobj=raw) if is_packed else raw, raw, size)
        except (EOFError, gzip.BadGzipFile, zlib.error) as wrong:
            reason = Text("压缩文件不完整或者已损坏", "the gzip file is cut short or damaged")
            self._refuse("broken_gzip", reason, value=str(wrong))
        except expat.ExpatError as wrong:
            reason = Text("不是完好的 XML", "this is not sound XML")
            self._refuse("broken_xml", reason, value=expat.ErrorString(wrong.code), line=wrong.lineno)

    def _feed(self, stream: IO[bytes] | gzip.GzipFile, raw: IO[bytes], size: int) -> Iterator[list[Row]]:
        fed = 0
        while chunk := stream.read(_CHUNK):
            self._parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(self._parser.CurrentByteIndex, 0) > _LONGEST_VALUE:
                self._refuse("too_large", Text("有一个值超过 16 MB", "one value is longer than 16 MB"))
            if self._progress is not None:
                self._progress(raw.tell(), size)
            if self._ready:
                yield self._ready
                self._ready = []
        self._parser.Parse(b"", True)
        if self._ready:
            yield self._ready

    def _attach(self) -> None:
        """Hand the parser its callbacks: closures, because they run some millions of times."""
        attributes, numbers = _ATTRIBUTES, dict[str, str]()
        above: list[str] = []  # the attributes that the parser stands in
        row: Row | None = None  # whose attributes come next, and where they go
        scope = _Scope({}, set())

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal row, scope
            if tag not in attributes:
                bare = tag.rpartition(":")[2]
                if bare in attributes:
                    start(bare, given)
                elif (opened := self._open(bare, given)) is not None:
                    row, scope = opened
                return
            name = given.get("key") or self._no_key()
            if above:
                name = self._nested(above, name)
            above.append(name)
            if row is None or (value := given.get("value")) is None:
                return
            place = scope.places.get(name)
            if place is None:
                scope.others.add(name)
                return
            if tag == "float":
                value = numbers.get(value) or _plain(value, numbers)
            row[place] = f"{row[place]}; {value}" if row[place] else value

        def end(tag: str) -> None:
            nonlocal row, scope
            if tag in attributes:
                above.pop()
                return
            bare = tag.rpartition(":")[2]
            if bare in attributes:
                above.pop()
            elif bare in ("event", "trace", "global"):
                row, scope = self._close(bare), self._trace_scope

        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end
        self._parser.StartDoctypeDeclHandler = self._meet_doctype

    def _open(self, tag: str, given: Mapping[str, str]) -> tuple[Row, _Scope] | None:
        """Return the row that an element opens and where its attributes go."""
        if tag == "event":
            return self._open_event(), self._event_scope
        if tag == "trace":
            return self._open_trace(), self._trace_scope
        if tag == "global":
            return [], self._global_scopes.get(given.get("scope", ""), _Scope({}, set()))
        if not self._is_rooted and tag != "log":
            self._refuse("not_xes", Text("根元素不是 log", "the root element is not `log`"), value=tag)
        self._is_rooted = True
        return None

    def _open_trace(self) -> Row:
        if self._trace is not None:
            self._refuse("broken_xes", Text("案例（trace）之内又有案例", "a trace stands within a trace"))
        self._traces += 1
        self._events = []
        self._trace = self._blank.copy()
        self._trace[:2] = self._parser.CurrentLineNumber, self._traces
        return self._trace

    def _open_event(self) -> Row:
        if self._trace is None:
            reason = Text("事件不在任何案例（trace）之内，没有案件编号", "an event outside any trace has no case id")
            self._refuse("event_without_case", reason)
        row = self._blank.copy()
        row[:3] = self._parser.CurrentLineNumber, self._traces, "1"
        self._events.append(row)
        return row

    def _close(self, tag: str) -> Row | None:
        """Return the row whose attributes may follow: those of a trace may stand after its events."""
        if tag == "trace":
            trace, self._trace = self._trace or [], None
            for row in self._events:
                for place in self._case_places:
                    row[place] = trace[place]
            self._ready += self._events or [trace]
        return self._trace

    def _nested(self, above: Sequence[str], name: str) -> str:
        if len(above) >= _DEEPEST:
            self._refuse("broken_xes", Text("属性嵌套过深", "attributes are nested too deeply"))
        return f"{above[-1]}/{name}"

    def _no_key(self) -> NoReturn:
        self._refuse("broken_xes", Text("属性没有 key", "an attribute has no key"))

    def _meet_doctype(self, *_: object) -> None:
        reason = Text("文件带有 DOCTYPE 声明，不予读取", "the file declares a DOCTYPE and is not read")
        remedy = Text("删去 DOCTYPE 和实体声明；XES 不需要它们", "remove it with its entities; XES needs none")
        self._refuse("has_doctype", reason, remedy=remedy)

    def _refuse(
        self, code: str, reason: Text, *, remedy: Text = _EXPORT_AGAIN, value: str = "", line: int | None = None
    ) -> NoReturn:
        place = Place(file=self._path.name, line=line or self._parser.CurrentLineNumber)
        raise Refusal(Fault(code, place, reason, remedy, shown(value))) from None


def _plain(written: str, known: dict[str, str]) -> str:
    """Write a number of type float in its shortest form: `35.0` and `3.5E1` are `35`; what is no number stays."""
    try:
        number = Decimal(written)
        plain = shortest(number) if number.is_finite() and abs(number.adjusted()) < 30 else written
    except InvalidOperation:
        plain = written
    if len(known) < _MOST_FLOATS_REMEMBERED:
        known[written] = plain
    return plain
