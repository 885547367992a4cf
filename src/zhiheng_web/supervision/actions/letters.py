"""Writing a letter until it is issued: the draft, its problems, the number; and withdrawing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import queries as cases
from zhiheng_web.cases.models import Case, CheckFinding
from zhiheng_web.lib import clock, policy
from zhiheng_web.supervision import guards, papers
from zhiheng_web.supervision.models import Letter, LetterProblem
from zhiheng_web.supervision.queries import letters as queries
from zhiheng_web.training import refusals

FIELDS = ("title", "found_in", "basis", "suggestions", "reply_days")
_DRAFT, _ISSUE, _WITHDRAW = guards.DRAFT, "supervision.issue_letter", "supervision.withdraw_letter"
_MOST_DAYS = 250


def draft_letter(*, actor: Any, addressee: Body, values: Mapping[str, Any]) -> Letter:
    """Begin a letter to a body beneath; the issuer is the body above it at which the actor serves."""
    policy.demand(actor, _DRAFT, addressee)
    one = Letter(issuer=guards.issuer_for(actor, addressee), addressee=addressee, drafted_by=actor)
    _fill(one, values)
    with acts.act(actor, _DRAFT):
        one.save()
    return one


def change_letter(*, actor: Any, letter: Letter, values: Mapping[str, Any], version: int) -> Letter:
    """Change a draft. Raises Refusal once it is issued, and for the slower of two people."""
    guards.demand_issuer(actor, _DRAFT, letter)
    with acts.act(actor, _DRAFT):
        one = locked(letter, "draft")
        refusals.demand_version(one, version)
        _fill(one, values)
        one.version += 1
        one.save()
    return one


def _fill(one: Letter, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(one, name, values[name])
    one.title = refusals.demand_words(one.title, "标题", "title")
    if not 1 <= one.reply_days <= _MOST_DAYS:
        raise refusals.refusal("wrong_days", *_WRONG_DAYS, str(one.reply_days))


def add_problem(
    *, actor: Any, letter: Letter, text: str, clause: str = "", case: Case | None = None, check_id: str = ""
) -> LetterProblem:
    """Name a problem in a draft. Raises Refusal for a case that is not the addressee's."""
    guards.demand_issuer(actor, _DRAFT, letter)
    text = refusals.demand_words(text, "问题", "problem")
    if case is not None:
        cases.demand_theirs(actor, case)
        if not case.body.path.startswith(letter.addressee.path):
            raise refusals.refusal("foreign_case", *_FOREIGN_CASE, case.code)
    with acts.act(actor, _DRAFT):
        stored = locked(letter, "draft")
        one = LetterProblem(letter=stored, text=text[:500], clause=clause[:300], case=case, check_id=check_id)
        one.save()
        _count(stored)
    return one


def add_findings(*, actor: Any, letter: Letter, findings: Iterable[CheckFinding]) -> list[LetterProblem]:
    """Name what checks found in cases of the addressee; each with its provision. Raises Refusal for none."""
    guards.demand_issuer(actor, _DRAFT, letter)
    chosen = list(queries.findings_for(actor, letter).filter(pk__in=[one.pk for one in findings]))
    if not chosen:
        raise refusals.refusal("nothing_chosen", *_NOTHING_CHOSEN)
    known = Case.objects.select_related("body", "lead", "second").in_bulk([one.case_pk for one in chosen])
    with acts.act(actor, _DRAFT):
        return [
            add_problem(
                actor=actor,
                letter=letter,
                text=one.told_zh,
                clause=str(one.run.summary.get(one.check_id, {}).get("citation", [""])[0]),
                case=known[one.case_pk],
                check_id=one.check_id,
            )
            for one in chosen
        ]


def remove_problem(*, actor: Any, problem: LetterProblem) -> LetterProblem:
    """Take a problem out of a draft; the row stays."""
    guards.demand_issuer(actor, _DRAFT, problem.letter)
    with acts.act(actor, _DRAFT):
        _count(locked(problem.letter, "draft"))
        problem.removed_at = clock.now()
        problem.save()
    return problem


def _count(letter: Letter) -> None:
    """Let whoever looked at the draft before its problems changed look again."""
    letter.version += 1
    letter.save()


def issue_letter(*, actor: Any, letter: Letter, version: int) -> Letter:
    """Issue a letter under a number: the reply is due so many working days after today.

    Raises Refusal without a problem or a suggestion, and where it was changed since it was looked at.
    """
    guards.demand_issuer(actor, _ISSUE, letter)
    with acts.act(actor, _ISSUE):
        one = locked(letter, "draft")
        refusals.demand_version(one, version)
        problems = list(queries.problems_of(one))
        if not problems or not one.suggested:
            raise refusals.refusal("not_whole", *_NOT_WHOLE)
        one.reply_due_on = queries.due_in(one.reply_days, clock.today())
        one.state, one.issued_by, one.issued_at = "issued", actor, clock.now()
        one.document = papers.issue_letter(one, problems, actor=actor, deed=_ISSUE)
        one.version += 1
        one.save()
    return one


def withdraw_letter(*, actor: Any, letter: Letter, reason: str) -> Letter:
    """Withdraw a letter, or give a draft up, with the reason. Raises Refusal once a reply was accepted."""
    guards.demand_issuer(actor, _WITHDRAW, letter)
    reason = refusals.demand_words(reason, "撤回理由", "reason")
    with acts.act(actor, _WITHDRAW, reason=reason):
        one = locked(letter, "draft", "issued", "received", "replied", "returned")
        one.state, one.withdrawn_reason = "withdrawn", reason
        one.withdrawn_by, one.withdrawn_at = actor, clock.now()
        one.version += 1
        one.save()
    return one


def locked(letter: Letter, *states: str) -> Letter:
    """Return the letter as it is stored, locked. Raises Refusal in any other state."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("issuer", "addressee", "document")
    one: Letter = rows.get(pk=letter.pk)
    refusals.demand_state(one, *states)
    return one


_WRONG_DAYS = (
    Text(f"答复期限应在 1 到 {_MOST_DAYS} 个工作日之间", f"the reply is due within 1 to {_MOST_DAYS} working days"),
    Text("改为一个合理的天数", "settle another number of days"),
)
_FOREIGN_CASE = (
    Text("这个案件不是受文单位的", "the case is not the addressee's"),
    Text("选择受文单位及其下级的案件", "choose a case of the addressee or beneath it"),
)
_NOTHING_CHOSEN = (
    Text("没有选中问题，或者选中的已经写入", "nothing was chosen, or it stands in the letter already"),
    Text("在列表中勾选后再提交", "tick the lines, then send"),
)
_NOT_WHOLE = (
    Text("还没有写明问题或者监督建议", "the letter names no problem, or suggests nothing"),
    Text("至少写一个问题、一条建议，再制发", "name one problem and one suggestion at least"),
)
