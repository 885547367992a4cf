"""What the pages of results show: the last summary, whether it still holds, the files behind each number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib.charts import Chart, Series
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import scoring
from zhiheng_web.reviews.models import Activity, Assignment, Card, FileReview, Objection, Summary
from zhiheng_web.reviews.queries import files_for

STAGES: Mapping[str, Text] = {
    "first": Text("首轮评查", "first round"),
    "final": Text("最终（含二次考评）", "final (with the second round)"),
}
#: Where the files behind a number are listed in the facts: what is asked for → the field of the facts.
_GROUPS = ("distribution", "classes", "violations", "aspects", "items", "rates", "units")
_FILES, _POINTS = Text("件", "files"), Text("分", "points")


def summary_of(activity: Activity, stage: str = "") -> Summary | None:
    """Return the last summary of a stage; without one of the final results, else of the first round."""
    if stage in STAGES:
        return scoring.latest(activity, "final" if stage == "final" else "first")
    return scoring.latest(activity, "final") or scoring.latest(activity, "first")


def is_stale(summary: Summary) -> bool:
    """Return whether a card was signed, an objection answered or a file settled after a summary was computed."""
    files = Q(assignment__file_review__activity=summary.activity_id, assignment__is_planted=False)
    signed = Card.objects.filter(files, state="signed", assignment__level=2).aggregate(last=Max("signed_at"))["last"]
    answered = Objection.objects.filter(file_review__activity=summary.activity_id, outcome="corrected")
    settled = FileReview.objects.filter(activity=summary.activity_id).aggregate(last=Max("settled_at"))["last"]
    moments = [signed, answered.aggregate(last=Max("answered_at"))["last"]]
    if summary.stage == "final":
        moments.append(settled)
    return any(_after(moment, summary.at) for moment in moments)


def _after(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment > at


def signed_count(activity: Activity) -> int:
    """Return how many files have a signed card of the brigade."""
    files = Q(assignments__level=2, assignments__is_planted=False, assignments__card__state="signed")
    return activity.files.filter(files).distinct().count()


def reports_of(activity: Activity) -> QuerySet[IssuedDocument]:
    """Return the reports of an activity, the last first."""
    return IssuedDocument.objects.filter(subject=f"reviews.activity:{activity.pk}", kind="review_report")


def behind(summary: Summary, group: str, key: str) -> tuple[Text, list[int]]:
    """Return what a number counts, in words, and the files behind it. Raises Http404 for a number that is not there."""
    facts = summary.facts
    if group == "all":
        return Text("全部评查的案卷", "all files reviewed"), list(facts["all"])
    if group == "settled":
        return Text("已办结的案卷", "files settled"), list(facts["settled"])
    if group not in _GROUPS:
        raise Http404
    row = next((one for one in facts[group] if str(one["id"]) == key), None)
    if row is None:
        raise Http404
    return _named(row), list(row["files"])


def _named(row: Mapping[str, Any]) -> Text:
    return Text(row["name"], row["name_en"]) if "name" in row else Text(row["zh"], row["en"])


def open_cards_of(person: Any, activity: Activity) -> QuerySet[Assignment]:
    """Return what a reviewer of the brigade still has to read of an activity, planted duplicates included."""
    return Assignment.objects.filter(
        file_review__activity=activity, level=2, reviewer=person, withdrawn_at__isnull=True, done_at__isnull=True
    )


def files_behind(person: Any, summary: Summary, keys: Iterable[int]) -> list[tuple[FileReview, Decimal, Decimal]]:
    """Return those of the files that a person may read, with score and deduction as the summary has them.

    What a person is still to read stays out: whoever knows what another found does not read independently.
    """
    scores = summary.facts["scores"]
    found = files_for(person).filter(pk__in=list(keys)).order_by("body__path", "case__code")
    found = found.exclude(pk__in=open_cards_of(person, summary.activity).values("file_review"))
    return [(one, Decimal(scores[str(one.pk)][0]), Decimal(scores[str(one.pk)][1])) for one in found]


def href(activity: Activity, stage: str, group: str, key: Any = "") -> str:
    """Return the address of the files behind a number."""
    query = urlencode({"stage": stage, "group": group, "key": str(key)})
    return f"{reverse('reviews:results_behind', args=[activity.pk])}?{query}"


class Board:
    """A summary as the page of results shows it: each group with the addresses of what lies behind."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.activity = summary.activity
        self.stage = summary.stage
        self.facts: dict[str, Any] = summary.facts

    def href(self, group: str, key: Any = "") -> str:
        """Return the address of the files behind a number of this summary."""
        return href(self.activity, self.stage, group, key)

    @property
    def all_href(self) -> str:
        """Return the address of all files."""
        return self.href("all")

    @property
    def settled_href(self) -> str:
        """Return the address of the files that are settled."""
        return self.href("settled")

    @property
    def settled(self) -> int:
        """Return how many files are settled."""
        return len(self.facts["settled"])

    @property
    def average_score(self) -> Decimal:
        """Return the average score."""
        return Decimal(self.facts["average_score"])

    @property
    def average_deduction(self) -> Decimal:
        """Return the average deduction."""
        return Decimal(self.facts["average_deduction"])

    def rows(self, group: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a group: words, number of files, address, and what else the group has."""
        for row in self.facts[group]:
            yield {**row, "text": _named(row), "count": len(row["files"]), "href": self.href(group, row["id"])}

    @property
    def distribution(self) -> list[dict[str, Any]]:
        """Return how many files lie in each band of scores."""
        return list(self.rows("distribution"))

    @property
    def classes(self) -> list[dict[str, Any]]:
        """Return how many files are of each finding class."""
        return list(self.rows("classes"))

    @property
    def violations(self) -> list[dict[str, Any]]:
        """Return the violations of procedure that there are."""
        return [row for row in self.rows("violations") if row["count"]]

    @property
    def aspects(self) -> list[dict[str, Any]]:
        """Return the aspects with their problems and points."""
        return [{**row, "points": Decimal(row["deducted"])} for row in self.rows("aspects")]

    @property
    def items(self) -> list[dict[str, Any]]:
        """Return the items that were found, the most frequent first, each with its aspect and an example."""
        return [{**row, "aspect_text": Text(row["aspect"]["zh"], row["aspect"]["en"])} for row in self.rows("items")]

    @property
    def rates(self) -> list[dict[str, Any]]:
        """Return the rates with what may be said of them."""
        return [
            {
                **row,
                "verdict_name": VERDICTS.get(row["verdict"]),
                "verdict_text": _text(row["told"]),
                "tone": _tone(row["verdict"]),
            }
            for row in self.rows("rates")
        ]

    @property
    def why(self) -> list[Text]:
        """Return how far the batch speaks for its population, in words."""
        return [Text(one["zh"], one["en"]) for one in self.facts["why"]]

    @property
    def units(self) -> list[dict[str, Any]]:
        """Return the units beside each other: raw average, estimate, bounds."""
        told = []
        for row in self.rows("units"):
            numbers = {name: _decimal(row[name]) for name in ("average", "shrunk", "lower", "upper", "weight")}
            told.append({**row, **numbers, "told_text": _text(row["told"])})
        return told

    @property
    def sequential(self) -> dict[str, Any] | None:
        """Return where a sequential plan stands."""
        state = self.facts.get("sequential")
        return None if state is None else {**state, "text": _text(state["told"])}

    def charts(self) -> list[Chart]:
        """Return the charts of the page: distribution of scores, problems by aspect."""
        return [
            Chart(
                "distribution",
                Text("得分分布", "Distribution of scores"),
                [row["text"] for row in self.distribution],
                [
                    Series(
                        _FILES, [row["count"] for row in self.distribution], [row["href"] for row in self.distribution]
                    )
                ],
                kind="columns",
                unit=_FILES,
                category_head=Text("得分", "Score"),
            ),
            Chart(
                "aspects",
                Text("各方面的问题", "Problems by aspect"),
                [row["text"] for row in self.aspects],
                [
                    Series(
                        Text("问题", "problems"),
                        [row["problems"] for row in self.aspects],
                        [row["href"] for row in self.aspects],
                    )
                ],
                unit=Text("个", "problems"),
                category_head=Text("方面", "Aspect"),
            ),
        ]

    def unit_chart(self) -> Chart:
        """Return the raw averages of the units, and the estimates beside them where there are any."""
        units = self.units
        series = [
            Series(
                Text("平均扣分（实际）", "actual"), [row["average"] for row in units], [row["href"] for row in units]
            )
        ]
        if any(row["is_shrunk"] for row in units):
            series.append(Series(Text("估计值", "estimate"), [row["shrunk"] for row in units]))
        return Chart(
            "units", Text("各单位平均扣分", "Average deduction by unit"), [row["text"] for row in units], series
        )


#: What may be said of a rate beside its threshold.
VERDICTS: Mapping[str, Text] = {
    "above": Text("高于标准", "above the threshold"),
    "below": Text("低于标准", "below the threshold"),
    "cannot_be_told_apart": Text("与标准分不清", "cannot be told apart from the threshold"),
}
_TONES = {"above": "good", "below": "bad", "cannot_be_told_apart": "neutral"}


def _tone(verdict: str | None) -> str:
    return _TONES.get(verdict or "", "neutral")


def _text(told: Mapping[str, str] | None) -> Text | None:
    return None if told is None else Text(told["zh"], told["en"])


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
