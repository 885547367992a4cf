"""What the pages of surveys share: the way to them, and what a result says."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zhiheng_web.lib.words import Text
from zhiheng_web.surveys import counting, intervals, queries, questions
from zhiheng_web.surveys.counting import Line, Tally, Weighted
from zhiheng_web.surveys.models import WAY_TEXTS, Questionnaire, Target
from zhiheng_web.surveys.percentages import percent

SURVEYS = Text("满意度调查", "Surveys")
NO_ANSWER = Text("未答", "not answered")


def url_of(one: Questionnaire) -> str:
    """Return the address of a questionnaire's page."""
    return reverse("surveys:questionnaire", args=[one.pk])


def crumbs_of(one: Questionnaire | None = None) -> list[tuple[Any, str]]:
    """Return the way to a questionnaire."""
    way: list[tuple[Any, str]] = [(SURVEYS, reverse("surveys:list"))]
    return [*way, (one.name, url_of(one))] if one else way


def summary_of(target: Target) -> dict[str, Any]:
    """Return the outcome about a body: counts, rate, interval, the bands that it touches."""
    one = target.questionnaire
    tally = queries.tally_of(target)
    interval = intervals.wilson(tally.satisfied, tally.respondents)
    bands = intervals.touched(intervals.bands_of(one.scheme_id, one.rule_id), tally.rate, interval)
    weighted = counting.weigh(tally, one.weights)
    return {
        "target": target,
        "tally": tally,
        "rate": percent(tally.rate),
        "interval": interval and (percent(interval.low), percent(interval.high, up=True)),
        "ends": interval and (f"{interval.low:.12f}", f"{interval.high:.12f}"),
        "z": intervals.Z,
        "bands": bands,
        "met": [band for band in bands if band.meets],
        "claimed": [band for band in bands if band.claims_rate],
        "weighted": weighted,
        "weighted_rate": percent(weighted.rate) if weighted else "",
        "few": counting.FEW,
    }


def lines_of(target: Target, tally: Tally) -> dict[str, Any]:
    """Return the counts by way and by stratum, with their words."""
    strata = questions.with_purpose(questions.read_all(target.questionnaire.questions), "stratum")

    def stratum_text(line: Line) -> Text:
        return strata.option_text(line.stratum) if strata and line.stratum else NO_ANSWER

    return {
        "ways": [(WAY_TEXTS[line.way], line, percent(_rate(line))) for line in tally.by("way")],
        "strata": [
            (stratum_text(line), line, percent(_rate(line))) for line in (tally.by("stratum") if strata else [])
        ],
    }


def terms_of(target: Target, weighted: Weighted | None) -> list[tuple[Text, str, Line, str]]:
    """Return the terms of a weighted rate: stratum, weight, counts, rate of the stratum."""
    strata = questions.with_purpose(questions.read_all(target.questionnaire.questions), "stratum")
    if weighted is None or strata is None:
        return []
    return [
        (strata.option_text(key), percent(weight), line, percent(_rate(line))) for key, weight, line in weighted.terms
    ]


def _rate(line: Line) -> Any:
    return Tally((line,)).rate


def choices_of(target: Target, tally: Tally) -> list[dict[str, Any]]:
    """Return how often each option was taken, small counts left out."""
    found = []
    for one in questions.read_all(target.questionnaire.questions):
        if one.kind == "text":
            continue
        counts = counting.shown(tally.choices.get(one.id, {}))
        found.append({"question": one, "options": [(text, counts.get(key, 0)) for key, text in one.options]})
    return found
