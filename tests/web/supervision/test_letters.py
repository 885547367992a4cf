"""A suggestion letter from its draft to the end: number, due day, reply, return, problem list, withdrawal (XH-25)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from adapters.web_reviews import make_cases
from adapters.web_world import World
from web.supervision.conftest import VALUES, make_run, measures_of, refused, reply, set_due
from zhiheng.api import legaltime
from zhiheng_web.cases.models import Case
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import clock, duties, policy
from zhiheng_web.rectification.actions import problems as tasks
from zhiheng_web.supervision.actions import letters, replies
from zhiheng_web.supervision.models import Letter
from zhiheng_web.supervision.queries import letters as queries

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def _office(world: World, code: str = "P") -> object:
    return world.person("evaluation_office", code)


def test_it_gives_number_and_due_day_on_issue(world: World, issued: Letter) -> None:
    assert (issued.state, issued.document.kind) == ("issued", "suggestion_letter")
    assert issued.number == f"甲省住房监建〔{clock.today().year}〕1号"
    # Ten working days, the day of issue not counted.
    calendar = legaltime.working_calendar()
    assert issued.reply_due_on == legaltime.add_working_days(clock.today(), 10, calendar=calendar).due
    assert [row["case_id"] for row in issued.document.facts["problems"]] == ["A-案-001", ""]
    assert issued.document.facts["suggestions"] == ["开展期限自查", "建立预警"]


def test_it_is_not_issued_without_problem_or_suggestion(world: World, draft: Letter) -> None:
    for row in draft.problems.all():
        letters.remove_problem(actor=_office(world), problem=row)
    now = Letter.objects.get(pk=draft.pk)
    with refused("not_whole"):
        letters.issue_letter(actor=_office(world), letter=now, version=now.version)


def test_it_refuses_the_slower_of_two_writers(world: World, draft: Letter) -> None:
    letters.change_letter(actor=_office(world), letter=draft, values=VALUES, version=draft.version)
    with refused("edited_meanwhile"):
        letters.change_letter(actor=_office(world), letter=draft, values=VALUES, version=draft.version)
    with refused("edited_meanwhile"):
        letters.issue_letter(actor=_office(world), letter=draft, version=draft.version)


def test_it_takes_cases_of_the_addressee_alone(world: World, draft: Letter) -> None:
    with refused("foreign_case"):
        letters.add_problem(actor=_office(world), letter=draft, text="x", case=make_cases(world, "B", 1)[0])


def test_it_offers_what_the_latest_checks_found(world: World, draft: Letter, cases: list[Case]) -> None:
    make_run(world, "A", {"late-filing": cases})
    make_run(world, "A", {"late-decision": cases[:2]})
    make_run(world, "B", {"late-decision": make_cases(world, "B", 1)})
    offered = queries.findings_for(_office(world), draft)
    # The earlier run of A's book and what was found elsewhere are no matter of this letter.
    assert [one.code for one in offered] == [cases[0].code, cases[1].code]
    letters.add_findings(actor=_office(world), letter=draft, findings=offered)
    added = list(queries.problems_of(draft))[-2:]
    assert [(one.case, one.clause) for one in added] == [(one, "行政处罚法第六十条") for one in cases[:2]]
    assert not queries.findings_for(_office(world), draft).exists()
    with refused("nothing_chosen"):
        letters.add_findings(actor=_office(world), letter=draft, findings=[])


def test_findings_that_were_set_aside_are_not_offered(world: World, draft: Letter, cases: list[Case]) -> None:
    make_run(world, "A", {"late-decision": cases}, dismissed="有延长审批")
    assert not queries.findings_for(_office(world), draft).exists()


def test_it_is_closed_once_the_reply_is_accepted(world: World, replied: Letter) -> None:
    one = replies.accept_reply(actor=_office(world), letter=replied, verdict="整改到位")
    assert (one.state, one.closing_note) == ("closed", "整改到位")
    given = queries.replies_of(one)[0]
    assert (given.state, given.was_late, given.measures.count()) == ("accepted", False, 2)


def test_a_reply_answers_every_problem(world: World, received: Letter) -> None:
    measures = measures_of(received)
    first = min(measures)
    with refused("missing"):
        reply(world, received, measures={first: "已整改"})
    with refused("unknown_problem"):
        reply(world, received, measures={**measures, 10**9: "x"})
    with refused("missing"):
        reply(world, received, text=" ")
    assert not received.replies.exists()


def test_it_is_answered_only_once_signed_for(world: World, issued: Letter) -> None:
    with refused("other_state"):
        reply(world, issued)


def test_a_returned_reply_stays_and_is_given_again_by_the_new_day(world: World, replied: Letter) -> None:
    with refused("due_past"):
        day = clock.today() - timedelta(days=1)
        replies.return_reply(actor=_office(world), letter=replied, verdict="不具体", due_on=day)
    day = clock.today() + timedelta(days=5)
    one = replies.return_reply(actor=_office(world), letter=replied, verdict="不具体", due_on=day)
    assert (one.state, one.reply_due_on) == ("returned", day)
    reply(world, one)
    assert [row.state for row in queries.replies_of(one)] == ["returned", "sent"]


def test_a_late_reply_says_that_it_was_late(world: World, received: Letter) -> None:
    set_due(received, clock.today() - timedelta(days=1))
    assert reply(world, received).was_late


def test_it_keeps_evidence_while_it_is_to_be_answered(world: World, received: Letter) -> None:
    head = world.person("unit_head", "A")
    told = {"name": "整改.png", "size": len(PNG)}
    kept = replies.add_evidence(actor=head, letter=received, file=BytesIO(PNG), **told)
    assert [one.pk for one in evidence_about(received)] == [kept.pk]
    replies.withdraw_evidence(actor=head, letter=received, evidence=kept)
    assert not evidence_about(received)
    reply(world, received)
    with refused("other_state"):
        replies.add_evidence(actor=head, letter=received, file=BytesIO(PNG), **told)


def test_a_problem_goes_on_in_the_problem_list(world: World, replied: Letter) -> None:
    problem = replied.problems.earliest("pk")
    day = clock.today() + timedelta(days=20)
    one = replies.take_over(actor=_office(world), problem=problem, deadline=day)
    assert (one.task.body, one.task.deadline) == (replied.addressee, day)
    assert one.task.subject == f"supervision.letter:{replied.pk}"
    with refused("taken_over"):
        replies.take_over(actor=_office(world), problem=problem, deadline=day)
    letter = replies.accept_reply(actor=_office(world), letter=replied)
    assert letter.state == "accepted"
    with refused("not_mended"):
        replies.close_letter(actor=_office(world), letter=letter)
    tasks.report_done(actor=world.person("unit_head", "A"), problem=one.task, report="完成")
    tasks.verify_problem(actor=_office(world), problem=one.task, verdict="属实")
    assert replies.close_letter(actor=_office(world), letter=letter, note="销号").state == "closed"


def test_it_is_withdrawn_with_a_reason_and_then_nothing_is_answered(world: World, received: Letter) -> None:
    with refused("missing"):
        letters.withdraw_letter(actor=_office(world), letter=received, reason=" ")
    one = letters.withdraw_letter(actor=_office(world), letter=received, reason="重复制发")
    assert (one.state, one.number != "") == ("withdrawn", True)
    with refused("other_state"):
        reply(world, received)


def test_only_the_issuers_side_decides(world: World, replied: Letter) -> None:
    for role, code in (("unit_head", "A"), ("evaluation_office", "A"), ("evaluation_office", "Q")):
        with pytest.raises(policy.Denied):
            replies.accept_reply(actor=world.person(role, code), letter=replied)


def test_a_body_in_between_does_not_act_for_the_issuer(world: World) -> None:
    one = letters.draft_letter(actor=_office(world), addressee=world.body("A1"), values=VALUES)
    assert one.issuer == world.body("P")
    with pytest.raises(policy.Denied):
        letters.add_problem(actor=_office(world, "A"), letter=one, text="x")
    # What the city writes to its county, the province above may mend.
    own = letters.draft_letter(actor=_office(world, "A"), addressee=world.body("A1"), values=VALUES)
    assert letters.add_problem(actor=_office(world), letter=own, text="x").pk
    with pytest.raises(policy.Denied):
        letters.draft_letter(actor=_office(world, "A"), addressee=world.body("A"), values=VALUES)


def _duties(world: World, role: str, code: str) -> dict[str, str]:
    found = duties.duties_of(world.person(role, code))
    return {one.key: one.state for one in found if one.key.startswith("supervision.") and "letter" in one.key}


def test_both_sides_are_told_what_waits(world: World, issued: Letter) -> None:
    answer, decide = f"supervision.reply_letter:{issued.pk}", f"supervision.decide_letter:{issued.pk}"
    assert _duties(world, "unit_head", "A") == _duties(world, "legal_officer", "A") == {answer: "todo"}
    assert _duties(world, "evaluation_office", "P") == _duties(world, "unit_head", "B") == {}
    set_due(issued, clock.today() - timedelta(days=1))
    assert _duties(world, "evaluation_office", "P") == {decide: "waiting"}
    assert Letter.objects.get(pk=issued.pk).state_text[0].zh == "逾期未答复"
    reply(world, replies.receive_letter(actor=world.person("unit_head", "A"), letter=issued))
    assert _duties(world, "evaluation_office", "P") == {decide: "review"}
    assert _duties(world, "unit_head", "A") == {}
