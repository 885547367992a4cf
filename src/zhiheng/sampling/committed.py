"""Draws from a committed population: what breaks the commitment, the draw, its repetition. No files are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling.commitments import (
    Commitment,
    Moment,
    is_before,
    read_moment,
    strata_digest,
    without,
    written_moment,
)
from zhiheng.sampling.draw import Draw, Redraw, draw, population_digest
from zhiheng.sampling.population import Population
from zhiheng.sampling.sheets import Sheet, SheetDifference, parse_sheet, repeat
from zhiheng.sampling.weights import usable_weights, weights_digest

_BROKEN: Mapping[str, Text] = {
    "population_digest": Text("总体不是承诺的那个总体", "the population is not the one committed to"),
    "population": Text("总体的个数不同", "the population has another number of ids"),
    "strata": Text("分层与承诺的不同，或没有给出", "the strata are others than committed, or not given"),
    "weights": Text("权重与承诺的不同，或没有给出", "the weights are others than committed, or not given"),
    "size": Text("样本数不是承诺的样本数", "the size is not the one committed to"),
    "seed": Text("种子不合承诺的写法", "the seed is not of the form committed to"),
    "drawn_at": Text("抽取早于种子产生之时", "drawn before the seed could be known"),
    "commitment": Text("签单所依的不是这份承诺", "the sheet rests on another commitment"),
}
_KEEP_TO_IT = Text(
    "用承诺时公布的总体文件；总体确实要改的，重新承诺并公布，等新的种子",
    "take the file published with the commitment; where the population must change, commit anew and await a new seed",
)


def check_commitment(
    commitment: Commitment,
    population: Population,
    *,
    seed: str | None = None,
    size: int | None = None,
    drawn_at: Moment | None = None,
) -> list[SheetDifference]:
    """Return where a population (with or without the excluded), a seed, size or day of drawing break a commitment.

    Nothing is returned where all is as committed; what is None is not asked. Raises Refusal for weights that are none
    and for an instant without zone.
    """
    kept = without(population, commitment.exclusions)
    pairs = [
        ("population_digest", commitment.population_digest, population_digest(kept.ids)),
        ("population", str(commitment.population), str(len(set(kept.ids)))),
        ("strata", commitment.strata_digest, strata_digest(kept)),
        ("weights", commitment.weights_digest, _weights_digest(kept)),
    ]
    if size is not None and commitment.size is not None:
        pairs.append(("size", str(commitment.size), str(size)))
    if seed is not None and not _fits(commitment.seed_form, seed):
        pairs.append(("seed", commitment.seed_form, seed))
    if drawn_at is not None and is_before(drawn_at, read_moment(commitment.seed_not_before)):
        pairs.append(("drawn_at", commitment.seed_not_before, written_moment(drawn_at)))
    return [SheetDifference(name, stated, found, _BROKEN[name]) for name, stated, found in pairs if stated != found]


def draw_committed(
    commitment: Commitment,
    population: Population,
    *,
    seed: str,
    size: int | None = None,
    drawn_at: Moment | None = None,
    redraw: Redraw | None = None,
) -> Draw:
    """Draw from a committed population; `size` may be left out where it was committed.

    Raises Refusal where anything breaks the commitment, and as `draw` does.
    """
    wanted = size if size is not None else commitment.size
    if wanted is None:
        reason = Text("承诺没有写明样本数", "the commitment states no size")
        raise Refusal(Fault("missing_option", Place(clause="--size"), reason, Text("给出样本数", "give the size")))
    _refuse_broken(check_commitment(commitment, population, seed=seed, size=wanted, drawn_at=drawn_at))
    kept = without(population, commitment.exclusions)
    drawn = draw(
        kept.ids,
        size=wanted,
        seed=seed,
        strata=kept.strata,
        column=kept.column,
        weights=kept.weights,
        weights_column=kept.weights_column,
        redraw=redraw,
    )
    return replace(drawn, commitment=commitment.digest, drawn_at="" if drawn_at is None else written_moment(drawn_at))


def _refuse_broken(differences: Sequence[SheetDifference]) -> None:
    """Raise Refusal with everything that breaks a commitment."""
    if differences:
        raise Refusal(
            Fault(
                "commitment_broken", Place(clause=one.member), one.text, _KEEP_TO_IT, f"{one.stated} ≠ {one.repeated}"
            )
            for one in differences
        )


def repeat_committed(
    sheet: Sheet | Mapping[str, Any],
    commitment: Commitment,
    population: Population,
    *,
    seed: str | None = None,
    former: Mapping[str, Any] | None = None,
) -> list[SheetDifference]:
    """Draw again as a sheet says, hold everything against its commitment, and return what differs.

    `seed` is the seed as it came up in public, where the one who verifies knows it; `former` the sheet that a redraw
    supersedes. Raises Refusal as `repeat`.
    """
    told = sheet if isinstance(sheet, Sheet) else parse_sheet(sheet)
    drawn_at = read_moment(told.drawn_at) if told.drawn_at else None
    found = check_commitment(commitment, population, seed=told.seed, size=told.size, drawn_at=drawn_at)
    if told.commitment != commitment.digest:
        found.insert(0, SheetDifference("commitment", told.commitment, commitment.digest, _BROKEN["commitment"]))
    kept = without(population, commitment.exclusions)
    return found + repeat(told, kept.ids, strata=kept.strata, weights=kept.weights, former=former, seed=seed)


def _weights_digest(population: Population) -> str:
    if population.weights is None:
        return ""
    return weights_digest(usable_weights(set(population.ids), population.weights))


def _fits(form: str, seed: str) -> bool:
    """Say whether a seed is written as its form says: a digit for each `#`, all else as it stands."""
    return (
        not form
        or re.fullmatch("".join("[0-9]" if sign == "#" else re.escape(sign) for sign in form), seed) is not None
    )
