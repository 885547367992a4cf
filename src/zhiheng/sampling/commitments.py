"""Commitments: a population is published with its digest, and what will be the seed, before the seed is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

from zhiheng.domain.canonical import Json, canonical_json, digest_of
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling.draw import draw, is_plain
from zhiheng.sampling.population import Exclusion, Population
from zhiheng.sampling.weights import pairs_digest

COMMITMENT_FORMAT = "zhiheng-population/1"

#: Days are those of the place where the law applies; no zone data is needed for them.
_CHINA = timezone(timedelta(hours=8))

Moment = date | datetime
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is published before the seed is known. Digests of the population, strata and weights are bare hexadecimal.

    `seed_source` says in words what the seed will be; `seed_form`, where given, how it will be written, with `#` for
    each digit, so that nobody chooses among spellings; `seed_not_before` the first day or instant at which it can be
    known (ISO 8601). `size`, where given, binds as well: a list cut short would steer.
    """

    population_digest: str
    population: int
    seed_source: str
    seed_not_before: str
    seed_form: str = ""
    size: int | None = None
    strata_column: str = ""
    strata: tuple[tuple[str, int], ...] = ()
    strata_digest: str = ""
    weights_column: str = ""
    weights_digest: str = ""
    exclusions: tuple[Exclusion, ...] = ()

    def body(self) -> dict[str, Json]:
        """Return the commitment as JSON, without its digest."""
        counts: list[Json] = [{"stratum": name, "members": members} for name, members in self.strata]
        strata: Json = {"column": self.strata_column, "counts": counts, "digest": self.strata_digest}
        weights: Json = {"column": self.weights_column, "digest": self.weights_digest}
        return {
            "format": COMMITMENT_FORMAT,
            "population_digest": self.population_digest,
            "population": self.population,
            "strata": strata if self.strata_digest else None,
            "weights": weights if self.weights_digest else None,
            "exclusions": [{"id": one.id, "reason": one.reason} for one in self.exclusions],
            "size": self.size,
            "seed_source": self.seed_source,
            "seed_form": self.seed_form,
            "seed_not_before": self.seed_not_before,
        }

    @property
    def digest(self) -> str:
        """Return the digest that is published: `sha256:` over the canonical JSON of the body."""
        return digest_of(self.body())

    def sheet(self) -> dict[str, Json]:
        """Return the commitment as JSON with its digest: what is published."""
        return {**self.body(), "digest": self.digest}

    def canonical(self) -> bytes:
        """Return the published commitment in canonical JSON (RFC 8785)."""
        return canonical_json(self.sheet())


def commit(
    population: Population,
    *,
    seed_source: str,
    seed_not_before: Moment,
    seed_form: str = "",
    size: int | None = None,
    exclusions: Iterable[Exclusion] = (),
) -> Commitment:
    """Commit to a population without the excluded, and to what its seed will be.

    Raises Refusal: what `draw` refuses of ids, strata, weights and size; no source of the seed; an instant without
    zone; an exclusion without a reason, or of an id that the population does not have.
    """
    left_out = tuple(sorted(exclusions, key=lambda one: one.id))
    _refuse_bad_exclusions(left_out, set(population.ids))
    _refuse_bad_source(seed_source.strip(), seed_form)
    kept = without(population, left_out)
    # A trial draw refuses, with the same words, whatever a draw of this population would refuse.
    trial = draw(kept.ids, size=size or 1, seed="-", strata=kept.strata, column=kept.column, weights=kept.weights)
    return Commitment(
        population_digest=trial.population_digest,
        population=trial.population,
        seed_source=seed_source.strip(),
        seed_not_before=written_moment(seed_not_before),
        seed_form=seed_form,
        size=size,
        strata_column=kept.column if kept.strata is not None else "",
        strata=tuple((one.name, one.members) for one in trial.strata or ()),
        strata_digest=strata_digest(kept),
        weights_column=kept.weights_column if kept.weights is not None else "",
        weights_digest=trial.weights_digest,
        exclusions=left_out,
    )


def read_commitment(path: Path) -> Commitment:
    """Read a commitment file. Raises Refusal where it is none, or was altered after it was made."""
    try:
        return parse_commitment(json.loads(path.read_text(encoding="utf-8-sig")), file=path.name)
    except OSError:
        reason = Text("读不到承诺文件", "the commitment cannot be read")
        remedy = Text("检查路径和权限", "check the path and the permissions")
        raise Refusal(Fault("no_commitment", Place(file=str(path)), reason, remedy)) from None
    except (ValueError, RecursionError):
        raise _no_commitment(path.name) from None


def parse_commitment(told: Any, *, file: str = "") -> Commitment:
    """Return the commitment that parsed JSON holds. Raises Refusal where it is none, or does not fit its digest."""
    try:
        commitment = _parsed(told)
        is_whole = told == commitment.sheet()
        read_moment(commitment.seed_not_before)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _no_commitment(file) from None
    if not is_whole:
        reason = Text("承诺与它的摘要不符：公布之后被改过", "the commitment does not fit its digest: it was altered")
        remedy = Text("用公布时的文件", "take the file that was published")
        raise Refusal(Fault("altered_commitment", Place(file=file), reason, remedy, str(told["digest"])))
    return commitment


def _parsed(told: Mapping[str, Any]) -> Commitment:
    if told["format"] != COMMITMENT_FORMAT or not isinstance(told["digest"], str):
        raise ValueError(COMMITMENT_FORMAT)
    strata, weights = told["strata"] or {}, told["weights"] or {}
    return Commitment(
        population_digest=told["population_digest"],
        population=told["population"],
        seed_source=told["seed_source"],
        seed_not_before=told["seed_not_before"],
        seed_form=told["seed_form"],
        size=told["size"],
        strata_column=strata.get("column", ""),
        strata=tuple((one["stratum"], one["members"]) for one in strata.get("counts", ())),
        strata_digest=strata.get("digest", ""),
        weights_column=weights.get("column", ""),
        weights_digest=weights.get("digest", ""),
        exclusions=tuple(Exclusion(one["id"], one["reason"]) for one in told["exclusions"]),
    )


def without(population: Population, exclusions: Iterable[Exclusion]) -> Population:
    """Return the population without those that are excluded."""
    out = {one.id for one in exclusions}
    if not out:
        return population
    return replace(
        population,
        ids=tuple(one for one in population.ids if one not in out),
        strata=_less(population.strata, out),
        weights=_less(population.weights, out),
    )


def _less(values: Mapping[str, _Value] | None, out: set[str]) -> Mapping[str, _Value] | None:
    return None if values is None else {one: value for one, value in values.items() if one not in out}


def strata_digest(population: Population) -> str:
    """Return the digest of the stratum of every id; empty where there are no strata."""
    strata = population.strata
    return "" if strata is None else pairs_digest({one: strata.get(one, "") for one in set(population.ids)})


def written_moment(moment: Moment) -> str:
    """Return a day, or an instant in the time of China, as ISO 8601. Raises Refusal for an instant without zone."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        reason = Text("时刻没有时区", "the instant has no time zone")
        remedy = Text("例如 2026-12-01T21:30:00+08:00", "for example 2026-12-01T21:30:00+08:00")
        raise Refusal(Fault("no_zone", Place(), reason, remedy, moment.isoformat()))
    return moment.astimezone(_CHINA).isoformat()


def read_moment(text: str) -> Moment:
    """Read a day or an instant in ISO 8601. Raises ValueError where it is neither."""
    return date.fromisoformat(text) if len(text) == len("2026-12-01") else datetime.fromisoformat(text)


def is_before(one: Moment, other: Moment) -> bool:
    """Say whether a moment is too early; beside a mere day an instant counts as its day in China."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    first, second = (
        moment.astimezone(_CHINA).date() if isinstance(moment, datetime) else moment for moment in (one, other)
    )
    return first < second


def _refuse_bad_exclusions(exclusions: tuple[Exclusion, ...], ids: set[str]) -> None:
    wrong = []
    seen: set[str] = set()
    for one in exclusions:
        if one.id not in ids:
            wrong.append((one, Text("总体里没有这个要排除的编号", "the population has no such id to exclude")))
        elif one.id in seen:
            wrong.append((one, Text("同一编号排除了两次", "one id is excluded twice")))
        elif not is_plain(one.reason):
            wrong.append((one, Text("排除没有写明理由", "the exclusion has no reason")))
        seen.add(one.id)
    if wrong:
        remedy = Text("改正排除清单：编号和理由", "correct the list of exclusions: id and reason")
        raise Refusal(Fault("bad_exclusion", Place(clause="--exclude"), why, remedy, one.id) for one, why in wrong)


def _refuse_bad_source(source: str, form: str) -> None:
    if not is_plain(source):
        reason = Text("没有写明用什么作种子", "it is not said what will be the seed")
        remedy = Text("例如：双色球 2026133 期红球号码", "for example the red numbers of a named lottery draw")
        raise Refusal(Fault("no_seed_source", Place(clause="--seed-source"), reason, remedy, ascii(source)))
    if form and not (is_plain(form) and "#" in form):
        reason = Text("种子的写法里没有 #", "the form of the seed has no #")
        remedy = Text("每个将来才知道的数字写一个 #", "write # for each digit that is not known yet")
        raise Refusal(Fault("bad_seed_form", Place(clause="--seed-form"), reason, remedy, ascii(form)))


def _no_commitment(file: str) -> Refusal:
    reason = Text(f"这不是 {COMMITMENT_FORMAT} 格式的承诺", f"this is no commitment of the format {COMMITMENT_FORMAT}")
    remedy = Text("用 zhiheng draw commit … > 承诺.json 生成", "make it with `zhiheng draw commit … > commitment.json`")
    return Refusal(Fault("no_commitment", Place(file=file), reason, remedy))
