"""The deeds on the results of a batch: report, submission, and what they refuse."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from adapters.web_review_cards import correct, make_activity, make_file, sign_card
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.documents import checking
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock, store
from zhiheng_web.lib.policy import Denied
from zhiheng_web.reviews.actions import results
from zhiheng_web.reviews.models import Activity, Summary

E1 = {"rule_id": "WX-EVIDENCE", "item": "E1", "page": "3", "deduction": "2", "text": "林知远没有拍照"}


@pytest.fixture
def activity(world: World) -> Activity:
    """An activity with three settled files of two bodies, the first with two points off."""
    made = make_activity(world)
    for number, code in enumerate(("A", "A", "B"), start=1):
        review = make_file(world, made, code, f"C{number}", state="settled")
        found = "not_standardised" if number < 3 else "clean"
        sign_card(world, review, [E1] if number < 3 else [], finding_class=found)
    return made


@pytest.fixture
def office(world: World) -> Any:
    return world.person("evaluation_office", "P")


def _refused(code: str, act: Any) -> None:
    with pytest.raises(Refusal) as refused:
        act()
    assert [fault.code for fault in refused.value.faults] == [code]


def test_it_issues_the_report_and_marks_the_activity_reported(activity: Activity, office: Any) -> None:
    results.compute(actor=office, activity=activity, stage="final")
    document = results.issue_report(
        actor=office, activity=activity, opinion="证据方面问题较多", demands=["补齐照片", " "]
    )
    activity.refresh_from_db()
    assert (activity.state, activity.reported_at is not None) == ("reported", True)
    assert document.facts["typical"][0]["files"] == 2 and document.facts["demands"] == ["补齐照片"]
    # (98 + 98 + 100) ÷ 3 = 98.666… told as 98.67
    assert document.facts["average_score"] == "98.67"
    assert document.number.startswith("甲省城案评报〔")
    assert Line.objects.order_by("-pk")[0].deed == "reviews.report"


def test_the_report_names_nobody_and_passes_its_own_check(activity: Activity, office: Any) -> None:
    results.compute(actor=office, activity=activity, stage="first")
    document = results.issue_report(actor=office, activity=activity, stage="first")
    kept = IssuedDocument.objects.get(pk=document.pk)
    assert "林知远" not in str(kept.facts)
    whole = BytesIO(store.path_of(kept.word).read_bytes())
    assert checking.check_edited(kept, whole, name="a.docx") == []


def test_a_later_report_says_that_it_corrects_the_earlier_one(activity: Activity, office: Any) -> None:
    results.compute(actor=office, activity=activity, stage="first")
    first = results.issue_report(actor=office, activity=activity, stage="first")
    second = results.issue_report(actor=office, activity=activity, stage="first")
    assert second.corrects_id == first.pk and second.number != first.number


def test_it_refuses_a_report_without_results_and_on_stale_ones(world: World, activity: Activity, office: Any) -> None:
    _refused("not_computed", lambda: results.issue_report(actor=office, activity=activity))
    results.compute(actor=office, activity=activity, stage="final")
    line = activity.files.order_by("pk")[0].assignments.get().card.lines.get()
    correct(world, line, "1")
    _refused("stale", lambda: results.issue_report(actor=office, activity=activity))
    results.compute(actor=office, activity=activity, stage="final")
    assert results.issue_report(actor=office, activity=activity).facts["average_score"] == "99.00"  # 99, 98, 100


def test_it_keeps_every_summary(activity: Activity, office: Any) -> None:
    for stage in ("first", "first", "final"):
        results.compute(actor=office, activity=activity, stage=stage)
    assert Summary.objects.filter(activity=activity).count() == 3
    _refused("no_such_stage", lambda: results.compute(actor=office, activity=activity, stage="last"))


def test_it_records_the_submission_to_the_bureau_above(activity: Activity, office: Any) -> None:
    told = {"actor": office, "activity": activity, "submitted_on": clock.today()}
    _refused("not_reported", lambda: results.record_submission(**told, submitted_to="市局"))
    results.compute(actor=office, activity=activity, stage="final")
    results.issue_report(actor=office, activity=activity)
    _refused("no_addressee", lambda: results.record_submission(**told, submitted_to=" "))
    early = {**told, "submitted_on": clock.today().replace(year=2020)}
    _refused("bad_day", lambda: results.record_submission(**early, submitted_to="市局"))
    results.record_submission(**told, submitted_to="市城管执法局")
    activity.refresh_from_db()
    assert (activity.submitted_to, activity.submitted_on) == ("市城管执法局", clock.today())


def test_only_the_organiser_s_office_and_leaders_report(world: World, activity: Activity, office: Any) -> None:
    results.compute(actor=office, activity=activity, stage="final")
    for role, code in (("reviewer", "P"), ("evaluation_office", "Q"), ("unit_head", "A"), ("discipline", "P")):
        with pytest.raises(Denied):
            results.issue_report(actor=world.person(role, code), activity=activity)
    assert results.issue_report(actor=world.person("leader", "P"), activity=activity)
