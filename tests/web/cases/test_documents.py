"""Documents of a file: what is taken, how pages are counted, order, withdrawal, and how they are given out."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.cases import actions, queries
from zhiheng_web.cases.actions.documents import MOST_AT_ONCE
from zhiheng_web.cases.models import Case, FileDocument
from zhiheng_web.cases.pdf_pages import pages_of_pdf

from .conftest import PDF, PNG, Kept, case_of

pytestmark = pytest.mark.django_db


def uploads(*files: tuple[str, bytes]) -> list[actions.Upload]:
    return [actions.Upload(BytesIO(data), name, len(data)) for name, data in files]


def standing(case: Case) -> list[tuple[str, int, int]]:
    return [(one.title, one.page_from, one.pages) for one in queries.documents_of(case)]


def test_it_adds_several_after_one_another(case: Case, world: World) -> None:
    legal = world.person("legal_officer", "A")
    actions.add_documents(legal, case=case, files=uploads(("立案表.pdf", PDF), ("照片.png", PNG)))
    actions.add_documents(legal, case=case, files=uploads(("x.pdf", PDF + b"\n")), title="处罚决定书")
    # 3 pages, then the picture is page 4, then from page 5.
    assert standing(case) == [("立案表", 1, 3), ("照片", 4, 1), ("处罚决定书", 5, 3)]


REFUSED = {
    "kind_not_taken": ("表.xlsx", b"PK\x03\x04"),
    "not_what_it_says": ("决定书.pdf", b"<html><script>"),
    "empty_file": ("决定书.pdf", b""),
}


@pytest.mark.parametrize("code", list(REFUSED))
def test_it_refuses_what_is_no_document(case: Case, world: World, code: str) -> None:
    files = uploads(("好.pdf", PDF), REFUSED[code])
    with pytest.raises(Refusal) as told:
        actions.add_documents(world.person("legal_officer", "A"), case=case, files=files)
    assert told.value.faults[0].code == code
    assert standing(case) == []


def test_it_refuses_the_same_file_twice_none_and_too_many(case: Case, world: World, keep: Kept) -> None:
    legal = world.person("legal_officer", "A")
    keep(case)
    for files, code in (
        (uploads(("另一个名.pdf", PDF)), "document_twice"),
        ([], "nothing_chosen"),
        (uploads(*[("a.png", PNG)] * (MOST_AT_ONCE + 1)), "too_many"),
    ):
        with pytest.raises(Refusal) as told:
            actions.add_documents(legal, case=case, files=files)
        assert told.value.faults[0].code == code
    assert len(standing(case)) == 1


def test_it_takes_a_file_again_that_was_withdrawn(case: Case, world: World, keep: Kept) -> None:
    one = keep(case)
    actions.withdraw_document(world.person("legal_officer", "A"), document=one, reason="传错")
    again = keep(case)
    assert (again.position, standing(case)) == (2, [("处罚决定书", 1, 3)])


def test_it_withdraws_once_and_with_a_reason(case: Case, world: World, keep: Kept) -> None:
    legal, one = world.person("legal_officer", "A"), keep(case)
    with pytest.raises(Refusal):
        actions.withdraw_document(legal, document=one, reason="  ")
    actions.withdraw_document(legal, document=one, reason="传错")
    with pytest.raises(Refusal):
        actions.withdraw_document(legal, document=one, reason="再撤")
    one.refresh_from_db()
    assert (one.withdrawn_reason, standing(case)) == ("传错", [])


def test_it_puts_documents_in_order(case: Case, world: World, keep: Kept) -> None:
    legal = world.person("legal_officer", "A")
    first, second = keep(case, name="一.pdf"), keep(case, PNG, "二.png")
    arranged = [actions.Arranged(second.pk, 1, "封面", 1, 1), actions.Arranged(first.pk, 2, "决定书", 2, 3)]
    actions.arrange_documents(legal, case=case, arranged=arranged)
    assert standing(case) == [("封面", 1, 1), ("决定书", 2, 3)]
    foreign = keep(case_of("C-2025-0002"), PNG, "三.png")
    for wrong in (
        actions.Arranged(foreign.pk, 1, "别案的", 1, 1),
        actions.Arranged(first.pk, 1, "  ", 1, 1),
        actions.Arranged(first.pk, 1, "决定书", 0, 1),
        actions.Arranged(first.pk, 1, "决定书", 1, 999_999),
    ):
        with pytest.raises(Refusal):
            actions.arrange_documents(legal, case=case, arranged=[wrong])
    assert standing(case) == [("封面", 1, 1), ("决定书", 2, 3)]


def test_it_finds_the_document_of_a_page(case: Case, keep: Kept) -> None:
    first, second = keep(case, name="一.pdf"), keep(case, PNG, "二.png")
    documents = list(queries.documents_of(case))
    assert [queries.page_of(documents, page) for page in (1, 3, 4, 5)] == [
        (first, 1),
        (first, 3),
        (second, 1),
        None,
    ]


def packed(count: int) -> bytes:
    """Return a PDF whose catalogue and page tree stand in a packed object stream."""
    objects = f"1 0 2 34 <</Type/Catalog/Pages 2 0 R     >> <</Type/Pages/Kids[]/Count {count}>>"
    first = objects.index("<<")
    stream = zlib.compress(objects.encode())
    head = f"%PDF-1.5\n9 0 obj\n<</Type/ObjStm/N 2/First {first}/Filter/FlateDecode/Length {len(stream)}>>\nstream\n"
    tail = b"\nendstream\nendobj\n10 0 obj\n<</Type/XRef/Root 1 0 R>>\nendobj\n%%EOF"
    return head.encode() + stream + tail


COUNTS = [
    (PDF, 3),
    (packed(17), 17),
    # A later revision of the tree replaces the earlier one.
    (PDF + b"2 0 obj<</Type/Pages/Count 4/Kids[]>>endobj trailer<</Root 1 0 R>>", 4),
    (PDF.replace(b"trailer<<", b"trailer<</Encrypt 5 0 R"), None),
    (PDF.replace(b"/Count 3", b"/Count 99999"), None),
    (PDF.replace(b"/Count 3", b"/Count 0"), None),
    (b"%PDF-1.4 nothing else", None),
    (b"%PDF-1.5\n9 0 obj<</Type/ObjStm/FlateDecode/First 4>>stream\nnot packed at all", None),
]


@pytest.mark.parametrize(("data", "wanted"), COUNTS)
def test_it_counts_pages(data: bytes, wanted: int | None) -> None:
    assert pages_of_pdf(data) == wanted


def test_it_gives_documents_out_to_be_framed_by_ourselves_alone(
    case: Case, keep: Kept, signed_in: Callable[[str, str], Client]
) -> None:
    one, client = keep(case), signed_in("legal_officer", "A")
    answer = client.get(reverse("cases:document_file", args=[one.pk]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy and "script-src" not in policy and "default-src 'none'" in policy
    assert answer["Content-Disposition"].startswith("inline")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    page = client.get(reverse("cases:case", args=[case.pk]))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    kept = client.get(reverse("cases:document_download", args=[one.pk]))
    assert kept["Content-Disposition"].startswith("attachment")
    kept.close()


def test_it_shows_a_picture_as_such_and_leads_to_pages(
    case: Case, keep: Kept, signed_in: Callable[[str, str], Client]
) -> None:
    pdf, picture = keep(case), keep(case, PNG, "照片.png")
    client = signed_in("legal_officer", "A")
    look = client.get(reverse("cases:look", args=[picture.pk]))
    assert "<img" in look.content.decode() and "frame-ancestors 'self'" in look["Content-Security-Policy"]
    page = reverse("cases:page", args=[case.pk])
    assert client.get(page, {"page": "2"})["Location"] == f"{reverse('cases:look', args=[pdf.pk])}?page=2"
    assert client.get(page, {"page": "4"})["Location"] == f"{reverse('cases:look', args=[picture.pk])}?page=1"
    assert (
        client.get(reverse("cases:look", args=[pdf.pk]), {"page": "2"})["Location"].split("#")[1].startswith("page=2&")
    )
    for wrong in ("5", "x", "", "99999999", "²"):
        assert client.get(page, {"page": wrong}).status_code == 404


def test_it_takes_files_on_the_page(case: Case, signed_in: Callable[[str, str], Client]) -> None:
    client, address = signed_in("legal_officer", "A"), reverse("cases:add_documents", args=[case.pk])
    files = [SimpleUploadedFile("一.pdf", PDF), SimpleUploadedFile("二.png", PNG)]
    answer = client.post(address, {"pieces": files})
    assert (answer.status_code, len(standing(case))) == (303, 2)
    again = client.post(address, {"pieces": [SimpleUploadedFile("三.pdf", PDF)]})
    assert again.status_code == 422 and "卷内已有同一个文件" in again.content.decode()
    assert client.post(address, {}).status_code == 422


def test_it_arranges_and_withdraws_on_pages(case: Case, keep: Kept, signed_in: Callable[[str, str], Client]) -> None:
    first, second = keep(case, name="一.pdf"), keep(case, PNG, "二.png")
    client, address = signed_in("legal_officer", "A"), reverse("cases:arrange_documents", args=[case.pk])
    sent = {"documents-TOTAL_FORMS": 2, "documents-INITIAL_FORMS": 2, "renumber": "1"}
    for place, (one, position) in enumerate(((first, 2), (second, 1))):
        told = {"document_id": one.pk, "position": position, "title": one.title, "page_from": 9, "pages": one.pages}
        sent |= {f"documents-{place}-{name}": value for name, value in told.items()}
    assert client.post(address, sent).status_code == 303
    assert standing(case) == [("二", 1, 1), ("一", 2, 3)]
    assert client.post(address, sent | {"documents-0-pages": 0}).status_code == 422
    gone = client.post(reverse("cases:withdraw_document", args=[first.pk]), {"reason": "传错"})
    assert (gone.status_code, standing(case)) == (303, [("二", 1, 1)])
    shown = client.get(reverse("cases:document", args=[first.pk])).content.decode()
    assert "传错" in shown
    assert FileDocument.objects.count() == 2
