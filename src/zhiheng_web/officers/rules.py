"""What a bureau can settle, topic by topic: shapes, defaults of the source, and which settlement is in force.

Where the source gives no number (WX-AMB-05) the default is none, and what depends on it waits until it is set.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models import Setting
from zhiheng_web.reviews.models import Activity
from zhiheng_web.reviews.procedures.reading import Month as ReviewMonth

_STRICT = ConfigDict(extra="forbid")
Kind = Literal["complete", "random", "special", "key"]


class MonthRules(BaseModel):
    """How the month is counted (WX-18 to WX-20). The defaults are those of the source, or proposals where it has none.

    `bearer`: the lead officer bears the deduction, or lead and second officer alike (WX-AMB-09). `kinds`: files of
    special and key reviews are chosen because something is wrong with them, so they do not count unless asked for.
    `unit_average` and `unit_share` (per cent of files with deductions) make a unit a poor one; none is set at first.
    """

    model_config = _STRICT
    basis: Literal["reviewed", "closed"] = "reviewed"
    round: Literal["first", "final"] = "first"
    threshold: Decimal = Field(default=Decimal(3), gt=0, le=100)
    inclusive: bool = True
    minimum_cases: int = Field(default=1, ge=1, le=1000)
    probability: Decimal | None = Field(default=None, gt=0, lt=1)
    bearer: Literal["lead", "both"] = "lead"
    kinds: tuple[Kind, ...] = Field(default=("complete", "random"), min_length=1)
    unit_average: Decimal | None = Field(default=None, gt=0, le=100)
    unit_share: Decimal | None = Field(default=None, gt=0, le=100)


class TrackingRules(BaseModel):
    """Days that a red-carded officer is given by default; the source leaves the deadline free (WX-36)."""

    model_config = _STRICT
    red_card_days: int | None = Field(default=None, ge=1, le=366)


class AccountabilityRules(BaseModel):
    """When a fault is repeated (屡错不改, WX-37): the same item `times` in `months`. The source has no numbers."""

    model_config = _STRICT
    times: int | None = Field(default=None, ge=2, le=100)
    months: int | None = Field(default=None, ge=1, le=60)
    hearing_working_days: int = Field(default=5, ge=1, le=60)


class AwardRules(BaseModel):
    """Weights of quantity and quality in per cent (WX-32). The source has no formula: both must be entered."""

    model_config = _STRICT
    quantity: Decimal | None = Field(default=None, ge=0, le=100)
    quality: Decimal | None = Field(default=None, ge=0, le=100)

    @model_validator(mode="after")
    def _adds_up(self) -> AwardRules:
        if (self.quantity is None) != (self.quality is None):
            raise ValueError("both weights, or none")
        if self.quantity is not None and self.quality is not None and self.quantity + self.quality != 100:
            raise ValueError("the weights add up to 100")
        return self

    @property
    def is_set(self) -> bool:
        """Return whether there is a formula."""
        return self.quantity is not None


class AllocationRules(BaseModel):
    """Whether means are allocated by quantity and quality at all (WX-33), and the average above which nothing is.

    Off by default: a link of means with the number of cases is a risk of law (WX-AMB-07).
    """

    model_config = _STRICT
    on: bool = False
    gate: Decimal | None = Field(default=None, gt=0, le=100)


Rules = MonthRules | TrackingRules | AccountabilityRules | AwardRules | AllocationRules
_R = TypeVar("_R", bound=BaseModel)

SHAPES: dict[str, type[BaseModel]] = {
    "month": MonthRules,
    "tracking": TrackingRules,
    "accountability": AccountabilityRules,
    "awards": AwardRules,
    "allocation": AllocationRules,
}


def setting_of(organiser: Body, topic: str) -> Setting | None:
    """Return the settlement of a topic that is in force; None where a bureau has settled nothing."""
    found: Setting | None = Setting.objects.filter(organiser=organiser, topic=topic).first()
    return found


def in_force(organiser: Body, shape: type[_R]) -> _R:
    """Return the rules of a topic that are in force for a bureau."""
    topic = next(key for key, one in SHAPES.items() if one is shape)
    stored = setting_of(organiser, topic)
    if stored is not None:
        return shape.model_validate(stored.values)
    if shape is MonthRules:
        return cast(_R, _from_the_procedure(organiser))
    return shape()


def _from_the_procedure(organiser: Body) -> MonthRules:
    """Return what the review procedure of the bureau's latest activity says of the month."""
    latest = Activity.objects.filter(organiser=organiser).exclude(rules={}).order_by("-created_at").first()
    told = (latest.rules if latest else {}).get("month", {})
    known = {name: value for name, value in told.items() if name in ReviewMonth.model_fields}
    return MonthRules.model_validate(known)


def read(topic: str, told: Any) -> BaseModel:
    """Return the rules that a form or the API sent. Raises Refusal naming each place that is wrong."""
    try:
        return SHAPES[topic].model_validate(told)
    except ValidationError as wrong:
        raise Refusal([_fault(one) for one in wrong.errors()]) from None


def _fault(error: Any) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    return Fault(
        "bad_rules",
        Place(clause=place),
        Text(f"这一项不能这样设定：{error['msg']}", f"this cannot be settled so: {error['msg']}"),
        Text("核对范围；权重合计须为 100", "check the range; weights add up to 100"),
        str(error.get("input", ""))[:80],
    )
