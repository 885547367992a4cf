"""Reading the public copies: the list, one result, a body over the years, the newest checkpoint of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import Http404

from zhiheng_web.audit import checkpoints
from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.lib.words import Text

GRADES: Mapping[str, Text] = {
    "excellent": Text("优秀", "excellent"),
    "up_to_standard": Text("达标", "up to standard"),
    "not_up_to_standard": Text("不达标", "not up to standard"),
}


@dataclass(frozen=True, slots=True)
class Category:
    """What a body lost in one category of the scheme; points."""

    id: str
    name: Text
    points: Decimal
    deducted: Decimal


@dataclass(frozen=True, slots=True)
class PublicBody:
    """The result of one body; `rank` is 0 where the scheme ranks nobody, `grade` empty where it has no grades."""

    unit_id: str
    name: str
    score: Decimal
    base: Decimal
    bonus: Decimal
    grade: str
    rank: int
    categories: tuple[Category, ...]

    @property
    def grade_text(self) -> Text:
        """Return the grade in words; one that only a scheme knows stands as it is."""
        return GRADES.get(self.grade, Text(self.grade or "—", self.grade or "—"))

    @property
    def deducted(self) -> Decimal:
        """Return the points lost in all categories."""
        return sum((one.deducted for one in self.categories), Decimal(0))


@dataclass(frozen=True)
class Result:
    """A public copy as the portal shows it. Of one that was replaced or withdrawn no score is shown any more."""

    disclosed: Disclosed
    governing_body: None = None

    @property
    def pk(self) -> int:
        """Return its number."""
        return int(self.disclosed.pk)

    @cached_property
    def content(self) -> dict[str, Any]:
        """Return what is public of it."""
        told: dict[str, Any] = self.disclosed.content
        return told

    @property
    def replaced_by(self) -> Disclosed | None:
        """Return the correction that stands in its place."""
        return getattr(self.disclosed, "replaced_by", None)

    @property
    def is_in_force(self) -> bool:
        """Return whether it is the result that holds."""
        return self.disclosed.is_in_force

    @property
    def version(self) -> int:
        """Return which version of the result of its cycle it is."""
        return int(self.content.get("version", 1))

    @property
    def scheme(self) -> Text:
        """Return the name of the scheme with its version."""
        held = self.content["scheme"]
        return Text(f"{held['name_zh']}（{held['version']}）", f"{held['name_en']} ({held['version']})")

    @property
    def state(self) -> tuple[Text, str]:
        """Return its state in words, with the tone."""
        if self.disclosed.withdrawn_at is not None:
            return Text("已撤下", "withdrawn"), "bad"
        if self.replaced_by is not None:
            return Text("已更正", "corrected"), "warn"
        if self.disclosed.replaces_id:
            return Text("有效（更正版）", "in force (a correction)"), "good"
        return Text("有效", "in force"), "good"

    @cached_property
    def bodies(self) -> list[PublicBody]:
        """Return the bodies by rank; those without one come last, by number."""
        told = [_body(one) for one in self.content["bodies"]]
        return sorted(told, key=lambda one: (one.rank or len(told) + 1, one.unit_id))


def _body(told: Mapping[str, Any]) -> PublicBody:
    categories = tuple(
        Category(
            one["id"], Text(one["name_zh"], one["name_en"]), Decimal(str(one["points"])), Decimal(str(one["deducted"]))
        )
        for one in told["categories"]
    )
    points = {name: Decimal(str(told[name] or 0)) for name in ("score", "base", "bonus")}
    return PublicBody(
        unit_id=told["unit_id"],
        name=told["name"],
        grade=told["grade"] or "",
        rank=int(told["rank"] or 0),
        categories=categories,
        **points,
    )


def results() -> list[Result]:
    """Return all that was ever made public, the newest year first; what was replaced or withdrawn says so."""
    chosen = Disclosed.objects.select_related("body", "replaces", "replaced_by").order_by(
        "-year", "-disclosed_at", "-id"
    )
    return [Result(one) for one in chosen]


def results_in_force() -> list[Result]:
    """Return the results that hold, the newest year first."""
    return [one for one in results() if one.is_in_force]


def result(disclosed_id: int) -> Result:
    """Return one public copy. Raises Http404."""
    found = Disclosed.objects.select_related("body", "replaces", "replaced_by").filter(pk=disclosed_id).first()
    if found is None:
        raise Http404
    return Result(found)


@dataclass(frozen=True, slots=True)
class BodyOverYears:
    """A body with its results in force, the oldest year first."""

    unit_id: str
    name: str
    rows: tuple[tuple[Result, PublicBody], ...]
    governing_body: None = None


def body_over_years(unit_id: str) -> BodyOverYears:
    """Return what is public of one body. Raises Http404 where nothing in force names it."""
    rows = [(one, body) for one in reversed(results_in_force()) for body in one.bodies if body.unit_id == unit_id]
    if not rows:
        raise Http404
    return BodyOverYears(unit_id, rows[-1][1].name, tuple(rows))


def newest_checkpoint() -> checkpoints.Checkpoint | None:
    """Return the last checkpoint of the trail that was written down; None where there is none that can be read."""
    try:
        points = checkpoints.read(checkpoints.home_file())
    except (OSError, ValueError):
        return None
    return points[-1] if points else None
