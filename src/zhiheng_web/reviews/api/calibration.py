"""Operations on calibration: what was measured, planting duplicates, revealing them, one's own severity."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Bilingual
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import calibration as actions
from zhiheng_web.reviews.api.routing import router
from zhiheng_web.reviews.models import Activity
from zhiheng_web.reviews.reading import calibration as reading

_PLANT = "reviews.plant"


class ReviewAgreementOut(Schema):
    """Krippendorff's alpha on one thing, with its interval; null where it is not defined."""

    key: str
    kind: str
    name: Bilingual
    alpha: Points | None
    lower: Points | None
    upper: Points | None
    files: int


class ReviewSeverityOut(Schema):
    """How many points more a reviewer deducts for the same file; null where nobody links them with others."""

    reviewer_id: int
    cards: int
    shared: int
    severity: Points | None
    standard_error: Points | None
    lower: Points | None
    upper: Points | None


class ReviewCorrectedOut(Schema):
    """A file: the average of what was deducted, and the same without its readers' severities. No score uses it."""

    file_id: int
    readers: int
    raw: Points
    corrected: Points | None


class ReviewCalibrationOut(Schema):
    """What was measured; empty lists where no file was read by two."""

    files: int
    shared: int
    cards: int
    is_linked: bool
    agreements: list[ReviewAgreementOut]
    readers: list[ReviewSeverityOut]
    cases: list[ReviewCorrectedOut]


class ReviewPlantIn(Schema):
    """The seed, how many files, how many readers of each (the regular one included)."""

    seed: Annotated[str, Field(min_length=1, max_length=300)]
    files: Annotated[int, Field(ge=1, le=10_000)]
    readers_each: Annotated[int, Field(ge=2, le=9)] = 2


class ReviewPlantingOut(Schema):
    """A planting."""

    id: int
    activity_id: int
    seed: str
    files: int
    readers_each: int
    at: datetime
    revealed_at: datetime | None


class ReviewRevealedOut(Schema):
    """How many plantings were revealed."""

    revealed: int


@router.get("/activities/{activity_id}/calibration", response=ReviewCalibrationOut)
@api_does("reviews.read_calibration", target=queries.activity)
def calibration(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """查看评查员校准。 Read the calibration."""
    found = reading.calibration_of(activity)
    if found is None:
        return {"files": 0, "shared": 0, "cards": 0, "is_linked": False, "agreements": [], "readers": [], "cases": []}
    return {
        "files": found.files,
        "shared": found.shared,
        "cards": found.cards,
        "is_linked": found.is_linked,
        "agreements": [_agreement(one) for one in found.agreements],
        "readers": [_severity(one) for one in found.readers],
        "cases": [
            {"file_id": one.file_review.pk, "readers": one.readers, "raw": one.raw, "corrected": one.corrected}
            for one in found.cases
        ],
    }


def _agreement(one: reading.Agreed) -> dict[str, Any]:
    alpha = one.alpha
    told = {"alpha": alpha.value, "lower": alpha.lower, "upper": alpha.upper, "files": alpha.cases}
    return {"key": one.key, "kind": one.kind, "name": Bilingual.of(one.text), **told}


def _severity(one: reading.Reader) -> dict[str, Any]:
    told = {name: getattr(one.severity, name) for name in ("cards", "shared", "severity", "standard_error")}
    return {"reviewer_id": one.reviewer.pk, **told, "lower": one.lower, "upper": one.upper}


@router.get("/activities/{activity_id}/calibration/mine", response=ReviewSeverityOut)
@api_does("reviews.read_activity", target=queries.activity)
def mine(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """查看自己的宽严程度。 Read one's own severity; 404 while duplicates are hidden."""
    found = reading.calibration_of(activity) if reading.may_see_own(request.user, activity) else None
    own = found.reader(request.user) if found is not None else None
    if own is None:
        raise Http404
    return _severity(own)


@router.post("/activities/{activity_id}/plantings", response={201: ReviewPlantingOut})
@api_does(_PLANT, target=queries.activity)
def plant(request: HttpRequest, activity: Activity, told: ReviewPlantIn) -> Any:
    """安排校准案卷。 Plant duplicates."""
    return Status(201, actions.plant(actor=request.user, activity=activity, **told.dict()))


@router.post("/activities/{activity_id}/plantings/reveal", response=ReviewRevealedOut)
@api_does(_PLANT, target=queries.activity)
def reveal(request: HttpRequest, activity: Activity) -> dict[str, int]:
    """向评查员公开校准安排。 Reveal the plantings to the reviewers."""
    return {"revealed": actions.reveal(actor=request.user, activity=activity)}
