"""What operations on letters and replies take and tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema

from zhiheng_web.lib.rest import Key
from zhiheng_web.lib.schemas import Day, Line, Reason, Version, Words
from zhiheng_web.supervision.models import Reply

_Title = Annotated[Line, Field(min_length=1)]
_Long = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class SuggestionLetterIn(Schema):
    """What a letter says beside its problems; suggestions one a line."""

    title: _Title
    found_in: Line = ""
    basis: _Long = ""
    suggestions: Words = ""
    reply_days: Annotated[int, Field(ge=1, le=250)] = 10


class SuggestionLetterEdit(SuggestionLetterIn):
    """The same with the version that was read."""

    version: Version


class SuggestionLetterOut(Schema):
    """A letter as it stands."""

    id: int
    issuer_id: int
    addressee_id: int
    number: str
    title: str
    found_in: str
    basis: str
    suggestions: str
    reply_days: int
    reply_due_on: date | None
    state: str
    issued_at: datetime | None
    received_at: datetime | None
    closed_at: datetime | None
    withdrawn_reason: str
    version: int


class SuggestionProblemIn(Schema):
    """A problem, with the case in which it was found."""

    text: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
    clause: _Long = ""
    case_id: Key | None = None


class SuggestionProblemOut(Schema):
    """A problem of a letter; `task_id` is its row in the problem list."""

    id: int
    text: str
    clause: str
    case_id: int | None
    check_id: str
    task_id: int | None


class SuggestionFindingOut(Schema):
    """Something that the checks found and that the letter can name."""

    id: int
    code: str
    case_pk: int
    check_id: str
    severity: str
    told_zh: str
    told_en: str


class SuggestionFindingsIn(Schema):
    """The findings that were chosen."""

    finding_ids: Annotated[list[Key], Field(min_length=1, max_length=200)]


class SuggestionVersionIn(Schema):
    """The version that was looked at."""

    version: Version


class SuggestionMeasureIn(Schema):
    """What is done about one problem."""

    problem_id: Key
    text: Reason


class SuggestionReplyIn(Schema):
    """A reply with a measure for each problem."""

    text: Annotated[Words, Field(min_length=1)]
    measures: Annotated[list[SuggestionMeasureIn], Field(max_length=500)]
    version: Version


class SuggestionMeasureOut(Schema):
    """A measure of a reply."""

    problem_id: int
    text: str


class SuggestionReplyOut(Schema):
    """A reply with what was decided on it."""

    id: int
    text: str
    state: str
    sent_at: datetime
    was_late: bool
    verdict: str
    new_due_on: date | None
    measures: list[SuggestionMeasureOut]

    @staticmethod
    def resolve_measures(one: Reply) -> list[Any]:
        """Return the measures in their order."""
        return list(one.measures.all())


class SuggestionVerdictIn(Schema):
    """A remark on what is accepted or closed."""

    verdict: Annotated[Words, Field(max_length=2000)] = ""


class SuggestionReturnIn(Schema):
    """Why a reply is returned, and until when the next is due."""

    verdict: Reason
    due_on: Day


class SuggestionTaskIn(Schema):
    """Until when a problem is to be rectified."""

    deadline: Day


class SuggestionEvidenceOut(Schema):
    """A file of a reply."""

    id: int
    name: str
    size: int
    digest: str
    uploaded_at: datetime
