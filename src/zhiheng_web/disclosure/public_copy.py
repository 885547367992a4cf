"""Making the public copy of a publication: bodies and points, the report without persons. Nothing is stored here."""

from __future__ import annotations

from typing import Any

from zhiheng import api
from zhiheng_web.documents.facts import read_facts
from zhiheng_web.documents.issuing import write
from zhiheng_web.evaluations.models import Publication
from zhiheng_web.evaluations.queries import scheme_of
from zhiheng_web.evaluations.reading import papers


def content_of(publication: Publication) -> dict[str, Any]:
    """Return what the public may know of a result: bodies, scores, grades, ranks, categories; no person, no row."""
    cycle, scheme = publication.cycle, scheme_of(publication.cycle)
    names = {item.id: item.name for part in scheme.parts for item in part.items}
    return {
        "title": cycle.title,
        "title_en": cycle.title_en,
        "organiser": cycle.organiser.name,
        "year": cycle.year,
        "period": [cycle.period_from.isoformat(), cycle.period_to.isoformat()],
        "as_of": cycle.as_of.isoformat(),
        "fictional": cycle.fictional,
        "version": publication.version,
        "scheme": {
            "id": scheme.id,
            "version": scheme.version,
            "digest": scheme.digest,
            "name_zh": scheme.name.zh,
            "name_en": scheme.name.of("en"),
        },
        "result_digest": publication.computation.result_digest,
        "bodies": [_body(card.unit, names) for card in publication.computation.cards.all()],
    }


def _body(unit: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    told = {name: unit[name] for name in ("unit_id", "name", "score", "base", "bonus", "grade")}
    categories = [
        {
            "id": item["id"],
            "name_zh": names[item["id"]].zh,
            "name_en": names[item["id"]].of("en"),
            "points": item["points"],
            "deducted": item["deducted"],
        }
        for item in unit["items"]
    ]
    return {**told, "rank": unit.get("rank") or 0, "categories": categories}


def report_of(publication: Publication) -> tuple[str, str]:
    """Write the report for the public and return the digests of Word and PDF (empty without the PDF engine).

    It has the number of the report that was issued. Persons are left out: those commended or criticised by name, and
    who answers for a task (PIPL art. 25, Disclosure Regulation art. 15; WX-AMB-06 for the same question).
    """
    document = publication.document
    if document is None:
        raise ValueError("a publication has its report")
    told = dict(document.facts)
    told["tasks"] = []
    for name in ("commended", "criticised"):
        told[name] = [one for one in told[name] if not one["person"]]
    facts = read_facts(document.kind, told, document.number)
    return write(api.documents.annual_report(papers.evaluation_of(publication.computation), facts))
