"""Five working days, the last one whole; late objections only where they were admitted; each counted over a holiday."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.evaluations.actions import notices, objections
from zhiheng_web.evaluations.actions.objections import Contested
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import Role

from . import steps
from .asserting import refused

# Monday; the National Day rest of 2026 lies in between: 29 and 30 September, 8, 9 and 10 October (a Saturday worked).
TOLD = "2026-09-28T09:00:00+08:00"
LAST = date(2026, 10, 10)
LAST_MINUTE, NEXT_DAY = "2026-10-10T23:59:00+08:00", "2026-10-11T00:01:00+08:00"
LINES = [Contested("D03-2-a", "其中一起是协管员，不应计入", "6")]


def test_it_counts_the_last_day_whole_across_a_holiday(world: World) -> None:
    with time_machine.travel(TOLD, tick=False):
        cycle = make_cycle(world, state="proposed")
        notice = steps.notify(world, cycle, "A")
        steps.notify(world, cycle, "B")
    assert notice.days == ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]
    assert notice.objection_due == LAST
    head = world.person(Role.unit_head, "A")
    with time_machine.travel(LAST_MINUTE, tick=False):
        assert notices.close_expired() == 0
        objection = objections.file_objection(actor=head, assessment=steps.of(cycle, "A"), lines=LINES)
        assert (objection.is_late, steps.of(cycle, "A").state) == (False, "under_review")
        refused(
            "period_closed", lambda: objections.file_objection(actor=head, assessment=steps.of(cycle, "A"), lines=LINES)
        )
    with time_machine.travel(NEXT_DAY, tick=False):
        other = world.person(Role.unit_head, "B")
        told = refused(
            "period_closed",
            lambda: objections.file_objection(actor=other, assessment=steps.of(cycle, "B"), lines=LINES),
        )
        assert "2026-10-10" in str(told)
        assert (notices.close_expired(), notices.close_expired()) == (1, 0)
        assert steps.of(cycle, "B").state == "settled"
        objections.withdraw_objection(actor=head, objection=objection)
        assert steps.of(cycle, "A").state == "settled"
        refused("wrong_state", lambda: objections.withdraw_objection(actor=head, objection=objection))


def test_it_takes_one_late_objection_where_it_was_admitted(world: World) -> None:
    with time_machine.travel(TOLD, tick=False):
        cycle = make_cycle(world, state="proposed")
        steps.notify(world, cycle, "A")
        steps.notify(world, cycle, "B")
        deputy = steps.organiser(world, cycle, Role.executive_deputy)
        admit = lambda until, reason, code="A": objections.admit_late(  # noqa: E731
            actor=deputy, assessment=steps.of(cycle, code), until=until, reason=reason
        )
        refused("still_open", lambda: admit(date(2026, 10, 20), "疫情"))
    with time_machine.travel(NEXT_DAY, tick=False):
        refused("no_reason", lambda: admit(date(2026, 10, 20), " "))
        refused("no_reason", lambda: admit(date(2026, 10, 9), "暴雨停电"))
        with pytest.raises(policy.Denied):
            objections.admit_late(
                actor=steps.organiser(world, cycle, Role.evaluation_office),
                assessment=steps.of(cycle, "A"),
                until=date(2026, 10, 20),
                reason="暴雨停电",
            )
        admit(date(2026, 10, 13), "暴雨停电，无法报送")
        assert notices.close_expired() == 1  # B alone: the period of A is held open
        admit(date(2026, 10, 13), "暴雨停电，无法报送", "B")
    with time_machine.travel("2026-10-14T08:00:00+08:00", tick=False):
        head = world.person(Role.unit_head, "A")
        refused(
            "period_closed", lambda: objections.file_objection(actor=head, assessment=steps.of(cycle, "A"), lines=LINES)
        )
    with time_machine.travel("2026-10-13T23:00:00+08:00", tick=False):
        late = objections.file_objection(actor=head, assessment=steps.of(cycle, "A"), lines=LINES)
        assert (late.is_late, late.override_by, late.override_reason) == (True, deputy, "暴雨停电，无法报送")
        objections.withdraw_objection(actor=head, objection=late)
        # Admitted once, used once.
        refused(
            "period_closed", lambda: objections.file_objection(actor=head, assessment=steps.of(cycle, "A"), lines=LINES)
        )
        refused("admitted_already", lambda: admit(date(2026, 10, 20), "再次"))
        other = world.person(Role.unit_head, "B")  # settled already, and admitted
        assert objections.file_objection(actor=other, assessment=steps.of(cycle, "B"), lines=LINES).is_late


def test_it_refuses_lines_that_are_none(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    steps.notify(world, cycle, "A")
    head, assessment = world.person(Role.unit_head, "A"), steps.of(cycle, "A")
    file = lambda *lines: objections.file_objection(actor=head, assessment=assessment, lines=lines)  # noqa: E731
    refused("no_lines", lambda: file())
    refused("no_reason", lambda: file(Contested("D03-2-a", " ")))
    refused("unknown_rule", lambda: file(Contested("X99", "不对")))
    refused("contested_twice", lambda: file(*LINES, *LINES))
    for role, code in ((Role.unit_head, "B"), (Role.data_officer, "A"), (Role.evaluation_office, "P")):
        with pytest.raises(policy.Denied):
            objections.file_objection(actor=world.person(role, code), assessment=assessment, lines=LINES)
    notices.waive_objection(actor=head, assessment=assessment)
    assert steps.of(cycle, "A").state == "settled"
    refused("period_closed", lambda: file(*LINES))
