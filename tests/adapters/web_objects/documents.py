"""Objects of documents: a document that the body issued, evidence of the body about its own assessment."""

from __future__ import annotations

from adapters.web_objects import provides
from adapters.web_objects.evaluations import assessment_of
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.documents.models import Evidence, IssuedDocument
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import store


@provides("document_id")
def document(world: World, code: str) -> int:
    """Return a document that the body issued and addressed to nobody."""
    body = world.body(code)
    made = IssuedDocument(body=body, kind="notice_of_result", subject="tests:1", number="〔2026〕1号", title="试")
    made.word = store.keep(b"word", name="word")
    with acts.act(None, "tests.make_world"):
        made.save()
    return int(made.pk)


@provides("evidence_id")
def evidence(world: World, code: str) -> int:
    """Return evidence of the body."""
    made = Evidence(body=world.body(code), subject=subject_of(assessment_of(world, code)), rule_id="D03-2-a")
    made.name, made.digest, made.size, made.media_type = "a.txt", store.keep(b"x", name="x"), 1, "text/plain"
    made.uploaded_by = world.person("data_officer", code)
    with acts.act(None, "tests.make_world"):
        made.save()
    return int(made.pk)
