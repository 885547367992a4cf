"""A draw: the population's digest, the rank of each id, the ids of the smallest ranks or keys. It reads no file."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling.apportioning import apportion
from zhiheng.sampling.weights import METHOD, usable_weights, weighted_key, weights_digest

FORMAT = "zhiheng-draw/1"

#: Neither control signs nor halves of a sign, which have no UTF-8.
_PLAIN = re.compile("[^\\x00-\\x1f\\x7f\\ud800-\\udfff]+")
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_HALF_A_SIGN = re.compile("[\\ud800-\\udfff]")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One that was drawn: its id, its rank (64 hexadecimal digits) and its stratum, empty where there are none.

    In a weighted draw it has its weight and the key it was drawn by, both as plain decimal numbers.
    """

    id: str
    rank: str
    stratum: str = ""
    weight: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum: its name, its members in the population, and how many of them were drawn."""

    name: str
    members: int
    size: int


@dataclass(frozen=True, slots=True)
class Redraw:
    """Why there is a further draw: its number (2 or more), the reason, and the digest of the sheet it supersedes."""

    number: int
    reason: str
    supersedes: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw with everything that is needed to repeat it. `drawn` stands in the order of ranks, smallest first.

    `population_digest` is bare hexadecimal; `population` counts distinct ids; `repeated` names the ids that stood in
    the population more than once and count as one. A weighted draw stands in the order of keys. `commitment` is the
    digest of the population published beforehand, `drawn_at` the day or instant stated by whoever drew.
    """

    population_digest: str
    population: int
    seed: str
    size: int
    drawn: tuple[Drawn, ...]
    strata: tuple[Stratum, ...] | None = None
    column: str = ""
    repeated: tuple[str, ...] = ()
    weights_digest: str = ""
    weights_column: str = ""
    redraw: Redraw | None = None
    commitment: str = ""
    drawn_at: str = ""

    def sheet(self) -> dict[str, Any]:
        """Return the sheet (签单) as JSON: what is published, and what `repeat` goes by."""
        told: dict[str, Any] = {
            "format": FORMAT,
            "population_digest": self.population_digest,
            "population": self.population,
            "seed": self.seed,
            "size": self.size,
            "drawn": [one.id for one in self.drawn],
            "ranks": [one.rank for one in self.drawn],
        }
        if self.strata is not None:
            sizes = [{"stratum": s.name, "members": s.members, "size": s.size} for s in self.strata]
            told["strata"] = {"column": self.column, "sizes": sizes, "drawn": [one.stratum for one in self.drawn]}
        if self.weights_digest:
            told["weights"] = {
                "column": self.weights_column,
                "method": METHOD,
                "digest": self.weights_digest,
                "drawn": [one.weight for one in self.drawn],
                "keys": [one.key for one in self.drawn],
            }
        if self.repeated:
            told["repeated"] = list(self.repeated)
        if self.redraw is not None:
            told["number"], told["reason"] = self.redraw.number, self.redraw.reason
            told["supersedes"] = self.redraw.supersedes
        told |= {name: text for name in ("commitment", "drawn_at") if (text := getattr(self, name))}
        return told


def population_digest(ids: Iterable[str]) -> str:
    """Return the SHA-256, in hexadecimal, of the distinct ids in the order of code points, joined by line feeds."""
    return hashlib.sha256("\n".join(sorted(set(ids))).encode("utf-8")).hexdigest()


def draw(
    ids: Iterable[str],
    *,
    size: int,
    seed: str,
    strata: Mapping[str, str] | None = None,
    column: str = "",
    weights: Mapping[str, Decimal | int] | None = None,
    weights_column: str = "",
    redraw: Redraw | None = None,
) -> Draw:
    """Draw `size` of `ids`: those whose HMAC-SHA-256 under the seed and the population's digest is smallest.

    With `strata` (the stratum of every id; `column` is what they are called) each stratum gives its share by the
    Sainte-Laguë method. With `weights` (of every id, above 0) the smallest keys of `weights.weighted_key` are drawn,
    equal keys by rank, then by id; strata and weights go together, the shares then still follow the members. For the
    same ids, seed, strata and weights a larger size keeps everyone whom a smaller size drew; without strata the
    smaller draw is the beginning of the larger.

    Raises Refusal: no ids, ids that cannot be told apart in the digest, ids without a stratum or weight, a size that
    the population does not have, no seed, a redraw without its reason.
    """
    given = list(ids)
    distinct = sorted(set(given))
    _refuse_unusable(distinct, size=size, seed=seed, strata=strata)
    if redraw is not None:
        _refuse_groundless(redraw)
    digest = population_digest(distinct)
    key = f"{seed}\n{digest}".encode()
    # The digest is hexadecimal of one length, so that its order is the order of the numbers.
    ranked = sorted((hmac.digest(key, one.encode("utf-8"), "sha256").hex(), one) for one in distinct)
    by_id = None if weights is None else usable_weights(distinct, weights)
    # Without strata nobody beyond the size is needed.
    most = size if strata is None else len(ranked)
    candidates = [Drawn(one, rank) for rank, one in ranked[:most]] if by_id is None else _weighted(ranked, by_id)
    drawn, sizes = (candidates[:size], None) if strata is None else _by_stratum(candidates, strata, size)
    return Draw(
        population_digest=digest,
        population=len(distinct),
        seed=seed,
        size=size,
        drawn=tuple(drawn),
        strata=sizes,
        column=column,
        repeated=_repeated(given) if len(given) > len(distinct) else (),
        weights_digest="" if by_id is None else weights_digest(by_id),
        weights_column=weights_column,
        redraw=redraw,
    )


def _weighted(ranked: list[tuple[str, str]], weights: Mapping[str, Decimal]) -> list[Drawn]:
    """Put ids in the order of their weighted keys; equal keys stay in the order of ranks and ids."""
    keyed = sorted((weighted_key(rank, weights[one]), rank, one) for rank, one in ranked)
    return [Drawn(one, rank, weight=shortest(weights[one]), key=f"{key:f}") for key, rank, one in keyed]


def _by_stratum(
    candidates: list[Drawn], strata: Mapping[str, str], size: int
) -> tuple[list[Drawn], tuple[Stratum, ...]]:
    """Take the first of each stratum, as many as its share; they stay in the order they came in."""
    members: dict[str, int] = {}
    for one in candidates:
        members[strata[one.id]] = members.get(strata[one.id], 0) + 1
    shares = apportion(members, size)
    left = dict(shares)
    drawn = []
    for one in candidates:
        name = strata[one.id]
        if left[name]:
            left[name] -= 1
            drawn.append(replace(one, stratum=name))
    return drawn, tuple(Stratum(name, members[name], share) for name, share in sorted(shares.items()))


def _repeated(given: list[str]) -> tuple[str, ...]:
    seen: set[str] = set()
    return tuple(sorted({one for one in given if one in seen or seen.add(one)}))  # type: ignore[func-returns-value]


def _refuse_unusable(distinct: list[str], *, size: int, seed: str, strata: Mapping[str, str] | None) -> None:
    if not seed or _HALF_A_SIGN.search(seed):
        reason = Text("没有种子，或者种子不是文字", "there is no seed, or it is no text")
        remedy = Text(
            "用抽取之前已公布、谁也不能左右的文字，如当天开奖号码",
            "take a text that was announced before and that nobody can steer, such as a lottery number",
        )
        raise Refusal(Fault("no_seed", Place(clause="--seed"), reason, remedy))
    if not distinct:
        reason = Text("总体是空的", "the population is empty")
        raise Refusal(Fault("empty_population", Place(), reason, Text("至少写一个编号", "name at least one id")))
    if not 1 <= size <= len(distinct):
        reason = Text(
            f"样本数应在 1 与总体的 {len(distinct)} 个之间",
            f"the size lies between 1 and the {len(distinct)} of the population",
        )
        raise Refusal(Fault("bad_size", Place(clause="--size"), reason, Text("改样本数", "change the size"), str(size)))
    faults = [_bad_id(one) for one in distinct if not is_plain(one)]
    if strata is not None:
        faults += [_no_stratum(one) for one in distinct if not strata.get(one)]
    if faults:
        raise Refusal(faults)


def _refuse_groundless(redraw: Redraw) -> None:
    """Raise Refusal for a further draw that does not say which it is, why, and what it supersedes."""
    is_digest = _DIGEST.fullmatch(redraw.supersedes) is not None
    if redraw.number >= 2 and redraw.reason.strip() and not _HALF_A_SIGN.search(redraw.reason) and is_digest:
        return
    reason = Text(
        "重抽要写明第几次（2 起）、理由和所取代签单的摘要",
        "a redraw states its number (2 or more), the reason and the digest of the sheet it supersedes",
    )
    remedy = Text("给出 --reason 和 --supersedes 原签单", "give --reason and --supersedes SHEET")
    raise Refusal(Fault("groundless_redraw", Place(clause="--reason"), reason, remedy, redraw.reason))


def is_plain(one: str) -> bool:
    """Say whether an id can stand in the digest: some text, no blanks at its ends, no line break or control sign."""
    return one == one.strip() and _PLAIN.fullmatch(one) is not None


def _bad_id(one: str) -> Fault:
    reason = Text("编号是空的，或者首尾有空格，或者含换行", "the id is empty, has blanks at its ends or a line break")
    return Fault("bad_id", Place(), reason, Text("改正编号", "correct the id"), ascii(one))


def _no_stratum(one: str) -> Fault:
    reason = Text("编号没有分层", "the id has no stratum")
    return Fault("no_stratum", Place(), reason, Text("填写分层列", "fill in the column of strata"), one)
