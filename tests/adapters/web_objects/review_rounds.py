"""Objects of the rounds of case-file review: a problem of a file with its mending, a file proving it, an objection."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from adapters.web_objects import provides
from adapters.web_objects.reviews import file_of
from adapters.web_reviews import assign, saved
from adapters.web_world import World
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about, subject_of
from zhiheng_web.lib import clock, store
from zhiheng_web.reviews.models import Card, CardLine, Mending, Objection


def line_of(world: World, code: str) -> CardLine:
    """Return a problem on a signed card of the unit, made once."""
    one = file_of(world, code)
    place = one.assignments.filter(level=1).first() or assign(world, one, level=1)
    card = Card.objects.filter(assignment=place).first()
    if card is None:
        card = saved(Card(assignment=place, state="signed", signed_at=clock.now(), signed_by=place.reviewer))
        told = {"item": "P1", "rule_id": "WX-PROCEDURE", "page": "1", "text": "试", "deduction": Decimal(1)}
        saved(CardLine(card=card, position=1, **told))
    found = card.lines.first()
    assert found is not None
    return found


def mending_of(world: World, code: str) -> Mending:
    """Return the mending of a problem of the body, made once."""
    line = line_of(world, code)
    found = Mending.objects.filter(line=line).first()
    return found or saved(Mending(line=line))  # type: ignore[no-any-return]


@provides("reviews:mending_id")
def mending(world: World, code: str) -> int:
    """Return the mending of a problem of the body."""
    return int(mending_of(world, code).pk)


@provides("reviews:evidence_id")
def mending_file(world: World, code: str) -> int:
    """Return a file that proves the mending, made once."""
    one = mending_of(world, code)
    found = evidence_about(one).first()
    if found is None:
        digest = store.keep(BytesIO(b"%PDF-1.4 test"), name="test.pdf")
        found = Evidence(body=world.body(code), subject=subject_of(one), name="test.pdf", digest=digest, size=13)
        found.media_type, found.uploaded_by = "application/pdf", world.person("officer", code)
        saved(found)
    return int(found.pk)


@provides("reviews:objection_id")
def objection(world: World, code: str) -> int:
    """Return an objection to a problem of the body, made once."""
    line = line_of(world, code)
    found = Objection.objects.filter(line=line).first()
    if found is None:
        found = Objection(file_review=file_of(world, code), line=line, reason="试")
        found.filed_by = world.person("officer", code)
        saved(found)
    return int(found.pk)
