"""Closing a survey: its counts are frozen, and can then be brought into a ledger, where they feed 8(2) (D08-2-a)."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.intake.actions.adding import add_rows
from zhiheng_web.intake.models import Book
from zhiheng_web.intake.models import State as BatchState
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.surveys import queries, refusals, sealing
from zhiheng_web.surveys.models import Feeding, Questionnaire, State

TABLE = "surveys"


def close_questionnaire(*, actor: Any, questionnaire: Questionnaire, reason: str = "") -> Questionnaire:
    """Close a survey: no answer comes in any more, the counts about each body are kept as they are now."""
    policy.demand(actor, "surveys.close_questionnaire", questionnaire.body)
    with acts.act(actor, "surveys.close_questionnaire", reason=reason):
        stored: Questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
        if stored.state != State.open:
            raise refusals.refusal(
                "not_published",
                Text("只有已发布、未结束的调查才能结束", "only a published survey can be closed, and once"),
                Text("刷新页面", "reload the page"),
            )
        for target in stored.targets.select_related("questionnaire"):
            target.counts = queries.counted(target).as_data()
            target.save()
        stored.state, stored.closed_at = State.closed, clock.now()
        stored.version += 1
        stored.save()
        sealing.seal(stored)
    return stored


def rows_for_ledger(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Return the rows of the ledger's table `surveys`: for each body and way the respondents and the satisfied.

    Counts as they were given, not weighted: the table holds persons. Raises Refusal before the survey is closed.
    """
    if questionnaire.state != State.closed:
        raise refusals.not_closed()
    return [
        {
            "unit_id": target.body.code,
            "method": line.way,
            "respondents": line.respondents,
            "satisfied": line.satisfied,
        }
        for target in questionnaire.targets.select_related("body", "questionnaire")
        for line in queries.tally_of(target).by("way")
        if line.respondents
    ]


def bring_into_book(*, actor: Any, questionnaire: Questionnaire, book: Book, reason: str = "") -> Feeding:
    """Bring the rows into a ledger, once. Raises Refusal for another year, for a second time, and where nothing counts.

    The table has no key, so that a row equal to one that stands would be left out and not counted: that is refused.
    """
    policy.demand(actor, "surveys.feed_ledger", questionnaire.body)
    rows = rows_for_ledger(questionnaire)
    _check(questionnaire, book, bool(rows))
    source = f"{questionnaire.title} V{questionnaire.number} #{questionnaire.pk}"
    with acts.act(actor, "surveys.feed_ledger", reason=reason):
        batch = add_rows(actor, book, TABLE, rows, source=source, reason=reason)
        if batch.count("skipped"):
            raise refusals.refusal(
                "equal_rows_stand",
                Text(
                    "台账里已有完全相同的满意度行，再导入会被当作重复而不计",
                    "equal rows stand in the ledger already; these would be taken for the same and not counted",
                ),
                Text("先核对并撤销原来导入的批次", "check the batch that brought them, and undo it first"),
            )
        feeding = Feeding(questionnaire=questionnaire, book=book, batch=batch, by=actor)
        feeding.save()
    return feeding


def _check(questionnaire: Questionnaire, book: Book, has_rows: bool) -> None:
    if not has_rows:
        raise refusals.refusal(
            "no_rows",
            Text("没有可以计入的答卷", "there are no answers that count"),
            Text("这次调查不入台账", "this survey goes into no ledger"),
        )
    if not book.period_from <= date(questionnaire.year, 7, 1) < book.period_to:
        raise refusals.refusal(
            "other_year",
            Text(
                f"调查属于 {questionnaire.year} 年度，台账不含这一年", f"the ledger does not cover {questionnaire.year}"
            ),
            Text("选这一年度的台账", "choose the ledger of that year"),
            str(book),
        )
    if questionnaire.feedings.filter(book=book, batch__state=BatchState.confirmed).exists():
        raise refusals.refusal(
            "fed_already",
            Text("这次调查的结果已在这本台账里", "the result of this survey is in this ledger already"),
            Text("需要重来的，先撤销那个导入批次", "to do it again, undo that batch first"),
            str(book),
        )
