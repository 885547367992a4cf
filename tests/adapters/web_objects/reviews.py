"""Objects of case-file review: an activity that the body organises with its draw, a file of the body under review."""

from __future__ import annotations

from datetime import timedelta

from adapters.web_objects import provides
from adapters.web_objects.cases import case_of
from adapters.web_reviews import assign, make_draft, saved
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, store
from zhiheng_web.reviews import states
from zhiheng_web.reviews.models import Activity, Assignment, Draw, Exclusion, FileReview, Population


def activity_of(world: World, code: str) -> Activity:
    """Return the open activity that a body organises over those right beneath it, made once."""
    found: Activity | None = Activity.objects.filter(organiser=world.body(code)).first()
    if found is not None:
        return found
    organiser = world.body(code)
    beneath = [one.code for one in world.bodies.values() if one.parent == organiser]
    one = make_draft(world, organiser=code, bodies=beneath)
    one.state, one.opened_at = "open", clock.now()
    activity: Activity = saved(one)
    return activity


def file_of(world: World, code: str) -> FileReview:
    """Return the file of a case of the body, in an activity of the body above it, at the brigade; made once."""
    parent = world.body(code).parent
    assert parent is not None
    activity, case = activity_of(world, parent.code), case_of(world, code)
    found: FileReview | None = FileReview.objects.filter(activity=activity, case=case).first()
    if found is not None:
        return found
    one = FileReview(activity=activity, case=case, body=case.body, lead=case.lead)
    with acts.act(None, "tests.make_world"):
        states.enter(one, "due", actor=None, first=True)
        states.advance(one, "first_level", actor=None)
        states.advance(one, "second_level", actor=None)
    return one


def assignment_of(world: World, code: str) -> Assignment:
    """Return the assignment of the file to the reviewer of the body above, made once."""
    one = file_of(world, code)
    found: Assignment | None = one.assignments.filter(level=2, is_planted=False).first()
    if found is None:
        found = assign(world, one)
    assert found is not None
    return found


def population_of(world: World, code: str) -> Population:
    """Return the published population of the body's activity, made once."""
    activity = activity_of(world, code)
    found: Population | None = Population.objects.filter(activity=activity).first()
    if found is None:
        digest = store.keep(b"case_id,ref\nC-1,1\n", name="population.csv")
        found = Population(activity=activity, digest="0" * 64, count=1, file=digest, commitment={"strata": None})
        found.commitment_digest, found.seed_source, found.size = digest, "双色球", 1
        found.seed_not_before = clock.now() + timedelta(days=1)
        found.frozen_by = world.person("evaluation_office", code)
        saved(found)
    return found


@provides("activity_id")
def activity(world: World, code: str) -> int:
    """Return an activity that the body organises, with a published population."""
    return int(population_of(world, code).activity_id)


@provides("draw_id")
def draw(world: World, code: str) -> int:
    """Return a draw of the body, made once."""
    population = population_of(world, code)
    found = population.draws.first()
    if found is None:
        found = Draw(population=population, number=1, seed="12", proof="公告", size=1)
        found.sheet, found.sheet_digest = {"drawn": ["C-1"], "ranks": ["0" * 64]}, f"sha256:{'0' * 64}"
        found.drawn_by = world.person("evaluation_office", code)
        saved(found)
    return int(found.pk)


@provides("file_id")
def file(world: World, code: str) -> int:
    """Return the review of a file of the body."""
    return int(file_of(world, code).pk)


@provides("assignment_id")
def assignment(world: World, code: str) -> int:
    """Return the assignment of a file of the body."""
    return int(assignment_of(world, code).pk)


@provides("exclusion_id")
def exclusion(world: World, code: str) -> int:
    """Return a case that the body left out of its activity."""
    one = Exclusion(activity=activity_of(world, code), case=case_of(world, code), reason="试")
    one.by = world.person("evaluation_office", code)
    return int(saved(one).pk)
