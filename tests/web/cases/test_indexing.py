"""Officers and cases follow the rows in force: confirmed, corrected, undone, of bodies that nobody knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.audit.verification import verify
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import following, indexing, queries
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake import actions as intake
from zhiheng_web.intake import matching
from zhiheng_web.intake import queries as intake_queries
from zhiheng_web.intake.models import Batch, Book, Row

from .conftest import CASES, OFFICERS, case_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_it_makes_officers_and_cases_of_rows_in_force(filled: Book) -> None:
    case = case_of("C-2025-0001")
    assert (case.body.code, case.kind, case.cause, case.place) == ("A", "penalty", "占道经营", "解放路12号")
    assert (case.lead.name, case.second.name) == ("林知远", "单雄")  # type: ignore[union-attr]
    assert (case.filed_on, case.decided_on, case.closed_on) == (date(2025, 3, 3), date(2025, 4, 1), date(2025, 5, 6))
    assert (case.fine, case.document_no, case.is_major) == (Decimal(200), "甲城罚决字〔2025〕1号", False)
    assert len(case.rows) == 4
    assert [(one.code, one.initials) for one in Officer.objects.order_by("code")] == [
        *(("O1", "lzy"), ("O2", "sx"), ("O3", "zh"))
    ]


def test_it_takes_the_day_in_shanghai(book: Book) -> None:
    intake.add_rows(None, book, "cases", [{"case_id": "N", "unit_id": "A", "kind": "penalty"}], source="c")
    # 17:30 UTC on the 30th is 01:30 on the 31st in Shanghai.
    intake.add_rows(
        None, book, "events", [{"case_id": "N", "activity": "closed", "at": "2025-03-30T17:30:00+00:00"}], source="e"
    )
    assert case_of("N").closed_on == date(2025, 3, 31)


def test_it_keeps_the_first_filing_and_the_last_closing(filled: Book) -> None:
    more = [
        {"case_id": "C-2025-0001", "activity": "filed", "at": "2025-03-09"},
        {"case_id": "C-2025-0001", "activity": "closed", "at": "2025-08-01"},
    ]
    intake.add_rows(None, filled, "events", more, source="more")
    case = case_of("C-2025-0001")
    assert (case.filed_on, case.closed_on, len(case.rows)) == (date(2025, 3, 3), date(2025, 8, 1), 6)


def test_it_follows_a_correction_and_its_undoing(filled: Book) -> None:
    before = case_of("C-2025-0002")
    batch = intake.add_rows(None, filled, "cases", [CASES[1] | {"cause": "违法搭建"}], source="correction")
    assert case_of("C-2025-0002").cause == "违法搭建"
    assert case_of("C-2025-0002").filed_on == date(2025, 6, 1)
    intake.undo_batch(None, batch=batch, reason="更正有误")
    after = case_of("C-2025-0002")
    assert (after.pk, after.cause, after.rows, after.text) == (before.pk, before.cause, before.rows, before.text)


def test_it_follows_events_that_are_undone(filled: Book) -> None:
    batch = intake.add_rows(
        None, filled, "events", [{"case_id": "C-2025-0002", "activity": "closed", "at": "2025-09-09"}], source="close"
    )
    assert case_of("C-2025-0002").closed_on == date(2025, 9, 9)
    intake.undo_batch(None, batch=batch, reason="传错")
    assert case_of("C-2025-0002").closed_on is None


def test_it_keeps_a_case_whose_row_was_taken_back_and_lists_it_no_longer(filled: Book, world: World) -> None:
    batch = intake.add_rows(None, filled, "cases", [{"case_id": "X", "unit_id": "A", "kind": "other"}], source="x")
    office = world.person("evaluation_office", "P")
    assert queries.cases_for(office).filter(code="X").exists()
    intake.undo_batch(None, batch=batch, reason="传错")
    assert Case.objects.get(code="X").is_current is False
    assert not queries.cases_for(office).filter(code="X").exists()
    intake.add_rows(None, filled, "cases", [{"case_id": "X", "unit_id": "A", "kind": "other"}], source="again")
    assert Case.objects.get(code="X").is_current is True


def test_it_renews_the_cases_of_an_officer_who_is_called_otherwise(filled: Book) -> None:
    intake.add_rows(None, filled, "officers", [OFFICERS[0] | {"name": "林致远"}], source="rename")
    assert "致" in case_of("C-2025-0001").text
    assert "知" not in case_of("C-2025-0001").text


def test_it_follows_a_file_that_is_uploaded_and_confirmed(book: Book, world: World) -> None:
    office = world.person("evaluation_office", "P")
    batch = _upload(office, book, "case_id,unit_id,kind\nU1,A,penalty\n")
    assert not Case.objects.exists()
    intake.confirm_batch(office, batch=batch)
    assert case_of("U1").body.code == "A"


def _upload(person: Any, book: Book, text: str) -> Batch:
    share = intake_queries.Share(book, book.body)
    batch = intake.upload(person, share=share, table="cases", file=BytesIO(text.encode()), name="案件.csv")
    sheet = matching.sheet_at(batch.working.layout, "cases", None)
    columns = matching.propose(batch, matching.header_cells(sheet, sheet["header"]))
    intake.match_batch(
        person,
        batch=batch,
        sheet=sheet["name"],
        header=sheet["header"],
        columns=columns,
        on_conflict="stop",
    )
    batch.refresh_from_db()
    return batch


def test_it_counts_rows_of_bodies_that_nobody_knows(filled: Book, world: World) -> None:
    intake.add_rows(None, filled, "units", [{"unit_id": "Z", "name": "新设大队"}], source="u")
    rows = [{"case_id": f"Z{n}", "unit_id": "Z", "kind": "penalty"} for n in range(3)]
    intake.add_rows(None, filled, "cases", rows, source="z")
    assert not Case.objects.filter(code__startswith="Z").exists()
    assert queries.left_out([filled]) == {filled.pk: {"Z": 3}}
    assert indexing.reindex(filled).unknown_bodies == {"Z": 3}


def test_it_takes_no_body_from_outside_of_the_keepers(filled: Book) -> None:
    intake.add_rows(None, filled, "units", [{"unit_id": "Q1", "name": "乙一市城市管理局"}], source="u")
    intake.add_rows(None, filled, "cases", [{"case_id": "F", "unit_id": "Q1", "kind": "penalty"}], source="f")
    assert Body.objects.filter(code="Q1").exists()
    assert queries.left_out([filled]) == {filled.pk: {"Q1": 1}}


def test_it_leaves_an_officer_of_another_keeper_alone(filled: Book, world: World) -> None:
    other = intake.keep_book(
        None, body=world.body("Q"), name="乙省台账", period_from=date(2025, 1, 1), period_to=date(2026, 1, 1)
    )
    intake.add_rows(None, other, "units", [{"unit_id": "Q1", "name": "乙一市城市管理局"}], source="u")
    intake.add_rows(None, other, "officers", [{"officer_id": "O1", "unit_id": "Q1", "name": "冒名", "role": "officer"}],
                    source="o")  # fmt: skip
    row = {"case_id": "QC", "unit_id": "Q1", "kind": "penalty", "lead_officer_id": "O1"}
    intake.add_rows(None, other, "cases", [row], source="c")
    assert Officer.objects.get(code="O1").name == "林知远"
    # Nor is the stranger's case theirs.
    assert case_of("QC").lead is None
    assert indexing.reindex(other).strangers == 1


def test_it_believes_the_book_of_the_later_period(filled: Book, world: World) -> None:
    later = intake.keep_book(
        None, body=world.body("P"), name="2026", period_from=date(2026, 1, 1), period_to=date(2027, 1, 1)
    )
    intake.add_rows(None, later, "units", [{"unit_id": "B", "name": "甲二市城市管理局"}], source="u")
    moved = OFFICERS[0] | {"unit_id": "B"}
    intake.add_rows(None, later, "officers", [moved], source="o")
    assert Officer.objects.get(code="O1").body.code == "B"
    indexing.reindex(filled)
    assert Officer.objects.get(code="O1").body.code == "B"


def test_it_gives_the_same_whether_indexed_bit_by_bit_or_anew(filled: Book) -> None:
    def held() -> list[Any]:
        return list(Case.objects.order_by("pk").values_list())

    before = held()
    done = indexing.reindex(filled)
    assert (done.made, done.changed, done.taken_back, done.officers) == (0, 0, 0, 0)
    assert held() == before
    Case.objects.filter(code="C-2025-0001").update(cause="改过", rows=[], text="")
    assert indexing.reindex(filled).changed == 1
    assert held() == before


def test_it_leaves_many_to_a_job(
    book: Book, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(indexing, "AT_ONCE", 5)
    monkeypatch.setattr(following, "index_later", lambda book, owner: asked.append(book.pk))
    rows = [{"case_id": f"M{n}", "unit_id": "A", "kind": "penalty"} for n in range(6)]
    intake.add_rows(None, book, "cases", rows, source="many")
    assert (asked, Case.objects.count()) == ([book.pk], 0)
    done = indexing.reindex(book)
    assert (done.made, Case.objects.count()) == (6, 6)
    # 6 cases, 5 in an act: two acts write cases.
    assert Line.objects.filter(deed=indexing.DEED, changes__icontains="cases.block").count() == 2
    assert [problem for problem in verify().problems if problem.code != "guard"] == []


def test_it_takes_everything_back_where_the_rows_cannot_be_followed(
    filled: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(indexing._Maker, "make", broken)
    with pytest.raises(RuntimeError):
        intake.add_rows(None, filled, "cases", [{"case_id": "T", "unit_id": "A", "kind": "other"}], source="t")
    assert not Row.objects.filter(key="T", is_current=True).exists()
