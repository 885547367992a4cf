"""What the tests of the cases share: a book with officers, cases and events, and documents of a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.cases import actions
from zhiheng_web.cases.models import Case, FileDocument, Officer
from zhiheng_web.intake import actions as intake
from zhiheng_web.intake.models import Book

UNITS = [
    {"unit_id": "P", "name": "甲省住房和城乡建设厅"},
    {"unit_id": "A", "name": "甲一市城市管理局", "parent_id": "P"},
    {"unit_id": "B", "name": "甲二市城市管理局", "parent_id": "P"},
]
OFFICERS = [
    {"officer_id": "O1", "unit_id": "A", "name": "林知远", "role": "officer", "certificate_no": "ZF-0001"},
    {"officer_id": "O2", "unit_id": "A", "name": "单雄", "role": "officer"},
    {"officer_id": "O3", "unit_id": "B", "name": "周慧", "role": "officer"},
]
CASES = [
    {
        "case_id": "C-2025-0001",
        "unit_id": "A",
        "kind": "penalty",
        "procedure": "ordinary",
        "cause": "占道经营",
        "lead_officer_id": "O1",
        "second_officer_id": "O2",
        "party_id": "重庆小面馆",
        "place": "解放路12号",
        "fine": "200",
        "document_no": "甲城罚决字〔2025〕1号",
    },
    {"case_id": "C-2025-0002", "unit_id": "A", "kind": "licence", "cause": "户外广告", "lead_officer_id": "O2"},
    {"case_id": "C-2025-0003", "unit_id": "B", "kind": "penalty", "cause": "乱倒垃圾", "lead_officer_id": "O3"},
]
EVENTS = [
    {"case_id": "C-2025-0001", "activity": "filed", "at": "2025-03-03"},
    {"case_id": "C-2025-0001", "activity": "inspected", "at": "2025-03-02T09:30:00+08:00", "medium": "video"},
    {"case_id": "C-2025-0001", "activity": "decided", "at": "2025-04-01T10:00:00+08:00", "document_no": "决1"},
    {"case_id": "C-2025-0001", "activity": "closed", "at": "2025-05-06"},
    {"case_id": "C-2025-0002", "activity": "filed", "at": "2025-06-01"},
    {"case_id": "C-2025-0003", "activity": "closed", "at": "2025-07-01"},
]


@pytest.fixture
def book(world: World) -> Book:
    """Return a book of the province with its bodies and nothing else."""
    made = intake.keep_book(
        None, body=world.body("P"), name="2025 年度台账", period_from=date(2025, 1, 1), period_to=date(2026, 1, 1)
    )
    intake.add_rows(None, made, "units", UNITS, source="units")
    return made


@pytest.fixture
def filled(book: Book) -> Book:
    """Return the book with officers, cases and events: the follower has made cases of them."""
    for table, rows in (("officers", OFFICERS), ("cases", CASES), ("events", EVENTS)):
        intake.add_rows(None, book, table, rows, source=table)
    return book


def case_of(code: str) -> Case:
    """Return a case by its number in the ledger."""
    return Case.objects.select_related("body", "lead", "second").get(code=code)


@pytest.fixture
def case(filled: Book) -> Case:
    """Return the case of body A with two officers and all its dates."""
    return case_of("C-2025-0001")


@pytest.fixture
def handler(world: World, filled: Book) -> Account:
    """Return the account of the officer who leads the first case: `officer@A`, linked to O1."""
    person = world.person("officer", "A")
    officer = Officer.objects.get(code="O1")
    with acts.act(None, "tests.make_world"):
        officer.account = person
        officer.save()
    return person


Kept = Callable[..., FileDocument]

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 3/Kids[]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


@pytest.fixture
def keep(world: World) -> Kept:
    """Return a function that adds a document to a file."""

    def run(case: Case, data: bytes = PDF, name: str = "处罚决定书.pdf", **more: Any) -> FileDocument:
        person = more.pop("person", None) or world.person("legal_officer", case.body.code)
        upload = actions.Upload(BytesIO(data), name, len(data))
        (made,) = actions.add_documents(person, case=case, files=[upload], **more)
        return made

    return run
