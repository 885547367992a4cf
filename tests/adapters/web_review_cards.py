"""Signed review cards made directly: an activity, files of cases, cards with lines. No rule of the app is tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import (
    Activity,
    ActivityBody,
    Assignment,
    Card,
    CardLine,
    Draw,
    FileReview,
    Objection,
    Population,
)
from zhiheng_web.reviews.procedures import rules_for

FROM, TO = date(2026, 1, 1), date(2027, 1, 1)


def make_activity(world: World, code: str = "P", **given: Any) -> Activity:
    """Make an open activity of a body; `rules` are those that differ from the scheme's."""
    told = {"title": "2026 年案卷评查", "kind": "complete", "scheme_id": "wuxue-file-review", "state": "open"}
    rules = rules_for(given.get("scheme_id", told["scheme_id"])).as_data() | {"levels": 1} | given.pop("rules", {})
    made = Activity(**{**told, "organiser": world.body(code), "rules": rules, **given})
    made.period_from, made.period_to = FROM, TO
    with acts.act(None, "tests.make_world"):
        made.save()
        for body in sorted(world.bodies.values(), key=lambda one: one.path):
            if body.parent_id == made.organiser_id:
                ActivityBody(activity=made, body=body).save()
    return made


def make_officer(world: World, code: str, number: str) -> Officer:
    """Make, or find, an officer of a body by number."""
    found = Officer.objects.filter(code=number).first()
    if found is not None:
        return found
    made = Officer(body=world.body(code), code=number, name=f"民警{number}", initials="mj")
    with acts.act(None, "tests.make_world"):
        made.save()
    return made


def make_file(world: World, activity: Activity, code: str, case_id: str, **given: Any) -> FileReview:
    """Make the file of a closed case of a body within an activity; `officer` is the number of the lead."""
    body, number = world.body(code), given.pop("officer", f"{code}-01")
    lead = make_officer(world, code, number)
    with acts.act(None, "tests.make_world"):
        book = Book.objects.filter(body=body).first() or Book(body=body, name="台账", period_from=FROM, period_to=TO)
        book.save()
        case = Case(book=book, body=body, code=case_id, kind="penalty", lead=lead, closed_on=date(2026, 5, 20))
        case.save()
        made = FileReview(activity=activity, case=case, body=body, lead=lead, **{"state": "reviewed", **given})
        made.save()
    return made


def sign_card(
    world: World,
    file_review: FileReview,
    lines: Sequence[Mapping[str, Any]],
    *,
    by: str = "reviewer",
    **place: Any,
) -> Card:
    """Make a signed card with these lines; `place` holds level, round, reader, is_planted, fails, finding_class."""
    reviewer = by if not isinstance(by, str) else world.person(by, "P")
    of_card = {name: place.pop(name) for name in ("fails", "finding_class", "state", "opinion") if name in place}
    with acts.act(None, "tests.make_world"):
        assignment = Assignment(file_review=file_review, reviewer=reviewer, **{"level": 2, **place})
        assignment.done_at = clock.now() if of_card.get("state", "signed") == "signed" else None
        assignment.save()
        card = Card(assignment=assignment, **{"state": "signed", **of_card})
        card.signed_at, card.signed_by = clock.now(), reviewer
        card.save()
        for position, told in enumerate(lines, start=1):
            values = dict(told)
            if "deduction" in values:
                values["deduction"] = Decimal(values["deduction"])
            CardLine(card=card, position=position, **values).save()
    return card


def correct(world: World, line: CardLine, to: str) -> Objection:
    """Make an objection to a line that was answered with another deduction."""
    review = line.card.assignment.file_review
    made = Objection(file_review=review, line=line, reason="扣分过重", filed_by=world.person("officer", "A"))
    made.outcome, made.answered_at = "corrected", clock.now()
    made.deduction_before, made.deduction_after = line.deduction, Decimal(to)
    with acts.act(None, "tests.make_world"):
        made.save()
    return made


def make_draw(world: World, activity: Activity, *, population: int, size: int, **given: Any) -> Draw:
    """Make a population and a draw of it, as the trail would show them; nothing is drawn."""
    office = world.person("evaluation_office", activity.organiser.code)
    plan = given.pop("size_plan", {})
    with acts.act(None, "tests.make_world"):
        frozen = Population(activity=activity, digest="a" * 64, count=population, size=size, size_plan=plan, **given)
        frozen.file = frozen.commitment_digest = "sha256:" + "b" * 64
        frozen.seed_source, frozen.seed_not_before, frozen.frozen_by = "骰子", clock.now(), office
        frozen.save()
        made = Draw(population=frozen, number=1, seed="3", size=size, sheet_digest="c" * 64, drawn_by=office)
        made.save()
    return made
