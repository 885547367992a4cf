"""Documents of case-file review: issued from facts alone, and an edited copy is checked against those facts."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from adapters import review_papers as papers
from adapters.web_world import World
from zhiheng import api
from zhiheng_web.documents import checking
from zhiheng_web.documents.facts import KINDS, ON_FACTS_ALONE, drafting
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import store


def _issued(world: World, kind: str) -> IssuedDocument:
    told: dict[str, Any] = asdict(papers.EVERY[kind])
    order = Order(
        body=world.body("P"),
        kind=kind,
        subject="tests.review:1",
        title="试",
        series="某城执评",
        build=drafting(kind, told),
        facts=told,
    )
    made = issue(order, actor=world.person("evaluation_office", "P"), deed="tests.issue")
    return IssuedDocument.objects.get(pk=made.pk)


def test_every_kind_has_facts_and_a_builder() -> None:
    assert set(papers.EVERY) == ON_FACTS_ALONE <= set(KINDS)
    for kind in ON_FACTS_ALONE:
        assert callable(getattr(api.documents, kind)) and hasattr(api.documents.facts, KINDS[kind][0])


@pytest.mark.parametrize("kind", sorted(ON_FACTS_ALONE))
def test_a_copy_passes_and_a_changed_figure_is_named(world: World, kind: str) -> None:
    document = _issued(world, kind)
    whole = store.path_of(document.word).read_bytes()
    assert checking.check_edited(document, BytesIO(whole), name="a.docx") == []
    facts = papers.EVERY[kind]
    figure = next(
        one
        for one in api.documents.figures_of(getattr(api.documents, kind)(facts))
        if one.query.startswith("facts/") and (one.value.isdigit() or len(one.value) > 3)
    )
    changed = BytesIO()
    with ZipFile(BytesIO(whole)) as source, ZipFile(changed, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            blob = source.read(part)
            if part == "word/document.xml":
                blob = blob.replace(f">{figure.value}<".encode(), b">9999<", 1)
            target.writestr(part, blob)
    changed.seek(0)
    assert checking.check_edited(document, changed, name="b.docx")


def test_a_kind_that_rests_on_a_result_has_no_draft_of_facts_alone() -> None:
    with pytest.raises(KeyError):
        drafting("annual_report", {})
