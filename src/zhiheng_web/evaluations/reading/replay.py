"""A draft scheme, or other options, on results that stand: who would move, by which clause. Nothing stored is changed.

What is asked is kept as a file of its own under its digest, so that a job takes no more than that; the answer follows
from it and from stored inputs, and can be made again at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from zhiheng import api
from zhiheng.api import Refusal, Text
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import queries, scoring
from zhiheng_web.evaluations.models import Assessment, Computation, Cycle
from zhiheng_web.evaluations.reading.restoring import job_behind
from zhiheng_web.evaluations.reading.stages import Addresses
from zhiheng_web.lib import jobs, store

FORMAT = "zhiheng-replay/1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be replayed: the draft (empty for the cycle's own scheme), options that differ, results by id."""

    cycle_id: int
    name: str = ""
    draft: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    computations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A request with the cycle from which it was made."""

    cycle: Cycle
    asked: Asked
    key: str

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the evaluation."""
        return self.cycle.organiser


def keep_asked(asked: Asked) -> str:
    """Keep a request and return its key: the digest without its prefix."""
    told = {"format": FORMAT, **asdict(asked), "computations": list(asked.computations)}
    return store.keep(api.digests.canonical_json(told), name="replay").removeprefix("sha256:")


def find_asked(cycle_id: int, key: str) -> AskedOf:
    """Return a request of a cycle. Raises Http404: a key leads to no other stored file."""
    try:
        told = json.loads(store.path_of(f"sha256:{key}").read_text(encoding="utf-8"))
        if told.pop("format") != FORMAT or told["cycle_id"] != cycle_id:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, FileNotFoundError):
        raise Http404 from None
    return AskedOf(queries.cycle(cycle_id), Asked(**{**told, "computations": tuple(told["computations"])}), key)


def cycles_to_replay(cycle: Cycle) -> QuerySet[Cycle]:
    """Return the published cycles of an organiser, and the cycle itself once there is a result."""
    done = Cycle.objects.filter(organiser=cycle.organiser, state__in=("published", "closed"))
    mine = Cycle.objects.filter(pk=cycle.pk, computations__isnull=False)
    return Cycle.objects.filter(pk__in=[*done.values_list("pk", flat=True), *mine.values_list("pk", flat=True)])


def result_of_cycle(cycle: Cycle) -> Computation | None:
    """Return the computation that stands for a cycle: the published one, else the last."""
    return scoring.latest(cycle, "final") or scoring.latest(cycle)


def computations_of(asked: Asked) -> QuerySet[Computation]:
    """Return the results that are to be replayed, with their cycles."""
    found = Computation.objects.filter(pk__in=asked.computations)
    return found.select_related("cycle__organiser", "cycle__previous").order_by("-cycle__year", "-pk")


def open_draft(text: str, name: str, completion: str = "") -> tuple[Any, list[Any]]:
    """Return a draft as a scheme, with what does not add up in it. Raises Refusal with every fault of the file."""
    with TemporaryDirectory(prefix="zhiheng-") as place:
        file = Path(place) / "scheme.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            remarks = api.lint_scheme(str(file))
            return api.open_scheme(str(file), _completion(completion, Path(place))), remarks
        except Refusal as wrong:
            # The file's name as the person knows it, not where it lay for a moment.
            named = [replace(one, place=replace(one.place, file=name)) for one in wrong.faults]
            raise Refusal(named) from None


def _completion(text: str, place: Path) -> Path | None:
    if not text:
        return None
    file = place / "completion-of-draft.yaml"
    file.write_text(text, encoding="utf-8")
    return file


# Running


def run(asked: Asked) -> dict[str, Any]:
    """Replay what is asked and return the moves by cycle, as JSON holds them. Raises Refusal as the engine does."""
    told = []
    found = list(computations_of(asked))
    for done, one in enumerate(found):
        told.append({"cycle_id": one.cycle_id, "stage": one.stage, **_of_cycle(asked, one)})
        jobs.tell(done + 1, len(found))
    return {"cycles": told}


def _of_cycle(asked: Asked, computation: Computation) -> dict[str, Any]:
    with TemporaryDirectory(prefix="zhiheng-") as place:
        work = Path(place)
        one = job_behind(computation, work)
        scheme, complete = one.scheme, one.complete
        if asked.draft:
            file = work / "draft.yaml"
            file.write_text(asked.draft, encoding="utf-8")
            scheme = str(file)
            complete = complete if api.open_scheme(scheme).open_paths else None
        known = {option.id for option in api.open_scheme(scheme, complete).options}
        options = {name: value for name, value in {**one.options, **asked.options}.items() if name in known}
        other = replace(one, scheme=scheme, complete=complete, options=options)
        before, after = api.evaluate_twice(one, other)
    moves = api.scoring.replay(before, after)
    names = [f"{side.scheme.id} {side.scheme.version}" for side in (before, after)]
    return {"sides": names, "moves": [_told(move) for move in moves], "texts": _texts(moves, before, after)}


def _told(move: Any) -> dict[str, Any]:
    return {
        "unit_id": move.unit_id,
        "name": move.name,
        "before": _side(move.before),
        "after": _side(move.after),
        "change": None if move.change is None else str(move.change),
        "by_caps": str(move.by_caps),
        "clauses": [
            {"rule_id": one.rule_id, "before": _number(one.before), "after": _number(one.after), "by": str(one.change)}
            for one in move.clauses
        ],
    }


def _side(unit: Any) -> dict[str, Any] | None:
    return None if unit is None else {"score": str(unit.score), "rank": unit.rank, "grade": unit.grade}


def _number(points: Decimal | None) -> str | None:
    return None if points is None else str(points)


def _texts(moves: Iterable[Any], before: Any, after: Any) -> dict[str, list[str]]:
    """Return the words of the clauses that move anyone: those of the draft, else those of the scheme in force."""
    wanted = {clause.rule_id for move in moves for clause in move.clauses}
    found: dict[str, list[str]] = {}
    for side in (before, after):
        index = api.reports.cards.SchemeIndex(side.scheme)
        for rule_id in sorted(wanted):
            if index.rule(rule_id) is not None:
                clause = index.clause_of(rule_id) if index.clause_of(rule_id).zh else index.rule_text(rule_id)
                found[rule_id] = [clause.zh, clause.of("en")]
    return found


# Answers, kept where they can be made again


def _file(key: str) -> Path:
    return Path(settings.HOME) / "work" / "replays" / f"{key}.json"


def answer_of(key: str) -> dict[str, Any] | None:
    """Return the answer to a request, None where it has not been made yet."""
    try:
        told: dict[str, Any] = json.loads(_file(key).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return told


def keep_answer(key: str, answer: Mapping[str, Any]) -> None:
    """Write an answer, whole or not at all."""
    file = _file(key)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    draft.replace(file)


@dataclass(frozen=True, slots=True)
class Moved:
    """A body under the scheme in force and under the draft."""

    name: str
    url: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    change: Decimal | None
    by_caps: Decimal
    clauses: tuple[tuple[str, Text, Decimal, str], ...]

    @property
    def score_before(self) -> Decimal | None:
        """Return the score under the scheme in force."""
        return Decimal(self.before["score"]) if self.before else None

    @property
    def score_after(self) -> Decimal | None:
        """Return the score under the draft."""
        return Decimal(self.after["score"]) if self.after else None


def moves_of(told: Mapping[str, Any]) -> list[Moved]:
    """Return the moves of one replayed cycle, those that move most first, with the addresses of today's numbers."""
    known = {one.unit_id: one for one in Assessment.objects.filter(cycle=told["cycle_id"])}
    found = []
    for move in told["moves"]:
        assessment = known.get(move["unit_id"])
        places = Addresses(assessment.pk, told["stage"]) if assessment is not None else None
        clauses = tuple(
            (
                one["rule_id"],
                Text(*told["texts"].get(one["rule_id"], [one["rule_id"], one["rule_id"]])),
                Decimal(one["by"]),
                places.rule(one["rule_id"]) if places is not None and one["before"] is not None else "",
            )
            for one in move["clauses"]
        )
        change = None if move["change"] is None else Decimal(move["change"])
        url = places.card("score") if places is not None else ""
        found.append(Moved(move["name"], url, move["before"], move["after"], change, Decimal(move["by_caps"]), clauses))
    return sorted(found, key=lambda one: -abs(one.change or Decimal(0)))
