"""Results from above: imported or typed, tied to units and cases, circulated with receipts, withdrawn (XH-29)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_reviews import make_cases
from adapters.web_world import World
from web.supervision.conftest import refused
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.lib.exports import workbook
from zhiheng_web.supervision.actions import external as actions
from zhiheng_web.supervision.models import ExternalReview
from zhiheng_web.supervision.queries import external as queries
from zhiheng_web.supervision.reading import ToldRow, rows_of

SignedIn = Callable[[str, str], Client]
VALUES = {
    "issuer": "甲省司法厅",
    "year": 2026,
    "title": "关于2026年度案卷评查情况的通报",
    "document_no": "甲司发〔2026〕9号",
}
TABLE = "单位,案件编号,得分,存在问题\n甲一市东县城市管理局,A1-案-001,92.5,送达回证不全\n某外单位,,,\n"


@pytest.fixture
def draft(world: World) -> ExternalReview:
    """Return a result that A has entered, with three rows: a case of A1, the unit A2, a unit that nobody knows."""
    make_cases(world, "A1", 1)
    office = world.person("reviewer", "A")
    one = actions.enter_external(actor=office, body=world.body("A"), values={**VALUES, "summary": "总体良好。"})
    told = [ToldRow("A2", "", Decimal("88")), ToldRow("甲一市东县城市管理局", "A1-案-001", None, "当事人1的回证不全")]
    actions.add_rows(actor=office, external=one, rows=[*told, ToldRow("某外单位")])
    return ExternalReview.objects.get(pk=one.pk)


@pytest.fixture
def circulated(world: World, draft: ExternalReview) -> ExternalReview:
    """Return the same, circulated."""
    office = world.person("evaluation_office", "A")
    return actions.circulate_external(actor=office, external=draft, version=draft.version)


def test_it_ties_rows_to_units_and_cases_that_are_known(world: World, draft: ExternalReview) -> None:
    rows = queries.rows_of(draft)
    assert [(one.unit and one.unit.code, one.case and one.case.code) for one in rows] == [
        ("A2", None),
        ("A1", "A1-案-001"),
        (None, None),
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_it_reads_a_table(form: str) -> None:
    rows = [line.split(",") for line in TABLE.strip().splitlines()]
    data = TABLE.encode() if form == "csv" else workbook("x", rows[0], rows[1:])
    assert rows_of(BytesIO(data), f"结果.{form}") == [
        ToldRow("甲一市东县城市管理局", "A1-案-001", Decimal("92.5"), "送达回证不全"),
        ToldRow("某外单位"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.pdf", "x", "kind_not_taken"),
        ("a.csv", "案件编号,得分\nx,1\n", "no_unit_column"),
        ("a.csv", "单位,得分\n", "no_rows"),
        ("a.csv", "单位,得分\n一中队,九十\n", "wrong_score"),
        ("a.csv", "单位,得分\n一中队,-1\n", "wrong_score"),
        ("a.csv", "单位,得分\n,90\n", "no_unit"),
        ("a.csv", "单位,得分\n" + "一中队,90\n" * 5_000, "too_many_rows"),
    ],
)
def test_it_refuses_a_table_that_it_cannot_read(name: str, text: str, code: str) -> None:
    with refused(code):
        rows_of(BytesIO(text.encode()), name)


def test_it_names_the_line_that_is_wrong_and_imports_none(world: World, draft: ExternalReview) -> None:
    before = queries.rows_of(draft).count()
    data = "单位,得分\n一中队,90\n二中队,好\n".encode()
    with pytest.raises(Refusal) as caught:
        actions.import_rows(actor=world.person("reviewer", "A"), external=draft, file=BytesIO(data), name="a.csv")
    assert [fault.place.row for fault in caught.value.faults] == [3]
    assert queries.rows_of(draft).count() == before


def test_it_is_circulated_with_names_masked(circulated: ExternalReview) -> None:
    shown = circulated.bulletin.shown["text"]
    assert "甲司发〔2026〕9号" in shown
    assert "甲一市东县城市管理局：问题：" in shown
    # The party of the case is named in the problem, and masked for the readers.
    assert "当事人1" not in shown


def test_what_tells_nothing_is_not_circulated(world: World) -> None:
    office = world.person("evaluation_office", "A")
    one = actions.enter_external(actor=office, body=world.body("A"), values=VALUES)
    with refused("nothing_told"):
        actions.circulate_external(actor=office, external=one, version=one.version)


def test_it_stays_as_it_was_circulated(world: World, circulated: ExternalReview) -> None:
    office = world.person("evaluation_office", "A")
    with refused("other_state"):
        actions.add_rows(actor=office, external=circulated, rows=[ToldRow("A1")])
    one = actions.withdraw_external(actor=office, external=circulated, reason="文件作废")
    one.bulletin.refresh_from_db()
    assert (one.state, one.bulletin.state) == ("withdrawn", "withdrawn")


def test_it_refuses_a_paper_of_tomorrow_and_the_slower_of_two(world: World, draft: ExternalReview) -> None:
    office, body = world.person("evaluation_office", "A"), world.body("A")
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    with refused("to_come"):
        actions.enter_external(actor=office, body=body, values={**VALUES, "issued_on": tomorrow})
    with refused("edited_meanwhile"):
        actions.enter_external(actor=office, body=body, values=VALUES, external=draft, version=draft.version + 1)


@pytest.mark.parametrize(
    ("role", "code", "seen"),
    [
        ("leader", "A", ["A2", "甲一市东县城市管理局", "某外单位"]),
        ("leader", "P", ["A2", "甲一市东县城市管理局", "某外单位"]),
        ("unit_head", "A1", ["甲一市东县城市管理局"]),
        ("unit_head", "A2", ["A2"]),
        ("unit_head", "A", []),
    ],
)
def test_a_unit_sees_its_own_rows(
    world: World, circulated: ExternalReview, role: str, code: str, seen: list[str]
) -> None:
    assert [row.unit_name for row in queries.rows_for(world.person(role, code), circulated)] == seen


@pytest.mark.parametrize(
    ("role", "code", "drafted", "after"),
    [
        ("reviewer", "A", 200, 200),
        ("leader", "P", 403, 200),
        ("officer", "A1", 403, 200),
        ("unit_head", "B", 403, 403),
        ("interviewer", "A", 403, 403),
    ],
)
def test_it_is_read_beneath_once_it_is_circulated(
    world: World, signed_in: SignedIn, draft: ExternalReview, role: str, code: str, drafted: int, after: int
) -> None:
    page, operation = f"/supervision/external/{draft.pk}/", f"/api/v1/supervision/externals/{draft.pk}"
    assert [signed_in(role, code).get(url).status_code for url in (page, operation)] == [drafted] * 2
    actions.circulate_external(actor=world.person("evaluation_office", "A"), external=draft, version=draft.version)
    assert [signed_in(role, code).get(f"{url}?lang=en").status_code for url in (page, operation)] == [after] * 2


def test_it_is_entered_imported_and_circulated_on_its_pages(world: World, signed_in: SignedIn) -> None:
    client = signed_in("evaluation_office", "A")
    answer = client.post("/supervision/external/new/", {**VALUES, "body": world.body("A").pk, "version": "0"})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    one = ExternalReview.objects.get()
    way = f"/supervision/external/{one.pk}/"
    assert client.post(f"{way}import/", {"table": SimpleUploadedFile("a.csv", b"x,y\n1,2\n")}).status_code == 422
    assert client.post(f"{way}import/", {"table": SimpleUploadedFile("a.csv", TABLE.encode())}).status_code == 303
    assert client.post(f"{way}rows/new/", {"unit": "A2", "score": "90"}).status_code == 303
    row = queries.rows_of(one).last()
    assert client.post(f"/supervision/external-rows/{row.pk}/remove/").status_code == 303
    paper = SimpleUploadedFile("通报.pdf", b"%PDF-1.7 x")
    assert client.post(f"{way}original/", {"papers": paper}).status_code == 303
    one.refresh_from_db()
    assert client.post(f"{way}circulate/", {"version": one.version}).status_code == 303
    page = client.get(way).content.decode()
    assert "通报.pdf" in page
    assert "尚未阅读" in page
    unit = signed_in("unit_head", "A1").get(way).content.decode()
    assert "通报.pdf" not in unit
    assert {line.deed for line in Line.objects.filter(deed__startswith="supervision.")} == {
        "supervision.enter_external",
        "supervision.circulate_external",
    }


def test_it_goes_its_way_by_the_api(world: World, signed_in: SignedIn) -> None:
    client, way = signed_in("evaluation_office", "A"), "/api/v1/supervision"

    def send(path: str, told: object = None, status: int = 200, method: str = "post") -> dict[str, object]:
        answer = getattr(client, method)(f"{way}{path}", told or {}, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()  # type: ignore[no-any-return]

    one = send(f"/bodies/{world.body('A').pk}/externals", VALUES, 201)
    path = f"/externals/{one['id']}"
    send(path, {**VALUES, "summary": "良好", "version": 0}, method="put")
    send(f"{path}/rows", {"rows": [{"unit": "A1", "score": "90.5"}]}, 201)
    assert client.post(f"{way}{path}/table", {"file": SimpleUploadedFile("a.csv", TABLE.encode())}).status_code == 201
    rows = client.get(f"{way}{path}/rows").json()
    assert (rows["total"], rows["items"][0]["score"]) == (3, "90.5")
    send(f"/external-rows/{rows['items'][2]['id']}/remove")
    kept = client.post(f"{way}{path}/originals", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")}).json()
    assert b"".join(client.get(f"{way}{path}/originals/{kept['id']}")) == b"%PDF-1.7 x"
    version = client.get(f"{way}{path}").json()["version"]
    assert send(f"{path}/circulate", {"version": version})["state"] == "circulated"
    assert client.get(f"{way}{path}/unread").json()["items"]
    assert send(f"{path}/withdraw", {"reason": "x"})["state"] == "withdrawn"
