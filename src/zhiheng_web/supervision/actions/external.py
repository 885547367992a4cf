"""Passing on the results of a review that a bureau above held (XH-29): entered or imported, circulated, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock, policy
from zhiheng_web.supervision.actions.circulating import publish
from zhiheng_web.supervision.models import ExternalReview, ExternalRow
from zhiheng_web.supervision.queries import external as queries
from zhiheng_web.supervision.queries.external import CIRCULATE, ENTER
from zhiheng_web.supervision.reading import ToldRow, rows_of
from zhiheng_web.training import refusals
from zhiheng_web.training.actions.bulletins import withdraw_bulletin
from zhiheng_web.training.masking import mask_for

FIELDS = ("issuer", "year", "title", "document_no", "issued_on", "summary")
SERIES = "上级案卷评查结果通报"


def enter_external(
    *,
    actor: Any,
    body: Body,
    values: Mapping[str, Any],
    external: ExternalReview | None = None,
    version: int = 0,
) -> ExternalReview:
    """Enter a result from above, or change it before it is circulated."""
    policy.demand(actor, ENTER, body)
    with acts.act(actor, ENTER):
        one = ExternalReview(body=body, entered_by=actor) if external is None else locked(external, "draft")
        if external is not None:
            refusals.demand_version(one, version)
            one.version += 1
        for name in FIELDS:
            if name in values:
                setattr(one, name, values[name])
        one.issuer = refusals.demand_words(one.issuer, "评查机关", "issuer")
        one.title = refusals.demand_words(one.title, "名称", "title")
        if one.issued_on is not None and one.issued_on > clock.today():
            raise refusals.refusal("to_come", *_TO_COME, one.issued_on.isoformat())
        one.save()
    return one


def keep_original(*, actor: Any, external: ExternalReview, file: BinaryIO, name: str, size: int) -> Evidence:
    """Keep the paper from above as it came. Raises Refusal as `keep_evidence`."""
    policy.demand(actor, ENTER, external.body)
    with acts.act(actor, ENTER):
        one = locked(external, "draft", "circulated")
        return keep_evidence(actor, body=one.body, file=file, name=name, size=size, subject=subject_of(one), deed=ENTER)


def add_rows(*, actor: Any, external: ExternalReview, rows: Sequence[ToldRow]) -> list[ExternalRow]:
    """Add rows, each tied to the unit and the case that it names where they are known here."""
    policy.demand(actor, ENTER, external.body)
    with acts.act(actor, ENTER):
        one = locked(external, "draft")
        units = queries.bodies_named(one.body, [row.unit for row in rows])
        cases = queries.cases_named(one.body, [row.case for row in rows if row.case])
        made = []
        for told in rows:
            name = refusals.demand_words(told.unit, "单位", "unit")
            case = cases.get(told.case)
            row = ExternalRow(review=one, unit_name=name, case_code=told.case, score=told.score, case=case)
            row.problems, row.unit = told.problems, units.get(name) or (case.body if case else None)
            row.save()
            made.append(row)
        one.version += 1
        one.save()
    return made


def import_rows(*, actor: Any, external: ExternalReview, file: BinaryIO, name: str) -> list[ExternalRow]:
    """Add the rows of a table in CSV or a workbook. Raises Refusal naming every line that cannot be taken."""
    policy.demand(actor, ENTER, external.body)
    return add_rows(actor=actor, external=external, rows=rows_of(file, name))


def remove_row(*, actor: Any, row: ExternalRow) -> ExternalRow:
    """Take a row out before the result is circulated; it stays stored."""
    policy.demand(actor, ENTER, row.review.body)
    with acts.act(actor, ENTER):
        one = locked(row.review, "draft")
        one.version += 1
        one.save()
        row.removed_at = clock.now()
        row.save()
    return row


def circulate_external(*, actor: Any, external: ExternalReview, version: int) -> ExternalReview:
    """Circulate a result to the units; each person confirms having read it. Raises Refusal without rows or summary."""
    policy.demand(actor, CIRCULATE, external.body)
    with acts.act(actor, CIRCULATE):
        one = locked(external, "draft")
        refusals.demand_version(one, version)
        rows = list(queries.rows_of(one))
        if not rows and not one.summary.strip():
            raise refusals.refusal("nothing_told", *_NOTHING_TOLD)
        mask = mask_for([row.case for row in rows if row.case])
        text = mask.apply(_text_of(one, rows)).text
        title = f"{one.issuer}{one.year}年度案卷评查结果通报"
        one.bulletin = publish(actor=actor, body=one.body, series=SERIES, title=title, text=text)
        one.state, one.circulated_at = "circulated", clock.now()
        one.version += 1
        one.save()
    return one


def withdraw_external(*, actor: Any, external: ExternalReview, reason: str) -> ExternalReview:
    """Withdraw a result with the reason; its bulletin is withdrawn with it."""
    policy.demand(actor, CIRCULATE, external.body)
    reason = refusals.demand_words(reason, "撤回理由", "reason")[:300]
    with acts.act(actor, CIRCULATE, reason=reason):
        one = locked(external, "draft", "circulated")
        if one.bulletin is not None and one.bulletin.state == "published":
            withdraw_bulletin(actor=actor, bulletin=one.bulletin, reason=reason)
        one.state, one.withdrawn_reason = "withdrawn", reason
        one.version += 1
        one.save()
    return one


def _text_of(one: ExternalReview, rows: Sequence[ExternalRow]) -> str:
    """Return the bulletin: where it comes from, the summary, a line for each row. Numbers of cases stay on the page."""
    number = f"（{one.document_no}）" if one.document_no else ""
    parts = [f"现将{one.issuer}《{one.title}》{number}通报的 {one.year} 年度案卷评查结果转发各单位。"]
    if one.summary.strip():
        parts.append(one.summary.strip())
    lines = []
    for row in rows:
        score = "" if row.score is None else f"得分 {row.score}。"
        problems = f"问题：{row.problems}" if row.problems else ""
        lines.append(f"{row.unit_name}：{score}{problems}")
    return "\n\n".join([*parts, "\n".join(lines)]).strip()


def locked(external: ExternalReview, *states: str) -> ExternalReview:
    """Return the result as it is stored, locked. Raises Refusal in any other state."""
    rows = ExternalReview.objects.select_for_update(of=("self",)).select_related("body", "bulletin__series__body")
    one: ExternalReview = rows.get(pk=external.pk)
    refusals.demand_state(one, *states)
    return one


_TO_COME = (
    Text("成文日期在今天以后", "the paper is dated in the future"),
    Text("填文件上的日期", "give the day on the paper"),
)
_NOTHING_TOLD = (
    Text("没有总体情况，也没有各单位、案件的结果", "there is neither a summary nor a row"),
    Text("填写总体情况，或者导入、填写结果", "write a summary, or enter rows"),
)
