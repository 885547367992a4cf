"""The operation on one's own months: what the own page shows, as data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from zhiheng_web.cases.queries import officer_of
from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Bilingual
from zhiheng_web.officers.api.months import MonthLineOut
from zhiheng_web.officers.api.routing import router
from zhiheng_web.officers.reading import mine as reading


class AnswerOut(Schema):
    """Something that one can do, about what, until when."""

    what: Bilingual
    about: str
    due: date | None
    url: str


class OwnFileOut(Schema):
    """The review of one's own case."""

    file_review_id: int
    case: str
    state: str
    due_on: date | None
    deduction_first: Points | None
    deduction_final: Points | None


class MineOut(Schema):
    """One's own months, files and what can be answered; `officer_id` is null for who handles no cases."""

    officer_id: int | None
    months: list[MonthLineOut]
    files: list[OwnFileOut]
    answers: list[AnswerOut]


@router.get("/mine", response=MineOut)
@api_does("officers.read_mine")
def mine(request: HttpRequest) -> Any:
    """查看本人。 Read one's own months, files and what one can answer."""
    officer = officer_of(request.user)
    if officer is None:
        return {"officer_id": None, "months": [], "files": [], "answers": []}
    files = reading.files_of(officer)
    return {
        "officer_id": officer.pk,
        "months": list(reading.months_of(officer)),
        "files": [_file(one) for one in files],
        "answers": [
            AnswerOut(what=Bilingual.of(one.what), about=one.about, due=one.due, url=one.url)
            for one in reading.answers_of(officer, files)
        ],
    }


def _file(one: Any) -> dict[str, Any]:
    """Return a file; what it lost is told once notice was given."""
    is_told = one.notified_at is not None or one.state == "settled"
    return {
        "file_review_id": one.pk,
        "case": one.case.code,
        "state": one.state,
        "due_on": one.due_on,
        "deduction_first": one.deduction_first if is_told else None,
        "deduction_final": one.deduction_final,
    }
