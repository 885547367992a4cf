"""Writing the self-evaluation and handing it in: claims with versions, evidence, declaration (HN-11, HN-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.actions import evidence as documents
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.evaluations import jobs, states
from zhiheng_web.evaluations.actions import veto
from zhiheng_web.evaluations.models import Assessment, Claim, Submission
from zhiheng_web.evaluations.reading.answers import canonical
from zhiheng_web.evaluations.reading.lines import Line
from zhiheng_web.evaluations.reading.selfevaluation import Sheet, sheet_of
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.dates import say_instant

WRITE, SUBMIT = "evaluations.write_claim", "evaluations.submit_self_evaluation"
STATE = "self_evaluation"
#: What the head of a body declares; it is stored with every submission as it was worded then.
DECLARATION = Text(
    "本单位对所填内容和佐证材料的真实性、准确性、完整性负责，没有隐瞒、虚报。",
    "This body answers for what is stated and for the evidence: true, accurate and complete, nothing concealed.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody enters in a line; `version` is that of the line they saw, None to take it as it stands."""

    rule_id: str
    value: str
    note: str = ""
    version: int | None = None
    place: Place | None = None


def save_claims(actor: Any, *, assessment: Assessment, entries: Sequence[Entry]) -> list[Claim]:
    """Save the lines that have changed, all of them or none; return them.

    Raises Refusal naming every line that cannot be saved: no answer to its rule, or changed meanwhile by another.
    """
    policy.demand(actor, WRITE, assessment.body)
    with acts.act(actor, WRITE):
        fresh = _fresh(assessment)
        states.demand_state(fresh, STATE)
        sheet = sheet_of(fresh)
        faults: list[Fault] = []
        changed = []
        for entry in entries:
            try:
                changed += _changed(sheet, entry)
            except Refusal as wrong:
                faults += wrong.faults
        if faults:
            raise Refusal(faults)
        for claim in changed:
            claim.version += 1
            claim.saved_by, claim.saved_at = actor, clock.now()
            claim.save()
    return changed


def _changed(sheet: Sheet, entry: Entry) -> list[Claim]:
    """Return the claim as the entry wants it, nothing where it says that already."""
    line = sheet.lines.get(entry.rule_id)
    if line is None:
        raise Refusal(Fault("no_such_rule", Place(clause=entry.rule_id), *_NO_RULE))
    value = canonical(line.ask, entry.value, sheet.options, entry.place)
    note = entry.note.strip()
    claim = line.claim or Claim(assessment=sheet.assessment, rule_id=entry.rule_id)
    if (claim.value, claim.note) == (value, note):
        return []
    if entry.version is not None and entry.version != line.version:
        raise Refusal(_conflict(line, value))
    claim.value, claim.note = value, note
    return [claim]


def _conflict(line: Line, value: str) -> Fault:
    claim = line.claim
    assert claim is not None
    who, when = claim.saved_by, claim.saved_at
    return Fault(
        "changed_meanwhile",
        Place(clause=line.id),
        Text(
            f"{who}在{say_instant(when, 'zh')}把这一行改为“{line.shown.zh}”",
            f"{who} changed this line to “{line.shown.en}” on {say_instant(when, 'en')}",
        ),
        Text("刷新页面，看过对方填写的内容再决定", "reload the page, look at what is there and decide"),
        value,
    )


def adopt_ledger(actor: Any, *, assessment: Assessment, rule_ids: Sequence[str]) -> list[Claim]:
    """Fill blank lines with what the ledger answers."""
    sheet = sheet_of(assessment)
    lines = [sheet.lines[rule_id] for rule_id in rule_ids if rule_id in sheet.lines]
    entries = [
        Entry(line.id, line.ledger_value, line.note, line.version)
        for line in lines
        if line.lacks_answer and line.ledger_value
    ]
    return save_claims(actor, assessment=assessment, entries=entries)


def add_evidence(
    actor: Any,
    *,
    assessment: Assessment,
    rule_id: str,
    file: BinaryIO,
    name: str,
    size: int,
    evidence_date: date | None = None,
    note: str = "",
) -> Evidence:
    """Add evidence to a line of the self-evaluation. Raises Refusal once it is handed in, and as `keep_evidence`."""
    policy.demand(actor, WRITE, assessment.body)
    with acts.act(actor, WRITE):
        fresh = _fresh(assessment)
        states.demand_state(fresh, STATE)
        if rule_id not in sheet_of(fresh).lines:
            raise Refusal(Fault("no_such_rule", Place(clause=rule_id), *_NO_RULE))
        return documents.keep_evidence(
            actor,
            body=fresh.body,
            file=file,
            name=name,
            size=size,
            subject=subject_of(fresh),
            rule_id=rule_id,
            evidence_date=evidence_date,
            note=note,
        )


def withdraw_evidence(actor: Any, *, assessment: Assessment, evidence: Evidence) -> Evidence:
    """Withdraw evidence of a self-evaluation that has not been handed in. Raises Refusal once it has."""
    policy.demand(actor, WRITE, assessment.body)
    with acts.act(actor, "documents.withdraw_evidence"):
        fresh = _fresh(assessment)
        states.demand_state(fresh, STATE)
        if evidence.subject != subject_of(fresh):
            raise Refusal(Fault("other_evidence", Place(file=evidence.name), *_OTHER_EVIDENCE))
        handed_in = {one["digest"] for last in fresh.submissions.all() for row in last.content for one in _files(row)}
        if evidence.digest in handed_in:
            raise Refusal(Fault("handed_in", Place(file=evidence.name), *_HANDED_IN))
        return documents.withdraw_evidence(actor, evidence=evidence)


def _files(row: object) -> list[dict[str, str]]:
    return list(row.get("evidence", [])) if isinstance(row, dict) else []


def submit(actor: Any, *, assessment: Assessment, version: int, declared: bool) -> Submission:
    """Hand the self-evaluation in with the declaration; it goes to verification and the scores are computed.

    Raises Refusal where something is missing (every line that is, at once), without the declaration, in another state,
    and where the page is no longer what stands. After the due date it is taken and marked as late (HN-12).
    """
    policy.demand(actor, SUBMIT, assessment.body)
    with acts.act(actor, SUBMIT):
        fresh = _fresh(assessment)
        states.demand_state(fresh, STATE)
        if fresh.version != version:
            raise Refusal(Fault("changed_meanwhile", Place(clause=fresh.body.name), *_CHANGED))
        if not declared:
            raise Refusal(Fault("not_declared", Place(), *_NOT_DECLARED))
        sheet = sheet_of(fresh)
        _demand_complete(sheet)
        one = Submission(assessment=fresh, number=fresh.submissions.count() + 1, declared_by=actor)
        one.declaration, one.content = DECLARATION.zh, sheet.content()
        one.content_digest = api.digests.digest_of(one.content)
        one.is_late = fresh.due_date is not None and clock.today() > fresh.due_date
        one.save()
        fresh.is_late = fresh.is_late or one.is_late
        states.advance(fresh, "verification", actor=actor)
        veto.put_forward(fresh)
        for stage in ("claimed", "current"):
            jobs.compute_soon(fresh.cycle, stage, actor=actor, why=f"{fresh.unit_id} 提交自评 self-evaluation")
    assessment.refresh_from_db()
    return one


def _demand_complete(sheet: Sheet) -> None:
    faults = [Fault("not_answered", Place(clause=line.id), *_NOT_ANSWERED) for line in sheet.unanswered]
    faults += [Fault("no_evidence", Place(clause=line.id), *_NO_EVIDENCE) for line in sheet.unproved]
    if faults:
        raise Refusal(faults)


def _fresh(assessment: Assessment) -> Assessment:
    """Return the assessment as it stands now; nobody else moves it until the act ends."""
    chosen = Assessment.objects.select_for_update(of=("self",)).select_related("cycle__organiser", "body")
    fresh: Assessment = chosen.get(pk=assessment.pk)
    return fresh


_NO_RULE = (
    Text("方案没有这条规则", "the scheme has no such rule"),
    Text("用本周期的自评表填写，规则编号照抄", "use the form of this cycle and copy the rule numbers"),
)
_NOT_ANSWERED = (
    Text("还没有填写", "not answered yet"),
    Text("没有发生的填“没有”或 0", "enter “no” or 0 where there is nothing"),
)
_NO_EVIDENCE = (
    Text("缺少佐证材料", "evidence is missing"),
    Text("上传佐证；确实没有的在说明里写明原因", "upload evidence, or say in the note why there is none"),
)
_NOT_DECLARED = (
    Text("没有作出真实性承诺", "the declaration has not been made"),
    Text("阅读承诺内容，勾选后再提交", "read the declaration and tick it, then submit"),
)
_CHANGED = (
    Text("页面打开后这项评价有变化", "the assessment has changed since the page was opened"),
    Text("刷新页面，核对后再提交", "reload the page, check it and submit"),
)
_OTHER_EVIDENCE = (
    Text("这份材料不属于这次自评", "this evidence does not belong to this self-evaluation"),
    Text("回到它所属的页面办理", "go to the page it belongs to"),
)
_HANDED_IN = (
    Text("已随自评提交的材料不能撤回", "evidence that was handed in cannot be withdrawn"),
    Text("可以补充新的材料，并在说明里写明", "add further evidence and say so in the note"),
)
