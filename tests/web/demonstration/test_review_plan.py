"""What the year of reviews has planned: cases enough, each state, an objection each way; its papers can be read."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from zhiheng_web.cases.pdf_pages import pages_of_pdf
from zhiheng_web.demonstration import review_files, review_people, review_places, review_plan
from zhiheng_web.reviews.procedures import rules_for

_TODAY = date(2026, 11, 22)


def _everything(today: date = _TODAY) -> list[review_plan.Planned]:
    lots = range(review_plan.LOTS)
    return [one for place in lots for one in review_plan.lot(place, review_plan.anchor_of(place, today))]


def test_it_closes_some_seventy_cases_in_the_last_year_each_of_its_own_number() -> None:
    files = [one.file for one in _everything()]
    assert 60 <= len(files) <= 120
    assert len({one.code for one in files}) == len(files)
    assert all(0 < (_TODAY - one.closed_on).days < 365 for one in files)
    assert {one.unit for one in files} == set(review_places.UNITS)
    assert all(one.lead != one.second for one in files)


def test_every_officer_leads_a_case_and_nobody_is_called_like_somebody_else() -> None:
    officers = [one.officer for one in review_people.wanted() if one.officer]
    assert {one.file.lead for one in _everything()} == set(officers)
    names = [review_people.name_of(number) for number, _ in enumerate(review_people.wanted())]
    assert len(set(names)) == len(names)


def test_it_has_a_file_that_stops_at_each_step() -> None:
    assert {one.until for one in _everything()} == set(review_plan.STEPS)
    assert set(review_plan.OBJECTIONS.values()) == {True, False, None}
    assert all(one.problems for one in _everything() if one.number in review_plan.OBJECTIONS)


def test_its_problems_are_items_of_the_card_within_their_range() -> None:
    rules = rules_for("wuxue-file-review")
    for one in _everything():
        for problem in one.problems:
            item = rules.item(problem.item)
            assert item is not None
            assert item.kind == "basic" or item.holds(review_plan.points_of(problem))


@pytest.mark.parametrize("number", [60, 64])
def test_its_papers_are_files_that_a_browser_shows(number: int) -> None:
    decision, record, photo = review_files.papers(review_files.CaseFile(number, _TODAY))
    assert pages_of_pdf(decision.file.read()) == 2
    assert pages_of_pdf(record.file.read()) == 1
    with Image.open(BytesIO(photo.file.read())) as picture:
        assert picture.size == (640, 420)


def test_events_of_a_case_come_in_the_order_of_the_law_and_end_with_closing() -> None:
    case = review_files.CaseFile(3, _TODAY)
    rows = review_files.event_rows([case])
    days = [row["at"] for row in rows]
    assert days == sorted(days)
    assert rows[-1]["activity"] == "closed" and rows[-1]["at"] == _TODAY
    names = [row["activity"] for row in rows]
    assert names.index("filed") < names.index("notified") < names.index("decided") < names.index("served")
