"""The search finds what people type (parts of numbers, two signs, names, places, initials), of what they may read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.cases import naming, queries, searching
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake import actions as intake
from zhiheng_web.intake.models import Book

from .conftest import OFFICERS

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ROWS = [
    ("C-2025-0001", "A", "占道经营", "O1", "O2", "重庆小面馆", "解放路12号", "甲城罚决字〔2025〕1号"),
    (
        *("C-2025-0002", "A", "户外广告未经审批", "O2", ""),
        *("长沙晨光广告有限公司", "人民东路与中山路口", "甲城罚决字〔2025〕12号"),
    ),
    ("C-2025-0003", "B", "乱倒建筑垃圾", "O3", "", "曾国强", "沿江大道三段", "乙城罚决字〔2025〕3号"),
    ("XC/2025/A-77", "B", "违法搭建", "O3", "", "单于明", "东湖新区A座3栋", ""),
    ("案2025第9号", "A", "占道经营", "O1", "", "李𠮷", "解放西路", ""),
]  # fmt: skip
ONE, TWO, THREE, FOUR, FIVE = (row[0] for row in ROWS)

#: What is typed → the cases that are found.
FOUND = [
    # Numbers: whole, in part, of full width, with other stops, of decisions.
    ("C-2025-0001", {ONE}),
    ("c-2025-0001", {ONE}),
    ("C20250001", {ONE}),
    ("Ｃ－２０２５－０００２", {TWO}),
    ("0003", {THREE}),
    ("2025-000", {ONE, TWO, THREE}),
    ("xc/2025", {FOUR}),
    ("A-77", {FOUR}),
    ("a77", {FOUR}),
    ("2025第9", {FIVE}),
    ("案2025", {FIVE}),
    ("甲城罚决字〔2025〕1号", {ONE}),
    ("甲城罚决字[2025]12号", {TWO}),
    ("甲城罚决字（2025）1", {ONE, TWO}),
    ("罚决字", {ONE, TWO, THREE}),
    ("2025", {ONE, TWO, THREE, FOUR, FIVE}),
    # Causes: two signs, three, all.
    ("占道", {ONE, FIVE}),
    ("经营", {ONE, FIVE}),
    ("占道经营", {ONE, FIVE}),
    ("道经", {ONE, FIVE}),
    ("广告", {TWO}),
    ("建筑垃圾", {THREE}),
    ("垃圾", {THREE}),
    ("违法", {FOUR}),
    ("搭", {FOUR}),
    # Parties and officers.
    ("重庆", {ONE}),
    ("小面", {ONE}),
    ("有限公司", {TWO}),
    ("曾国强", {THREE}),
    ("国强", {THREE}),
    ("李𠮷", {FIVE}),
    ("林知远", {ONE, FIVE}),
    ("知远", {ONE, FIVE}),
    ("单雄", {ONE, TWO}),
    ("周慧", {THREE, FOUR}),
    # Places.
    ("解放", {ONE, FIVE}),
    ("解放路12", {ONE}),
    ("解放路12号", {ONE}),
    ("中山路", {TWO}),
    ("沿江大道", {THREE}),
    ("A座3栋", {FOUR}),
    ("a座", {FOUR}),
    # Initials: of causes, places, parties, officers; readings of surnames and of words.
    ("zdjy", {ONE, FIVE}),
    ("ZDJY", {ONE, FIVE}),
    ("hwgg", {TWO}),
    ("jzlj", {THREE}),
    ("cqxmg", {ONE}),
    ("cscg", {TWO}),
    ("zgq", {THREE}),
    ("lzy", {ONE, FIVE}),
    ("sx", {ONE, TWO}),
    ("jfl", {ONE}),
    ("yjdd", {THREE}),
    ("cym", {FOUR}),
    # Several words: all of them, in any order.
    ("占道 解放路", {ONE}),
    ("解放 占道", {ONE, FIVE}),
    ("lzy 解放西路", {FIVE}),
    ("单雄 广告", {TWO}),
    ("占道 垃圾", set()),
    # Nothing: what is not there, what runs across two fields, stops alone, what would be a command.
    ("张三", set()),
    ("经营林", set()),
    ("馆解", set()),
    ("zz", set()),
    ("", set()),
    ("　", set()),
    ("——", set()),
    ('" OR text:"', set()),
    ("占道*", {ONE, FIVE}),
    ("NOT 占道", set()),
    ("'; DROP TABLE cases_case; --", set()),
]


@pytest.fixture
def searched(book: Book) -> Book:
    """Return a book with the cases of the table."""
    intake.add_rows(None, book, "officers", OFFICERS, source="o")
    names = ("case_id", "unit_id", "cause", "lead_officer_id", "second_officer_id", "party_id", "place", "document_no")
    rows = [
        {"kind": "penalty", **{name: value for name, value in zip(names, row, strict=True) if value}} for row in ROWS
    ]
    intake.add_rows(None, book, "cases", rows, source="c")
    return book


def test_it_finds_what_is_typed(searched: Book) -> None:
    assert len(FOUND) >= 50
    got = {
        typed: set(searching.matching(Case.objects.all(), typed).values_list("code", flat=True)) for typed, _ in FOUND
    }
    assert {typed: found for typed, found in got.items() if found != dict(FOUND)[typed]} == {}


def test_it_finds_only_what_the_person_may_read(searched: Book, world: World) -> None:
    def found(person: Account) -> set[str]:
        return set(searching.matching(queries.cases_for(person), "2025").values_list("code", flat=True))

    assert found(world.person("evaluation_office", "P")) == {ONE, TWO, THREE, FOUR, FIVE}
    assert found(world.person("legal_officer", "A")) == {ONE, TWO, FIVE}
    assert found(world.person("legal_officer", "B")) == {THREE, FOUR}
    assert found(world.person("officer", "A")) == set()
    assert found(world.person("evaluation_office", "Q")) == set()


def test_it_follows_what_changes(searched: Book) -> None:
    row = {"case_id": ONE, "unit_id": "A", "kind": "penalty", "cause": "毁绿占绿", "lead_officer_id": "O1"}
    batch = intake.add_rows(None, searched, "cases", [row], source="x")
    codes = searching.matching(Case.objects.all(), "毁绿").values_list("code", flat=True)
    assert list(codes) == [ONE]
    assert ONE not in set(searching.matching(Case.objects.all(), "占道").values_list("code", flat=True))
    intake.undo_batch(None, batch=batch, reason="误")
    assert ONE in set(searching.matching(Case.objects.all(), "占道").values_list("code", flat=True))
    assert not searching.matching(Case.objects.all(), "毁绿").exists()


def test_it_marks_what_was_found() -> None:
    assert searching.marked("占道经营", ["占道"]) == "<mark>占道</mark>经营"
    assert searching.marked("甲城罚决字〔2025〕12号", ["20251"]) == "甲城罚决字〔<mark>2025</mark>〕<mark>1</mark>2号"
    assert searching.marked("林知远", ["lzy"]) == "<mark>林知远</mark>"
    assert searching.marked("重庆小面馆", ["xm"]) == "重庆<mark>小面</mark>馆"
    assert searching.marked("<b>&", ["b"]) == "&lt;<mark>b</mark>&gt;&amp;"
    assert searching.marked("", ["b"]) == ""


def test_it_reads_names_as_names() -> None:
    names = {
        "单雄": "sx",
        "曾国强": "zgq",
        "仇英": "qy",
        "尉迟恭": "ycg",
        "解缙": "xj",
        "林知远": "lzy",
        "O'Neill": "oneill",
    }
    assert {name: naming.name_initials(name) for name in names} == names
    assert (naming.initials("重庆小面馆"), naming.initials("解放路12号")) == ("cqxmg", "jfl12h")


def test_it_finds_by_initials_that_were_put_right(searched: Book, world: World) -> None:
    from zhiheng_web.cases import actions

    officer = Officer.objects.get(code="O3")
    actions.correct_initials(world.person("evaluation_office", "P"), officer=officer, initials="ZhouHui")
    codes = searching.matching(Case.objects.all(), "zhouhui").values_list("code", flat=True)
    assert set(codes) == {THREE, FOUR}


def test_it_shows_the_page_and_the_box(searched: Book, signed_in: Callable[[str, str], Client]) -> None:
    client = signed_in("legal_officer", "A")
    text = client.get("/cases/search/", {"q": "占道 解放路"}).content.decode()
    assert "<mark>占道</mark>经营" in text and "C-2025-0001" in text and "C-2025-0003" not in text
    assert "没有找到" in client.get("/cases/search/", {"q": "垃圾"}).content.decode()
    found = client.get("/search/", {"q": "占道"}).content.decode()
    assert "C-2025-0001" in found and "占道经营 · 重庆小面馆" in found
    officer = client.get("/search/", {"q": "lzy"}).content.decode()
    assert "林知远" in officer


def test_it_leads_to_all_where_there_are_more(
    book: Book, signed_in: Callable[[str, str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"case_id": f"多-{n:03}", "unit_id": "A", "kind": "penalty"} for n in range(103)]
    intake.add_rows(None, book, "cases", rows, source="c")
    client = signed_in("evaluation_office", "P")
    assert "/cases/search/?q=%E5%A4%9A" in client.get("/search/", {"q": "多"}).content.decode()
    text = client.get("/cases/search/", {"q": "多"}).content.decode()
    assert "超过 100 件" in text and text.count("<mark>多</mark>") == 100
