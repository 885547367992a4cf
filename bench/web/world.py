"""What is measured: a province with cities and counties, a ledger, an open cycle with claims, people signed in.

All of it is fictional and the same at every run. It is made by the deeds of the application, nothing past them.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.test import Client

from bench.checks.contract import write_contract
from bench.checks.generate import AS_OF, write_canonical
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body, LeadingGroup, Post, Seat
from zhiheng_web.evaluations import jobs, states
from zhiheng_web.evaluations.actions import opening, selfevaluation
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.reading.selfevaluation import sheet_of
from zhiheng_web.intake.actions.adding import add_ledger
from zhiheng_web.intake.actions.books import keep_book
from zhiheng_web.intake.actions.snapshots import take_snapshot
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import clock

DEED, SCHEME, PROVINCE = "bench.prepare", "hunan-2020", "P"
YEAR, SINCE = 2025, date(2019, 1, 1)
#: One body in so many is a city, the others are its counties.
_BODIES_A_CITY = 15
#: Tables of the ledger of the checks whose units become the bodies.
_WITH_UNITS = ("officers", "cases", "complaints")
_NOTHING = {"count": "0", "elements": "0", "level": "0", "rate": "100%"}


def make_bodies(number: int) -> list[Body]:
    """Make the province and under it so many cities and counties; return these."""
    found: list[Body] = []
    with acts.act(None, DEED):
        province = Body(code=PROVINCE, name="甲省住房和城乡建设厅（虚构）", level="province", since=SINCE)
        province.save()
        city = province
        for place in range(number):
            is_city = place % _BODIES_A_CITY == 0
            kind, level = ("prefecture_city", "city") if is_city else ("county", "county")
            word = "市" if is_city else "县"
            one = Body(
                code=f"B{place:03}", name=f"第{place}{word}城市管理局（虚构）", kind=kind, level=level, since=SINCE
            )
            one.parent = province if is_city else city
            one.save()
            city = one if is_city else city
            found.append(one)
    return found


def make_people(bodies: Sequence[Body], users: int) -> dict[str, list[Account]]:
    """Make the leading group, half of the users in the office of the province, half as heads of bodies."""
    province = Body.objects.get(code=PROVINCE)
    with acts.act(None, DEED):
        office = [
            _account(f"office{place}", "evaluation_office", province) for place in range(max(1, users - users // 2))
        ]
        # The heads of the last bodies: those whose self-evaluation stays open.
        heads = [_account(f"head{place}", "unit_head", bodies[-1 - place]) for place in range(users // 2)]
        group = LeadingGroup(body=province, name="总结评价工作领导小组", since=SINCE)
        group.save()
        for slot in ("leader", "executive_deputy"):
            person = _account(slot, slot, province)
            Seat(group=group, slot=slot, person=person.display_name, account=person, since=SINCE).save()
    return {"office": office, "head": heads}


def _account(name: str, role: str, body: Body) -> Account:
    account = Account(name=name, display_name=name, must_change_password=False)
    account.set_unusable_password()
    account.save()
    Post(account=account, body=body, role=role, since=SINCE).save()
    return account


def write_ledger(folder: Path, cases: int, bodies: Sequence[Body]) -> None:
    """Write the ledger of the benchmark of the checks, its units being the bodies."""
    with TemporaryDirectory() as place:
        write_contract(write_canonical(Path(place), cases), folder, "csv")
    codes: dict[str, str] = {}
    for table in _WITH_UNITS:
        file = folder / f"{table}.csv"
        with file.open(encoding="utf-8", newline="") as lines:
            head, *rows = list(csv.reader(lines))
        unit = head.index("unit_id")
        for row in rows:
            row[unit] = codes.setdefault(row[unit], bodies[len(codes) % len(bodies)].code)
        _write(file, [head, *rows])
    units = [[one.code, one.name, one.parent.code if one.parent else "", one.kind] for one in bodies]
    _write(folder / "units.csv", [["unit_id", "name", "parent_id", "kind"], [PROVINCE, "甲省", "", ""], *units])


def _write(file: Path, rows: Sequence[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def keep_ledger(folder: Path, name: str = "年度台账（虚构）") -> Book:
    """Bring the ledger into a book of the province, all at once."""
    told: dict[str, Any] = {"as_of": AS_OF, "findings_complete": ["all"], "fictional": True}
    book = keep_book(
        None,
        body=Body.objects.get(code=PROVINCE),
        name=name,
        period_from=date(YEAR, 1, 1),
        period_to=date(YEAR + 1, 1, 1),
        **told,
    )
    add_ledger(None, book, folder, source="bench")
    return book


def open_cycle(book: Book, bodies: Sequence[Body], office: Account) -> Cycle:
    """Seal the ledger and open the cycle over the bodies."""
    draft = opening.start_draft(
        office, organiser=book.body, scheme_id=SCHEME, title=f"{YEAR}年度总结评价（虚构）", year=YEAR
    )
    draft = opening.change_draft(
        office,
        cycle=draft,
        version=draft.version,
        bodies=[one.pk for one in bodies],
        snapshot=take_snapshot(office, book, name="年度评价用"),
        self_evaluation_due=clock.today() + timedelta(days=30),
    )
    return opening.open_cycle(office, cycle=draft, version=draft.version)


def write_claims(cycle: Cycle) -> int:
    """Let every body answer every line that must be; return how many claims there are."""
    written = 0
    for one in cycle.assessments.select_related("cycle__organiser", "body"):
        lines = [line for line in sheet_of(one).lines.values() if line.lacks_answer]
        entries = [selfevaluation.Entry(line.id, _answer(one, line), "按台账填写（虚构）") for line in lines]
        with acts.act(None, DEED):
            clerk = _clerk(one.body)
            written += len(selfevaluation.save_claims(clerk, assessment=one, entries=entries))
    return written


def _answer(one: Assessment, line: Any) -> str:
    """Return what a body says: the ledger's value, else that there is nothing, but for one line in seven a fault."""
    if line.ledger_value:
        return str(line.ledger_value)
    nothing = _NOTHING.get(line.ask.kind, "false")
    is_faulty = nothing == "0" and line.ask.kind == "count" and hash_of(f"{one.unit_id}{line.id}") % 7 == 0
    return "1" if is_faulty else nothing


def hash_of(text: str) -> int:
    """Return a number that is the same at every run."""
    return sum(place * sign for place, sign in enumerate(text.encode(), start=1))


def _clerk(body: Body) -> Account:
    """Return somebody who fills in for a body; made once for each."""
    held = Post.objects.filter(body=body, role__in=("unit_head", "data_officer")).select_related("account").first()
    return held.account if held is not None else _account(f"clerk-{body.code}", "unit_head", body)


def hand_in(assessments: Sequence[Assessment]) -> None:
    """Let bodies submit; the cycle is computed by the caller."""
    with jobs.deferred():
        for one in assessments:
            head = _clerk(one.body)
            selfevaluation.submit(head, assessment=one, version=one.version, declared=True)


def sign_in(account: Account) -> str:
    """Return the cookies of a session of a person."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def approve(cycle: Cycle, office: Account) -> None:
    """Bring every body to the end of the procedure, as if it had been told and had no objection."""
    with acts.act(office, DEED):
        for one in cycle.assessments.select_related("cycle__organiser", "body"):
            for step in _way(cycle, one.state, "approved"):
                states.advance(one, step, actor=office)


def _way(cycle: Cycle, start: str, end: str) -> list[str]:
    """Return the states between, the shortest way of the procedure."""
    procedure = states.procedure_of(cycle)
    ways = [[start]]
    for way in ways:
        if way[-1] == end:
            return way[1:]
        ways += [[*way, one] for one in procedure.state(way[-1]).next if one not in way]
    raise ValueError(f"no way from {start} to {end}")
