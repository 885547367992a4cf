"""Objects of supervision: a letter from above to the body, with a problem and a file; a month it
circulated, a result that it passed on, a review that it reported above.
"""

from __future__ import annotations

from typing import Any

from adapters.web_objects import asked_inside, provides, stricter
from adapters.web_objects.evaluations import saved
from adapters.web_reviews import make_draft
from adapters.web_world import World
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock, store
from zhiheng_web.lib.months import month_earlier
from zhiheng_web.supervision.models import ExternalReview, ExternalRow, Letter, LetterProblem, MonthCircular, Submission


def letter_of(world: World, code: str) -> Letter:
    """Return a letter that the body received from the one above, made once."""
    body = world.body(code)
    found: Letter | None = Letter.objects.filter(addressee=body).first()
    if found is None:
        found = Letter(issuer=body.parent, addressee=body, title="试", suggestions="试", state="issued")
        found.issued_at, found.reply_due_on = clock.now(), clock.today()
        saved(found)
    return found


@provides("supervision:letter_id")
def letter(world: World, code: str) -> int:
    """Return a letter to the body."""
    return int(letter_of(world, code).pk)


@provides("supervision:problem_id")
def problem(world: World, code: str) -> int:
    """Return a problem of a letter to the body."""
    return int(saved(LetterProblem(letter=letter_of(world, code), text="试")).pk)


def _file_of(world: World, thing: Any, code: str) -> int:
    """Return a file of the body about something."""
    told = {"name": "x.txt", "digest": store.keep(b"x", name="x.txt"), "size": 1}
    made = Evidence(
        body=world.body(code), subject=subject_of(thing), uploaded_by=world.person("unit_head", code), **told
    )
    made.media_type = "text/plain; charset=utf-8"
    return int(saved(made).pk)


@provides("supervision:evidence_id")
def evidence(world: World, code: str) -> int:
    """Return a file about the letter to the body."""
    return _file_of(world, letter_of(world, code), code)


@provides("supervision:month")
def month(world: World, code: str) -> str:
    """Return the month before this one."""
    return f"{month_earlier(clock.today()):%Y-%m}"


@provides("supervision:circular_id")
def circular(world: World, code: str) -> int:
    """Return the circular of a month that the body gave out long ago."""
    told = {"body": world.body(code), "month": month_earlier(clock.today().replace(day=1), 30)}
    found = MonthCircular.objects.filter(**told).first()
    return int((found or saved(MonthCircular(**told))).pk)


def external_of(world: World, code: str) -> ExternalReview:
    """Return a result from above that the body has entered, made once."""
    told = {"body": world.body(code), "issuer": "试", "title": "试", "year": clock.today().year}
    found: ExternalReview = ExternalReview.objects.filter(**told).first() or saved(
        ExternalReview(**told, state="circulated", circulated_at=clock.now())
    )
    return found


@provides("supervision:external_id")
def external(world: World, code: str) -> int:
    """Return a result from above that the body has circulated."""
    return int(external_of(world, code).pk)


@provides("supervision:original_id")
def original(world: World, code: str) -> int:
    """Return the paper of a result that the body has circulated."""
    return _file_of(world, external_of(world, code), code)


@provides("supervision:row_id")
def row(world: World, code: str) -> int:
    """Return a row of a result that the body has entered."""
    return int(saved(ExternalRow(review=external_of(world, code), unit_name="试")).pk)


def submission_of(world: World, code: str) -> Submission:
    """Return a report of a review of the body to the bureau above, made once."""
    found: Submission | None = Submission.objects.filter(activity__organiser=world.body(code)).first()
    if found is None:
        activity = make_draft(world, organiser=code, bodies=())
        found = saved(Submission(activity=activity, submitted_to="试", submitted_on=clock.today()))
    return found


@provides("supervision:activity_id")
def activity(world: World, code: str) -> int:
    """Return a review that the body organises."""
    return int(submission_of(world, code).activity_id)


@provides("supervision:submission_id")
def submission(world: World, code: str) -> int:
    """Return a report of a review of the body."""
    return int(submission_of(world, code).pk)


@provides("supervision:paper_id")
def paper(world: World, code: str) -> int:
    """Return a paper of a report of a review of the body."""
    return _file_of(world, submission_of(world, code), code)


@provides("supervision:year")
def year(world: World, code: str) -> int:
    """Return this year."""
    return clock.today().year


stricter(
    "the paper names the rows of every unit: a unit reads its own rows and the bulletin",
    "supervision:original",
    "GET /api/v1/supervision/externals/{external_id}/originals/{original_id}",
)
# What a body has circulated is read above it, and at every body beneath it.
asked_inside(
    "supervision:external",
    "GET /api/v1/supervision/externals/{external_id}",
    "GET /api/v1/supervision/externals/{external_id}/rows",
)
