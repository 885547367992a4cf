"""Filling and signing cards as reviewers do: at the unit, at the brigade, in round two, and the planted ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.demonstration.review_plan import Planned, Problem, points_of
from zhiheng_web.reviews.actions.cards import Told, answer_line, save_head, save_line
from zhiheng_web.reviews.actions.cards_offered import dismiss
from zhiheng_web.reviews.actions.cards_signing import sign_card
from zhiheng_web.reviews.models import Assignment, Card
from zhiheng_web.reviews.queries import problems_of, rules_of
from zhiheng_web.reviews.reading import card_access
from zhiheng_web.reviews.reading.offered import offers_of

_GOOD = {"WX": ("WG1", "文书规范，说理清楚"), "XH": ("FG1", "案卷整齐，便于查阅")}


def fill_and_sign(assignment: Assignment, problems: Sequence[Problem], *, good: bool = False) -> Card:
    """Write the problems into the card of an assignment, say which class they make, and sign it as its reviewer."""
    actor, one = assignment.reviewer, assignment.file_review
    with acts.act(actor, card_access.DEEDS[assignment.level]):
        for position, problem in enumerate(problems, start=1):
            save_line(actor=actor, assignment=assignment, told=_told(problem), position=position)
        if good and not problems:
            item, text = _GOOD[rules_of(one.activity).aspects[0].rule_id[:2]]
            save_line(actor=actor, assignment=assignment, told=Told(item=item, text=text), position=1)
        for offer in offers_of(assignment):
            dismiss(
                actor=actor,
                assignment=assignment,
                check_id=offer.check_id,
                reason="查阅原卷，情况属实但不影响办理（虚构）",
            )
        save_head(actor=actor, assignment=assignment, told=_head(assignment, problems))
        return _sign(actor, assignment)


def _told(one: Problem) -> Told:
    return Told(item=one.item, page=one.page, text=one.text, deduction=one.deduction, mend=one.mend)


def _head(assignment: Assignment, problems: Sequence[Problem]) -> dict[str, str]:
    classes = rules_of(assignment.file_review.activity).finding_classes
    flawed = [one.id for one in classes if not one.is_clean]
    clean = next(one.id for one in classes if one.is_clean)
    lost = sum(map(points_of, problems))
    is_grave = lost >= 5 or any(not one.deduction for one in problems)
    chosen = clean if not problems else flawed[0 if is_grave else 1]
    opinion = "案卷总体规范，未发现问题。" if not problems else f"发现问题 {len(problems)} 个，按要求整改。"
    told = {"finding_class": chosen, "opinion": opinion}
    if assignment.level == 1 and problems:
        told["guidance"] = "已当面讲评，指导办案民警按条目整改（虚构）。"
    return told


def check_mending(assignment: Assignment, problems: Sequence[Problem]) -> Card:
    """Say in round two what became of each problem, and sign."""
    actor, one = assignment.reviewer, assignment.file_review
    fates = {problem.item: problem.fate for problem in problems}
    with acts.act(actor, card_access.DEEDS[assignment.level]):
        for line in problems_of(one):
            answer_line(actor=actor, assignment=assignment, problem=line, mended=fates.get(line.item, "mended"))
        save_head(actor=actor, assignment=assignment, told={"opinion": "已逐项核查整改情况。"})
        return _sign(actor, assignment)


def _sign(actor: Any, assignment: Assignment) -> Card:
    version = Card.objects.filter(assignment=assignment).values_list("version", flat=True).first() or 0
    return sign_card(actor=actor, assignment=assignment, version=version, basics_checked=True)


def found_by_unit(planned: Planned) -> tuple[Problem, ...]:
    """Return what the unit's own review finds: the first of the problems, as it is everywhere."""
    return planned.problems[:1]


def seen_by_planted(planned: Planned, strict: bool) -> tuple[Problem, ...]:
    """Return what a reader of a planted file finds: a strict one what is there, a mild one leaves the last one out."""
    return planned.problems if strict else planned.problems[:-1]
