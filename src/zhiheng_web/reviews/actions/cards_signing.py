"""Signing a card: looked through, locked under a digest; then the file moves on (WX-06, WX-09, WX-11, WX-15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.reviews import guards, scoring, states
from zhiheng_web.reviews.actions import assigning
from zhiheng_web.reviews.counting import counted
from zhiheng_web.reviews.models import Assignment, Card, CardLine, FileReview
from zhiheng_web.reviews.procedures import ReviewRules
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import cards as reading
from zhiheng_web.reviews.reading.offered import unanswered


def sign_card(*, actor: Any, assignment: Assignment, version: int, basics_checked: bool = False) -> Card:
    """Sign a card: it is locked, and the file moves on to where its level, round and readers lead.

    `version` is that of the card as it was read. `basics_checked` says that every basic item was looked at. Raises
    Refusal naming each row that is not complete.
    """
    access.demand_writer(actor, assignment)
    guards.demand_unbiased(actor, assignment.file_review, level=assignment.level)
    with acts.act(actor, access.DEEDS[assignment.level]):
        Assignment.objects.select_for_update().get(pk=assignment.pk)
        assignment = access.assignment(assignment.pk)
        access.demand_writer(actor, assignment)
        card = access.card_of(assignment) or Card(assignment=assignment, state="draft")
        if card.version != version:
            raise Refusal(Fault("changed_meanwhile", Place(), *_CHANGED))
        if card.pk is None:
            card.save()
        lines = _without_blanks(reading.lines_of(card))
        if faults := list(faults_of(assignment, card, lines, basics_checked=basics_checked)):
            raise Refusal(faults)
        _lock(card, lines, actor)
        assignment.done_at = card.signed_at
        assignment.save()
        if not assignment.is_planted:
            move_on(assignment, actor=actor)
    return card


def faults_of(
    assignment: Assignment, card: Card, lines: list[CardLine], *, basics_checked: bool = True
) -> Iterator[Fault]:
    """Yield what is missing before a card can be signed; the row of a fault is the position of its line."""
    rules = rules_of(assignment.file_review.activity)
    for number, line in enumerate(reading.entries(lines), start=1):
        yield from _faults_of_line(rules, line, number, round_number=assignment.round)
    if assignment.round == 2:
        answered = {line.answers_id for line in lines if line.answers_id}
        for problem in counted([assignment.file_review])[assignment.file_review_id].standing(1):
            if problem.pk not in answered:
                yield Fault("not_answered", Place(column="mended", clause=problem.item), *_NOT_ANSWERED)
    elif not basics_checked and any(item.kind == "basic" for aspect in rules.aspects for item in aspect.items):
        yield Fault("basics_unchecked", Place(column="basics_checked"), *_BASICS)
    if not card.opinion.strip():
        yield Fault("no_opinion", Place(column="opinion"), *_NO_OPINION)
    problems = [line for line in lines if line.kind in ("problem", "basic") and line.answers_id is None]
    if assignment.round == 1:
        yield from _faults_of_class(rules, card, problems)
    if assignment.level == 1 and problems and not card.guidance.strip():
        yield Fault("no_guidance", Place(column="guidance"), *_NO_GUIDANCE)
    for offer in unanswered(assignment, lines):
        yield Fault("not_answered", Place(column="offered", clause=offer.check_id), *_UNANSWERED, offer.title.zh)


def _faults_of_class(rules: ReviewRules, card: Card, problems: list[CardLine]) -> Iterator[Fault]:
    chosen = rules.finding_class(card.finding_class)
    if chosen is None:
        yield Fault("no_class", Place(column="finding_class"), *_NO_CLASS)
    elif chosen.is_clean == bool(problems):
        yield Fault("class_does_not_fit", Place(column="finding_class"), *_OTHER_CLASS, chosen.zh)


def _faults_of_line(rules: ReviewRules, line: CardLine, number: int, *, round_number: int) -> Iterator[Fault]:
    item = rules.item(line.item)
    if item is None:
        yield Fault("no_item", Place(row=number, column="item"), *_missing("考评项目", "the item"))
        return
    if not line.text.strip():
        yield Fault("no_text", Place(row=number, column="text"), *_missing("情况说明", "what was found"))
    if line.kind == "good":
        return
    wanted = {"page": ("页码", "the page"), "mend": ("整改要求", "what must be mended")}
    for name, words in wanted.items():
        if not getattr(line, name).strip():
            yield Fault(f"no_{name}", Place(row=number, column=name), *_missing(*words))
    if line.kind == "basic":
        return
    if line.deduction is None:
        yield Fault("no_deduction", Place(row=number, column="deduction"), *_missing("扣分", "the deduction"))
    elif not item.holds(line.deduction) and not line.reason.strip():
        bounds = f"{item.min}–{item.max}"
        told = Text(f"扣分不在 {bounds} 分之内，没有写理由", f"outside {bounds} points and no reason is given")
        yield Fault(
            "no_reason", Place(row=number, column="reason"), told, _WRITE_REASON, f"{line.deduction.normalize():f}"
        )


def _without_blanks(lines: list[CardLine]) -> list[CardLine]:
    """Take out the rows in which nothing was written."""
    for line in lines:
        if reading.is_blank(line) and line.answers_id is None:
            line.removed_at = clock.now()
            line.save()
    return [line for line in lines if line.removed_at is None]


def _lock(card: Card, lines: list[CardLine], actor: Any) -> None:
    card.state, card.signed_at, card.signed_by = "signed", clock.now(), actor
    card.fails = any(line.kind == "basic" for line in lines)
    card.deducted = reading.deducted(lines)
    card.version += 1
    card.digest = reading.digest_of(card, lines)
    card.save()


def move_on(assignment: Assignment, *, actor: Any) -> None:
    """Move a file on after one of its cards was signed; call it inside the act of signing."""
    chosen = FileReview.objects.select_for_update(of=("self",))
    related = ("activity__organiser", "case", "body", "lead")
    file_review = chosen.select_related(*related).get(pk=assignment.file_review_id)
    if assignment.level == 1:
        states.advance(file_review, "second_level", actor=actor, reason="初评完成 reviewed by the unit")
    elif assignment.round == 2:
        settle_scored(file_review, "final", actor=actor, reason="二次考评完成 second round done")
    elif assignment.reader == 3 or rules_of(file_review.activity).readers == 1:
        _reviewed(file_review, actor=actor, reason="评查完成 reviewed")
    else:
        _compare(file_review, actor=actor)


def settle_scored(file_review: FileReview, stage: str, *, actor: Any, reason: str) -> None:
    """Let the engine score the file, and settle it."""
    scoring.score_file(file_review, "final" if stage == "final" else "first")
    states.advance(file_review, "settled", actor=actor, reason=reason)


def _reviewed(file_review: FileReview, *, actor: Any, reason: str) -> None:
    told = counted([file_review])[file_review.pk]
    scoring.score_file(file_review, "first", told=told)
    file_review.finding_class = told.cards[1].finding_class
    states.advance(file_review, "reviewed", actor=actor, reason=reason)


def _compare(file_review: FileReview, *, actor: Any) -> None:
    """Compare two readers (WX-09): within the bound the first reader's card counts, beyond it a third reader settles.

    No mean is taken: a card is what one person found and signed, and each deduction on it can be objected to.
    """
    places = file_review.assignments.filter(level=2, round=1, is_planted=False, withdrawn_at__isnull=True)
    cards = [access.card_of(one) for one in places.filter(reader__in=(1, 2)).select_related("card")]
    signed = [card for card in cards if card is not None and card.is_signed]
    if len(signed) < 2:
        return
    if not differ(rules_of(file_review.activity), *signed):
        _reviewed(file_review, actor=actor, reason="两人阅卷一致 both readers agree")
        return
    assigning.demand_third_reader(file_review, actor=actor)


def differ(rules: ReviewRules, first: Card, second: Card) -> bool:
    """Return whether two readers differ so much that a third one is asked: in points, or in failing the file."""
    return first.fails != second.fails or abs(first.deducted - second.deducted) >= rules.difference


def _missing(zh: str, en: str) -> tuple[Text, Text]:
    return Text(f"没有写{zh}", f"{en} is missing"), Text("补填这一格", "fill in this cell")


_WRITE_REASON = Text("写明理由，或者把扣分改到幅度之内", "give the reason, or keep within the range")
_CHANGED = (
    Text("考评卡在别的窗口改过，您看到的不是最新内容", "the card was changed in another window meanwhile"),
    Text("刷新页面，核对后再签署", "reload the page, look it through, then sign"),
)
_NOT_ANSWERED = (
    Text("一次考评的这个问题没有写整改结论", "nothing is said on whether this problem was mended"),
    Text("选择已整改、整改不到位或没有整改", "choose mended, partly or not"),
)
_BASICS = (
    Text("没有确认已逐项核对基本项", "it is not confirmed that every basic item was looked at"),
    Text("逐项核对后勾选确认；不合格的，加一行填该项", "look at each and tick; for one that fails add a row with it"),
)
_NO_OPINION = (
    Text("没有写综合意见", "the comprehensive opinion is missing"),
    Text("写明对整个案卷的意见", "write what is to be said of the whole file"),
)
_NO_CLASS = (
    Text("没有选评查结论", "no finding class is chosen"),
    Text("选择一类", "choose one"),
)
_OTHER_CLASS = (
    Text("评查结论与所列问题不符", "the finding class does not fit the problems listed"),
    Text("有问题的不选“无问题”，没有问题的选“无问题”", "with problems it is not clean, without any it is"),
)
_NO_GUIDANCE = (
    Text("发现了问题，没有写对办案民警的指导意见", "problems were found, no guidance to the officer is given"),
    Text("写明怎样指导办案民警改正（WX-06）", "say how the officer is guided to mend them (WX-06)"),
)
_UNANSWERED = (
    Text("这条检查发现没有采纳，也没有写不采纳的理由", "this finding was neither taken over nor dismissed"),
    Text("采纳（a），或写明理由不采纳（d）", "take it over (a), or dismiss it with a reason (d)"),
)
