"""What happened in a case in the order of time: steps, recordings, documents, findings, outcomes. No judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from django.urls import reverse

from zhiheng.api import ledgers
from zhiheng_web.cases.checked import found_in
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake.models import Row
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text, say

Kind = Literal["event", "recording", "document", "finding", "check", "outcome"]

KIND_TEXTS: dict[Kind, tuple[Text, str]] = {
    "event": (Text("环节", "step"), "neutral"),
    "recording": (Text("记录", "recording"), "info"),
    "document": (Text("文书", "document"), "neutral"),
    "finding": (Text("问题", "problem"), "bad"),
    "check": (Text("检查发现", "check"), "warn"),
    "outcome": (Text("外部结果", "outcome"), "warn"),
}
#: Ways of recording that are more than paper.
_RECORDED = ("audio", "video", "photo")
_END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something of a case: what sort, when (to the minute where known; None where nobody noted it), in words.

    `url` leads to the row, the document or the check; `more` is data (a number, a remark), `who` the officer.
    """

    kind: Kind
    at: datetime | None
    day: date | None
    text: Text
    who: str = ""
    medium: Text | None = None
    more: str = ""
    url: str = ""

    @property
    def sort(self) -> tuple[Text, str]:
        """Return the sort in words with its tone."""
        return KIND_TEXTS[self.kind]


def timeline(case: Case) -> list[Moment]:
    """Return what happened in a case, the earliest first, what bears no date last."""
    moments = [*_of_rows(case), *_of_documents(case), *_of_checks(case)]
    return sorted(moments, key=lambda one: (one.day is None, one.day or date.max, _minute(one)))


def _minute(one: Moment) -> time:
    # What is dated by its day alone stands after the instants of that day.
    return one.at.astimezone(clock.SHANGHAI).time().replace(tzinfo=None) if one.at else _END_OF_DAY


def _of_rows(case: Case) -> Iterator[Moment]:
    rows = list(Row.objects.filter(pk__in=case.rows, is_current=True).order_by("pk"))
    named = {row.values.get("officer_id", "") for row in rows} - {""}
    names = dict(Officer.objects.filter(code__in=named).values_list("code", "name"))
    for row in rows:
        who = row.values.get("officer_id", "")
        if row.table == "events":
            yield _of_event(row, names.get(who, who))
        elif row.table == "outcomes":
            organ, result = (word_of("outcomes", name, row.values.get(name, "")) for name in ("organ", "result"))
            told = Text(f"{organ.zh}：{result.zh}", f"{organ.en}: {result.en}")
            yield Moment("outcome", *_when(row, "effective_at"), told, more=row.values.get("note", ""), url=_url(row))
        elif row.table == "findings":
            rule, evidence = row.values.get("rule_id", ""), row.values.get("evidence", "")
            told = Text(f"登记的问题 {rule}", f"problem reported, {rule}")
            yield Moment("finding", *_when(row, "occurred_at"), told, names.get(who, who), more=evidence, url=_url(row))


def _of_event(row: Row, who: str) -> Moment:
    values: Mapping[str, str] = row.values
    activity, medium = values.get("activity", ""), values.get("medium", "")
    kind: Kind = "recording" if medium in _RECORDED else "event"
    more = " ".join(part for part in (values.get("document_no", ""), values.get("note", "")) if part)
    said = word_of("events", "medium", medium) if medium else None
    return Moment(kind, *_when(row, "at"), word_of("events", "activity", activity), who, said, more, _url(row))


def _of_documents(case: Case) -> Iterator[Moment]:
    for one in case.documents.filter(withdrawn_at=None, masks=None):
        day, url = clock.day_of(one.uploaded_at), reverse("cases:document", args=[one.pk])
        yield Moment("document", one.uploaded_at, day, Text(f"上传《{one.title}》", f"{one.title} uploaded"), url=url)


def _of_checks(case: Case) -> Iterator[Moment]:
    for found in found_in(case).failed:
        at, day = found.finding.occurred_at, None
        if at is not None:
            # A day without a time of day stands in the findings as its midnight.
            day = clock.day_of(at)
            at = None if at.astimezone(clock.SHANGHAI).time() == time(0) else at
        title, told = found.check.title, found.finding.told
        text = Text(f"{title.zh}：{told.zh}", f"{title.en}: {told.en}")
        yield Moment("check", at, day, text, more=say(found.check.citation), url="#checks")


def word_of(table: str, column: str, value: str) -> Text:
    """Return a value of a column of the ledger in words; one that is in no list stays as it is."""
    known = {str(choice.value): choice.label for choice in ledgers.TABLES[table].column(column).choices}
    return Text(known.get(value, value or "—"), value.replace("_", " ") or "—")


def _when(row: Row, column: str) -> tuple[datetime | None, date | None]:
    written = row.values.get(column, "")
    try:
        if len(written) == 10:
            return None, date.fromisoformat(written)
        at = datetime.fromisoformat(written)
    except ValueError:
        return None, None
    aware = at if at.tzinfo else at.replace(tzinfo=clock.SHANGHAI)
    return aware, clock.day_of(aware)


def _url(row: Row) -> str:
    return reverse("intake:row", args=[row.pk])
