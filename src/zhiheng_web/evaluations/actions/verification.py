"""Verifying a body line by line (CQ-12), returning it for change, inquiries (CQ-13), finishing. Nothing is scored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import IntegrityError
from django.http import Http404

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.evaluations import guards, jobs, queries, scoring, states
from zhiheng_web.evaluations.actions import veto
from zhiheng_web.evaluations.models import Assessment, Investigation, Submission, Verification
from zhiheng_web.evaluations.reading import answers, gaps
from zhiheng_web.evaluations.reading.verification import APPLIES, Line, line_of, lines_of
from zhiheng_web.lib import clock

#: Which value a verification takes, in words.
TAKEN: dict[str, Text] = {
    "claimed": Text("采用自评值", "take the claim"),
    "computed": Text("采用计算值", "take the computed value"),
    "other": Text("另定", "another value"),
}


def verify_line(
    *, actor: Any, assessment: Assessment, rule_id: str, taken: str, value: str = "", reason: str = "", version: int = 0
) -> Verification:
    """Establish the value of a line: as claimed, as computed, or another one (CQ-12).

    Raises Refusal where the value is missing or cannot be read, where a difference from claim or computed value has no
    reason, and where somebody else has verified the line since `version` was read.
    """
    _demand(actor, "evaluations.verify", assessment)
    line = _line(assessment, rule_id)
    chosen = _value(assessment, line, taken, value)
    if not reason.strip() and needs_reason(line, chosen):
        raise Refusal(Fault("no_reason", Place(clause=rule_id), *_NO_REASON))
    if line.verification is not None and line.verification.version != version:
        raise _overtaken(line, chosen)
    one = line.verification or Verification(assessment=assessment, rule_id=rule_id)
    with acts.act(actor, "evaluations.verify", reason=reason.strip()):
        veto.put_forward(assessment)
        _settle(one, taken=taken, value=chosen, reason=reason.strip(), by=actor)
    return one


def needs_reason(line: Line, value: str) -> bool:
    """Return whether a value differs from what the body claims or from what the ledger computes."""
    return any(other and not line.says_same(value, other) for other in (line.claimed, line.computed))


def take_agreeing(*, actor: Any, assessment: Assessment) -> int:
    """Verify every open line on which claim and computed value agree; return how many there were."""
    _demand(actor, "evaluations.verify", assessment)
    agreeing = [line for line in lines_of(assessment) if line.is_open and line.agrees and not line.pending]
    if not agreeing:
        raise Refusal(Fault("nothing_agrees", Place(clause=assessment.body.name), *_NOTHING_AGREES))
    with acts.act(actor, "evaluations.verify"):
        veto.put_forward(assessment)
        for line in agreeing:
            one = line.verification or Verification(assessment=assessment, rule_id=line.rule_id)
            _settle(one, taken="computed", value=line.computed, reason="", by=actor)
    return len(agreeing)


def _settle(one: Verification, *, taken: str, value: str, reason: str, by: Any) -> None:
    one.taken, one.value, one.reason, one.by, one.at = taken, value, reason, by, clock.now()
    one.version += 1
    try:
        one.save()
    except IntegrityError:
        # Two people verified a fresh line at the same moment; the second one sees the first.
        raise Refusal(Fault("changed_meanwhile", Place(clause=one.rule_id), *_CHANGED)) from None


def _value(assessment: Assessment, line: Line, taken: str, typed: str) -> str:
    place = Place(clause=line.rule_id)
    if taken == "other":
        if not typed.strip():
            raise Refusal(Fault("no_value", place, *_NO_VALUE))
        return _typed(assessment, line, typed)
    if taken == "claimed" and line.claimed:
        return line.claimed
    if taken == "computed" and line.computed:
        return line.computed
    raise Refusal(Fault("nothing_to_take", place, *_NOTHING_TO_TAKE, taken))


def _typed(assessment: Assessment, line: Line, typed: str) -> str:
    """Return what was typed as it is stored. Elements are named by number; of a state "as usual" is a value too."""
    if line.ask.rule is None and typed.strip() in ("false", APPLIES.zh):
        return "false"
    parts = re.split("[;；,，、 ]", typed) if line.ask.kind == "elements" else [typed]
    options = dict(api.scoring.settled_options(queries.scheme_of(assessment.cycle), assessment.cycle.options))
    return answers.canonical(line.ask, answers.sent_value(line.ask, parts), options)


def return_for_change(
    *, actor: Any, assessment: Assessment, reasons: Mapping[str, str], due: date, note: str = ""
) -> None:
    """Return a self-evaluation for change (退回补正): why, line by line, and until when.

    The state goes back to the self-evaluation with the new due date. Raises Refusal without any reason, and for a day
    that is no later than today.
    """
    _demand(actor, "evaluations.return_for_change", assessment)
    told = {rule_id: reason.strip() for rule_id, reason in reasons.items() if reason.strip()}
    lines = {line.rule_id: line for line in lines_of(assessment)}
    faults = [Fault("unknown_rule", Place(clause=one), *_NO_SUCH_LINE, one) for one in sorted(set(told) - set(lines))]
    if not told and not note.strip():
        faults.append(Fault("no_reason", Place(), *_NO_RETURN_REASON))
    if due <= clock.today():
        faults.append(Fault("bad_day", Place(), *_TOO_EARLY, due.isoformat()))
    if faults:
        raise Refusal(faults)
    general = [" ".join(note.split())] if note.strip() else []
    words = [*general, *(f"{rule_id}：{' '.join(reason.split())}" for rule_id, reason in told.items())]
    why = "\n".join(words)
    with acts.act(actor, "evaluations.return_for_change", reason=why):
        last = Submission.objects.filter(assessment=assessment).order_by("-number").first()
        if last is not None:
            last.returned_at, last.return_reason = clock.now(), why
            last.save()
        for rule_id, reason in told.items():
            one = lines[rule_id].verification or Verification(assessment=assessment, rule_id=rule_id)
            _settle(one, taken="none", value="", reason=reason, by=actor)
        change = states.advance(assessment, "self_evaluation", actor=actor, reason=why)
        # The date of the procedure is that of the first round; a return sets one of its own.
        change.due_date = assessment.due_date = due
        change.save()
        assessment.save()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes along with an inquiry."""

    file: BinaryIO
    name: str
    size: int


def record_investigation(
    *,
    actor: Any,
    assessment: Assessment,
    asked: str,
    held_at: datetime,
    questions: str,
    established: str,
    rule_id: str = "",
    files: Sequence[Attachment] = (),
) -> Investigation:
    """Record an inquiry with a body or its officers (CQ-13), about a line or a veto, or about the body as a whole."""
    guards.demand_organiser(actor, "evaluations.record_investigation", assessment)
    states.demand_state(assessment, "verification", "under_review")
    if rule_id:
        known = {rule.id for rule in queries.scheme_of(assessment.cycle).every_rule()}
        known |= {sub_item.id for _, _, sub_item in queries.scheme_of(assessment.cycle).sub_items()}
        if rule_id not in known:
            raise Refusal(Fault("unknown_rule", Place(clause=rule_id), *_NO_SUCH_LINE, rule_id))
    if held_at > clock.now():
        raise Refusal(Fault("bad_day", Place(), *_TO_COME, held_at.isoformat()))
    one = Investigation(assessment=assessment, rule_id=rule_id, asked=asked, held_at=held_at)
    one.questions, one.established, one.by = questions, established, actor
    with acts.act(actor, "evaluations.record_investigation"):
        one.save()
        for each in files:
            keep_evidence(
                actor,
                body=assessment.body,
                file=each.file,
                name=each.name,
                size=each.size,
                subject=subject_of(one),
                rule_id=rule_id,
            )
    return one


def finish_verification(*, actor: Any, assessment: Assessment, version: int) -> None:
    """Finish the verification of a body: compute what is established, and hand it on to the proposal.

    Raises Refusal naming everything that is missing.
    """
    _demand(actor, "evaluations.verify", assessment)
    guards.demand_version(assessment, version)
    missing = gaps.gaps_of(assessment)
    if missing:
        remedy = Text("按页上的链接逐项办完，再办结核实", "follow the links of the page, then finish")
        raise Refusal([Fault(gap.code, Place(clause=assessment.body.name), gap.text, remedy) for gap in missing])
    why = f"{assessment.body.name} 核实办结"
    prepared = None if jobs.are_deferred() else scoring.prepare(assessment.cycle, "current", why=why)
    with acts.act(actor, "evaluations.verify"):
        states.advance(assessment, "proposed", actor=actor)
        if prepared is not None:
            scoring.record(prepared, actor=actor)


def _demand(actor: Any, deed: str, assessment: Assessment) -> None:
    guards.demand_organiser(actor, deed, assessment)
    states.demand_state(assessment, "verification")


def _line(assessment: Assessment, rule_id: str) -> Line:
    try:
        return line_of(assessment, rule_id)
    except Http404:
        raise Refusal(Fault("unknown_rule", Place(clause=rule_id), *_NO_SUCH_LINE, rule_id)) from None


def _overtaken(line: Line, chosen: str) -> Refusal:
    standing = line.verification
    assert standing is not None
    mine = line.said(chosen)
    reason = Text(
        f"{standing.by or ''} 刚把这一条核实为“{line.verified_text.zh}”（{standing.reason or '未写理由'}），"
        f"您提交的是“{mine.zh}”",
        f"{standing.by or ''} has just verified this line as “{line.verified_text.en}”; you sent “{mine.en}”",
    )
    return Refusal(Fault("changed_meanwhile", Place(clause=line.rule_id), reason, _CHANGED[1]))


_NO_REASON = (
    Text(
        "核实值与自评值或计算值不一致，没有写理由", "the verified value differs from the claim or the ledger; no reason"
    ),
    Text("写明依据，例如查阅了哪些材料", "say what it rests on, for example which files were read"),
)
_NOTHING_AGREES = (
    Text("没有自评值与计算值一致的待核实条目", "there is no open line on which claim and computed value agree"),
    Text("逐条核实其余条目", "verify the other lines one by one"),
)
_NO_VALUE = (Text("没有填核实值", "no value is given"), Text("填写核实值", "give the verified value"))
_NOTHING_TO_TAKE = (
    Text("这一条没有可采用的值", "there is no such value to take"),
    Text("选“另定”，填写核实值", "choose another value and give it"),
)
_NO_SUCH_LINE = (
    Text("这个单位没有这一条", "the body has no such line"),
    Text("从核实表里选择", "choose a line of the table"),
)
_NO_RETURN_REASON = (
    Text("退回没有写理由", "no reason is given"),
    Text("至少写明一条要补正什么", "say for at least one line what is to be changed"),
)
_TOO_EARLY = (
    Text("补正期限应在今天以后", "the due date must be later than today"),
    Text("另选一天", "choose another day"),
)
_TO_COME = (
    Text("调查时间在将来", "the time of the inquiry is in the future"),
    Text("填实际进行的时间", "give the time at which it was held"),
)
_CHANGED = (
    Text("别人刚刚核实过这一条", "somebody else has just verified this line"),
    Text("刷新页面，核对后再提交；您填写的内容没有写入", "reload and compare; what you sent was not saved"),
)
