"""Publication (CQ-15): the frozen and sealed result with the numbered report; corrections as new versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations import guards, scoring, states
from zhiheng_web.evaluations.actions import values
from zhiheng_web.evaluations.actions.consequences import lapse_unfounded, propose_consequences
from zhiheng_web.evaluations.models import Assessment, Computation, Cycle, Publication
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.evaluations.reading.publication import Obstacle, obstacles, report_told
from zhiheng_web.lib import clock, policy, store

AUDIENCES: Mapping[str, Text] = {
    "evaluated": Text("被评价单位", "the evaluated bodies"),
    "public": Text("社会公众", "the public"),
}


def publish(*, actor: Any, cycle: Cycle, audience: str = "evaluated", reason: str = "") -> Publication:
    """Publish the result of a cycle, frozen and numbered, with its sealed bundle and the annual report.

    Raises Refusal while anything is open or incomplete; then nothing is written. What takes time is done before the act
    that enters everything at once: whoever is killed in between has published nothing.
    """
    policy.demand(actor, "evaluations.publish", cycle.organiser)
    if audience not in AUDIENCES:
        raise Refusal(Fault("no_audience", Place(clause=cycle.title), *_NO_AUDIENCE, audience))
    if cycle.state != "open":
        raise Refusal(Fault("wrong_state", Place(clause=cycle.title), *_NOT_OPEN))
    _demand_gate(cycle)
    with TemporaryDirectory(prefix="zhiheng-") as place:
        prepared = scoring.prepare(cycle, "final", why="发布 publication", out=Path(place) / "out")
        bundle = _sealed(Path(place))
    with acts.act(actor, "evaluations.publish", reason=reason):
        locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
        if locked.state != "open":
            raise Refusal(Fault("already_published", Place(clause=cycle.title), *_ALREADY))
        # Asked again under the lock: somebody may have objected or returned a body meanwhile.
        _demand_gate(locked)
        computation = scoring.record(prepared, actor=actor)
        publication = Publication(cycle=locked, version=1, computation=computation, bundle=bundle, audience=audience)
        _enter(publication, actor)
        for assessment in locked.assessments.select_related("body", "cycle"):
            states.advance(assessment, "published", actor=actor)
        states.advance_cycle(locked, "published", actor=actor)
        propose_consequences(locked, computation, actor=actor)
    cycle.refresh_from_db()
    return publication


@dataclass(frozen=True, slots=True)
class Correction:
    """A value of a published result that was wrong, of which body, and why."""

    assessment: Assessment
    rule_id: str
    value: str
    reason: str


def correct_publication(
    *, actor: Any, publication: Publication, reason: str, corrections: Sequence[Correction]
) -> Publication:
    """Publish a corrected version that names the one it corrects; the earlier one stays as it was.

    Raises Refusal without a reason, without corrections, or for a version that has been corrected already.
    """
    cycle = publication.cycle
    policy.demand(actor, "evaluations.correct_publication", cycle.organiser)
    _demand_newest(publication)
    if not reason.strip() or not corrections or any(not one.reason.strip() for one in corrections):
        raise Refusal(Fault("no_reason", Place(clause=cycle.title), *_NO_REASON))
    for one in corrections:
        guards.demand_not_own(actor, one.assessment.body)
        if one.assessment.cycle_id != cycle.pk:
            raise Refusal(Fault("other_cycle", Place(clause=one.assessment.body.name), *_OTHER_CYCLE))
    with (
        acts.act(actor, "evaluations.correct_publication", reason=reason),
        TemporaryDirectory(prefix="zhiheng-") as place,
    ):
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        _demand_newest(publication)
        for one in corrections:
            values.establish(one.assessment, one.rule_id, one.value, actor=actor, reason=f"更正：{one.reason}")
        prepared = scoring.prepare(cycle, "final", why="更正 correction", out=Path(place) / "out")
        computation = scoring.record(prepared, actor=actor)
        corrected = Publication(cycle=cycle, version=publication.version + 1, corrects=publication)
        corrected.computation, corrected.bundle = computation, _sealed(Path(place))
        corrected.reason, corrected.audience = reason.strip(), publication.audience
        _enter(corrected, actor)
        lapse_unfounded(cycle, computation)
        propose_consequences(cycle, computation, actor=actor)
    return corrected


def _demand_gate(cycle: Cycle) -> None:
    hindered = obstacles(cycle)
    if hindered:
        raise Refusal(_fault(one) for one in hindered)


def _fault(obstacle: Obstacle) -> Fault:
    where = Place(clause=obstacle.assessment.body.name if obstacle.assessment else "")
    return Fault("not_ready", where, obstacle.text, Text("办结后再发布", "finish it before publishing"))


def _demand_newest(publication: Publication) -> None:
    if publication.corrections.exists():
        raise Refusal(Fault("already_corrected", Place(clause=publication.cycle.title), *_CORRECTED))


def _sealed(place: Path) -> str:
    bundle = place / "bundle.zip"
    api.seal_result(place / "out", bundle)
    return store.keep(bundle.read_bytes(), name="bundle.zip")


def _enter(publication: Publication, actor: Any) -> None:
    """Enter a publication with its report; who reads the trail sees both in one line."""
    publication.published_by, publication.published_at = actor, clock.now()
    publication.save()
    publication.document = _report(publication, actor)
    publication.save()


def _report(publication: Publication, actor: Any) -> IssuedDocument:
    """Issue the annual report (年度执法效能评价结果通报)."""
    cycle, computation = publication.cycle, publication.computation
    told = report_told(cycle)
    earlier = publication.corrects.document if publication.corrects else None
    version = f"（第{publication.version}版，更正{earlier.number}）" if earlier else ""
    order = Order(
        body=cycle.organiser,
        kind="annual_report",
        subject=f"evaluations.publication:{publication.pk}",
        title=f"{cycle.year}年度执法评价结果通报{version}",
        series=papers.series_of(cycle, "通"),
        build=papers.building("annual_report", api.documents.annual_report, computation, told),
        facts=told,
        result=computation.result,
        corrects=earlier,
        is_public=publication.audience == "public",
    )
    return issue(order, actor=actor, deed="evaluations.publish")


def computation_of(cycle: Cycle) -> Computation | None:
    """Return the result that is published now, None before."""
    last = cycle.publications.order_by("-version").first()
    return last.computation if last else None


_NO_AUDIENCE = (
    Text("没有这种公布范围", "there is no such audience"),
    Text("选择被评价单位或社会公众", "choose the evaluated bodies or the public"),
)
_NOT_OPEN = (
    Text("这个周期不在进行中，不能发布", "the cycle is not under way"),
    Text("已发布的只能更正", "what is published can only be corrected"),
)
_ALREADY = (
    Text("别人刚刚发布了这个周期", "somebody else has just published it"),
    Text("刷新页面", "reload the page"),
)
_CORRECTED = (
    Text("这个版本已经被更正", "this version has been corrected already"),
    Text("更正最新的版本", "correct the newest version"),
)
_NO_REASON = (
    Text("更正要写理由和更正的项目", "a correction needs a reason, and lines with theirs"),
    Text("写明更正什么、为什么", "write what is corrected and why"),
)
_OTHER_CYCLE = (
    Text("这个单位不在这个评价周期里", "the body is not in this cycle"),
    Text("从评价周期的单位中选择", "choose a body of the cycle"),
)
