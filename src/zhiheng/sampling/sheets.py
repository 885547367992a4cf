"""Sheets of draws (签单): reading one, and repeating it against a population. What differs is told, not judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhiheng.domain.canonical import digest_of
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling.draw import FORMAT, Draw, Redraw, draw
from zhiheng.sampling.weights import METHOD


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was published. Members that the contract does not name may be absent (None)."""

    population_digest: str
    seed: str
    size: int
    drawn: tuple[str, ...]
    column: str = ""
    strata: tuple[Mapping[str, Any], ...] | None = None
    strata_drawn: tuple[str, ...] | None = None
    ranks: tuple[str, ...] | None = None
    population: int | None = None
    weights: Mapping[str, Any] | None = None
    redraw: Redraw | None = None
    commitment: str = ""
    drawn_at: str = ""


@dataclass(frozen=True, slots=True)
class SheetDifference:
    """One member of a sheet that the repetition does not confirm: where, what stands there, what came out."""

    member: str
    stated: str
    repeated: str
    text: Text


def read_sheet(path: Path) -> Sheet:
    """Read a sheet file. Raises Refusal where it is none."""
    return parse_sheet(read_sheet_body(path), file=path.name)


def read_sheet_body(path: Path) -> Any:
    """Read the JSON of a sheet file, as its digest is taken of it. Raises Refusal where it is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        reason = Text("读不到签单", "the sheet cannot be read")
        remedy = Text("检查路径和权限", "check the path and the permissions")
        raise Refusal(Fault("no_sheet", Place(file=str(path)), reason, remedy)) from None
    except (ValueError, RecursionError):
        raise _no_sheet(path.name) from None


def parse_sheet(body: Any, *, file: str = "") -> Sheet:
    """Return the sheet that parsed JSON holds. Raises Refusal where it is none, or is of a later format."""
    try:
        if body.get("format", FORMAT) != FORMAT:
            raise ValueError(str(body["format"]))
        strata = body.get("strata")
        sheet = Sheet(
            population_digest=body["population_digest"],
            seed=body["seed"],
            size=body["size"],
            drawn=tuple(body["drawn"]),
            column=strata["column"] if strata else "",
            strata=tuple(dict(one) for one in strata["sizes"]) if strata else None,
            strata_drawn=tuple(strata["drawn"]) if strata and "drawn" in strata else None,
            ranks=tuple(body["ranks"]) if "ranks" in body else None,
            population=body.get("population"),
            weights=_weights(body.get("weights")),
            redraw=_redraw(body),
            commitment=body.get("commitment", ""),
            drawn_at=body.get("drawn_at", ""),
        )
        if sheet.drawn_at:
            datetime.fromisoformat(sheet.drawn_at)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _no_sheet(file) from None
    words = (sheet.population_digest, sheet.seed, sheet.column, sheet.commitment, *sheet.drawn)
    words += (*(sheet.ranks or ()), *(sheet.strata_drawn or ()))
    if type(sheet.size) is not int or not all(isinstance(word, str) for word in words):
        raise _no_sheet(file)
    return sheet


def _weights(told: Any) -> Mapping[str, Any] | None:
    if told is None:
        return None
    if told["method"] != METHOD:
        raise ValueError(told["method"])
    lists = {name: tuple(str(one) for one in told[name]) for name in ("drawn", "keys") if name in told}
    return {"column": str(told.get("column", "")), "digest": str(told["digest"]), **lists}


def _redraw(body: Mapping[str, Any]) -> Redraw | None:
    if not {"number", "reason", "supersedes"} & set(body):
        return None
    redraw = Redraw(body["number"], body["reason"], body["supersedes"])
    if type(redraw.number) is not int or not isinstance(redraw.reason, str) or not isinstance(redraw.supersedes, str):
        raise ValueError("number, reason, supersedes")
    return redraw


def sheet_digest(sheet: Mapping[str, Any]) -> str:
    """Return the digest of a published sheet, by which a redraw names the one it supersedes. Raises Refusal."""
    try:
        return digest_of(sheet)
    except TypeError:
        raise _no_sheet("") from None


def redraw_of(former: Mapping[str, Any], reason: str) -> Redraw:
    """Return what the redraw after a former sheet carries: the next number, the reason, the former sheet's digest."""
    before = parse_sheet(former).redraw
    return Redraw(2 if before is None else before.number + 1, reason.strip(), sheet_digest(former))


def repeat(
    sheet: Sheet | Mapping[str, Any],
    ids: Iterable[str],
    *,
    strata: Mapping[str, str] | None = None,
    weights: Mapping[str, Decimal | int] | None = None,
    former: Mapping[str, Any] | None = None,
    seed: str | None = None,
) -> list[SheetDifference]:
    """Draw again from `ids` as the sheet says and return what differs, nothing where the sheet is confirmed.

    A sheet with strata needs `strata`, the stratum of every id; a weighted one needs `weights`. `former` is the sheet
    that a redraw says it supersedes, as JSON; `seed` the seed as it came up in public, where the one who verifies knows
    it. Raises Refusal as `parse_sheet` and `draw` do, but for a size that the
    population does not have: that is a difference.
    """
    told = sheet if isinstance(sheet, Sheet) else parse_sheet(sheet)
    if told.strata is not None and strata is None:
        reason = Text("签单是分层抽取的，重做需要分层", "the sheet was drawn by strata, which the repetition needs")
        remedy = Text(f"给出“{told.column}”列", f"give the column `{told.column}`")
        raise Refusal(Fault("no_strata", Place(), reason, remedy, told.column))
    if told.weights is not None and weights is None:
        reason = Text("签单是按权重抽取的，重做需要权重", "the sheet was drawn by weights, which the repetition needs")
        remedy = Text(f"给出“{told.weights['column']}”列", f"give the column `{told.weights['column']}`")
        raise Refusal(Fault("no_weights", Place(), reason, remedy, told.weights["column"]))
    given = list(ids)
    distinct = len(set(given))
    # A population that shrank below the size still shows in its digest and in who is drawn.
    size = min(max(told.size, 1), max(distinct, 1))
    again = draw(
        given,
        size=size,
        seed=told.seed,
        strata=strata if told.strata is not None else None,
        column=told.column,
        weights=weights if told.weights is not None else None,
        redraw=told.redraw,
    )
    differences = [*_differences(told, again), *_from_former(told, former)]
    if seed is not None and seed != told.seed:
        text = Text("签单的种子不是公开产生的种子", "the seed of the sheet is not the one that came up in public")
        differences.insert(0, SheetDifference("seed", told.seed, seed, text))
    return differences


def _from_former(told: Sheet, former: Mapping[str, Any] | None) -> Iterable[SheetDifference]:
    """Yield where a redraw does not follow the sheet that it is said to supersede."""
    if former is None:
        return
    wanted = redraw_of(former, "-")
    number, supersedes = ("", "") if told.redraw is None else (str(told.redraw.number), told.redraw.supersedes)
    if supersedes != wanted.supersedes:
        text = Text("所取代的不是这张签单", "the sheet superseded is another one")
        yield SheetDifference("supersedes", supersedes, wanted.supersedes, text)
    if number != str(wanted.number):
        text = Text("重抽的次数不连续", "the numbers of the redraws do not follow each other")
        yield SheetDifference("number", number, str(wanted.number), text)


def _differences(told: Sheet, again: Draw) -> Iterable[SheetDifference]:
    if told.population_digest != again.population_digest:
        text = Text("总体不是抽取时的那个总体", "the population is not the one that was drawn from")
        yield SheetDifference("population_digest", told.population_digest, again.population_digest, text)
    if told.population is not None and told.population != again.population:
        text = Text("总体的个数不同", "the population has another number of ids")
        yield SheetDifference("population", str(told.population), str(again.population), text)
    if told.size != len(told.drawn) or told.size != again.size:
        text = Text("样本数与名单不符，或总体没有这么多", "the size does not fit the list, or the population")
        yield SheetDifference("size", str(told.size), str(min(len(told.drawn), again.size)), text)
    if told.strata is not None:
        sizes = [dict(one) for one in again.sheet()["strata"]["sizes"]]
        if [dict(one) for one in told.strata] != sizes:
            text = Text("各层的个数或名额不同", "strata have other members or other shares")
            stated = json.dumps(list(told.strata), ensure_ascii=False)
            yield SheetDifference("strata", stated, json.dumps(sizes, ensure_ascii=False), text)
    yield from _in_order("drawn", told.drawn, tuple(one.id for one in again.drawn))
    if told.strata_drawn is not None:
        yield from _in_order("strata.drawn", told.strata_drawn, tuple(one.stratum for one in again.drawn))
    yield from _weighted(told, again)
    if told.ranks is not None:
        yield from _in_order("ranks", told.ranks, tuple(one.rank for one in again.drawn))


def _weighted(told: Sheet, again: Draw) -> Iterable[SheetDifference]:
    if told.weights is None:
        return
    if told.weights["digest"] != again.weights_digest:
        text = Text("权重不是抽取时的权重", "the weights are not those of the draw")
        yield SheetDifference("weights.digest", told.weights["digest"], again.weights_digest, text)
    for name, those in (("drawn", [one.weight for one in again.drawn]), ("keys", [one.key for one in again.drawn])):
        if name in told.weights:
            yield from _in_order(f"weights.{name}", told.weights[name], tuple(those))


def _in_order(member: str, stated: tuple[str, ...], again: tuple[str, ...]) -> Iterable[SheetDifference]:
    """Yield each place of a list at which something else comes out."""
    for index in range(max(len(stated), len(again))):
        one = stated[index] if index < len(stated) else ""
        other = again[index] if index < len(again) else ""
        if one != other:
            text = Text(f"第 {index + 1} 个不同", f"number {index + 1} differs")
            yield SheetDifference(f"{member}[{index}]", one, other, text)


def _no_sheet(file: str) -> Refusal:
    reason = Text(f"这不是 {FORMAT} 格式的签单", f"this is no sheet of the format {FORMAT}")
    remedy = Text(
        "用 zhiheng draw … --format json > 签单.json 生成", "make it with `zhiheng draw … --format json > sheet.json`"
    )
    return Refusal(Fault("no_sheet", Place(file=file), reason, remedy))
