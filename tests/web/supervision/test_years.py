"""The check of a year: bodies with and without a finished review, and the report to the bureau above (XH-28)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_reviews import make_activity, make_book, saved
from adapters.web_world import World
from web.supervision.conftest import refused
from zhiheng_web.audit.models import Line
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import Activity
from zhiheng_web.supervision.actions import years as actions
from zhiheng_web.supervision.models import Submission
from zhiheng_web.supervision.queries import years as queries

SignedIn = Callable[[str, str], Client]
TODAY = clock.today()


@pytest.fixture
def reported(world: World) -> Activity:
    """Return a review of A whose report has been issued; B keeps a ledger and has reviewed nothing."""
    make_book(world, "B")
    one = make_activity(world, organiser="A", bodies=("A1",), cases=1)
    one.state, one.reported_at = "reported", clock.now()
    return saved(one)  # type: ignore[no-any-return]


def _standing(world: World, year: int = TODAY.year) -> dict[str, str]:
    rows = queries.years_for(world.person("evaluation_office", "P"), year)
    return {one.body.code: one.state_text[0].zh for one in rows}


def test_it_tells_who_has_reviewed_and_reported(world: World, reported: Activity) -> None:
    # A1 keeps the ledger of its cases, and reviews nothing itself.
    none = {"A1": "没有完成评查", "B": "没有完成评查"}
    assert _standing(world) == {"A": "已完成，未上报", **none}
    told = {"submitted_to": "甲省司法厅", "submitted_on": TODAY, "reference": "甲城报〔2026〕3号"}
    actions.record_submission(actor=world.person("evaluation_office", "A"), activity=reported, **told)
    assert _standing(world) == {"A": "已完成并上报", **none}
    assert _standing(world, TODAY.year - 1)["A"] == "没有完成评查"


def test_the_activity_tells_the_same_and_a_correction_stays_one_record(world: World, reported: Activity) -> None:
    office = world.person("evaluation_office", "A")
    for reference in ("3号", "4号"):
        told = {"submitted_to": "甲省司法厅", "submitted_on": TODAY, "reference": reference}
        actions.record_submission(actor=office, activity=reported, **told)
    one = Submission.objects.get()
    assert (one.reference, one.activity.submitted_to, one.activity.submitted_on) == ("4号", "甲省司法厅", TODAY)


def test_it_is_not_recorded_before_the_report_or_for_a_day_to_come(world: World, reported: Activity) -> None:
    office = world.person("evaluation_office", "A")
    with refused("bad_day"):
        day = TODAY + timedelta(days=1)
        actions.record_submission(actor=office, activity=reported, submitted_to="x", submitted_on=day)
    with pytest.raises(policy.Denied):
        other = world.person("evaluation_office", "P")
        actions.record_submission(actor=other, activity=reported, submitted_to="x", submitted_on=TODAY)
    assert not Submission.objects.exists()


def test_it_is_recorded_on_its_page_with_a_paper(world: World, signed_in: SignedIn, reported: Activity) -> None:
    client = signed_in("evaluation_office", "A")
    assert f"/supervision/years/activities/{reported.pk}/" in client.get("/supervision/years/").content.decode()
    form = {"submitted_to": "甲省司法厅", "submitted_on": TODAY.isoformat(), "reference": "3号"}
    way = f"/supervision/years/activities/{reported.pk}/"
    answer = client.post(way, {**form, "papers": SimpleUploadedFile("报告.pdf", b"%PDF-1.7 x")})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    line = Line.objects.latest("sequence")
    assert (line.deed, len(line.changes)) == ("supervision.record_submission", 3)
    one = Submission.objects.get()
    paper = evidence_about(one).get()
    link = f"/supervision/submissions/{one.pk}/papers/{paper.pk}/"
    assert link in client.get(way).content.decode()
    assert b"".join(signed_in("leader", "P").get(link)) == b"%PDF-1.7 x"


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", ["A", "B"]), ("state=none", ["B"]), ("state=open", ["A"]), ("body=甲二市", ["B"]), ("year=x", ["A", "B"])],
)
@pytest.mark.usefixtures("reported")
def test_the_list_is_filtered(world: World, signed_in: SignedIn, query: str, shown: list[str]) -> None:
    page = signed_in("evaluation_office", "P").get(f"/supervision/years/?{query}").content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert [code for code in ("A", "B") if f">{world.body(code).name}<" in table] == shown


@pytest.mark.usefixtures("reported")
def test_it_goes_by_the_api(world: World, signed_in: SignedIn, reported: Activity) -> None:
    client, way = signed_in("evaluation_office", "A"), "/api/v1/supervision"
    told = {"submitted_to": "甲省司法厅", "submitted_on": TODAY.isoformat(), "reference": "3号"}
    answer = client.put(f"{way}/activities/{reported.pk}/submission", told, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    listed = client.get(f"{way}/years/{TODAY.year}").json()["items"]
    assert {one["reference"] for one in listed if one["activity_id"]} == {"3号"}
    papers = f"{way}/submissions/{answer.json()['id']}/papers"
    kept = client.post(papers, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")}).json()
    assert b"".join(client.get(f"{papers}/{kept['id']}")) == b"%PDF-1.7 x"
    assert client.get(papers).json()["total"] == client.get(f"{way}/submissions").json()["total"] == 1
