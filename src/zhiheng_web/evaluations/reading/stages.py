"""Which computations of a cycle a person may see: organisers all, the evaluated body the later ones after notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.evaluations import states
from zhiheng_web.evaluations.models import Assessment, Computation, Cycle
from zhiheng_web.evaluations.models.scores import STAGES
from zhiheng_web.lib import policy

STAGE_TEXTS: dict[str, Text] = {
    "ledger": Text("台账测算", "ledger alone"),
    "claimed": Text("单位自评", "self-evaluation"),
    "current": Text("核实中", "established so far"),
    "proposed": Text("结果建议", "proposal"),
    "reviewed": Text("复核后", "after the review"),
    "final": Text("审定结果", "final result"),
}
#: What the evaluated body knows anyway: its rows and its own claims.
ALWAYS_TOLD = ("ledger", "claimed")


def reads_cycle(person: Any, cycle: Cycle) -> bool:
    """Return whether a person reads the cycle as one who organises it."""
    return policy.may(person, "evaluations.read_cycle", cycle.organiser)


def is_told(assessment: Assessment) -> bool:
    """Return whether the result has been told to the body (CQ-16): from then on it sees every stage."""
    order = [state.id for state in states.procedure_of(assessment.cycle).states]
    if "notified" in order[: order.index(assessment.state) + 1]:
        return True
    # Sent back for verification after the notice: what was told stays told.
    return assessment.notices.exists()


@dataclass(frozen=True, slots=True)
class Shown:
    """The computation that a page is about, and the stages that could be shown instead. None where nothing is there."""

    computation: Computation | None
    stages: tuple[str, ...]
    #: The last computation of each stage that may be seen, in the order of the stages.
    latest: tuple[Computation, ...] = ()
    sees_all: bool = True

    @property
    def stage(self) -> str:
        """Return the stage shown."""
        return self.computation.stage if self.computation is not None else ""

    @property
    def text(self) -> Text:
        """Return the stage in words."""
        return STAGE_TEXTS.get(self.stage, Text("尚未计算", "not computed yet"))

    @property
    def choices(self) -> list[tuple[str, Text, bool]]:
        """Return the stages to choose from, in words, with the one that is shown."""
        return [(one, STAGE_TEXTS[one], one == self.stage) for one in self.stages]


def shown_to(person: Any, assessment: Assessment, asked: str = "") -> Shown:
    """Return what a person may see of an assessment: the stage asked for, else the last.

    Raises Refusal for a stage that the body has not been told of.
    """
    sees_all = reads_cycle(person, assessment.cycle) or is_told(assessment)
    return _shown(assessment.cycle, asked, STAGES if sees_all else ALWAYS_TOLD, sees_all=sees_all)


def shown_of(cycle: Cycle, asked: str = "") -> Shown:
    """Return what an organiser sees of a cycle: the stage asked for, else the last."""
    return _shown(cycle, asked, STAGES, sees_all=True)


def _shown(cycle: Cycle, asked: str, allowed: tuple[str, ...], *, sees_all: bool) -> Shown:
    if asked in STAGES and asked not in allowed:
        raise Refusal(Fault("not_told_yet", Place(clause=STAGE_TEXTS[asked].zh), *_NOT_TOLD))
    found: QuerySet[Computation] = Computation.objects.filter(cycle=cycle, stage__in=allowed).order_by("-id")
    newest: dict[str, Computation] = {}
    for one in found:
        one.cycle = cycle
        newest.setdefault(one.stage, one)
    latest = tuple(newest[stage] for stage in STAGES if stage in newest)
    last = max(latest, key=lambda one: one.pk, default=None)
    return Shown(newest.get(asked, last), tuple(one.stage for one in latest), latest, sees_all)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the numbers of one body at one stage open."""

    assessment_id: int
    stage: str = ""

    def of(self, name: str, **more: Any) -> str:
        """Return the address of a page of the assessment at this stage."""
        url = reverse(f"evaluations:{name}", kwargs={"assessment_id": self.assessment_id, **more})
        return f"{url}?stage={quote(self.stage)}" if self.stage else url

    def card(self, anchor: str = "") -> str:
        """Return the address of the scorecard, or of a place on it."""
        return self.of("scorecard") + (f"#{anchor}" if anchor else "")

    def rule(self, rule_id: str) -> str:
        """Return the address of the derivation of a rule."""
        return self.of("rule", rule_id=rule_id)

    @property
    def rank(self) -> str:
        """Return the address of the derivation of the rank."""
        return self.of("rank")


_NOT_TOLD = (
    Text("这一阶段的结果还没有告知本单位", "the result of this stage has not been told to the body yet"),
    Text(
        "告知结果之后可以查看；现在可以看台账测算和本单位自评",
        "it opens with the notice of the result; the ledger and the self-evaluation can be seen now",
    ),
)
