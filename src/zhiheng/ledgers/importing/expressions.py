"""A source of the map as an expression over a staged log: words, blanks, times. No table is written here."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.ledgers.importing.maps import AS_WRITTEN, Source, TimeRule
from zhiheng.ledgers.importing.staging import quoted

_LEDGER_ZONE = "Asia/Shanghai"
_OFFSET = r"(Z|UTC|[+-]\d\d(:?\d\d)?)$"
_HAS_OFFSET = r":\d\d(\.\d+)?\s*" + _OFFSET
_WITHOUT_SECONDS = r"^(\d{4}\D\d\d?\D\d\d?[T ]\d\d?:\d\d)\s*(Z|[+-]\d\d:?\d\d)$"
# Read beside ISO 8601 because Chinese systems write them.
_USUAL_FORMATS = ("%Y%m%d", "%Y年%m月%d日", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S")
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Expressions:
    """Writes sources as SQL; `places` tells where each column of the log stands."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def text(self, source: Source) -> str:
        """Return the text of a source: translated, numbers with a point, the blank's word where there is nothing."""
        if not source.column:
            return _literal(source.value)
        column = self._places[source.column]
        words = "".join(f" WHEN {quoted(word)} THEN {_literal(to)}" for word, to in source.words.items())
        told = f"CASE {column}{words} ELSE {column} END" if words else column
        if source.decimal_sign == ",":
            told = f"replace(replace({told}, '.', ''), ',', '.')"
        return f"coalesce({told}, {_literal(source.blank)})" if source.blank else told


def _literal(text: str) -> str:
    return quoted(text) if text else "NULL"


def local_time(text: str, rule: TimeRule) -> str:
    """Return the local time that a text means: by the rule's formats, then ISO 8601, then Chinese ways of writing."""
    zoned = f"regexp_matches({text}, {quoted(_HAS_OFFSET)})"
    if rule.zone == AS_WRITTEN:
        bare = f"CASE WHEN {zoned} THEN regexp_replace({text}, {quoted(_OFFSET)}, '') ELSE {text} END"
        iso = f"TRY_CAST({bare} AS TIMESTAMP)"
    else:
        moved = f"timezone({quoted(rule.zone)}, TRY_CAST({_with_seconds(text)} AS TIMESTAMPTZ))"
        iso = f"CASE WHEN {zoned} THEN {moved} ELSE TRY_CAST({text} AS TIMESTAMP) END"
    tried = [_formatted(text, rule.formats)] if rule.formats else []
    return f"coalesce({', '.join([*tried, _checked(text, iso), _formatted(text, _USUAL_FORMATS)])})"


def instant(text: str, rule: TimeRule) -> str:
    """Return the instant at +08:00; a text without an offset is local time of the rule's zone."""
    zone = _LEDGER_ZONE if rule.zone == AS_WRITTEN else rule.zone
    zoned = f"regexp_matches({text}, {quoted(_HAS_OFFSET)})"
    stated = f"timezone({quoted(_LEDGER_ZONE)}, TRY_CAST({_with_seconds(text)} AS TIMESTAMPTZ))"
    local = f"timezone({quoted(_LEDGER_ZONE)}, timezone({quoted(zone)}, {local_time(text, rule)}))"
    return f"CASE WHEN {zoned} THEN {_checked(text, stated)} ELSE {local} END"


def kept(moment: str, rule: TimeRule) -> str:
    """Return what the ledger keeps of a moment: the day, or the time; NULL beyond the years that a ledger takes."""
    whole = f"CAST({moment} AS DATE)" if rule.clock == "day" else moment
    return f"CASE WHEN year({moment}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN {whole} END"


def _formatted(text: str, formats: tuple[str, ...]) -> str:
    return _checked(text, f"try_strptime({text}, [{', '.join(map(quoted, formats))}])")


def _with_seconds(text: str) -> str:
    return f"regexp_replace({text}, {quoted(_WITHOUT_SECONDS)}, '\\1:00\\2')"


def _checked(text: str, moment: str) -> str:
    # The database reads some words as times, and stops at years that lie beyond all calendars.
    is_word = f"lower({text}) IN ('epoch', 'infinity', '-infinity')"
    return f"CASE WHEN NOT {is_word} AND NOT regexp_matches({text}, '^[0-9]{{5,}}[-/]') THEN {moment} END"
