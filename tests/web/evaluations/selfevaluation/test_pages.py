"""The form, the workbook, the files: what the pages show, who may write, how many queries the form costs."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adapters.web_claims import answer_all
from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.documents.models import Evidence
from zhiheng_web.evaluations.models import Assessment, Claim
from zhiheng_web.evaluations.reading.selfevaluation import sheet_of
from zhiheng_web.lib.duties import duties_of

SignIn = Callable[[str, str], Client]
PDF = b"%PDF-1.7\nfictional"


@pytest.fixture
def assessment(world: World) -> Assessment:
    return make_cycle(world).assessments.get(body=world.body("A"))


def url_of(assessment: Assessment, rest: str = "") -> str:
    return f"/evaluations/assessments/{assessment.pk}/self-evaluation/{rest}"


def test_it_shows_every_clause_word_for_word(assessment: Assessment, signed_in: SignIn) -> None:
    page = signed_in("data_officer", "A").get(url_of(assessment)).content.decode()
    for block in sheet_of(assessment).blocks:
        for group in block.groups:
            assert group.clause.zh.replace('"', "&quot;") in page


def test_it_costs_twelve_queries_at_most(world: World, assessment: Assessment, signed_in: SignIn) -> None:
    officer, client = world.person("data_officer", "A"), signed_in("data_officer", "A")
    answer_all(officer, assessment)
    client.get(url_of(assessment))  # the first request of a session writes it
    with CaptureQueriesContext(connection) as of_duties:
        duties_of(officer)  # what the menu counts on every page, whichever apps are there
    with CaptureQueriesContext(connection) as of_page:
        assert client.get(url_of(assessment)).status_code == 200
    assert len(of_page) - len(of_duties) <= 12


def test_it_is_read_by_the_office_and_written_by_the_body(assessment: Assessment, signed_in: SignIn) -> None:
    assert "保存本项" in signed_in("data_officer", "A").get(url_of(assessment)).content.decode()
    assert "保存本项" not in signed_in("evaluation_office", "P").get(url_of(assessment)).content.decode()
    assert signed_in("data_officer", "B").get(url_of(assessment)).status_code == 403
    for rest in ("save/", "ledger/", "upload/", "D03-2-a/", "D03-2-a/evidence/"):
        assert signed_in("evaluation_office", "P").get(url_of(assessment, rest)).status_code == 403


def test_it_takes_the_workbook_back_as_it_gave_it_out(world: World, assessment: Assessment, signed_in: SignIn) -> None:
    answer_all(world.person("data_officer", "A"), assessment, D05_2_a="1;3;", D08_2_a="84.99%", B01_a="2")
    client = signed_in("data_officer", "A")
    given = client.get(url_of(assessment, "form.xlsx")).content
    answer = client.post(url_of(assessment, "upload/"), {"file": SimpleUploadedFile("自评表.xlsx", given)})
    assert "表里的内容与现在填写的一样" in answer.content.decode()


def test_it_shows_what_a_workbook_changes_before_it_is_written(assessment: Assessment, signed_in: SignIn) -> None:
    client = signed_in("data_officer", "A")
    file = SimpleUploadedFile("自评表.xlsx", filled(client.get(url_of(assessment, "form.xlsx")).content, "D03-2-a", 4))
    page = client.post(url_of(assessment, "upload/"), {"file": file}).content.decode()
    assert "将写入 1 行" in page
    assert not Claim.objects.exists()
    client.post(url_of(assessment, "save/"), {"D03-2-a.value": "4", "D03-2-a.note": "", "D03-2-a.version": "0"})
    assert Claim.objects.get().value == "4"


def test_it_names_the_row_of_a_workbook_that_cannot_be_used(assessment: Assessment, signed_in: SignIn) -> None:
    client = signed_in("data_officer", "A")
    wrong = filled(client.get(url_of(assessment, "form.xlsx")).content, "D03-2-a", "许多")
    answer = client.post(url_of(assessment, "upload/"), {"file": SimpleUploadedFile("自评表.xlsx", wrong)})
    assert answer.status_code == 422
    assert "D03-2-a" in answer.content.decode()


def filled(workbook: bytes, rule_id: str, value: object) -> bytes:
    """Return a workbook with an answer typed into the row of a rule."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    row = next(row for row in book["自评表"].iter_rows() if row[0].value == rule_id)
    row[5].value = value
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_it_takes_evidence_with_its_own_date(assessment: Assessment, signed_in: SignIn) -> None:
    client = signed_in("data_officer", "A")
    file = SimpleUploadedFile("批复.pdf", PDF)
    sent = {"pieces": [file], "evidence_date": "2020年5月4日", "note": "批复"}
    assert client.post(url_of(assessment, "D01-1-a/evidence/"), sent).status_code == 303
    one = Evidence.objects.get()
    assert (one.rule_id, one.evidence_date.isoformat()) == ("D01-1-a", "2020-05-04")
    assert one.digest in client.get(url_of(assessment, "evidence/")).content.decode()
    client.post(url_of(assessment, f"evidence/{one.pk}/withdraw/"))
    assert "还没有佐证材料" in client.get(url_of(assessment, "evidence/")).content.decode()


def test_it_offers_a_county_what_does_not_apply(world: World) -> None:
    county = make_cycle(world, bodies=("A1",)).assessments.get()
    line = sheet_of(county).lines["D01-1"]
    assert [choice.value for choice in line.ask.choices] == ["not_applicable"]
