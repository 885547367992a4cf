"""Open data: what is public as JSON and as CSV. Points are decimal strings; nothing here is about a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zhiheng_web.lib.exports import Cell
from zhiheng_web.lib.words import say
from zhiheng_web.portal.queries import Result

FORMAT = "zhiheng-public/1"
HEADS = (
    "year",
    "organiser",
    "result",
    "version",
    "scheme_id",
    "scheme_version",
    "unit_id",
    "name",
    "rank",
    "score",
    "base",
    "bonus",
    "grade",
    "category_id",
    "category",
    "points",
    "deducted",
)


def head_of(result: Result) -> dict[str, Any]:
    """Return what is told of a result whatever became of it: which, by whom, digests, corrected by, withdrawn why."""
    one, held = result.disclosed, result.content
    told: dict[str, Any] = {
        "id": one.pk,
        "title": one.title,
        "year": one.year,
        "organiser": held["organiser"],
        "number": one.number,
        "version": result.version,
        "scheme": held["scheme"],
        "result_digest": held["result_digest"],
        "bundle_digest": one.bundle,
        "report_word_digest": one.word,
        "report_pdf_digest": one.pdf,
        "published_at": one.disclosed_at.isoformat(timespec="seconds"),
        "fictional": bool(held.get("fictional", False)),
        "corrects": one.replaces_id,
        "correction": one.correction,
        "corrected_by": result.replaced_by.pk if result.replaced_by else None,
        "withdrawn_at": one.withdrawn_at.isoformat(timespec="seconds") if one.withdrawn_at else None,
        "withdrawal_reason": one.withdrawal_reason,
        "in_force": result.is_in_force,
    }
    return told


def result_as_data(result: Result) -> dict[str, Any]:
    """Return a result with its bodies; of one that holds no more the head alone."""
    held = result.content
    told = {**head_of(result), "period": held["period"], "as_of": held["as_of"]}
    return {**told, "bodies": held["bodies"] if result.is_in_force else []}


def all_as_data(results: Iterable[Result]) -> dict[str, Any]:
    """Return all results as one document."""
    return {"format": FORMAT, "results": [result_as_data(one) for one in results]}


def rows(results: Iterable[Result]) -> Iterator[list[Cell]]:
    """Yield one row for every category of every body of the results in force."""
    for result in results:
        if not result.is_in_force:
            continue
        held = result.content
        scheme = held["scheme"]
        first: list[Cell] = [result.disclosed.year, held["organiser"], result.pk, result.version]
        first += [scheme["id"], scheme["version"]]
        for body in result.bodies:
            of_body: list[Cell] = [body.unit_id, body.name, body.rank or None, body.score, body.base, body.bonus]
            for one in body.categories:
                yield [*first, *of_body, body.grade, one.id, say(one.name), one.points, one.deducted]
