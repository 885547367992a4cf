"""Official documents of case-file review: who issues, in which series, from the facts that are kept to check them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.facts import drafting
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity

#: Kind of document → the sign of its series: 某城案评告〔2026〕7号.
SERIES: Mapping[str, str] = {
    "draw_sheet": "签",
    "review_opinion": "意",
    "review_notice": "告",
    "review_report": "报",
    "review_circular": "通",
    "case_commentary": "点",
    "suggestion_letter": "建",
    "accountability_letter": "责",
    "monthly_list": "月",
    "red_card_list": "红",
    "award_list": "奖",
}


def series_of(body: Body, kind: str) -> str:
    """Return the series of numbers of a kind of document: the short name of the issuing body and the kind's sign."""
    return f"{body.name[:2]}城案评{SERIES[kind]}"


def issue_told(body: Body, *, fictional: bool = False) -> dict[str, Any]:
    """Return who issues a document today, as data; demonstration data say that they are."""
    return {"organ": body.name, "issued_on": clock.today().isoformat(), "red_head": True, "fictional": fictional}


def issue_paper(
    kind: str,
    told: Mapping[str, Any],
    *,
    activity: Activity,
    title: str,
    subject: str,
    actor: Any,
    deed: str,
    addressee: Body | None = None,
) -> IssuedDocument:
    """Issue a document of case-file review from facts; `told` holds all but `issue`, words as {"zh": …, "en": …}.

    It takes the next number of its series and enters itself in the act under way. Raises Refusal where it cannot be
    made.
    """
    whole = {**told, "issue": issue_told(activity.organiser, fictional=activity.fictional)}
    order = Order(
        body=activity.organiser,
        addressee=addressee,
        kind=kind,
        subject=subject,
        title=title,
        series=series_of(activity.organiser, kind),
        build=drafting(kind, whole),
        facts=whole,
    )
    return issue(order, actor=actor, deed=deed)
