"""Objects of training: what the body has published, its class with its officer enrolled, its contest with a judge."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from adapters.web_objects import asked_inside, provides, stricter
from adapters.web_objects.evaluations import saved
from adapters.web_reviews import make_cases, make_draft, make_officer
from adapters.web_world import World
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, store
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.training import models


def _once(model: Any, **told: Any) -> Any:
    """Return the thing of these values, made when it is first asked for."""
    return model.objects.filter(**told).first()


def series_of(world: World, code: str) -> models.Series:
    """Return the series of bulletins of the body, made once."""
    told = {"body": world.body(code), "kind": "bulletin", "name": "通报"}
    found: models.Series = _once(models.Series, **told) or saved(models.Series(last=1, **told))
    return found


def bulletin_of(world: World, code: str) -> models.Bulletin:
    """Return a bulletin that the body has published, made once."""
    series = series_of(world, code)
    found: models.Bulletin | None = series.issues.exclude(state="draft").first()
    if found is None:
        found = models.Bulletin(series=series, title="试", text="试", shown={"title": "试", "text": "试"}, number=1)
        found.state, found.published_at = "published", clock.now()
        saved(found)
    return found


def meeting_of(world: World, code: str) -> models.Meeting:
    """Return the meeting of this month of the body, made once."""
    month = clock.today().replace(day=1)
    found: models.Meeting | None = _once(models.Meeting, body=world.body(code), month=month)
    made = found or saved(
        models.Meeting(body=world.body(code), month=month, problems_month=month, held_on=clock.today())
    )
    meeting: models.Meeting = made
    return meeting


def study_of(world: World, code: str) -> models.Study:
    """Return the study of the body after its own meeting, made once."""
    told = {"meeting": meeting_of(world, code), "body": world.body(code)}
    found: models.Study = _once(models.Study, **told) or saved(models.Study(due_on=clock.today(), **told))
    return found


def class_of(world: World, code: str) -> models.TrainingClass:
    """Return a class that the body holds, made once."""
    today = clock.today()
    told = {"body": world.body(code), "title": "试"}
    days = {"starts_on": today, "ends_on": today, "looks_back_to": today, "days": Decimal(1)}
    found: models.TrainingClass = _once(models.TrainingClass, **told) or saved(models.TrainingClass(**told, **days))
    return found


def officer_of(world: World, code: str) -> Officer:
    """Return the officer whose account is `officer@CODE`."""
    return make_officer(world, code)


def contest_of(world: World, code: str) -> models.Contest:
    """Return a decided contest of the body, made once."""
    today = clock.today()
    told = {"body": world.body(code), "title": "试"}
    more = {"period_from": today, "period_to": today + timedelta(days=1), "places": 1, "candidates_each": 1}
    found: models.Contest = _once(models.Contest, **told) or saved(
        models.Contest(**told, **more, judges_wanted=1, state="decided")
    )
    return found


def candidate_of(world: World, code: str) -> models.Candidate:
    """Return the file that the body's contest has named, made once."""
    contest = contest_of(world, code)
    found: models.Candidate | None = contest.candidates.first()
    if found is None:
        activity = Activity.objects.filter(organiser=world.body(code)).first()
        activity = activity or make_draft(world, organiser=code, bodies=())
        case = make_cases(world, code, 1)[0]
        review: FileReview = saved(FileReview(activity=activity, case=case, body=case.body, lead=case.lead))
        found = models.Candidate(contest=contest, file_review=review, side="best", score=100, deduction=0, rank=1)
        found.place, found.is_named = 1, True
        saved(found)
    return found


def judge_of(world: World, code: str) -> models.Judge:
    """Return the judge who serves as a legal officer at the body, made once."""
    told = {"contest": contest_of(world, code), "account": world.person("legal_officer", code)}
    more = {"body": world.body(code), "stratum": "legal_officer", "position": 1}
    found: models.Judge = _once(models.Judge, **told) or saved(models.Judge(**told, **more))
    return found


@provides("bulletin_id")
def bulletin(world: World, code: str) -> int:
    """Return a bulletin of the body."""
    return int(bulletin_of(world, code).pk)


@provides("training:comment_id")
def comment(world: World, code: str) -> int:
    """Return a comment on a bulletin of the body."""
    made = models.Comment(bulletin=bulletin_of(world, code), account=world.person("officer", code), text="试")
    return int(saved(made).pk)


@provides("series_id")
def series(world: World, code: str) -> int:
    """Return a series of the body."""
    return int(series_of(world, code).pk)


@provides("campaign_id")
def campaign(world: World, code: str) -> int:
    """Return a campaign of the body."""
    made = models.Campaign(body=world.body(code), name="试", owner="某某", starts_on=clock.today())
    return int(saved(made).pk)


@provides("focus_id")
def focus(world: World, code: str) -> int:
    """Return a focus problem of the body."""
    count = models.Focus.objects.count()
    return int(saved(models.Focus(body=world.body(code), code=f"F{count}", name="试")).pk)


@provides("training:meeting_id")
def meeting(world: World, code: str) -> int:
    """Return a meeting of the body."""
    return int(meeting_of(world, code).pk)


@provides("item_id")
def item(world: World, code: str) -> int:
    """Return a point of the agenda of a meeting of the body."""
    return int(saved(models.AgendaItem(meeting=meeting_of(world, code), position=1, kind="law", title="试")).pk)


@provides("study_id")
def study(world: World, code: str) -> int:
    """Return a study of the body."""
    return int(study_of(world, code).pk)


@provides("proof_id")
def proof(world: World, code: str) -> int:
    """Return a proof of a study of the body."""
    made = models.Proof(study=study_of(world, code), name="a.txt", size=1, media_type="text/plain")
    made.digest, made.by = store.keep(b"x", name="x"), world.person("legal_officer", code)
    return int(saved(made).pk)


@provides("course_id")
def course(world: World, code: str) -> int:
    """Return a course of the body."""
    today = clock.today()
    made = models.Course(body=world.body(code), title="试", kind="other", starts_on=today, ends_on=today)
    made.days = Decimal(1)
    return int(saved(made).pk)


@provides("training:officer_id")
def officer(world: World, code: str) -> int:
    """Return an officer of the body."""
    return int(officer_of(world, code).pk)


@provides("class_id")
def training_class(world: World, code: str) -> int:
    """Return a class of the body."""
    return int(class_of(world, code).pk)


@provides("enrolment_id")
def enrolment(world: World, code: str) -> int:
    """Return the enrolment of the body's officer in the body's class, made once."""
    told = {"training_class": class_of(world, code), "officer": officer_of(world, code)}
    return int((_once(models.Enrolment, **told) or saved(models.Enrolment(reason="试", **told))).pk)


@provides("training:question_id")
def question(world: World, code: str) -> int:
    """Return a question of the body's class."""
    made = models.Question(training_class=class_of(world, code), position=1, text="试", points=Decimal(1))
    return int(saved(made).pk)


@provides("contest_id")
def contest(world: World, code: str) -> int:
    """Return a contest of the body."""
    return int(contest_of(world, code).pk)


@provides("candidate_id")
def candidate(world: World, code: str) -> int:
    """Return a candidate of the body's contest."""
    return int(candidate_of(world, code).pk)


@provides("judge_id")
def judge(world: World, code: str) -> int:
    """Return a judge of the body's contest."""
    return int(judge_of(world, code).pk)


@provides("follow_up_id")
def follow_up(world: World, code: str) -> int:
    """Return an accountability task of the body's contest, made once."""
    told = {"candidate": candidate_of(world, code), "about": "unit"}
    return int((_once(models.FollowUp, **told) or saved(models.FollowUp(**told))).pk)


_API = "/api/v1/training"

asked_inside(
    *(f"training:{name}" for name in ("bulletin", "confirm_reading", "comment", "campaign", "meeting", "course")),
    "training:contest",
    "training:candidate",
    f"GET {_API}/bulletins/{{bulletin_id}}",
    f"POST {_API}/bulletins/{{bulletin_id}}/read",
    f"GET {_API}/bulletins/{{bulletin_id}}/comments",
    f"POST {_API}/bulletins/{{bulletin_id}}/comments",
    f"GET {_API}/campaigns/{{campaign_id}}/counts",
    f"GET {_API}/meetings/{{meeting_id}}",
    f"GET {_API}/meetings/{{meeting_id}}/items",
    f"GET {_API}/courses/{{course_id}}/people",
    f"GET {_API}/contests/{{contest_id}}",
)
stricter(
    "a judge scores on the own ballot and reads no other",
    *(f"training:{name}" for name in ("ballot", "score", "ballot_file", "stand_aside", "ballot_document")),
    f"GET {_API}/ballots/{{judge_id}}",
    f"PUT {_API}/ballots/{{judge_id}}",
    f"POST {_API}/ballots/{{judge_id}}/aside",
)
