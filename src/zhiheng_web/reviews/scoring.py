"""Bringing signed cards before the engine and keeping what it answers. No arithmetic of points is here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.audit import acts
from zhiheng_web.lib import policy, store
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.batch_facts import Asked, facts_of
from zhiheng_web.reviews.counting import Counted, counted, files_in_force
from zhiheng_web.reviews.ledger_folders import case_ids_of, write_ledger
from zhiheng_web.reviews.models import Activity, FileReview, Summary

Stage = Literal["first", "final"]
_DEED = "reviews.compute"
_COMPUTABLE = ("open", "reported", "closed")


@dataclass(frozen=True, slots=True)
class Scored:
    """What the engine answered of a batch: the files, their cards, and the result kept in the store."""

    activity: Activity
    stage: Stage
    files: tuple[Counted, ...]
    scores: dict[int, Any]  # file review → CaseScore of the library
    result: str
    inputs: str


def compute(activity: Activity, stage: Stage, *, actor: Any, asked: Asked | None = None) -> Summary:
    """Let the engine score every file with a signed card, and keep result, inputs, scores and facts in one act.

    `asked` says what is wanted of the statistics. A file that is not settled keeps no final score: what the second
    round says of it is still open. Raises Refusal where no card is signed, and as the engine does.
    """
    policy.demand(actor, _DEED, activity.organiser)
    scored = score(activity, stage)
    facts = facts_of(scored, asked)
    with acts.act(actor, _DEED):
        return record(scored, actor=actor, facts=facts)


def score(activity: Activity, stage: Stage) -> Scored:
    """Return what the engine says of an activity as it stands; result and inputs are in the store, nothing else is.

    It takes a second or two, so it is done before the act that records it. Raises Refusal.
    """
    if activity.state not in _COMPUTABLE:
        raise Refusal(Fault("not_open", Place(file=activity.title), *_NOT_OPEN))
    reviewed = [one for one in counted(files_in_force(activity)).values() if one.is_reviewed]
    if not reviewed:
        raise Refusal(Fault("no_cards", Place(file=activity.title), *_NO_CARDS))
    with _evaluated(activity, reviewed, stage) as (evaluation, out):
        inputs = store.keep_folder(out / "inputs")
        result = store.keep((out / "result.json").read_bytes(), name="result.json")
    return Scored(activity, stage, tuple(reviewed), _by_file(reviewed, evaluation), result, inputs)


def record(scored: Scored, *, actor: Any, facts: dict[str, Any]) -> Summary:
    """Enter a summary and the scores of the files; call it inside an act."""
    summary = Summary(
        activity=scored.activity,
        stage=scored.stage,
        result=scored.result,
        inputs=scored.inputs,
        facts=facts,
        by=actor,
    )
    summary.save()
    for one in scored.files:
        if scored.stage == "first" or one.file_review.state == "settled":
            before = _told(one.file_review, scored.stage)
            set_score(one.file_review, scored.stage, scored.scores[one.file_review.pk])
            if _told(one.file_review, scored.stage) != before:
                one.file_review.save(update_fields=list(_FIELDS[scored.stage]))
    return summary


def score_file(file_review: FileReview, stage: Stage, *, told: Counted | None = None) -> Any:
    """Return the score of one file (`CaseScore` of the library) and set it on `file_review`, which is not saved.

    Call it inside the act that closes a round, before saving the file: it sees the cards, lines and answers that were
    saved before. `first` takes round one alone; `final` adds what the second round found. `told` is what counts for
    the file where the caller has just read it. Raises Refusal where the file has no signed card that counts.
    """
    one = told or counted([file_review])[file_review.pk]
    if not one.is_reviewed:
        raise Refusal(Fault("no_cards", Place(file=str(file_review.case)), *_NO_CARDS))
    with _evaluated(file_review.activity, [one], stage) as (evaluation, _):
        found = _by_file([one], evaluation)[file_review.pk]
    set_score(file_review, stage, found)
    return found


#: Stage → the fields of a file that hold its score and its deduction.
_FIELDS: dict[str, tuple[str, str]] = {
    "first": ("score_first", "deduction_first"),
    "final": ("score_final", "deduction_final"),
}


def set_score(file_review: FileReview, stage: Stage, found: Any) -> None:
    """Set the score that the engine gave on a file; it is not saved."""
    score_field, deduction_field = _FIELDS[stage]
    setattr(file_review, score_field, found.score)
    setattr(file_review, deduction_field, found.deducted)


def result_of(summary: Summary) -> Any:
    """Return the stored result of a summary. Raises Refusal where the file was changed or is gone."""
    return api.scoring.read_json(store.path_of(summary.result))


def latest(activity: Activity, stage: Stage | None = None) -> Summary | None:
    """Return the last summary of an activity, of a stage if one is named."""
    found = Summary.objects.filter(activity=activity)
    return (found.filter(stage=stage) if stage else found).order_by("-at", "-pk").first()


def _told(file_review: FileReview, stage: Stage) -> tuple[Any, ...]:
    return tuple(getattr(file_review, name) for name in _FIELDS[stage])


def _by_file(files: Sequence[Counted], evaluation: Any) -> dict[int, Any]:
    scores = {case.case_id: case for case in evaluation.result.cases}
    return {pk: scores[case_id] for pk, case_id in case_ids_of(files).items()}


@contextmanager
def _evaluated(activity: Activity, files: Iterable[Counted], stage: Stage) -> Iterator[tuple[Any, Path]]:
    """Yield what the engine says of these files, and the folder it wrote."""
    with TemporaryDirectory(prefix="zhiheng-") as place:
        ledger, out = Path(place) / "ledger", Path(place) / "out"
        ledger.mkdir()
        write_ledger(ledger, activity, list(files), with_second_round=stage == "final")
        job = api.Job(scheme=activity.scheme_id, ledger=ledger, out=out, options=_options(activity), reports=False)
        yield api.evaluate_files(job), out


def _options(activity: Activity) -> dict[str, str]:
    return {str(name): str(value) for name, value in dict(activity.options).items()}


def content_of(digest: str) -> dict[str, Any]:
    """Return a stored result as JSON holds it."""
    told: dict[str, Any] = json.loads(store.path_of(digest).read_bytes())
    return told


_NOT_OPEN = (
    Text("评查活动还没有启动", "the review activity is not open yet"),
    Text("启动活动、分派并签署考评卡后再汇总", "open it, assign the files and sign cards first"),
)
_NO_CARDS = (
    Text("还没有已签署的考评卡", "no review card is signed yet"),
    Text("评查员签署考评卡后再计算", "compute once the reviewers have signed their cards"),
)
