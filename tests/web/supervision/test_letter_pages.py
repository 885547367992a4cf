"""The pages of suggestion letters as people use them: draft, findings, issue, receipt, reply with files, decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_world import World
from web.supervision.conftest import make_run, measures_of, set_due
from zhiheng_web.cases.models import Case, CheckFinding
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import clock
from zhiheng_web.supervision.models import Letter

SignedIn = Callable[[str, str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
NEW = {"title": "关于送达的建议", "suggestions": "补正送达", "reply_days": "5"}


def test_a_letter_is_written_from_findings_and_issued(world: World, signed_in: SignedIn, cases: list[Case]) -> None:
    make_run(world, "A", {"late-decision": cases})
    office = signed_in("evaluation_office", "P")
    answer = office.post("/supervision/letters/new/", {**NEW, "addressee": world.body("A").pk})
    one = Letter.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/supervision/letters/{one.pk}/")
    page = office.get(f"/supervision/letters/{one.pk}/findings/?case={cases[0].code}").content.decode()
    assert cases[0].code in page
    assert cases[1].code not in page
    chosen = CheckFinding.objects.values_list("pk", flat=True)
    assert office.post(f"/supervision/letters/{one.pk}/findings/", {"finding": list(chosen)}).status_code == 303
    one.refresh_from_db()
    assert office.post(f"/supervision/letters/{one.pk}/issue/", {"version": one.version}).status_code == 303
    page = office.get(f"/supervision/letters/{one.pk}/").content.decode()
    assert "监建〔" in page
    paper = office.get(f"/supervision/letters/{one.pk}/paper/")
    assert b"".join(paper)[:2] in (b"%P", b"PK")


def test_a_problem_names_a_case_of_the_addressee(world: World, signed_in: SignedIn, draft: Letter) -> None:
    office = signed_in("evaluation_office", "P")
    url = f"/supervision/letters/{draft.pk}/problems/new/"
    assert office.post(url, {"text": "x", "case": "不存在"}).status_code == 422
    assert office.post(url, {"text": "x", "case": "A-案-002"}).status_code == 303
    assert draft.problems.latest("pk").case.code == "A-案-002"


def test_the_unit_signs_and_replies_with_files(world: World, signed_in: SignedIn, issued: Letter) -> None:
    head = signed_in("unit_head", "A")
    assert head.post(f"/supervision/letters/{issued.pk}/receive/").status_code == 303
    measures = {f"measure_{pk}": text for pk, text in measures_of(issued).items()}
    version = Letter.objects.get(pk=issued.pk).version
    url = f"/supervision/letters/{issued.pk}/reply/"
    assert head.post(url, {"text": "已整改", "version": version}).status_code == 422
    told = {"text": "已整改", "version": version, **measures}
    answer = head.post(url, {**told, "files": SimpleUploadedFile("整改.png", PNG)})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    kept = evidence_about(issued).get()
    page = signed_in("evaluation_office", "P").get(f"/supervision/letters/{issued.pk}/").content.decode()
    assert "整改.png" in page
    assert "第 1 次答复" in page
    file = signed_in("leader", "P").get(f"/supervision/letters/{issued.pk}/evidence/{kept.pk}/")
    assert b"".join(file) == PNG


def test_nothing_of_a_refused_reply_is_kept(world: World, signed_in: SignedIn, received: Letter) -> None:
    measures = {f"measure_{pk}": text for pk, text in measures_of(received).items()}
    told = {"text": "已整改", "version": 0, **measures, "files": SimpleUploadedFile("整改.png", PNG)}
    answer = signed_in("unit_head", "A").post(f"/supervision/letters/{received.pk}/reply/", told)
    assert answer.status_code == 422
    assert "刚被别人改过" in answer.content.decode()
    assert not evidence_about(received).exists()


def test_the_list_is_filtered_by_state_body_and_overdue(world: World, signed_in: SignedIn, issued: Letter) -> None:
    office = signed_in("evaluation_office", "P")

    def is_listed(query: str) -> bool:
        return f"/supervision/letters/{issued.pk}/" in office.get(f"/supervision/letters/?{query}").content.decode()

    assert is_listed("state=issued")
    assert not is_listed("state=closed")
    assert is_listed("body=甲一市")
    assert not is_listed("body=甲二市")
    assert not is_listed("state=overdue")
    set_due(issued, clock.today() - timedelta(days=1))
    assert is_listed("state=overdue")


def test_it_says_why_a_list_is_empty_and_what_then(world: World, signed_in: SignedIn) -> None:
    page = signed_in("evaluation_office", "P").get("/supervision/letters/").content.decode()
    assert "还没有监督建议书" in page
    assert "/supervision/letters/new/" in page
    page = signed_in("unit_head", "A").get("/supervision/letters/?lang=en").content.decode()
    assert "There is no letter yet" in page
    assert "/supervision/letters/new/" not in page


def test_the_pages_speak_english(signed_in: SignedIn, replied: Letter) -> None:
    for path in ("", "accept/", "return/"):
        page = signed_in("evaluation_office", "P").get(f"/supervision/letters/{replied.pk}/{path}?lang=en")
        assert page.status_code == 200
    assert (
        "Next: the issuer decides"
        in signed_in("evaluation_office", "P").get(f"/supervision/letters/{replied.pk}/?lang=en").content.decode()
    )
