"""Blind review: whoever reads a file blind learns no names by the pages and operations of its case."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from adapters.web_reviews import assign, make_activity, make_person, saved
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.bodies.models import Post
from zhiheng_web.cases import actions, masking, queries
from zhiheng_web.cases.menu import cases_and_officers
from zhiheng_web.cases.models import Case, FileDocument
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, Card, FileReview

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SignedIn = Callable[[str, str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
#: What the case of body A betrays: officer, party, place, body, number of the decision.
NAMES = ("民警A1", "重庆小面馆", "解放路", "甲一市城市管理局", "甲城罚决字")


def told(case: Case) -> Case:
    """Give the case names that its pages would show."""
    Case.objects.filter(pk=case.pk).update(
        party="重庆小面馆", place="解放路12号", document_no="甲城罚决字〔2026〕1号", text="重 庆 小 面 馆"
    )
    return queries.case(case.pk)


@pytest.fixture
def activity(world: World) -> Activity:
    return make_activity(world, files="second_level", bodies=("A",), cases=1, blind=True)


@pytest.fixture
def file(activity: Activity) -> FileReview:
    return FileReview.objects.select_related("case__body").get(activity=activity)


@pytest.fixture
def case(file: FileReview) -> Case:
    return told(file.case)


def keep(world: World, case: Case, data: bytes = PNG, name: str = "重庆小面馆询问笔录.png") -> FileDocument:
    upload = actions.Upload(BytesIO(data), name, len(data))
    (made,) = actions.add_documents(world.person("legal_officer", "A"), case=case, files=[upload])
    return made


def blacken(world: World, document: FileDocument, data: bytes = PNG + b"#") -> FileDocument:
    upload = actions.Upload(BytesIO(data), "民警A1涂黑.png", len(data))
    return actions.blacken_document(world.person("legal_officer", "A"), document=document, upload=upload)


def names_in(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


def test_the_case_its_list_and_its_timeline_name_nobody(world: World, case: Case, signed_in: SignedIn) -> None:
    document = keep(world, case)
    client = signed_in("reviewer", "P")
    for address in (
        reverse("cases:case", args=[case.pk]),
        reverse("cases:document", args=[document.pk]),
        reverse("cases:cases"),
        reverse("cases:cases") + "?export=csv",
        reverse("cases:search") + "?q=占道",
    ):
        answer = client.get(address)
        page = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]
        assert answer.status_code == 200 and case.code in page
        # The choice of bodies stays: it names all of them.
        assert names_in(page.split("<tbody>")[-1] if "zh-filters" in page else page) == [], address
        assert "盲评" in page
    english = client.get(reverse("cases:case", args=[case.pk]) + "?lang=en").content.decode()
    assert "hidden: blind review" in english and "＊＊＊询问笔录" in english


def test_no_name_finds_the_case(world: World, case: Case, signed_in: SignedIn) -> None:
    client = signed_in("reviewer", "P")
    listed, search = reverse("cases:cases"), reverse("cases:search")
    for address in (
        f"{search}?q=重庆小面馆",
        f"{listed}?q=重庆",
        f"{listed}?body=A",
        f"{listed}?officer=民警A1",
        "/api/v1/cases?q=重庆",
        "/api/v1/cases?body=A",
        "/api/v1/cases?officer=A-01",
    ):
        assert f"cases/{case.pk}/" not in client.get(address).content.decode(), address
    assert client.get("/api/v1/cases?q=重庆").json()["total"] == 0
    assert client.get(f"/api/v1/cases?q={case.code}").json()["total"] == 1
    # The one search box of every page tells no more.
    assert not [one for one in cases_and_officers(world.person("reviewer", "P"), "重庆小面馆") if one.name == case.code]
    (told_of,) = cases_and_officers(world.person("reviewer", "P"), "占道经营")
    assert told_of.more == "占道经营"
    # Reviews of a blind activity are not found by them either.
    files = reverse("reviews:files")
    assert case.code in client.get(files).content.decode()
    assert case.code not in client.get(f"{files}?officer=民警").content.decode()
    assert case.code not in client.get(f"{files}?body=A").content.decode().split("<tbody>")[-1]


def test_the_operations_name_nobody(world: World, case: Case, signed_in: SignedIn) -> None:
    document = keep(world, case)
    client = signed_in("reviewer", "P")
    one = client.get(f"/api/v1/cases/{case.pk}").json()
    assert one["is_masked"] and one["code"] == case.code
    assert {one[name] for name in ("body_id", "book_id", "lead_id", "second_id")} == {None}
    for path in ("", "/timeline", "/checks", "/documents"):
        assert names_in(client.get(f"/api/v1/cases/{case.pk}{path}").content.decode()) == []
    assert names_in(client.get(f"/api/v1/cases/documents/{document.pk}").content.decode()) == []
    plain = signed_in("legal_officer", "A").get(f"/api/v1/cases/{case.pk}").json()
    assert (plain["party"], plain["body_code"], plain["is_masked"]) == ("重庆小面馆", "A", False)


def got(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_blackened_copy_stands_in_for_the_original(world: World, case: Case, signed_in: SignedIn) -> None:
    document = keep(world, case)
    copy = blacken(world, document)
    client = signed_in("reviewer", "P")
    before = Line.objects.count()
    for name in ("cases:document_file", "cases:document_download"):
        answer = client.get(reverse(name, args=[document.pk]))
        assert got(answer) == PNG + b"#"
        assert f"document-{copy.pk}.png" in answer["Content-Disposition"]
    assert got(client.get(f"/api/v1/cases/documents/{document.pk}/file")) == PNG + b"#"
    assert Line.objects.count() == before  # nothing but copies was opened
    (seen,) = client.get(f"/api/v1/cases/{case.pk}/documents").json()
    assert (seen["masks_id"], seen["position"], seen["page_from"]) == (document.pk, 1, 1)
    # Everybody else goes on with the original.
    unit = signed_in("legal_officer", "A")
    assert got(unit.get(reverse("cases:document_file", args=[document.pk]))) == PNG
    assert "已有涂黑副本" in unit.get(reverse("cases:document", args=[document.pk])).content.decode()


def test_an_original_that_is_opened_blind_is_on_record(world: World, case: Case, signed_in: SignedIn) -> None:
    document = keep(world, case)
    client = signed_in("reviewer", "P")
    assert "打开原件会记入审计" in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert got(client.get(reverse("cases:document_file", args=[document.pk]))) == PNG
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == ("cases.read_case", world.person("reviewer", "P").pk)
    assert line.changes[0]["told"]["opened"] == "original"
    # Who does not read it blind leaves no line.
    count = Line.objects.count()
    got(signed_in("legal_officer", "A").get(reverse("cases:document_file", args=[document.pk])))
    assert Line.objects.count() == count


def test_the_rules_may_withhold_what_is_not_blackened(world: World, signed_in: SignedIn) -> None:
    made = make_activity(world, files="second_level", bodies=("A",), cases=1, blind=True, blind_papers="withheld")
    one = FileReview.objects.select_related("case__body").get(activity=made)
    case, place = told(one.case), one.assignments.get(level=2)
    document, other = keep(world, case), keep(world, case, PNG + b"2", "照片.png")
    blacken(world, other)
    client = signed_in("reviewer", "P")
    for name in ("cases:document_file", "cases:document_download"):
        assert client.get(reverse(name, args=[document.pk])).status_code in (403, 409, 422)
    assert client.get(reverse("cases:look", args=[document.pk])).status_code == 403
    assert client.get(f"/api/v1/cases/documents/{document.pk}/file").status_code in (403, 409, 422)
    assert "没有涂黑副本" in client.get(reverse("cases:document", args=[document.pk])).content.decode()
    page = client.get(reverse("reviews:card", args=[place.pk])).content.decode()
    assert "没有涂黑副本，不提供" in page and "只提供涂黑副本" in page and names_in(page) == []
    assert got(client.get(reverse("cases:document_file", args=[other.pk]))) == PNG + b"#"


def test_names_are_told_again_once_the_card_is_signed(world: World, file: FileReview, case: Case) -> None:
    reader, place = world.person("reviewer", "P"), file.assignments.get(level=2)
    assert masking.blind_cases(reader) == {case.pk: "shown"}
    saved(Card(assignment=place, state="signed", signed_at=clock.now(), signed_by=reader))
    assert masking.blind_cases(reader) == {}


def test_another_post_or_a_withdrawn_assignment_hides_nothing(world: World, file: FileReview, case: Case) -> None:
    second = make_person(world, "reviewer", "P", 2)
    place = assign(world, file, reader=2, who=second)
    assert masking.blind_cases(second) == {case.pk: "shown"}
    post = saved(Post(account=second, body=world.body("P"), role="evaluation_office", since=clock.today()))
    assert masking.blind_cases(type(second).objects.get(pk=second.pk)) == {}
    post.until = clock.today()
    saved(post)
    assert masking.blind_cases(type(second).objects.get(pk=second.pk)) == {case.pk: "shown"}
    place.withdrawn_at = clock.now()
    saved(place)
    assert masking.blind_cases(type(second).objects.get(pk=second.pk)) == {}


def test_a_copy_is_refused_that_is_none(world: World, case: Case) -> None:
    document = keep(world, case)
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 3/Kids[]>>endobj\n"
    pdf += b"trailer<</Root 1 0 R>>\n%%EOF\n"
    legal = world.person("legal_officer", "A")
    for data, name, code in ((PNG, "同.png", "not_blackened"), (pdf, "三页.pdf", "other_pages")):
        with pytest.raises(Refusal) as refused:
            actions.blacken_document(legal, document=document, upload=actions.Upload(BytesIO(data), name, len(data)))
        assert refused.value.faults[0].code == code
    copy = blacken(world, document)
    for wrong, code in ((document, "copy_twice"), (copy, "is_a_copy")):
        with pytest.raises(Refusal) as refused:
            blacken(world, wrong, PNG + b"##")
        assert refused.value.faults[0].code == code
    # Withdrawn with its original; the copy never stood in the file's own list.
    assert [one.pk for one in queries.documents_of(case)] == [document.pk]
    actions.withdraw_document(legal, document=document, reason="传错")
    copy.refresh_from_db()
    assert copy.withdrawn_reason == "传错"


def test_the_unit_adds_a_copy_on_the_page(world: World, case: Case, signed_in: SignedIn) -> None:
    document = keep(world, case)
    client, address = signed_in("legal_officer", "A"), reverse("cases:blacken_document", args=[document.pk])
    assert client.post(address, {}).status_code == 422
    again = client.post(address, {"piece": SimpleUploadedFile("同.png", PNG)})
    assert again.status_code == 422 and "没有涂黑" in again.content.decode()
    assert client.post(address, {"piece": SimpleUploadedFile("涂黑.png", PNG + b"#")}).status_code == 303
    assert document.blackened.get().uploaded_by == world.person("legal_officer", "A")
    assert signed_in("reviewer", "P").post(address, {}).status_code == 403
