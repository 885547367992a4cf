"""What the schemas of operations share: words, days, instants and numbers within what is stored; pages of lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, BinaryIO, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.files import UploadedFile
from ninja.pagination import PaginationBase, paginate
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, WithJsonSchema

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.words import Text

#: Years that laws, bodies and days may lie in; calendars and time zones know no others.
FIRST_YEAR, LAST_YEAR = 1949, 2199
_MOST_LISTED = 500


def _plain(value: str) -> str:
    if "\x00" in value:
        raise ValueError("the text holds a NUL sign")
    return value


def _day(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"the year lies outside {FIRST_YEAR}–{LAST_YEAR}")
    return value


def _written(value: Any) -> Any:
    """Take a day or an instant as text alone: a number would be taken for seconds since 1970."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or "-" not in value[1:]:
        raise ValueError("write it as text, such as 2026-11-22")
    return value


def _instant(value: datetime) -> datetime:
    _day(value.date())
    return value


#: A line of text as it is stored, and a longer text.
Line = Annotated[str, Field(max_length=200), AfterValidator(_plain)]
Words = Annotated[str, Field(max_length=5000), AfterValidator(_plain)]
#: A reason, which goes into the audit trail.
Reason = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_plain)]
#: The id of a rule, veto or sub-item of a scheme.
RuleId = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_plain)]
#: A value as a row of `facts` has it.
Value = Annotated[str, Field(max_length=500), AfterValidator(_plain)]
Day = Annotated[date, BeforeValidator(_written), AfterValidator(_day)]
Instant = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_instant)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
#: The version of something that two people may change: the one that was read.
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
#: Anything that JSON can hold, as it is stored.
Data = Annotated[Any, WithJsonSchema({})]


class Bilingual(Schema):
    """A wording in both languages."""

    zh: str
    en: str

    @staticmethod
    def of(text: Text) -> Bilingual:
        """Return the schema of a wording."""
        return Bilingual(zh=text.zh, en=text.of("en"))


def bytes_of(file: UploadedFile) -> BinaryIO:
    """Return the bytes of an uploaded file, to be read."""
    assert file.file is not None
    return cast(BinaryIO, file.file)


def named(rows: Any, key: int | None) -> Any:
    """Return what a number in what was sent names, of a model or of some rows; None for none.

    Raises Refusal where nothing has it.
    """
    chosen = getattr(rows, "objects", rows)
    found = None if key is None else chosen.filter(pk=key).first()
    if key is not None and found is None:
        reason = Text("没有这个编号的对象", "nothing has this number")
        raise Refusal(Fault("unknown", Place(), reason, Text("核对编号", "check the number"), str(key)))
    return found


class Why(Schema):
    """A reason for what is done."""

    reason: Reason


class Done(Schema):
    """What has been done, where nothing more is to be told: the number of the thing it was done to."""

    id: int


class Paging(PaginationBase):
    """Pages by `limit` and `offset`; `total` counts all that the filters leave."""

    class Input(Schema):
        """Which part of a list is wanted."""

        limit: int = Field(100, ge=1, le=_MOST_LISTED, description="most rows of this page")
        offset: int = Field(0, ge=0, le=1_000_000_000, description="rows before this page")

    class Output(Schema):
        """A part of a list."""

        items: list[Any]
        total: int

    def paginate_queryset(self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any) -> dict[str, Any]:
        """Return the part that is asked for, with the number of all rows."""
        start, end = pagination.offset, pagination.offset + pagination.limit
        total = queryset.count() if isinstance(queryset, QuerySet) else len(queryset)
        return {"items": list(queryset[start:end]), "total": total}


class ToldRows:
    """Rows of a list, each told as the reader may know it: counted in the database, told only as far as shown."""

    def __init__(self, rows: QuerySet[Any], tell: Callable[[Any], dict[str, Any]]) -> None:
        self.rows, self.tell = rows, tell

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        return [self.tell(one) for one in self.rows[part]]


def paged(operation: Callable[..., Sequence[Any] | QuerySet[Any] | ToldRows]) -> Callable[..., Any]:
    """Answer with a part of the list that is returned; stands between the router's mark and `api_does`."""
    wrapped: Callable[..., Any] = paginate(Paging)(operation)
    return wrapped


__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Bilingual",
    "Count",
    "Data",
    "Day",
    "Done",
    "Instant",
    "Line",
    "Paging",
    "Reason",
    "RuleId",
    "ToldRows",
    "Value",
    "Version",
    "Why",
    "Words",
    "Year",
    "bytes_of",
    "named",
    "paged",
]
