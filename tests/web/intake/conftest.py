"""What the tests of the intake share: a book with units, and an upload that runs through all its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.intake import actions, matching, queries
from zhiheng_web.intake.models import Batch, Book

UNITS = [
    {"unit_id": "P", "name": "甲省住房和城乡建设厅"},
    {"unit_id": "A", "name": "甲一市城市管理局", "parent_id": "P"},
    {"unit_id": "A1", "name": "甲一市东县城市管理局", "parent_id": "A"},
    {"unit_id": "B", "name": "甲二市城市管理局", "parent_id": "P"},
]

Import = Callable[..., Batch]


@pytest.fixture
def book(world: World) -> Book:
    """Return a book of the province with its units."""
    made = actions.keep_book(
        None, body=world.body("P"), name="2025 年度台账", period_from=date(2025, 1, 1), period_to=date(2026, 1, 1)
    )
    actions.add_rows(None, made, "units", UNITS, source="units")
    return made


@pytest.fixture
def office(world: World) -> Account:
    """Return the evaluation office of the province."""
    return world.person("evaluation_office", "P")


@pytest.fixture
def bring(book: Book, office: Account, world: World) -> Import:
    """Return a function that uploads a file, matches it as proposed and does the dry run."""

    def run(data: bytes | str, name: str = "案件.csv", table: str = "cases", **more: Any) -> Batch:
        person, body = more.pop("person", office), more.pop("body", book.body)
        share = queries.Share(book, body)
        raw = data.encode("utf-8") if isinstance(data, str) else data
        batch = actions.upload(person, share=share, table=table, file=BytesIO(raw), name=name, **more)
        if table:
            match_as_proposed(batch, person)
        batch.refresh_from_db()
        return batch

    return run


def match_as_proposed(batch: Batch, person: Account, also: Mapping[int, str] | None = None) -> None:
    """Match the columns of a batch as they are proposed, and do the dry run."""
    sheet = matching.sheet_at(batch.working.layout, batch.table, None)
    proposed = matching.propose(batch, matching.header_cells(sheet, sheet["header"]))
    actions.match_batch(
        person,
        batch=batch,
        sheet=sheet["name"],
        header=sheet["header"],
        columns={**proposed, **(also or {})},
        on_conflict=batch.on_conflict,
    )
