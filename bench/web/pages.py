"""The pages that are measured: what they are called, for whom they are, and where they stand for a chosen body."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `kind` names the limit it is held to, `path` holds {cycle}, {assessment} and {rule}."""

    name: str
    label: str
    path: str
    kind: str
    roles: tuple[str, ...]


_BOTH = ("office", "head")
PAGES = (
    Page("cycles", "周期列表 list of cycles", "/evaluations/", "list", ("office",)),
    Page("cycle", "周期 cycle, all bodies", "/evaluations/{cycle}/", "list", ("office",)),
    Page("assessment", "单位评价 assessment", "/evaluations/assessments/{assessment}/", "list", _BOTH),
    Page("scorecard", "计分表 scorecard", "/evaluations/assessments/{assessment}/scorecard/", "list", _BOTH),
    Page("rule", "一分的来历 derivation", "/evaluations/assessments/{assessment}/rules/{rule}/", "explain", _BOTH),
    Page("ranking", "排名 ranking, all bodies", "/evaluations/{cycle}/ranking/", "list", ("office",)),
    Page("inbox", "我的待办 inbox", "/", "list", _BOTH),
    Page(
        "self_evaluation",
        "自评 self-evaluation",
        "/evaluations/assessments/{assessment}/self-evaluation/",
        "list",
        ("head",),
    ),
    Page(
        "verification",
        "核实 verification",
        "/evaluations/assessments/{assessment}/verification/",
        "list",
        ("office",),
    ),
)
BY_NAME = {page.name: page for page in PAGES}
