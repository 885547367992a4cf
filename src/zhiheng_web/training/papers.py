"""A published bulletin or commentary as an official document. What it says is what was published: names masked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.facts import drafting
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.months import month_later
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training import refusals
from zhiheng_web.training.models import Bulletin

_DEED = "training.publish_bulletin"
_PROBLEM = Text("问题", "problem")


def can_be_issued(one: Bulletin) -> bool:
    """Return whether a document can be made: a commentary, or the bulletin of a month; others are printed."""
    return one.state == "published" and one.document_id is None and (one.is_commentary or one.month is not None)


def issue_document(*, actor: Any, bulletin: Bulletin) -> IssuedDocument:
    """Issue a published bulletin as a document under a number. Raises Refusal for one that has none of the forms."""
    policy.demand(actor, _DEED, bulletin.body)
    with acts.act(actor, _DEED):
        rows = Bulletin.objects.select_for_update(of=("self",)).select_related("series__body")
        one: Bulletin = rows.get(pk=bulletin.pk)
        if not can_be_issued(one):
            raise refusals.refusal("no_document", *_NO_DOCUMENT)
        kind, facts = (
            ("case_commentary", _commentary(one)) if one.is_commentary else ("review_circular", _circular(one))
        )
        told = asdict(facts)
        order = Order(
            body=one.body,
            kind=kind,
            subject=f"training.bulletin:{one.pk}",
            title=one.shown["title"],
            series=f"{one.body.name[:2]}法{'评' if one.is_commentary else '通'}",
            build=drafting(kind, told),
            facts=told,
        )
        one.document = issue(order, actor=actor, deed=_DEED)
        one.save()
    return one.document


def _issue_of(one: Bulletin) -> Any:
    fictional = bool(one.activity and one.activity.fictional)
    return api.documents.facts.Issue(organ=one.body.name, issued_on=clock.today(), red_head=True, fictional=fictional)


def _commentary(one: Bulletin) -> Any:
    facts, shown = api.documents.facts, one.shown
    lines = [line.strip() for line in shown.get("problems", "").splitlines() if line.strip()]
    return facts.CommentaryFacts(
        issue=_issue_of(one),
        number=one.number or 0,
        subject=shown["title"],
        facts_of_case=shown["text"],
        problems=tuple(facts.FileProblem(aspect=_PROBLEM, problem=line) for line in lines),
        correct_handling=shown.get("handling", ""),
    )


def _circular(one: Bulletin) -> Any:
    assert one.month is not None
    settled = FileReview.objects.filter(
        body__path__startswith=one.body.path,
        settled_at__date__gte=one.month,
        settled_at__date__lt=month_later(one.month),
    )
    return api.documents.facts.MonthlyCircularFacts(
        issue=_issue_of(one),
        series=one.series.name,
        number=one.number or 0,
        year=one.month.year,
        month=one.month.month,
        reviewed=settled.values("case").distinct().count(),
        opinion=one.shown["text"],
    )


_NO_DOCUMENT = (
    Text("没有发布，已经印发，或者不是点评、也没有写明月份", "not published, issued already, or of no month"),
    Text("没有月份的通报直接打印本页", "print the page of a bulletin without a month"),
)
