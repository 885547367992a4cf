"""Reading a review procedure (ReviewRules) and saying what is wrong with it: card items, levels, rounds, limits."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.wordings import Words
from zhiheng_web.lib.words import Text

ItemKind = Literal["basic", "range", "good"]
Violation = Literal["not_submitted", "late", "no_first_level", "second_late"]

_STRICT = ConfigDict(extra="forbid", populate_by_name=True)


class Item(BaseModel):
    """A line that the card offers. `basic` fails a file outright, `range` deducts between min and max, `good` praises.

    A deduction outside its range is entered with a reason. Points are Decimal, text in JSON.
    """

    model_config = _STRICT
    id: str = Field(pattern=r"^[A-Z]{1,3}[0-9]{1,2}$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    kind: ItemKind = "range"
    min: Decimal | None = Field(default=None, ge=0)
    max: Decimal | None = Field(default=None, ge=0)
    default: Decimal | None = Field(default=None, ge=0)
    clause: str = ""

    @property
    def text(self) -> Text:
        """Return the item in words."""
        return Text(self.zh, self.en)

    def holds(self, deduction: Decimal) -> bool:
        """Return whether a deduction lies in the item's range; outside of it a reason must be given."""
        return self.min is not None and self.max is not None and self.min <= deduction <= self.max

    @model_validator(mode="after")
    def _has_a_range(self) -> Item:
        if self.kind != "range":
            if (self.min, self.max, self.default) != (None, None, None):
                raise ValueError(f"item {self.id} is no range item and has no points")
            return self
        if self.min is None or self.max is None or self.default is None:
            raise ValueError(f"item {self.id} lacks min, max or default")
        if not self.min <= self.default <= self.max:
            raise ValueError(f"item {self.id}: min <= default <= max does not hold")
        return self


class Aspect(BaseModel):
    """An aspect of the card (考评方面): the scheme's rule to which its deductions go, and its items."""

    model_config = _STRICT
    rule_id: str
    name: Words
    items: tuple[Item, ...]


class Submission(BaseModel):
    """The unit submits within so many months from closing (WX-05), or from the day the file was listed."""

    model_config = _STRICT
    months: int = Field(default=1, ge=1, le=12)
    begins: Literal["closing", "listed"] = Field(default="closing", alias="from")


class Second(BaseModel):
    """The second submission within so many months from the notice of round one (WX-14, WX-AMB-01)."""

    model_config = _STRICT
    months: int = Field(default=1, ge=1, le=12)
    begins: Literal["notice"] = Field(default="notice", alias="from")


class Limits(BaseModel):
    """Working days for the states that the source sets no limit for: proposals; None sets none."""

    model_config = _STRICT
    first_level: int | None = Field(default=None, ge=1)
    second_level: int | None = Field(default=None, ge=1)
    comparing: int | None = Field(default=None, ge=1)
    reviewed: int | None = Field(default=None, ge=1)
    second_round: int | None = Field(default=None, ge=1)


class FindingClass(BaseModel):
    """What a file is found to be (WX-16: not strict, not standardised; XH-21: lawful, standardised, appropriate)."""

    model_config = _STRICT
    id: str = Field(pattern=r"^[a-z_]+$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    is_clean: bool = False  # the class of a file without problems

    @property
    def text(self) -> Text:
        """Return the class in words."""
        return Text(self.zh, self.en)


class Violations(BaseModel):
    """Deduction for each violation of procedure (WX-08); None until the bureau sets it (WX-AMB-04)."""

    model_config = _STRICT
    not_submitted: Decimal | None = Field(default=None, ge=0)
    late: Decimal | None = Field(default=None, ge=0)
    no_first_level: Decimal | None = Field(default=None, ge=0)
    second_late: Decimal | None = Field(default=None, ge=0)

    def deduction(self, violation: str) -> Decimal | None:
        """Return what a violation costs; None where nothing is set."""
        found: Decimal | None = getattr(self, violation)
        return found


class Month(BaseModel):
    """How the officer's month is counted (WX-18, WX-19, WX-AMB-03)."""

    model_config = _STRICT
    basis: Literal["reviewed", "closed"] = "reviewed"
    round: Literal["first", "final"] = "first"
    threshold: Decimal = Decimal(3)
    inclusive: bool = True
    minimum_cases: int = Field(default=1, ge=1)
    probability: Decimal | None = Field(default=None, gt=0, lt=1)


class BasicFails(BaseModel):
    """What failing a basic item does: the file scores zero, or loses `amount` points."""

    model_config = _STRICT
    mode: Literal["score_zero", "deduct"] = "score_zero"
    amount: Decimal | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _names_its_amount(self) -> BasicFails:
        if self.mode == "deduct" and self.amount is None:
            raise ValueError("basic_fails_with deduct lacks its amount")
        return self


class ReviewRules(BaseModel):
    """How files are reviewed: pinned as JSON in `Activity.rules` when an activity is made, fixed once it opens.

    `submission` None: the unit does not submit (files come from the online system), the review begins at once.
    """

    model_config = _STRICT
    id: str
    name: Words
    scheme: str
    aspects: tuple[Aspect, ...] = Field(min_length=1)
    levels: Literal[1, 2] = 2
    rounds: Literal[1, 2] = 2
    submission: Submission | None = None
    second: Second = Second()
    limits: Limits = Limits()
    reminders_days: tuple[int, ...] = (7, 3, 1)
    readers: Literal[1, 2] = 1
    difference: Decimal = Field(default=Decimal(3), gt=0)
    blind: bool = False
    #: What blind readers get of papers without a blackened copy: the original, on record, or nothing.
    blind_papers: Literal["shown", "withheld"] = "shown"
    cross_unit: bool = True
    objection_working_days: int = Field(default=5, ge=1)
    finding_classes: tuple[FindingClass, ...] = Field(min_length=1)
    violations: Violations = Violations()
    month: Month = Month()
    basic_fails_with: BasicFails = BasicFails()

    @model_validator(mode="after")
    def _is_whole(self) -> ReviewRules:
        ids = [item.id for aspect in self.aspects for item in aspect.items]
        for name, given in (
            ("rule", [aspect.rule_id for aspect in self.aspects]),
            ("item", ids),
            ("finding class", [one.id for one in self.finding_classes]),
        ):
            twice = sorted({one for one in given if given.count(one) > 1})
            if twice:
                raise ValueError(f"{name} named twice: {', '.join(twice)}")
        return self

    def item(self, item_id: str) -> Item | None:
        """Return an item of the card; None where there is none."""
        return next((item for aspect in self.aspects for item in aspect.items if item.id == item_id), None)

    def aspect_of(self, item_id: str) -> Aspect | None:
        """Return the aspect that an item belongs to."""
        return next((one for one in self.aspects if any(item.id == item_id for item in one.items)), None)

    def aspect(self, rule_id: str) -> Aspect | None:
        """Return the aspect of a rule."""
        return next((one for one in self.aspects if one.rule_id == rule_id), None)

    def finding_class(self, class_id: str) -> FindingClass | None:
        """Return a finding class; None where there is none."""
        return next((one for one in self.finding_classes if one.id == class_id), None)

    def as_data(self) -> dict[str, Any]:
        """Return the rules as they are pinned to an activity."""
        return self.model_dump(mode="json", by_alias=True)


@cache
def every_rules() -> tuple[ReviewRules, ...]:
    """Return the procedures that come with the application, sorted by id."""
    folder = files("zhiheng_web.reviews") / "procedures"
    yaml = YAML(typ="safe")
    told = [
        yaml.load(file.read_text(encoding="utf-8"))["review"]
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
    ]
    return tuple(ReviewRules.model_validate(one) for one in told)


def rules_for(scheme_id: str) -> ReviewRules:
    """Return the rules of a scheme. Raises Refusal where the application has none for it."""
    found = {one.scheme: one for one in every_rules()}
    if scheme_id not in found:
        raise Refusal(
            Fault(
                "no_review_rules",
                Place(clause=scheme_id),
                Text(f"没有方案 {scheme_id} 的评查规则", f"there are no review rules of the scheme {scheme_id}"),
                Text(f"可选：{'、'.join(found)}", f"choose one of: {', '.join(found)}"),
            )
        )
    return found[scheme_id]


def rules_from(data: Any) -> ReviewRules:
    """Return the rules that data hold, such as a form or the API sent. Raises Refusal naming each place."""
    try:
        return ReviewRules.model_validate(data)
    except ValidationError as wrong:
        raise Refusal([_fault(one) for one in wrong.errors()]) from None


def _fault(error: Any) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    return Fault(
        "bad_rules",
        Place(clause=place),
        Text(f"评查规则这一处不能用：{error['msg']}", f"the rules cannot be used here: {error['msg']}"),
        Text("按提示改正后重新保存", "mend it as told and save again"),
        str(error.get("input", ""))[:80],
    )
