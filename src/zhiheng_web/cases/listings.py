"""The lists of cases and of officers as data: columns, filters, order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from zhiheng_web.cases import masking, queries, searching
from zhiheng_web.cases.models import KINDS, Case, FileDocument, Officer
from zhiheng_web.intake.models import table_text
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.words import Text

_YES_OR_NO = (("yes", Text("有", "yes")), ("no", Text("没有", "no")))
_LIVE_DOCUMENTS = FileDocument.objects.filter(case=OuterRef("pk"), withdrawn_at=None)


def cases_of(person: Any) -> QuerySet[Case]:
    """Return the cases that a person may read, each with whether its file has documents."""
    return queries.cases_for(person).defer("text", "rows").annotate(is_filed=Exists(_LIVE_DOCUMENTS))


def spec_for(person: Any) -> Spec:
    """Return the list of cases with the bodies that a person may choose from."""
    bodies = [(body.code, body.name) for body in queries.bodies_for(person)]
    blind = frozenset(masking.blind_cases(person))

    def told(value: Callable[[Case], Any]) -> Callable[[Case], Any]:
        return lambda one: masking.MASKED if one.pk in blind else value(one)

    def seen(keep: Callable[[QuerySet[Case], str], Any]) -> Callable[[QuerySet[Case], str], Any]:
        # What is found by a name is found out by it.
        return (lambda rows, value: keep(rows, value).exclude(pk__in=blind)) if blind else keep

    def found(rows: QuerySet[Case], typed: str) -> QuerySet[Case]:
        return searching.matching(rows, typed, blind=blind)

    return Spec(
        name=Text("案件", "cases"),
        columns=(
            Column("code", Text("案件编号", "Case"), lambda one: one.code, order_by=("code",), href=_href),
            Column("body", Text("承办单位", "Body"), told(lambda one: one.body.name)),
            Column("cause", Text("案由", "Cause"), lambda one: one.cause),
            Column("party", Text("当事人", "Party"), told(lambda one: one.party)),
            Column("officers", Text("主办、协办", "Officers"), told(_handlers)),
            Column("closed", Text("结案", "Closed"), lambda one: one.closed_on, "day", ("closed_on",)),
            Column("documents", Text("卷内文书", "Documents"), _filed, "state"),
            Column("kind", Text("类别", "Kind"), lambda one: one.kind_text, order_by=("kind",)),
            Column("filed", Text("立案", "Filed"), lambda one: one.filed_on, "day", ("filed_on",)),
            Column("decided", Text("决定", "Decided"), lambda one: one.decided_on, "day", ("decided_on",)),
        ),
        filters=(
            Filter("q", Text("编号、当事人、地点……", "Number, party, place …"), found),
            Filter("body", Text("承办单位", "Body"), seen(_of_body), bodies, "choice"),
            Filter("kind", Text("类别", "Kind"), _by("kind"), tuple(KINDS.items()), "choice"),
            Filter("from", Text("结案自", "Closed from"), _by("closed_on__gte"), kind="day"),
            Filter("to", Text("结案至", "Closed to"), _by("closed_on__lte"), kind="day"),
            Filter("officer", Text("办案人员", "Officer"), seen(_of_officer)),
            Filter("cause", Text("案由", "Cause"), _by("cause__icontains")),
            Filter("documents", Text("卷内文书", "Documents"), _with_documents, _YES_OR_NO, "choice"),
        ),
        order="-closed",
    )


def _href(one: Case) -> str:
    return reverse("cases:case", args=[one.pk])


def _filed(one: Any) -> tuple[Text, str]:
    return (Text("有", "yes"), "good") if one.is_filed else (Text("没有", "none"), "neutral")


def _handlers(one: Case) -> str:
    return "、".join(officer.name for officer in (one.lead, one.second) if officer)


def _by(condition: str) -> Any:
    return lambda rows, value: rows.filter(**{condition: value})


def _of_body(rows: QuerySet[Case], code: str) -> QuerySet[Case]:
    """Keep the cases of a body and of those beneath it."""
    beneath = queries.bodies_beneath(code)
    return rows.filter(body__in=beneath)


def _of_officer(rows: QuerySet[Case], typed: str) -> QuerySet[Case]:
    """Keep the cases whose lead or second is called so: by name, initials or number."""
    named = Q(name__icontains=typed) | Q(initials__istartswith=typed) | Q(code__iexact=typed)
    # A list, or the database would look for officers anew for each case.
    officers = list(Officer.objects.filter(named).values_list("pk", flat=True)[:500])
    return rows.filter(Q(lead__in=officers) | Q(second__in=officers))


def _with_documents(rows: QuerySet[Case], answer: str) -> QuerySet[Case]:
    has_any = Exists(_LIVE_DOCUMENTS)
    return rows.filter(has_any if answer == "yes" else ~has_any)


def officers_of(person: Any) -> QuerySet[Officer]:
    """Return the officers that a person may see, each with the number of cases that they lead."""
    led = Case.objects.filter(lead=OuterRef("pk"), is_current=True).order_by().values("lead")
    counted = Coalesce(Subquery(led.annotate(n=Count("pk")).values("n")), 0)
    return queries.officers_for(person).annotate(cases=counted)


def _officer_href(one: Officer) -> str:
    return reverse("cases:officer", args=[one.pk])


def _linked(one: Officer) -> tuple[Text, str]:
    if one.account is None:
        return Text("未对应", "not linked"), "warn"
    return Text(one.account.display_name or one.account.name, one.account.name), "good"


OFFICERS = Spec(
    name=table_text("officers"),
    columns=(
        Column("name", Text("姓名", "Name"), lambda one: one.name, order_by=("name",), href=_officer_href),
        Column("code", Text("人员编号", "Number"), lambda one: one.code, order_by=("code",)),
        Column("body", Text("单位", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column("initials", Text("首字母", "Initials"), lambda one: one.initials, order_by=("initials",)),
        Column("certificate", Text("执法证号", "Certificate"), lambda one: one.certificate_no),
        Column("until", Text("证件有效期至", "Valid until"), lambda one: one.certificate_until, "day",
               ("certificate_until",)),
        Column("cases", Text("主办案件", "Cases led"), lambda one: one.cases, "number", ("cases",)),
        Column("account", Text("账号", "Account"), _linked, "state"),
    ),
    filters=(
        Filter("q", Text("姓名、首字母、编号", "Name, initials, number"), lambda rows, typed: rows.filter(
            Q(name__icontains=typed) | Q(initials__istartswith=typed.lower()) | Q(code__icontains=typed))),
        Filter("account", Text("账号", "Account"), lambda rows, answer: rows.filter(account__isnull=answer == "no"),
               (("yes", Text("已对应", "linked")), ("no", Text("未对应", "not linked"))), "choice"),
    ),
    order="body",
)  # fmt: skip
