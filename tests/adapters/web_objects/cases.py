"""Objects of cases: a case of the body led by its officer, a document of its file, an officer, an interest."""

from __future__ import annotations

from datetime import date

from adapters.web_objects import provides
from adapters.web_objects.intake import book_of
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.cases import sealing
from zhiheng_web.cases.models import Case, FileDocument, Interest, Officer
from zhiheng_web.lib import store


def officer_of(world: World, code: str) -> Officer:
    """Return the officer of a body whose account is `officer@code`, made once."""
    found: Officer | None = Officer.objects.filter(account=world.person("officer", code)).first()
    if found is None:
        found = Officer(body=world.body(code), code=f"O-{code}", name="林知远", initials="lzy")
        found.account = world.person("officer", code)
        with acts.act(None, "tests.make_world"):
            found.save()
    return found


def case_of(world: World, code: str) -> Case:
    """Return a closed case of a body, led by its officer, made once."""
    found: Case | None = Case.objects.filter(code=f"C-{code}").first()
    if found is None:
        found = Case(book=book_of(world, code), body=world.body(code), code=f"C-{code}", lead=officer_of(world, code))
        found.kind, found.cause, found.closed_on = "penalty", "占道经营", date(2020, 6, 1)
        found.save()
        with acts.act(None, "tests.make_world") as act:
            sealing.seal(act, [found])
    return found


@provides("case_id")
def case(world: World, code: str) -> int:
    """Return a case of the body."""
    return int(case_of(world, code).pk)


@provides("cases:document_id")
def document(world: World, code: str) -> int:
    """Return a document of the file of a case."""
    one = FileDocument(case=case_of(world, code), position=1, title="试", name="a.png", size=3, media_type="image/png")
    one.digest = store.keep(b"png", name="a.png")
    with acts.act(None, "tests.make_world"):
        one.save()
    return int(one.pk)


@provides("officer_id")
def officer(world: World, code: str) -> int:
    """Return the officer of the body."""
    return int(officer_of(world, code).pk)


@provides("interest_id")
def interest(world: World, code: str) -> int:
    """Return an interest that somebody of the body declared."""
    one = Interest(account=world.person("legal_officer", code), body=world.body(code), reason="试")
    with acts.act(None, "tests.make_world"):
        one.save()
    return int(one.pk)
