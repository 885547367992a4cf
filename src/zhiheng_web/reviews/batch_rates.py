"""Rates of a batch with their exact intervals, and what may be said of them: a draw alone speaks for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhiheng import api
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity, Population
from zhiheng_web.reviews.queries import rules_of, under_review

_WHOLE = Text(
    "全部案卷均已评查，是实际数，没有抽样误差", "every file was reviewed: an actual figure, without error of sampling"
)
_NOT_YET = Text(
    "还有 {n} 件没有评查，现有的不是随机抽取，不能推断总体",
    "{n} files are not reviewed yet; those that are were not drawn at random and say nothing of the others",
)
_CHOSEN = Text(
    "案卷是选定的，不是随机抽取，不能推断总体", "the files were chosen, not drawn at random: they say nothing of others"
)
_WEIGHTED = Text(
    "按权重抽取，各案卷抽中的机会不同，不给出简单区间",
    "drawn by weights, so that files had unequal chances: no plain interval is given",
)
_DRAWN = Text("随机抽取，区间按超几何分布精确计算", "drawn at random; the interval is exact (hypergeometric)")
_MISSING = Text(
    "抽中的还有 {n} 件没有评查，区间以已评查的为准，结论可能改变",
    "{n} of those drawn are not reviewed yet; the interval is of the reviewed ones and may change",
)
_STRATIFIED = Text(
    "分层抽取，按简单随机计算的区间通常偏宽",
    "drawn by strata; an interval of a plain draw is usually somewhat too wide",
)


def rates_of(activity: Activity, scores: Mapping[int, Any], files: Mapping[int, Any], asked: Any) -> dict[str, Any]:
    """Return population, drawn, how far the batch speaks for it, the rates, and where a sequential plan stands."""
    population = Population.objects.filter(activity=activity).first()
    drawn = activity.files.filter(under_review(), draw__isnull=False).count()
    listed = activity.files.filter(under_review()).count()
    known = _population(activity, population, listed)
    speaks, why = _speaks(activity, population, len(files), drawn=drawn, listed=listed)
    finite = known if speaks else None
    good = _passed(scores, files, asked.pass_mark)
    rates = [
        _rate(
            Text("合格率", "share up to standard"),
            "passed",
            good,
            list(files),
            population=finite,
            asked=asked,
            threshold=asked.threshold,
            speaks=speaks,
        ),
        _rate(
            Text("无问题率", "share without problems"),
            "clean",
            [pk for pk, one in files.items() if not one.standing(1)],
            list(files),
            population=finite,
            asked=asked,
            speaks=speaks,
        ),
    ]
    for each in rules_of(activity).finding_classes:
        own = [
            pk for pk, one in files.items() if (one.file_review.finding_class or one.cards[1].finding_class) == each.id
        ]
        if not each.is_clean:
            rates.append(
                _rate(each.text, f"class-{each.id}", own, list(files), population=finite, asked=asked, speaks=speaks)
            )
    return {
        "population": known,
        "drawn": drawn,
        "listed": listed,
        "speaks_for_all": speaks,
        "why": [_said(text) for text in why],
        "rates": rates,
        "sequential": _sequential(population, good, len(files), finite),
    }


def _passed(scores: Mapping[int, Any], files: Mapping[int, Any], mark: Decimal) -> list[int]:
    """Return the files up to standard: the score reaches the mark and no basic item failed."""
    return [
        pk
        for pk, one in files.items()
        if scores[pk].score >= mark and not any(line.kind == "basic" for line in one.standing(1))
    ]


def _population(activity: Activity, population: Population | None, listed: int) -> int:
    return population.count if population is not None else listed


def _speaks(
    activity: Activity, population: Population | None, reviewed: int, *, drawn: int, listed: int
) -> tuple[bool, list[Text]]:
    """Return whether the batch speaks for its population, and why or why not."""
    if drawn and population is not None:
        if population.weights:
            return False, [_WEIGHTED]
        told = [_DRAWN]
        told += [_STRATIFIED] if population.strata else []
        return True, told + ([_filled(_MISSING, drawn - reviewed)] if reviewed < drawn else [])
    if activity.kind in ("special", "key"):
        return False, [_CHOSEN]
    if reviewed < listed:
        return False, [_filled(_NOT_YET, listed - reviewed)]
    return True, [_WHOLE]


def _rate(
    name: Text,
    key: str,
    found: Iterable[int],
    files: list[int],
    *,
    population: int | None,
    asked: Any,
    speaks: bool,
    threshold: Decimal | None = None,
) -> dict[str, Any]:
    own = sorted(found)
    rate = Decimal(len(own)) / Decimal(len(files))
    told: dict[str, Any] = {
        "id": key,
        **_said(name),
        "found": len(own),
        "reviewed": len(files),
        "files": own,
        "rate": _percent(rate),
        "lower": None,
        "upper": None,
        "confidence": _percent(asked.confidence),
        "threshold": None if threshold is None else _percent(threshold),
        "verdict": None,
        "told": None,
    }
    if not speaks:
        return told
    interval = api.sampling.interval(len(own), len(files), population, asked.confidence)
    told |= {"lower": _percent(interval.lower), "upper": _percent(interval.upper)}
    if threshold is not None:
        judged = api.statistics.verdict(
            len(own), len(files), threshold, population=population, confidence=asked.confidence
        )
        told |= {"verdict": judged.verdict, "told": _said(judged.text)}
    return told


def _sequential(
    population: Population | None, passed: list[int], reviewed: int, finite: int | None
) -> dict[str, Any] | None:
    """Return where the sequential plan of a draw stands; None where none was made.

    The plan watches the files that are not up to standard, as its threshold does.
    """
    told = population.size_plan.get("sequential") if population is not None else None
    if not told:
        return None
    plan = api.sampling.SequentialPlan(
        Decimal(told["threshold"]),
        Decimal(told["confidence"]),
        int(told["max_size"]),
        int(told["looks"]),
        finite,
    )
    looks = [{"drawn": look.drawn, "below": look.below, "above": look.above} for look in plan.boundaries()]
    failed = reviewed - len(passed)
    state: dict[str, Any] = {"looks": looks, "failed": failed, "reviewed": reviewed, "verdict": None, "told": None}
    if reviewed in plan.sizes:
        judged = plan.judge(failed, reviewed)
        return {**state, "verdict": judged.verdict, "next": judged.next_size, "told": _said(judged.text)}
    following = next((size for size in plan.sizes if size > reviewed), None)
    return {**state, "next": following}


def _percent(rate: Decimal) -> str:
    """Return a rate in hundredths, told to two places."""
    told = (rate * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return format(told.normalize() if told else Decimal(0), "f") + "%"


def _filled(text: Text, number: int) -> Text:
    return Text(text.zh.format(n=number), text.en.format(n=number))


def _said(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.of("en")}


__all__ = ["rates_of"]
