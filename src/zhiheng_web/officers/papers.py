"""The official documents of this app: lists, circular, letters. Facts are what is stored; nothing is counted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from zhiheng import api
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.facts import drafting
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.lib.clock import day_of
from zhiheng_web.lib.numbers import two_places
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models import Accountability, Award, Circular, Month, MonthLine, Tracking, UnitLine
from zhiheng_web.officers.reading.basis import basis_text
from zhiheng_web.officers.reading.standing import Standing
from zhiheng_web.reviews.models import CardLine
from zhiheng_web.reviews.models.cards import MENDED_TEXTS

#: The committee that decides on accountability (WX-38).
COMMITTEE = "局党组"
_CIRCULAR = "行政执法案卷考评情况通报"


def _issue_of(organiser: Body, *, fictional: bool) -> Any:
    facts = api.documents.facts
    return facts.Issue(organ=organiser.name, issued_on=clock.today(), red_head=True, fictional=fictional)


def _order(
    organiser: Body,
    kind: str,
    sign: str,
    *,
    subject: str,
    title: str,
    facts: Any,
    addressee: Body | None = None,
) -> Order:
    """Return the order of a document. What is kept to check it later is what it is built from."""
    told = asdict(facts)
    return Order(
        body=organiser,
        kind=kind,
        subject=subject,
        title=title,
        series=f"{organiser.name[:2]}法{sign}",
        build=drafting(kind, told),
        facts=told,
        addressee=addressee,
    )


def _lines(month: Month) -> list[MonthLine]:
    chosen = month.lines.select_related("body", "best__case", "worst__case").filter(cases__gt=0)
    return list(chosen.order_by(F("rank").asc(nulls_last=True), "officer__code"))


def monthly_list(month: Month, *, actor: Any) -> IssuedDocument:
    """Issue the monthly list (月执法清单, WX-18), for those inside."""
    told = api.documents.facts
    rows = tuple(
        told.MonthRow(
            officer=one.name,
            unit=one.body.name,
            cases=one.cases,
            average=two_places(one.shown or 0),
            best=one.best.case.code if one.best else "",
            worst=one.worst.case.code if one.worst else "",
            rank=one.rank or 0,
            red_card=one.is_red,
        )
        for one in _lines(month)
    )
    issue_told = _issue_of(month.organiser, fictional=month.facts.get("fictional", False))
    year, number = month.month.year, month.month.month
    facts = told.MonthlyListFacts(issue=issue_told, year=year, month=number, rows=rows, basis=basis_text(month))
    title = f"{month.name.zh}执法清单"
    return _issued(month, "monthly_list", "单", title=title, facts=facts, actor=actor)


def red_card_list(month: Month, *, actor: Any) -> IssuedDocument:
    """Issue the list of red cards with their problem cases (红牌名单, WX-19), for those inside."""
    told, rules = api.documents.facts, month.rules
    rows = tuple(_red_card(one) for one in _lines(month) if one.is_red)
    issue_told = _issue_of(month.organiser, fictional=month.facts.get("fictional", False))
    facts = told.RedCardFacts(
        issue=issue_told,
        year=month.month.year,
        month=month.month.month,
        threshold=Decimal(rules["threshold"]),
        rows=rows,
        inclusive=rules["inclusive"],
        minimum_cases=rules["minimum_cases"],
        wanted_probability=rules["probability"] or "",
        basis=basis_text(month),
    )
    title = f"{month.name.zh}红牌名单"
    return _issued(month, "red_card_list", "红", title=title, facts=facts, actor=actor)


def _red_card(line: MonthLine) -> Any:
    told = api.documents.facts
    files = line.files.filter(counts=True, deduction__gt=0)
    cases = tuple(told.AccountableCase(case_id=one.code, problem="", deduction=one.deduction) for one in files)
    return told.RedCardRow(
        officer=line.name,
        unit=line.body.name,
        cases=line.cases,
        average=two_places(line.shown or 0),
        probability="" if line.probability is None else str(line.probability),
        problem_cases=cases,
    )


def _issued(month: Month, kind: str, sign: str, *, title: str, facts: Any, actor: Any) -> IssuedDocument:
    subject = f"officers.month:{month.pk}"
    order = _order(month.organiser, kind, sign, subject=subject, title=title, facts=facts)
    return issue(order, actor=actor, deed="officers.issue_list")


def review_circular(month: Month, units: Sequence[UnitLine], demand: str, *, actor: Any) -> IssuedDocument:
    """Issue the numbered circular on units with many problems or poor quality (WX-20); whom it names people chose."""
    told = api.documents.facts
    named = tuple(
        told.Listed(
            unit_id=one.name,
            reason=f"考评 {one.cases} 件，有扣分的 {one.with_problems} 件，平均扣 {two_places(one.shown or 0)} 分",
        )
        for one in units
    )
    compared = tuple(
        told.UnitCompared(unit=one.name, files=one.cases, average=two_places(one.shown or 0))
        for one in month.units.filter(cases__gt=0).order_by(F("rank").asc(nulls_last=True), "body__path")
    )
    year = month.month.year
    number = Circular.objects.filter(month__organiser=month.organiser, at__year=clock.today().year).count() + 1
    facts = told.MonthlyCircularFacts(
        issue=_issue_of(month.organiser, fictional=month.facts.get("fictional", False)),
        series=_CIRCULAR,
        number=number,
        year=year,
        month=month.month.month,
        reviewed=sum(one.files for one in compared),
        units=compared,
        criticised=named,
        demands=(demand,) if demand else (),
    )
    title = f"{month.name.zh}{_CIRCULAR}（第{number}期）"
    return _issued(month, "review_circular", "通", title=title, facts=facts, actor=actor)


def accountability_letter(matter: Accountability, *, actor: Any) -> IssuedDocument:
    """Issue the opinion on fault and responsibility to the committee (执法过错认定和追究执法过错责任意见书, WX-37)."""
    facts = api.documents.facts.AccountabilityFacts(
        issue=_issue_of(matter.organiser, fictional=matter.facts.get("fictional", False)),
        committee=COMMITTEE,
        officer=matter.officer.name,
        unit=matter.body.name,
        trigger="refused" if matter.trigger == "refused" else "repeated",
        cases=_cases(matter),
        finding=matter.fault,
        proposal=matter.measure_proposed,
        post=matter.officer.role,
        basis=matter.basis,
        times=matter.facts.get("times") or 0,
        months=matter.facts.get("months") or 0,
        history=tuple(line.lstrip("· ") for line in matter.history.splitlines() if line.strip()),
        heard_on=day_of(matter.heard_at) if matter.heard_at else None,
        statement=_statement(matter),
        examined=matter.considered,
    )
    order = _order(
        matter.organiser,
        "accountability_letter",
        "责",
        subject=f"officers.accountability:{matter.pk}",
        title=f"关于{matter.officer.name}的执法过错认定和追究执法过错责任意见书",
        facts=facts,
    )
    return issue(order, actor=actor, deed="officers.submit_accountability")


def _statement(matter: Accountability) -> str:
    if matter.hearing == "waived":
        return f"本人放弃陈述申辩。{matter.statement}"
    return matter.statement


def _cases(matter: Accountability) -> tuple[Any, ...]:
    lines = CardLine.objects.filter(pk__in=matter.facts.get("lines", ())).prefetch_related("answered_by")
    made = api.documents.facts.AccountableCase
    found = []
    for line in lines.select_related("card__assignment__file_review__case"):
        fates = [one.mended for one in line.answered_by.all() if one.mended]
        found.append(
            made(
                case_id=line.card.assignment.file_review.case.code,
                problem=line.text,
                deduction=line.deduction,
                mended=MENDED_TEXTS[fates[-1]][0] if fates else Text("", ""),
            )
        )
    return tuple(found)


def supervision_notice(tracking: Tracking, demands: Sequence[str], *, actor: Any) -> IssuedDocument:
    """Issue the notice that a case or person is supervised (督办通知, WX-35): why, its files, what is asked."""
    told = api.documents.facts
    files = [one.file_review for one in tracking.files.select_related("file_review__case", "file_review__activity")]
    facts = told.SupervisionFacts(
        issue=_issue_of(tracking.organiser, fictional=any(one.activity.fictional for one in files)),
        unit=tracking.body.name,
        what=tracking.kind_text,
        subject=tracking.subject,
        reason=tracking.reason,
        demands=tuple(demands),
        files=tuple(
            told.SupervisedFile(case_id=one.case.code, standing=one.state_text[0], deduction=one.deduction_first)
            for one in files
        ),
        due_on=tracking.due_on,
        closing_condition=tracking.closing_condition,
        owner=str(tracking.owner) if tracking.owner else "",
        reply_to=tracking.organiser.name,
    )
    order = _order(
        tracking.organiser,
        "supervision_notice",
        "督",
        subject=f"officers.tracking:{tracking.pk}",
        title=f"督办通知：{tracking.subject}",
        facts=facts,
        addressee=tracking.body,
    )
    return issue(order, actor=actor, deed="officers.track")


def award_list(
    organiser: Body, rows: Sequence[Standing], *, since: date, until: date, basis: Text, actor: Any
) -> IssuedDocument:
    """Issue whom the numbers of a period put forward for awards (奖励建议名单, WX-31, WX-34), for those who decide.

    Beside each stands what was decided for them in the period already. Months of [since, until).
    """
    told = api.documents.facts
    decided: dict[int, list[str]] = {}
    awards = Award.objects.filter(organiser=organiser, officer__in=[one.officer.pk for one in rows], withdrawn_on=None)
    for award in awards.filter(period_from__lt=until, period_to__gt=since).order_by("decided_on", "pk"):
        decided.setdefault(award.officer_id or 0, []).append(award.title)
    facts = told.AwardFacts(
        issue=_issue_of(organiser, fictional=any(one.is_fictional for one in rows)),
        year=since.year,
        rows=tuple(
            told.AwardRow(
                officer=one.officer.name,
                unit=one.body.name,
                cases=one.cases,
                average=two_places(one.shown or 0),
                rank=one.rank or 0,
                red_cards=one.red_cards,
                award="、".join(decided.get(one.officer.pk, ())),
            )
            for one in rows
        ),
        basis=basis,
    )
    title = f"{since:%Y}年奖励建议名单"
    subject = f"officers.awards:{organiser.pk}"
    order = _order(organiser, "award_list", "奖", subject=subject, title=title, facts=facts)
    return issue(order, actor=actor, deed="officers.issue_list")
