"""A small world for journeys in the browser: a corps with three detachments, its people, its ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

from adapters import web_processes
from adapters.web_cycles import AS_OF, DETACHMENTS, make_corps, make_cycle, make_group, make_snapshot
from adapters.web_visitors import PASSWORD, Visitor
from adapters.web_world import SINCE, World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body, LeadingGroup, Post, Seat
from zhiheng_web.demonstration import cycles
from zhiheng_web.demonstration.cycles import Story
from zhiheng_web.evaluations import jobs, scoring
from zhiheng_web.evaluations.actions import notices, proposals, selfevaluation, verification
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import Role

TITLE, BODY = "检验执法总队年度评价", "检验市政公用设施支队"

#: Everybody at the corps and at its first detachment; the heads of the others sit in the leading group.
_POSTS = (
    (Role.evaluation_office, "CQ"),
    (Role.inspector, "CQ"),
    (Role.discipline, "CQ"),
    (Role.system_administrator, "CQ"),
    (Role.security_administrator, "CQ"),
    (Role.audit_administrator, "CQ"),
    (Role.data_officer, "CQ1"),
    (Role.officer, "CQ1"),
)


@dataclass
class Site:
    """A running installation and who is signed in to it; `database` is empty for SQLite."""

    browser: Any
    address: str
    home: Path
    database: str = ""
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, name: str = "", width: int = 1366) -> Visitor:
        """Return the window of a person; without a name that of somebody who is not signed in."""
        key = f"{name} {width}"
        if key not in self.visitors:
            self.visitors[key] = Visitor(self.browser, self.address, name, width=width)
        return self.visitors[key]

    def run(self, deed: str) -> None:
        """Let people of whom no journey tells do something, in a process of its own."""
        web_processes.run(self.home, f"from adapters import web_journeys; {deed}", database=self.database)

    def wrong(self) -> list[str]:
        """Return what the browser blamed on any page on the way."""
        return [one for visitor in self.visitors.values() for one in visitor.wrong]


def photo(place: Path) -> Path:
    """Write a small photo and return where it is."""
    file = BytesIO()
    Image.new("RGB", (64, 48), (120, 140, 160)).save(file, "JPEG")
    place.write_bytes(file.getvalue())
    return place


def make() -> None:
    """Make bodies, people, leading group and ledger of the corps: what stands before a cycle is opened."""
    world = World()
    corps = make_corps(world)
    _seat_of_one_represented(world, make_group(world, corps))
    for role, code in _POSTS:
        world.person(role, code)
    make_snapshot(world, scheme="chongqing-interim", organiser=corps, bodies=DETACHMENTS)


def _seat_of_one_represented(world: World, group: LeadingGroup) -> None:
    """Let a second leader sit there who represents the first detachment, and must stand aside on it (CQ-07)."""
    with acts.act(None, "tests.make_world"):
        account = Account(name="second_leader.CQ", display_name="second leader CQ", must_change_password=False)
        account.set_password(PASSWORD)
        account.save()
        Post(account=account, body=group.body, role=Role.leader.value, since=SINCE).save()
        seat = Seat(group=group, slot="member", person=account.display_name, account=account, since=SINCE)
        seat.represents = world.body("CQ1")
        seat.save()


def bring_others_along() -> None:
    """Let the other detachments fill in, be verified, be told and have no objection, by the deeds of their people."""
    story = _story()
    cycle = Cycle.objects.get(organiser=story.organiser, as_of=AS_OF)
    others = list(cycle.assessments.exclude(body__code="CQ1"))
    for one in others:
        with jobs.deferred():
            _hand_in(story, one.pk)
        with acts.act(story.office(), "evaluations.verify"), jobs.deferred():
            cycles.confirm_vetoes(story, _fresh(one.pk))
            cycles.verify(story, _fresh(one.pk))
            now = _fresh(one.pk)
            verification.finish_verification(actor=story.office(), assessment=now, version=now.version)
    scoring.compute(cycle, "reviewed", actor=story.office(), why="核实办结")
    for one in others:
        _tell(story, one.pk)


def _hand_in(story: Story, pk: int) -> None:
    cycles.write_claims(story, _fresh(pk), [], AS_OF.year)
    now = _fresh(pk)
    selfevaluation.submit(story.head(now.body), assessment=now, version=now.version, declared=True)


def _tell(story: Story, pk: int) -> None:
    proposals.propose_result(actor=story.office(), assessment=_fresh(pk), opinion="建议按核实结果定分。")
    proposals.sign_proposal(actor=story.deputy(), assessment=_fresh(pk))
    notices.give_notice(actor=story.office(), assessment=_fresh(pk))
    notices.waive_objection(actor=story.head(_fresh(pk).body), assessment=_fresh(pk))


def _fresh(pk: int) -> Assessment:
    return cycles.fresh(Assessment(pk=pk))


@cache
def _story() -> Story:
    bodies = {one.code: one for one in Body.objects.all()}
    known = {one.name: one for one in Account.objects.all()}
    people = {
        "office": known["evaluation_office.CQ"],
        "deputy": known["executive_deputy.CQ"],
        "leader": known["leader.CQ"],
    }
    for number, code in enumerate(DETACHMENTS, start=1):
        people |= {f"det{number}": known[f"unit_head.{code}"], f"det{number}-data": known[f"unit_head.{code}"]}
    return Story(bodies["CQ"], "chongqing-interim", [bodies[code] for code in DETACHMENTS], people, "", "det")


def make_every_state() -> None:
    """Make the corps with a published cycle and, after it, one in which a detachment is still being verified."""
    # The clock may be turned back in a demonstration only, and this is one.
    settings.DEMONSTRATION = True
    make()
    world = World(bodies={one.code: one for one in Body.objects.all()})
    world.accounts = {one.name.replace(".", "@", 1): one for one in Account.objects.all()}
    story, start = _story(), clock.today() - timedelta(days=60)
    with clock.pretending(cycles.at(start)):
        first = make_cycle(world, "chongqing-interim", due=cycles.working(start, 8))
    cycles.finish_year(story, first, [], start=start)
    second = make_cycle(world, "chongqing-interim", previous=first)
    one = second.assessments.get(body__code="CQ2")
    _hand_in(story, one.pk)
