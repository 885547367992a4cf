"""A contest in preparation: kept, and its candidates taken from the final scores. Its panel is in `panel`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training import refusals
from zhiheng_web.training.models import Candidate, Contest
from zhiheng_web.training.queries.courses import arrangement_of

FIELDS = (
    "title",
    "period_from",
    "period_to",
    "places",
    "candidates_each",
    "judges_wanted",
    "least_scores",
    "judging_due_on",
)
_KEEP = "training.keep_contest"


def keep_contest(
    *, actor: Any, body: Body, values: Mapping[str, Any], contest: Contest | None = None, version: int = 0
) -> Contest:
    """Make a contest or change it while it is prepared; `places` is ten unless the body has settled otherwise."""
    policy.demand(actor, _KEEP, contest.body if contest else body)
    with acts.act(actor, _KEEP):
        if contest is not None:
            one = locked(contest)
            refusals.demand_state(one, "preparing")
            refusals.demand_version(one, version)
            one.version += 1
        else:
            one = Contest(body=body, made_by=actor, places=arrangement_of(body).places)
        for name in FIELDS:
            if values.get(name) is not None or name == "judging_due_on":
                setattr(one, name, values.get(name))
        one.title = refusals.demand_words(one.title, "名称", "title")
        if one.period_to <= one.period_from:
            refusals.demand_order(one.period_to, one.period_from)
        if one.candidates_each < one.places or min(one.places, one.judges_wanted, one.least_scores) < 1:
            raise refusals.refusal("too_few", *_TOO_FEW)
        if one.least_scores > one.judges_wanted:
            raise refusals.refusal("too_few_judges", *_TOO_FEW_JUDGES)
        one.save()
    return one


def collect_candidates(*, actor: Any, contest: Contest) -> list[Candidate]:
    """Take the candidates anew from the files settled in the period, by the final score that the engine gave.

    As many as wanted on either side, and all that are equal to the last one. No file is on both sides, and one without
    any deduction is no candidate for the worst.
    """
    policy.demand(actor, _KEEP, contest.body)
    with acts.act(actor, _KEEP):
        one = locked(contest)
        refusals.demand_state(one, "preparing")
        one.candidates.all().delete()
        files = sorted(_files_of(one), key=lambda row: (-row.score, row.review.case.code))
        half = min(one.candidates_each, (len(files) + 1) // 2)
        best = _with_equals(files, half)
        guilty = [row for row in reversed(files) if row.deduction > 0 and row not in best]
        worst = _with_equals(guilty, min(one.candidates_each, len(guilty)))
        made = []
        for side, rows in (("best", best), ("worst", worst)):
            for place, row in enumerate(rows, 1):
                candidate = Candidate(contest=one, file_review=row.review, side=side, score=row.score)
                candidate.deduction, candidate.rank = row.deduction, place
                candidate.save()
                made.append(candidate)
    return made


@dataclass(frozen=True, slots=True)
class _Settled:
    review: FileReview
    score: Decimal
    deduction: Decimal


def _files_of(one: Contest) -> list[_Settled]:
    rows = FileReview.objects.filter(
        body__path__startswith=one.body.path,
        state="settled",
        settled_at__gte=datetime.combine(one.period_from, datetime.min.time(), clock.SHANGHAI),
        settled_at__lt=datetime.combine(one.period_to, datetime.min.time(), clock.SHANGHAI),
    ).exclude(draw__superseded_by__isnull=False)
    # A case that was reviewed twice in the period stands with its latest review.
    latest: dict[int, _Settled] = {}
    for row in rows.select_related("case__lead", "case__second", "body").order_by("settled_at", "pk"):
        if row.score_final is not None and row.deduction_final is not None:
            latest[row.case_id] = _Settled(row, row.score_final, row.deduction_final)
    return list(latest.values())


def _with_equals(rows: list[_Settled], size: int) -> list[_Settled]:
    if not size:
        return []
    last = rows[size - 1].score
    return rows[:size] + [row for row in rows[size:] if row.score == last]


def locked(contest: Contest) -> Contest:
    """Return a contest as it stands now, locked for this act."""
    one: Contest = Contest.objects.select_for_update(of=("self",)).select_related("body").get(pk=contest.pk)
    return one


_TOO_FEW = (
    Text("候选件数不少于所取件数，各项人数、件数不少于1", "no fewer candidates than places, and at least one of each"),
    Text("核对件数和人数", "check the numbers"),
)
_TOO_FEW_JUDGES = (
    Text("每件最少评分人数多于评委人数", "a file would need more scores than there are judges"),
    Text("增加评委，或减少最少评分人数", "more judges, or fewer scores"),
)
