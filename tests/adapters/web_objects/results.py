"""Objects from the notice to the public copy: objection, meeting, publication, consequence, mention, disclosure."""

from __future__ import annotations

from datetime import timedelta

from adapters.web_objects import provides
from adapters.web_objects.evaluations import RULE, assessment_of, computation_of, cycle_of, office, saved
from adapters.web_world import World
from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.evaluations import models
from zhiheng_web.lib import clock, store


def objection_of(world: World, code: str) -> models.Objection:
    """Return an objection of the body against its result, made once."""
    one = assessment_of(world, code)
    found: models.Objection | None = one.objections.first()
    if found is None:
        computation = computation_of(one.cycle)
        notice = models.Notice(assessment=one, computation=computation, delivered_at=clock.now())
        notice.delivered_by, notice.objection_due = office(world, code), clock.today() + timedelta(days=7)
        saved(notice)
        found = models.Objection(assessment=one, notice=notice, filed_by=world.person("unit_head", code))
        found.before = computation
        saved(found)
        saved(models.ObjectionLine(objection=found, rule_id=RULE, reason="试"))
    return found


def publication_of(world: World, code: str) -> models.Publication:
    """Return the publication of the cycle that the body organises, made once."""
    cycle = cycle_of(world, code)
    found: models.Publication | None = cycle.publications.first()
    if found is None:
        found = models.Publication(cycle=cycle, version=1, computation=computation_of(cycle), audience="evaluated")
        found.bundle, found.published_by = store.keep(b"bundle", name="bundle"), world.person("evaluation_office", code)
        saved(found)
    return found


@provides("objection_id")
def objection(world: World, code: str) -> int:
    """Return an objection of the body."""
    return int(objection_of(world, code).pk)


@provides("evaluations:line_id")
def line(world: World, code: str) -> int:
    """Return a line that the body contests."""
    return int(objection_of(world, code).lines.get().pk)


@provides("meeting_id")
def meeting(world: World, code: str) -> int:
    """Return a meeting of the body above on its cycle, in which the body is evaluated."""
    cycle = assessment_of(world, code).cycle
    made = models.Meeting(cycle=cycle, computation=computation_of(cycle), name="试", held_at=clock.now(), chair="某某")
    made.recorded_by = office(world, code)
    return int(saved(made).pk)


@provides("publication_id")
def publication(world: World, code: str) -> int:
    """Return a publication of the body."""
    return int(publication_of(world, code).pk)


@provides("consequence_id")
def consequence(world: World, code: str) -> int:
    """Return a consequence for the body."""
    return int(saved(models.Consequence(assessment=assessment_of(world, code), kind="interview", ground="试")).pk)


@provides("mention_id")
def mention(world: World, code: str) -> int:
    """Return a mention in the circular of a cycle that the body organises."""
    made = models.Mention(cycle=cycle_of(world, code), kind="commendation", body=world.body(code), reason="试")
    made.chosen_by = world.person("evaluation_office", code)
    return int(saved(made).pk)


@provides("disclosed_id")
def disclosed(world: World, code: str) -> int:
    """Return the public copy that the body has made, made once."""
    found = Disclosed.objects.filter(body=world.body(code)).first()
    return int((found or make_disclosed(world, code)).pk)


@provides("unit_id")
def unit(world: World, code: str) -> str:
    """Return the number of the body in a public copy."""
    disclosed(world, code)
    return code


def make_disclosed(world: World, code: str, **other: object) -> Disclosed:
    """Make a public copy of the body's publication, about itself; `other` are fields that differ."""
    body = world.body(code)
    category = {"id": "C1", "name_zh": "执法规范", "name_en": "Conduct", "points": "60", "deducted": "1.4"}
    told = {"unit_id": code, "name": body.name, "score": "98.6", "base": "100", "bonus": "0", "grade": "excellent"}
    scheme = {
        "id": "hunan-2020",
        "version": "1",
        "digest": f"sha256:{'1' * 64}",
        "name_zh": "方案",
        "name_en": "Scheme",
    }
    made = Disclosed(publication=publication_of(world, code), body=body, year=2020, title=f"{body}2020年度评价结果")
    made.content = {
        "title": made.title,
        "title_en": "",
        "organiser": body.name,
        "year": 2020,
        "period": ["2020-01-01", "2021-01-01"],
        "as_of": "2020-12-31",
        "fictional": False,
        "version": 1,
        "scheme": scheme,
        "result_digest": f"sha256:{'2' * 64}",
        "bodies": [{**told, "rank": 1, "categories": [category]}],
    }
    made.word, made.pdf = store.keep(b"word", name="word"), store.keep(b"pdf", name="pdf")
    made.bundle, made.disclosed_by = store.keep(b"bundle", name="bundle"), world.person("evaluation_office", code)
    for name, value in other.items():
        setattr(made, name, value)
    saved(made)
    return made
