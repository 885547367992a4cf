"""The first step: makes what is measured, and says who is signed in with which pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.web import world
from bench.web.pages import PAGES
from bench.web.timing import keep_plan, ledger_folder, spread, timed
from zhiheng_web.conf.installation import migrate
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Assessment, Cycle

_SHOWN = 30  # so many bodies are looked at


def run(cases: int, bodies: int, users: int) -> dict[str, Any]:
    """Make it; return the numbers of rows and the times in seconds. The users are left for the next step."""
    times: dict[str, float] = {}
    migrate()
    evaluated = world.make_bodies(bodies)
    people = world.make_people(evaluated, users)
    office = people["office"][0]
    world.write_ledger(ledger_folder(), cases, evaluated)
    book = timed(times, "ledger", lambda: world.keep_ledger(ledger_folder()))
    cycle = timed(times, "opening", lambda: world.open_cycle(book, evaluated, office))
    claims = timed(times, "claims", lambda: world.write_claims(cycle))
    standing = list(cycle.assessments.select_related("cycle__organiser", "body").order_by("pk"))
    timed(times, "submitting", lambda: world.hand_in(standing[: (len(standing) + 1) // 2]))
    scoring.compute(cycle, "claimed", actor=office)
    scoring.compute(cycle, "current", actor=office)
    made = {"counts": {**book.snapshots.get().counts, "claims": claims}, "times": times}
    keep_plan({"cycle": cycle.pk, "office": office.pk, "users": _visitors(cycle, people), "made": made})
    return made


def _visitors(cycle: Cycle, people: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Return every user with a session and the addresses of the pages of their role."""
    submitted = Assessment.objects.filter(cycle=cycle, state="verification").order_by("pk")
    chosen = spread(list(submitted), _SHOWN)
    found = []
    for role, accounts in people.items():
        for account in accounts:
            own = Assessment.objects.filter(cycle=cycle, body__posts__account=account)
            paths = _paths(cycle, role, chosen if role == "office" else list(own))
            found.append({"role": role, "cookies": world.sign_in(account), "paths": paths})
    return found


def _paths(cycle: Cycle, role: str, assessments: Sequence[Assessment]) -> dict[str, list[str]]:
    told = [{"cycle": cycle.pk, "assessment": one.pk, "rule": _longest(one, role)} for one in assessments]
    return {
        page.name: list(dict.fromkeys(page.path.format(**one) for one in told)) for page in PAGES if role in page.roles
    }


def _longest(assessment: Assessment, role: str) -> str:
    """Return the rule of a body that rests on most rows: the derivation with most to show."""
    stages = ("current",) if role == "office" else ("claimed",)
    card = assessment.cards.filter(computation__stage__in=stages).order_by("-computation_id").get()
    return str(max(card.rules().values(), key=lambda rule: (len(rule["rows"]), rule["id"]))["id"])
