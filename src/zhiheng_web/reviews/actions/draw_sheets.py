"""The sheet of a draw as a numbered official document (抽取签单, XH-26)."""

from __future__ import annotations

import csv
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.cases.models import Case
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.reviews import guards
from zhiheng_web.reviews.models import Draw
from zhiheng_web.reviews.papers import issue_paper
from zhiheng_web.reviews.reading import population as reading

KIND = "draw_sheet"
_DEED = "reviews.draw"


def sheets_of(draw: Draw) -> Any:
    """Return the sheets that were issued of a draw."""
    return IssuedDocument.objects.filter(subject=_subject(draw), kind=KIND)


def issue_sheet(*, actor: Any, draw: Draw) -> IssuedDocument:
    """Issue the sheet of a draw once: numbered, as Word and PDF. Raises Refusal where it has been issued."""
    activity = draw.population.activity
    guards.demand_organiser(actor, _DEED, activity)
    if sheets_of(draw).exists():
        raise Refusal(Fault("issued_already", Place(clause=activity.title), *_ISSUED))
    title = f"{activity.title}第{draw.number}次抽取签单"
    return issue_paper(
        KIND, told_of(draw), activity=activity, title=title, subject=_subject(draw), actor=actor, deed=_DEED
    )


def told_of(draw: Draw) -> dict[str, Any]:
    """Return the facts of a draw, as the document and its check read them."""
    population, sheet = draw.population, draw.sheet
    strata = sheet.get("strata") or {}
    units = _units(draw)
    return {
        "activity": population.activity.title,
        "number": draw.number,
        "population": population.count,
        "population_digest": population.digest,
        "commitment_digest": population.commitment_digest,
        "seed": draw.seed,
        "seed_source": population.seed_source,
        "proof": draw.proof,
        "size": draw.size,
        "sheet_digest": draw.sheet_digest,
        "files": [
            {
                "place": place,
                "case_id": code,
                "unit": units.get(code, ""),
                "stratum": strata["drawn"][place - 1] if strata else "",
            }
            for place, code in enumerate(sheet["drawn"], start=1)
        ],
        "published_on": clock.day_of(population.frozen_at).isoformat(),
        "drawn_on": clock.day_of(draw.drawn_at).isoformat(),
        "strata": population.strata,
        "weights": population.weights,
        "excluded": [
            {"case_id": one.case.code, "reason": one.reason}
            for one in population.activity.exclusions.select_related("case")
        ],
        "reason": draw.reason,
        "supersedes": draw.supersedes.sheet_digest if draw.supersedes else "",
    }


def _units(draw: Draw) -> dict[str, str]:
    """Return the name of the body of each case drawn, by the id under which it was drawn."""
    lines = csv.DictReader(reading.stored(draw.population).decode("utf-8").splitlines())
    keys = {line["case_id"]: int(line["ref"]) for line in lines}
    chosen = {name: keys[name] for name in draw.sheet["drawn"]}
    names = dict(Case.objects.filter(pk__in=chosen.values()).values_list("pk", "body__name"))
    return {name: str(names[key]) for name, key in chosen.items()}


def _subject(draw: Draw) -> str:
    return f"reviews.draw:{draw.pk}"


_ISSUED = (
    Text("这次抽取的签单已经印发", "the sheet of this draw has been issued"),
    Text("在抽取页面打开已印发的签单", "open the issued sheet from the page of the draw"),
)
