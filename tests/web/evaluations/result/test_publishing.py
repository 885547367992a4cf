"""The gate names each obstacle; what is published is sealed and verifies; a correction is a version of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng import api
from zhiheng_web.audit import acts
from zhiheng_web.audit.verification import verify
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations.actions import deliberations, objections, publications
from zhiheng_web.evaluations.actions.objections import Contested
from zhiheng_web.evaluations.actions.publications import Correction
from zhiheng_web.evaluations.models import Cycle, Finding, Publication, Tolerance, Veto
from zhiheng_web.evaluations.reading.publication import obstacles
from zhiheng_web.lib import clock, policy, store
from zhiheng_web.lib.policy import Role

from . import steps
from .asserting import refused


def _texts(cycle: Cycle) -> set[str]:
    return {one.text.en for one in obstacles(cycle)}


def test_it_names_every_obstacle_and_publishes_nothing(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    office = steps.organiser(world, cycle, Role.evaluation_office)
    assert {"still in “proposal”", "incomplete: D06-4-a, D06-5-a, D10-2-a, D10-3-a, D10-4-a"} == _texts(cycle)
    steps.complete(world, cycle)
    steps.waive(world, cycle, "B")
    steps.notify(world, cycle, "A")
    head = world.person(Role.unit_head, "A")
    objections.file_objection(actor=head, assessment=steps.of(cycle, "A"), lines=[Contested("D03-2-a", "不服")])
    a = steps.of(cycle, "A")
    with acts.act(None, "tests.obstacles"):
        Finding(assessment=a, key="k", rule_id="D03-2-a", occurred_at=clock.now(), note="", found_by=office).save()
        Tolerance(assessment=a, rule_id="D03-2-a", ground="F1", facts="", requested_by=head).save()
        Veto(assessment=a, rule_id="V1", fact="", status="first_key").save()
    steps.meet(world, cycle)
    assert _texts(cycle) == {
        "still in “review of the objection”",
        "still in “awaiting deliberation”",
        "a finding awaits decision",
        "a tolerance awaits decision",
        "a veto awaits keys",
        "an objection is open",
    }
    refusal = refused("not_ready", lambda: publications.publish(actor=office, cycle=cycle))
    assert len(refusal.faults) == len(obstacles(cycle)) == 6
    assert (Publication.objects.count(), Cycle.objects.get(pk=cycle.pk).state) == (0, "open")


def test_it_wants_the_minutes_of_each_meeting_that_decided(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    steps.complete(world, cycle)
    for code in ("A", "B"):
        steps.waive(world, cycle, code)
    meeting = steps.meet(world, cycle)
    deliberations.approve_undisputed(actor=steps.organiser(world, cycle, Role.leader), meeting=meeting)
    assert [(one.where, one.key) for one in obstacles(cycle)] == [("meeting", meeting.pk)]


@pytest.fixture
def first(world: World) -> Publication:
    cycle = make_cycle(world, state="proposed")
    steps.complete(world, cycle)
    for code in ("A", "B"):
        steps.waive(world, cycle, code)
    return steps.published(world, cycle)


def test_it_publishes_what_anyone_can_verify(world: World, first: Publication, with_pdf: None, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(store.path_of(first.bundle).read_bytes())
    verdict = api.verify_bundle(bundle, expect=first.bundle)
    assert verdict.differences == ()
    assert verdict.result_digest == first.computation.result_digest
    assert (first.version, first.computation.stage, first.cycle.state) == (1, "final", "published")
    assert {steps.of(first.cycle, code).state for code in ("A", "B")} == {"published"}
    report = first.document
    assert report is not None and report.pdf and store.path_of(report.pdf).read_bytes().startswith(b"%PDF")
    cycle = Cycle.objects.get(pk=first.cycle_id)
    office = steps.organiser(world, cycle, Role.evaluation_office)
    refused("wrong_state", lambda: publications.publish(actor=office, cycle=cycle))
    with pytest.raises(policy.Denied):
        publications.publish(actor=steps.organiser(world, cycle, Role.leader), cycle=cycle)


def test_it_corrects_by_a_new_version_and_leaves_the_old_one(world: World, first: Publication) -> None:
    leader = steps.organiser(world, first.cycle, Role.leader)
    report = IssuedDocument.objects.get(pk=first.document_id)
    kept = {
        digest: store.path_of(digest).read_bytes() for digest in (first.bundle, report.word, first.computation.result)
    }
    row = dict(Publication.objects.values().get(pk=first.pk)), dict(IssuedDocument.objects.values().get(pk=report.pk))
    change = Correction(steps.of(first.cycle, "A"), "D03-2-a", "5", "两起重复登记")
    correct = lambda publication, **more: publications.correct_publication(  # noqa: E731
        actor=leader, publication=publication, **{"reason": "重复登记", "corrections": [change], **more}
    )
    refused("no_reason", lambda: correct(first, reason=" "))
    refused("no_reason", lambda: correct(first, corrections=[]))
    with pytest.raises(policy.Denied):
        publications.correct_publication(
            actor=steps.organiser(world, first.cycle, Role.evaluation_office),
            publication=first,
            reason="重复登记",
            corrections=[change],
        )
    second = correct(first)
    assert (second.version, second.corrects, second.reason) == (2, first, "重复登记")
    scores = {card.assessment.unit_id: card.score for card in second.computation.cards.all()}
    assert scores["A"] == 97  # 96.6 + 2 × 0.2
    assert second.document is not None and second.document.corrects == report
    assert report.number in second.document.title
    assert second.document.number != report.number
    for digest, data in kept.items():
        assert store.path_of(digest).read_bytes() == data and store.is_sound(digest)
    assert row == (
        dict(Publication.objects.values().get(pk=first.pk)),
        dict(IssuedDocument.objects.values().get(pk=report.pk)),
    )
    refused("already_corrected", lambda: correct(first))
    assert (
        json.loads(store.path_of(second.computation.result).read_bytes())["digest"] == second.computation.result_digest
    )
    assert not list(verify().problems)
