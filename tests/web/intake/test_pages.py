"""The five steps as a browser walks them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zhiheng_web.intake.models import Batch, Book, Row, Snapshot, State

GOOD = "案号,单位编号,执法类别,罚款金额\nC1,A,行政处罚,100\nC2,B,行政许可,\n"
HALF = "案号,单位编号,执法类别,罚款金额\nC3,A,行政处罚,一百\nC4,B,行政许可,\n"
MATCH = {"sheet": "", "header": "0", "column-0": "case_id", "column-1": "unit_id", "column-2": "kind"}

pytestmark = pytest.mark.django_db


def upload(client: Client, book: Book, text: str) -> Batch:
    """Walk steps 2 and 3 and return the batch."""
    file = SimpleUploadedFile("案件.csv", text.encode("utf-8"))
    url = reverse("intake:upload", args=[book.pk, book.body_id, "cases"])
    answer = client.post(url, {"file": file, "on_conflict": "stop"})
    assert answer.status_code == 303, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert "罚款金额" in page
    answer = client.post(answer["Location"], {**MATCH, "column-3": "fine"})
    assert answer.status_code == 303, answer.content.decode()
    return Batch.objects.latest("pk")


def test_it_walks_the_five_steps(signed_in: Callable[[str, str], Client], book: Book) -> None:
    client = signed_in("evaluation_office", "P")
    blank = client.get(reverse("intake:template", args=[book.pk, book.body_id, "cases"]))
    assert openpyxl.load_workbook(BytesIO(blank.content)).sheetnames[0] == "案件 cases"
    batch = upload(client, book, GOOD)
    page = client.get(reverse("intake:batch", args=[batch.pk])).content.decode()
    assert "没有发现问题" in page
    assert not Row.objects.filter(table="cases", is_current=True).exists()
    answer = client.post(reverse("intake:confirm", args=[batch.pk]), {"choice": "all_or_nothing"})
    assert answer.status_code == 303
    assert Row.objects.filter(table="cases", is_current=True).count() == 2


def test_it_lists_every_fault_and_gives_the_file_back_marked(
    signed_in: Callable[[str, str], Client], book: Book
) -> None:
    client = signed_in("evaluation_office", "P")
    batch = upload(client, book, HALF)
    page = client.get(reverse("intake:batch", args=[batch.pk])).content.decode()
    assert "一百" in page and "不是数字" in page and "只写阿拉伯数字" in page
    marked = client.get(reverse("intake:marked", args=[batch.pk]))
    sheet = openpyxl.load_workbook(BytesIO(b"".join(marked.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet["D2"].value == "一百" and sheet["D2"].fill.bgColor.rgb != "00000000"
    assert "不是数字" in sheet["E2"].value
    answer = client.post(reverse("intake:confirm", args=[batch.pk]), {"choice": "all_or_nothing"})
    assert answer.status_code == 422
    assert not Row.objects.filter(table="cases", is_current=True).exists()
    client.post(reverse("intake:confirm", args=[batch.pk]), {"choice": "good_rows_only"})
    assert [row.key for row in Row.objects.filter(table="cases", is_current=True)] == ["C4"]


def test_it_tells_where_a_row_came_from_and_undoes(signed_in: Callable[[str, str], Client], book: Book) -> None:
    client = signed_in("evaluation_office", "P")
    batch = upload(client, book, GOOD)
    client.post(reverse("intake:confirm", args=[batch.pk]), {"choice": "all_or_nothing"})
    row = Row.objects.get(table="cases", key="C1")
    page = client.get(reverse("intake:row", args=[row.pk])).content.decode()
    assert "案件.csv" in page and f"#{batch.pk}" in page and "evaluation_office P" in page
    answer = client.post(reverse("intake:undo", args=[batch.pk]), {"reason": "文件传错"})
    assert answer.status_code == 303
    batch.refresh_from_db()
    assert batch.state == State.undone
    assert not Row.objects.filter(table="cases", is_current=True).exists()


def test_it_seals_a_snapshot_and_then_refuses_to_undo(signed_in: Callable[[str, str], Client], book: Book) -> None:
    client = signed_in("evaluation_office", "P")
    batch = upload(client, book, GOOD)
    client.post(reverse("intake:confirm", args=[batch.pk]), {"choice": "all_or_nothing"})
    answer = client.post(reverse("intake:seal", args=[book.pk]), {"name": "2025 评价用", "reason": ""})
    taken = Snapshot.objects.get()
    assert answer["Location"] == reverse("intake:snapshot", args=[taken.pk])
    page = client.get(answer["Location"]).content.decode()
    assert taken.digest in page and "全部文件与封存时一致" in page
    answer = client.post(reverse("intake:undo", args=[batch.pk]), {"reason": "文件传错"})
    assert answer.status_code == 422
    assert "不能撤销" in answer.content.decode()


def test_it_shows_every_page_in_english(signed_in: Callable[[str, str], Client], book: Book) -> None:
    client = signed_in("evaluation_office", "P")
    batch = upload(client, book, HALF)
    pages = [
        reverse("intake:books"),
        reverse("intake:create"),
        reverse("intake:edit", args=[book.pk]),
        reverse("intake:book", args=[book.pk, book.body_id]),
        reverse("intake:upload_ledger", args=[book.pk, book.body_id]),
        reverse("intake:upload", args=[book.pk, book.body_id, "cases"]),
        reverse("intake:match", args=[batch.pk]),
        reverse("intake:batch", args=[batch.pk]),
        reverse("intake:rows", args=[book.pk, book.body_id, "units"]),
        reverse("intake:seal", args=[book.pk]),
    ]
    for page in pages:
        answer = client.get(page, {"lang": "en"})
        assert answer.status_code == 200, page
        assert 'lang="en"' in answer.content.decode()


def test_it_asks_the_database_a_bounded_number_of_questions(
    signed_in: Callable[[str, str], Client], book: Book, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in("evaluation_office", "P")
    client.get(reverse("inbox"))  # what waits is counted once after each deed, and kept
    for page in (
        reverse("intake:books"),
        reverse("intake:book", args=[book.pk, book.body_id]),
        reverse("intake:rows", args=[book.pk, book.body_id, "units"]),
    ):
        with django_assert_max_num_queries(28):  # type: ignore[attr-defined]
            client.get(page)
