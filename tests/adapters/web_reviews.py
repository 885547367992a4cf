"""Case-file review for tests: officers with accounts, closed cases, an activity with files brought to a state.

People: `evaluation_office@P` and `reviewer@P` are the brigade, `legal_officer@A`, `unit_head@A` and `officer@A` the
unit. Everything is made directly, so that a test of one stage needs none of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from adapters.web_world import SINCE, World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Post
from zhiheng_web.cases import sealing
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import clock
from zhiheng_web.reviews import states
from zhiheng_web.reviews.models import Activity, ActivityBody, Assignment, FileReview
from zhiheng_web.reviews.procedures import rules_for

#: A way from the first state of a file to each other one.
_WAY = {
    "due": (),
    "first_level": ("first_level",),
    "second_level": ("first_level", "second_level"),
    "comparing": ("first_level", "second_level", "comparing"),
    "reviewed": ("first_level", "second_level", "reviewed"),
    "mending": ("first_level", "second_level", "reviewed", "mending"),
    "second_round": ("first_level", "second_level", "reviewed", "mending", "second_round"),
    "settled": ("first_level", "second_level", "reviewed", "settled"),
}
_ONE_LEVEL = {"second_level": (), "comparing": ("comparing",), "reviewed": ("reviewed",)} | {
    "settled": ("reviewed", "settled"),
    "mending": ("reviewed", "mending"),
    "second_round": ("reviewed", "mending", "second_round"),
}


def saved(made: Any) -> Any:
    """Save a thing and return it."""
    with acts.act(None, "tests.make_world"):
        made.save()
    return made


def make_person(world: World, role: str, code: str, number: int = 1) -> Account:
    """Return the account of a role at a body; a second, third … one has its number in its name."""
    if number == 1:
        return world.person(role, code)
    name = f"{role}{number}.{code}"
    found = Account.objects.filter(name=name).first()
    if found is None:
        found = Account(name=name, display_name=f"{role} {code} {number}", must_change_password=False)
        found.set_password("correct horse battery")
        saved(found)
        saved(Post(account=found, body=world.body(code), role=role, since=SINCE))
    return found


def make_officer(world: World, code: str, number: int = 1) -> Officer:
    """Return the officer `CODE-0n` of a body with an account of their own, made once."""
    account = make_person(world, "officer", code, number)
    found = (
        Officer.objects.filter(code=f"{code}-{number:02}").first() or Officer.objects.filter(account=account).first()
    )
    if found is not None:
        return found
    made = Officer(body=world.body(code), code=f"{code}-{number:02}", name=f"民警{code}{number}", initials="mj")
    made.account = account
    officer: Officer = saved(made)
    return officer


def make_book(world: World, code: str) -> Book:
    """Return the book of the body, made once."""
    found = Book.objects.filter(body=world.body(code), name="案件台账").first()
    year = clock.today().year
    made = found or Book(body=world.body(code), name="案件台账", period_from=date(year, 1, 1))
    made.period_to = date(year + 1, 1, 1)
    book: Book = saved(made)
    return book


def make_cases(
    world: World, code: str, count: int, *, closed_on: date | None = None, officers: int = 1, **given: Any
) -> list[Case]:
    """Make closed cases of a body, its officers leading them in turn; closed ten days ago unless said."""
    book, day = make_book(world, code), closed_on or clock.today() - timedelta(days=10)
    start, made = Case.objects.filter(book=book).count(), []
    for number in range(start + 1, start + count + 1):
        lead = make_officer(world, code, (number - 1) % officers + 1)
        told = {"kind": "penalty", "cause": "占道经营", "party": f"当事人{number}", "place": "东街 1 号"} | given
        case = Case(book=book, body=world.body(code), code=f"{code}-案-{number:03}", lead=lead, **told)
        case.filed_on, case.decided_on, case.closed_on = day - timedelta(days=60), day - timedelta(days=5), day
        case.save()
        made.append(case)
    with acts.act(None, "tests.make_world") as act:
        sealing.seal(act, made)
    return made


def make_draft(
    world: World,
    *,
    scheme: str = "wuxue-file-review",
    organiser: str = "P",
    bodies: Sequence[str] = ("A", "B"),
    kind: str = "",
    **rules: Any,
) -> Activity:
    """Make an activity that is still being prepared; further names change its rules (`readers=2`, `levels=1`)."""
    pinned = rules_for(scheme).model_copy(update=rules).as_data()
    year = clock.today().year
    made = Activity(organiser=world.body(organiser), title=f"{year} 年案卷评查", scheme_id=scheme, rules=pinned)
    made.kind = kind or ("complete" if scheme == "wuxue-file-review" else "random")
    # The tests run on every day of the year: a period around today holds what was closed some days ago.
    made.period_from, made.period_to = clock.today() - timedelta(days=400), clock.today() + timedelta(days=30)
    saved(made)
    for code in bodies:
        saved(ActivityBody(activity=made, body=world.body(code)))
    return made


def make_activity(
    world: World,
    scheme: str = "wuxue-file-review",
    state: str = "open",
    *,
    cases: int = 2,
    files: str = "",
    officers: int = 1,
    closed_on: date | None = None,
    **told: Any,
) -> Activity:
    """Make an activity with `cases` files for each body, all in the state `files` (the first unless said), assigned.

    `told` goes to `make_draft` (organiser, bodies, kind, rules). Files at the unit are assigned to its legal officer,
    those at the brigade to `reviewer@organiser`; no cards are made. A `draft` has cases and no files.
    """
    made = make_draft(world, scheme=scheme, **told)
    rules = rules_for(scheme).model_validate(made.rules)
    first = states.first_state(rules)
    for row in made.bodies.select_related("body"):
        for case in make_cases(world, row.body.code, cases, closed_on=closed_on, officers=officers):
            if state != "draft":
                make_file(world, made, case, files or first)
    if state != "draft":
        made.state, made.opened_at = state, clock.now()
        saved(made)
    return Activity.objects.select_related("organiser").get(pk=made.pk)


def make_file(world: World, activity: Activity, case: Case, state: str) -> FileReview:
    """Bring the file of a case into an activity and to a state, with the assignments of the levels it has passed."""
    rules = rules_for(activity.scheme_id).model_validate(activity.rules)
    office = world.person("evaluation_office", activity.organiser.code)
    one = FileReview(activity=activity, case=case, body=case.body, lead=case.lead)
    with acts.act(None, "tests.make_world"):
        first = states.first_state(rules)
        states.enter(one, first, actor=office, first=True, start=case.closed_on if first == "due" else None)
        way = _WAY[state] if first == "due" else _ONE_LEVEL[state]
        for step in (first, *way):
            if step != one.state:
                if rules.levels == 1 and step == "first_level":
                    continue
                states.advance(one, step, actor=office)
            if step in ("first_level", "second_level"):
                assign(world, one, level=1 if step == "first_level" else 2)
    return one


def assign(world: World, one: FileReview, *, level: int = 2, reader: int = 1, round: int = 1, who: Any = None) -> Any:
    """Assign a file: to the unit's legal officer at level 1, to the reviewer of the organiser at level 2."""
    usual = ("legal_officer", one.body.code) if level == 1 else ("reviewer", one.activity.organiser.code)
    made = Assignment(file_review=one, reviewer=who or world.person(*usual), level=level, reader=reader, round=round)
    made.assigned_by = world.person("evaluation_office", one.activity.organiser.code)
    made.is_blind = level == 2 and bool(one.activity.rules.get("blind"))
    made.why = "检验"
    return saved(made)
