"""The official documents of supervision: the suggestion letter. What they say is what is stored."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404

from zhiheng.api import Text, documents
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.facts import drafting
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock
from zhiheng_web.lib.given_files import given_file, shown_file
from zhiheng_web.supervision.counting import Counted, per_hundred
from zhiheng_web.supervision.models import Letter, LetterProblem, MonthCircular

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: The series of bulletins in which units read the month.
SERIES_OF_MONTHS = "案件网上监督通报"
_RISING, _NOTHING = Text("较前几个月明显上升", "rising"), Text("", "")
#: Kind of document → the sign of its series: 某区城管监建〔2026〕7号.
_SIGNS = {"suggestion_letter": "监建", "review_circular": "监通"}


def issue_of(body: Body, *, fictional: bool = False) -> Any:
    """Return who issues a document today; what the demonstration makes says that it is fictional."""
    is_fictional = fictional or bool(settings.DEMONSTRATION)
    return documents.facts.Issue(organ=body.name, issued_on=clock.today(), red_head=True, fictional=is_fictional)


def series_of(body: Body, kind: str) -> str:
    """Return the series of numbers of a kind of document."""
    return f"{body.name[:4]}{_SIGNS[kind]}"


def paper_of(document: IssuedDocument | None) -> FileResponse:
    """Answer with a paper: the PDF, or the Word file where no PDF was made. Raises Http404 where nothing was issued."""
    if document is None:
        raise Http404
    name = f"{document.number} {document.title}"
    if document.pdf:
        return shown_file(document.pdf, name=f"{name}.pdf", media_type="application/pdf")
    return given_file(document.word, name=f"{name}.docx", media_type=WORD)


def issue_letter(letter: Letter, problems: list[LetterProblem], *, actor: Any, deed: str) -> IssuedDocument:
    """Issue a letter under the next number of its series, in the act under way. Raises Refusal where it cannot be."""
    told = documents.facts
    facts = told.SuggestionFacts(
        issue=issue_of(letter.issuer, fictional=any(one.case and one.case.book.fictional for one in problems)),
        unit=letter.addressee.name,
        problems=tuple(
            told.LetterProblem(problem=one.text, case_id=one.case.code if one.case else "", basis=one.clause)
            for one in problems
        ),
        suggestions=tuple(letter.suggested),
        basis=letter.basis,
        found_in=letter.found_in,
        reply_to=letter.issuer.name,
        reply_due_on=letter.reply_due_on,
    )
    kept = asdict(facts)
    order = Order(
        body=letter.issuer,
        addressee=letter.addressee,
        kind="suggestion_letter",
        subject=subject_of(letter),
        title=f"监督建议书：{letter.title}",
        series=series_of(letter.issuer, "suggestion_letter"),
        build=drafting("suggestion_letter", kept),
        facts=kept,
    )
    return issue(order, actor=actor, deed=deed)


def issue_month(
    circular: MonthCircular, counted: Counted, number: int, *, fictional: bool, actor: Any, deed: str
) -> IssuedDocument:
    """Issue the circular of a month, in the act under way; its figures are those that were counted."""
    told = documents.facts
    facts = told.MonthlyCircularFacts(
        issue=issue_of(circular.body, fictional=fictional),
        series=SERIES_OF_MONTHS,
        number=number,
        year=counted.month.year,
        month=counted.month.month,
        reviewed=counted.cases,
        found_by="checks",
        checked=tuple(
            told.UnitChecked(
                unit=one.body.name,
                cases=one.cases,
                found=one.found,
                rate="" if one.rate is None else str(one.rate),
            )
            for one in counted.units
        ),
        typical=tuple(
            told.TypicalProblem(
                name=one.text,
                aspect=_RISING if one.is_rising else _NOTHING,
                problems=one.times,
                files=one.cases,
                share=f"{per_hundred(one.cases, counted.cases)}%",
            )
            for one in counted.kinds
        ),
        opinion=circular.analysis,
        demands=tuple(line.strip() for line in circular.demands.splitlines() if line.strip()),
    )
    kept = asdict(facts)
    order = Order(
        body=circular.body,
        kind="review_circular",
        subject=subject_of(circular),
        title=f"{counted.month.year}年{counted.month.month}月{SERIES_OF_MONTHS}",
        series=series_of(circular.body, "review_circular"),
        build=drafting("review_circular", kept),
        facts=kept,
    )
    return issue(order, actor=actor, deed=deed)
