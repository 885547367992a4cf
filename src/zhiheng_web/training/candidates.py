"""Who comes into question for the class of those behind (WX-29): red cards, average deduction, problems.

The thresholds are settled by the body (`Arrangement`), none by default; whoever comes into question, a person chooses.
Red cards are those of the officers' months; deductions those the engine gave each file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models import MonthLine
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training.models import Arrangement
from zhiheng_web.training.problems import lines_that_count

_REVIEWED = ("reviewed", "mending", "second_round", "settled")


@dataclass(frozen=True, slots=True)
class Behind:
    """An officer with what the rule looks at; `grounds` are the thresholds that are met, in words."""

    officer: Officer
    red_cards: int
    files: int
    deducted: Decimal
    problems: int
    grounds: tuple[Text, ...]

    @property
    def average(self) -> Decimal | None:
        """Return the average deduction of a file, exactly divided and kept to four digits; None without files."""
        return None if not self.files else (self.deducted / self.files).quantize(Decimal("0.0001"))

    @property
    def body(self) -> Body:
        """Return the officer's body."""
        return self.officer.body

    def as_data(self) -> dict[str, Any]:
        """Return what is kept with an enrolment."""
        average = "" if self.average is None else str(self.average)
        told = {"red_cards": self.red_cards, "files": self.files, "average": average, "problems": self.problems}
        return {**told, "met_zh": [one.zh for one in self.grounds], "met_en": [one.of("en") for one in self.grounds]}


def is_settled(rule: Arrangement) -> bool:
    """Return whether any threshold is settled."""
    return any(value is not None for value in (rule.red_cards_from, rule.average_from, rule.problems_from))


def look_at(body: Body, rule: Arrangement, since: date, until: date) -> list[Behind]:
    """Return every officer of a body and those beneath it with files or red cards in [since, until), met or not."""
    files = FileReview.objects.filter(
        body__path__startswith=body.path,
        state__in=_REVIEWED,
        deduction_first__isnull=False,
        lead__isnull=False,
        case__closed_on__gte=since,
        case__closed_on__lt=until,
    ).order_by()
    by_files = {
        row["lead"]: row for row in files.values("lead").annotate(n=Count("pk"), deducted=Sum("deduction_first"))
    }
    review = "card__assignment__file_review"
    lines = lines_that_count().filter(**{f"{review}__in": files}).order_by()
    by_lines = dict(lines.values_list(f"{review}__lead").annotate(n=Count("pk")))
    reds = red_cards(body, since, until)
    officers = Officer.objects.filter(pk__in={*by_files, *reds}).select_related("body", "account")
    found = []
    for officer in officers:
        row = by_files.get(officer.pk, {"n": 0, "deducted": Decimal(0)})
        told = (reds.get(officer.pk, 0), row["n"], row["deducted"] or Decimal(0), by_lines.get(officer.pk, 0))
        found.append(_behind(officer, rule, *told))
    return sorted(found, key=lambda one: (-len(one.grounds), -one.red_cards, -(one.average or 0), one.officer.code))


def _behind(officer: Officer, rule: Arrangement, red: int, files: int, *rest: Any) -> Behind:
    deducted, lines = rest
    grounds = []
    if rule.red_cards_from is not None and red >= rule.red_cards_from:
        grounds.append(
            Text(f"红牌 {red} 次，达到 {rule.red_cards_from}", f"{red} red cards, {rule.red_cards_from} settled")
        )
    # Compared without division, so that no digit is lost at the threshold.
    if rule.average_from is not None and files and deducted >= rule.average_from * files:
        grounds.append(Text(f"平均扣分达到 {rule.average_from}", f"average deduction of {rule.average_from} or more"))
    if rule.problems_from is not None and lines >= rule.problems_from:
        grounds.append(
            Text(f"问题 {lines} 个，达到 {rule.problems_from}", f"{lines} problems, {rule.problems_from} settled")
        )
    return Behind(officer, red, files, deducted, lines, tuple(grounds))


def red_cards(body: Body, since: date, until: date) -> dict[int, int]:
    """Return how many red cards each officer has for months in [since, until).

    Those of published lists alone: a list that was corrected or is still a draft marks nobody.
    """
    rows: QuerySet[MonthLine] = MonthLine.objects.filter(
        is_red=True,
        officer__body__path__startswith=body.path,
        month__state="published",
        month__month__gte=since,
        month__month__lt=until,
    ).order_by()
    return dict(rows.values_list("officer").annotate(n=Count("pk")))
