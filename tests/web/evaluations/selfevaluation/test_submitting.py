"""Handing the self-evaluation in: completeness, declaration, receipt, lateness, the scores that follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client

from adapters.web_claims import answer_all
from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng.api import Refusal, digests
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations import scoring, states
from zhiheng_web.evaluations.actions import selfevaluation as actions
from zhiheng_web.evaluations.models import Assessment, Submission
from zhiheng_web.evaluations.reading.previews import preview_of
from zhiheng_web.evaluations.reading.selfevaluation import sheet_of
from zhiheng_web.lib import clock, policy

SignIn = Callable[[str, str], Client]
PDF = b"%PDF-1.7\nfictional"


def opened(world: World, **how: object) -> Assessment:
    return make_cycle(world, **how).assessments.get(body=world.body("A"))  # type: ignore[arg-type]


def handed_in(world: World, one: Assessment) -> Submission:
    one.refresh_from_db()
    return actions.submit(world.person("unit_head", "A"), assessment=one, version=one.version, declared=True)


def test_it_goes_to_verification_with_a_receipt(world: World) -> None:
    one = opened(world)
    answer_all(world.person("data_officer", "A"), one, D03_2_a="2")
    done = handed_in(world, one)
    one.refresh_from_db()
    assert (one.state, done.number, done.is_late) == ("verification", 1, False)
    assert done.content_digest == digests.digest_of(done.content)
    assert {"rule_id": "D03-2-a", "value": "2", "note": "", "evidence": []} in done.content
    assert states.state_of(one).id == "verification"


def test_it_computes_what_is_claimed_and_what_stands(world: World) -> None:
    one = opened(world)
    answer_all(world.person("data_officer", "A"), one, D03_2_a="2", D08_2_a="100%")
    handed_in(world, one)
    claimed = scoring.latest(one.cycle, "claimed").cards.get(assessment=one)
    # Claimed: 2 × 0.2 = 0.4 and nothing else; 100 - 0.4 = 99.6.
    assert f"{claimed.score:.1f}" == "99.6"
    # So far: the 7 verified findings of the ledger go before the claim, 7 × 0.2 = 1.4.
    current = scoring.latest(one.cycle, "current").cards.get(assessment=one)
    assert current.rules()["D03-2-a"]["points"] == "-1.4"


def test_it_previews_the_own_score_and_keeps_nothing(world: World) -> None:
    one = opened(world)
    answer_all(world.person("data_officer", "A"), one, D03_2_a="3")
    before = one.cycle.computations.count()
    # 100 - 3 × 0.2 = 99.4
    assert f"{preview_of(one).score:.1f}" == "99.4"
    assert one.cycle.computations.count() == before


def test_it_names_everything_that_is_missing(world: World) -> None:
    one = opened(world)
    with pytest.raises(Refusal) as refusal:
        handed_in(world, one)
    missing = {fault.place.clause for fault in refusal.value.faults}
    sheet = sheet_of(one)
    assert missing == {line.id for line in sheet.lines.values() if line.is_wanted}
    assert len(missing) == sheet.wanted > 50


def test_it_wants_evidence_where_points_are_claimed(world: World) -> None:
    one, officer = opened(world), world.person("data_officer", "A")
    answer_all(officer, one, B01_a="2")
    with pytest.raises(Refusal) as refusal:
        handed_in(world, one)
    assert [(fault.code, fault.place.clause) for fault in refusal.value.faults] == [("no_evidence", "B01-a")]
    actions.add_evidence(officer, assessment=one, rule_id="B01-a", file=BytesIO(PDF), name="批文.pdf", size=len(PDF))
    assert handed_in(world, one).number == 1


def test_it_takes_a_note_for_missing_evidence(world: World) -> None:
    one, officer = opened(world), world.person("data_officer", "A")
    answer_all(officer, one, B01_a="2")
    actions.save_claims(officer, assessment=one, entries=[actions.Entry("B01-a", "2", "原件存档案馆")])
    assert handed_in(world, one).number == 1


def test_it_needs_no_answer_below_an_exemption(world: World) -> None:
    one, officer = opened(world), world.person("data_officer", "A")
    answer_all(officer, one)
    clear = [actions.Entry(rule_id, "") for rule_id in ("D01-3-a", "D01-3-b")]
    actions.save_claims(officer, assessment=one, entries=[*clear, actions.Entry("D01-3", "exempt", "证书见附件")])
    assert sheet_of(one).is_complete


def test_it_is_handed_in_by_the_head_with_the_declaration(world: World) -> None:
    one = opened(world)
    answer_all(world.person("data_officer", "A"), one)
    with pytest.raises(policy.Denied):
        actions.submit(world.person("data_officer", "A"), assessment=one, version=one.version, declared=True)
    with pytest.raises(Refusal) as refusal:
        actions.submit(world.person("unit_head", "A"), assessment=one, version=one.version, declared=False)
    assert refusal.value.faults[0].code == "not_declared"


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (-1, True)])
def test_it_is_late_the_day_after_the_due_date(world: World, days: int, is_late: bool) -> None:
    one = opened(world, due=clock.today() + timedelta(days=days))
    answer_all(world.person("data_officer", "A"), one)
    assert handed_in(world, one).is_late is is_late
    one.refresh_from_db()
    assert one.is_late is is_late


def test_it_keeps_evidence_that_was_handed_in(world: World) -> None:
    one, officer = opened(world), world.person("data_officer", "A")
    answer_all(officer, one)
    told = {"file": BytesIO(PDF), "name": "a.pdf", "size": len(PDF)}
    piece = actions.add_evidence(officer, assessment=one, rule_id="D01-1-a", **told)  # type: ignore[arg-type]
    handed_in(world, one)
    with pytest.raises(Refusal):
        actions.withdraw_evidence(officer, assessment=one, evidence=piece)
    with acts.act(None, "tests.return"):
        states.advance(Assessment.objects.get(pk=one.pk), "self_evaluation", actor=None, reason="补正")
    with pytest.raises(Refusal) as refusal:
        actions.withdraw_evidence(officer, assessment=one, evidence=piece)
    assert refusal.value.faults[0].code == "handed_in"


def test_it_is_handed_in_by_the_pages(world: World, signed_in: SignIn) -> None:
    one = opened(world)
    answer_all(world.person("data_officer", "A"), one)
    one.refresh_from_db()
    url = f"/evaluations/assessments/{one.pk}/self-evaluation/submit/"
    client = signed_in("unit_head", "A")
    assert client.post(url, {"version": one.version}).status_code == 422
    answer = client.post(url, {"version": one.version, "declared": "on"}, follow=True)
    assert Submission.objects.get().content_digest in answer.content.decode()


def test_it_leaves_a_line_for_each_deed(world: World) -> None:
    one, officer = opened(world), world.person("data_officer", "A")
    start = Line.objects.count()
    answer_all(officer, one)
    handed_in(world, one)
    deeds = list(Line.objects.order_by("sequence").values_list("deed", flat=True)[start:])
    assert [deed for deed in deeds if deed.startswith("evaluations.")] == [actions.WRITE, actions.SUBMIT]
