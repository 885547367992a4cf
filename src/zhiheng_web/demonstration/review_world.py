"""The bureau's ground before anything is reviewed: bodies, people, the ledger as it grows, the officers' accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.actions.documents import add_documents
from zhiheng_web.cases.actions.interests import declare_interest
from zhiheng_web.cases.actions.officers import link_by_number
from zhiheng_web.cases.checking import record_run
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.demonstration import review_files, review_people, review_places
from zhiheng_web.demonstration.review_plan import Planned
from zhiheng_web.intake.actions.adding import add_rows
from zhiheng_web.intake.actions.books import keep_book
from zhiheng_web.intake.actions.snapshots import take_snapshot
from zhiheng_web.intake.models import Book


@dataclass(frozen=True, slots=True)
class World:
    """The bureau: its bodies by code, its people by account name, the book of its cases."""

    bodies: Mapping[str, Body]
    people: Mapping[str, Account]
    book: Book

    @property
    def bureau(self) -> Body:
        """Return the body that organises the reviews."""
        return self.bodies[review_places.BUREAU]

    @property
    def units(self) -> list[Body]:
        """Return the bodies whose files are reviewed."""
        return [self.bodies[code] for code in review_places.UNITS]

    @property
    def brigade(self) -> Account:
        """Return who runs the reviews."""
        return self.people["brigade"]

    def legal(self, code: str) -> Account:
        """Return the legal officer of a unit."""
        return self.people[f"{self._unit(code)}-legal"]

    def head(self, code: str) -> Account:
        """Return the head of a unit."""
        return self.people[self._unit(code)]

    def officer(self, code: str) -> Officer:
        """Return the officer of a number."""
        found: Officer = Officer.objects.select_related("account", "body").get(code=code)
        return found

    def _unit(self, code: str) -> str:
        return f"unit{list(review_places.UNITS).index(code) + 1}"


def make(password: str, period_from: date, period_to: date) -> World:
    """Make bodies, people and an empty ledger, then the officers with their accounts."""
    bodies = review_places.make_bodies()
    people = review_people.make_people(bodies, password)
    brigade = people["brigade"]
    with acts.act(brigade, "demonstration.prepare"):
        book = keep_book(
            None,
            body=bodies[review_places.BUREAU],
            name="行政执法办案台账（虚构）",
            period_from=period_from - timedelta(days=70),
            period_to=period_to,
            fictional=True,
        )
        add_rows(None, book, "units", review_places.unit_rows(), source="机构名录")
        add_rows(None, book, "officers", review_people.officer_rows(), source="执法人员名录")
    officers = list(Officer.objects.filter(body__code__in=review_places.UNITS).select_related("body"))
    link_by_number(brigade, officers=officers)
    # Files of this officer never come to this reviewer: the assignment tells so.
    declare_interest(people["reviewer2"], officer=officers[-1], reason="亲属关系（虚构）")
    return World(bodies, people, book)


def import_cases(world: World, lot: Sequence[Planned]) -> None:
    """Bring the closed cases of a lot into the ledger, with what happened in them."""
    files = [one.file for one in lot]
    with acts.act(world.brigade, "intake.import_rows"):
        add_rows(world.brigade, world.book, "cases", review_files.case_rows(files), source="办案系统")
        add_rows(world.brigade, world.book, "events", review_files.event_rows(files), source="办案系统")


def keep_papers(world: World, planned: Planned) -> None:
    """Let the legal officer of the unit put a few papers into the file of a case."""
    case = Case.objects.select_related("body", "lead", "second").get(book=world.book, code=planned.file.code)
    add_documents(world.legal(planned.file.unit), case=case, files=review_files.papers(planned.file))


def run_checks(world: World) -> None:
    """Seal the ledger and run the checks of the rulebook over it: what they find is offered beside the cards."""
    record_run(take_snapshot(world.brigade, world.book, name="案卷评查用"), world.brigade)
