"""The pages of training in both languages: empty, full, each next step shown to those who may take it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from adapters.web_objects import training as objects
from adapters.web_reviews import make_officer, saved
from adapters.web_world import World
from web.training.conftest import course_values
from zhiheng_web.lib import clock, duties
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training import models
from zhiheng_web.training.actions import classes, courses

SignedIn = Callable[[str, str], Client]
Settle = Callable[..., FileReview]
LISTS = ("bulletins", "commentaries", "series", "campaigns", "focuses", "meetings", "studies", "courses", "register")
LISTS += ("classes", "contests", "mine")


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_list_says_what_comes_next(world: World, signed_in: SignedIn, page: str, language: str) -> None:
    answer = signed_in("evaluation_office", "P").get(f"/training/{page}/?lang={language}", follow=True)
    assert answer.status_code == 200
    assert "zh-empty" in answer.content.decode()


def test_a_draft_shows_its_preview_with_the_words_that_are_masked(
    world: World, signed_in: SignedIn, settle: Settle
) -> None:
    case = settle("A", "3", party="王小明").case
    series = objects.series_of(world, "P")
    draft = saved(models.Bulletin(series=series, title="王小明案", text="王小明，13800138000", case=case))
    page = signed_in("reviewer", "P").get(f"/training/bulletins/{draft.pk}/").content.decode()
    assert "王某案" in page
    assert "〔电话略〕" in page
    assert page.count("王小明") == 1  # in the table of what is masked, and nowhere else
    assert signed_in("officer", "A").get(f"/training/bulletins/{draft.pk}/").status_code == 403


def test_a_case_is_named_by_its_number_and_must_be_of_the_body(
    world: World, signed_in: SignedIn, settle: Settle
) -> None:
    case, client = settle("A", "3").case, signed_in("reviewer", "P")
    series = objects.series_of(world, "P").pk
    form = {"series": series, "title": "x", "text": "y", "case": case.code}
    assert client.post("/training/bulletins/new/", {**form, "case": "没有"}).status_code == 422
    assert client.post("/training/bulletins/new/", form).status_code == 303
    assert models.Bulletin.objects.get().case == case


def test_the_register_is_given_out_as_a_workbook_without_formulas(world: World, signed_in: SignedIn) -> None:
    officer = make_officer(world, "A")
    officer.name = "=1+1"
    saved(officer)
    answer = signed_in("evaluation_office", "P").get("/training/register/?export=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_days_are_recorded_on_the_page_of_a_course(world: World, signed_in: SignedIn) -> None:
    office = world.person("evaluation_office", "P")
    course = courses.keep_course(actor=office, body=world.body("P"), values=course_values())
    rows = courses.enrol(actor=office, course=course, officers=[make_officer(world, code) for code in ("A", "B")])
    form = {f"days-{rows[0].pk}": "０．５", f"days-{rows[1].pk}": "2", f"absent-{rows[1].pk}": "on"}
    client = signed_in("evaluation_office", "P")
    assert client.post(f"/training/courses/{course.pk}/days/", form).status_code == 303
    told = [(str(row.days), row.is_absent) for row in course.participations.order_by("pk")]
    assert told == [("0.5", False), ("2.0", True)]
    assert client.post(f"/training/courses/{course.pk}/days/", {f"days-{rows[0].pk}": "半"}).status_code == 422


def test_an_officer_goes_through_a_class_on_the_pages(world: World, signed_in: SignedIn, settle: Settle) -> None:
    review, held = settle("A", "6"), objects.class_of(world, "P")
    held.instructor, held.simulated_case = world.person("reviewer", "P"), "某人殴打他人"
    saved(held)
    office, teacher, officer = (
        signed_in(role, code) for role, code in (("evaluation_office", "P"), ("reviewer", "P"), ("officer", "A"))
    )
    base = f"/training/classes/{held.pk}"
    office.post(f"{base}/candidates/", {"officer": review.lead_id, "reason": "问题较多"})
    row = held.enrolments.get()
    teacher.post(f"{base}/questions/new/", {"text": "如何定性", "points": "10"})
    assert office.post(f"{base}/open/").status_code == 303
    mine, check = f"/training/enrolments/{row.pk}", row.checks.get()
    assert "未告知陈述申辩权" in officer.get(f"{mine}/").content.decode()
    officer.post(f"{mine}/self-check/", {f"understanding-{check.pk}": "已明白", f"corrected-{check.pk}": "on"})
    teacher.post(f"{mine}/notes/", {"notes": "先告知，后决定"})
    teacher.post(f"{base}/examine/")
    question = held.questions.get()
    assert "如何定性" in officer.get(f"{mine}/").content.decode()
    officer.post(f"{mine}/answers/", {f"answer-{question.pk}": "殴打他人", "deed": "hand_in"})
    assert teacher.post(f"{mine}/mark/", {f"points-{question.pk}": "8"}).status_code == 303
    teacher.post(f"{mine}/decide/", {"is_passed": "yes", "reason": "掌握"})
    teacher.post(f"{mine}/close/")
    assert office.post(f"{base}/close/").status_code == 303
    row.refresh_from_db()
    assert (row.result, row.closed_at is not None, str(row.score)) == ("passed", True, "8.00")
    for language in ("zh", "en"):
        assert officer.get(f"{mine}/?lang={language}", follow=True).status_code == 200
        assert office.get(f"{base}/?lang={language}", follow=True).status_code == 200


def test_what_waits_is_in_the_inbox(world: World, settle: Settle) -> None:
    objects.bulletin_of(world, "P")
    world.person("legal_officer", "A")
    meeting = objects.meeting_of(world, "P")
    saved(models.Study(meeting=meeting, body=world.body("A"), due_on=clock.today()))
    review, held = settle("A", "6"), objects.class_of(world, "P")
    classes.enrol(actor=world.person("evaluation_office", "P"), training_class=held, officers=[review.lead], reason="x")
    held.state = "open"
    saved(held)

    def keys(role: str, code: str) -> set[str]:
        found = duties.duties_of(world.person(role, code))
        return {":".join(one.key.split(":")[:1]) for one in found if one.key.startswith("training.")}

    assert keys("officer", "A") == {"training.read", "training.part"}
    assert keys("legal_officer", "A") == {"training.read", "training.study"}
    assert "training.meeting" in keys("evaluation_office", "P")
    assert not keys("evaluation_office", "Q")
