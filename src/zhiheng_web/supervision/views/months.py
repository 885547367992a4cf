"""Pages of the months of online checks: the list, a month with its units and kinds, what lies behind a number."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.checked import SEVERITIES
from zhiheng_web.lib import policy
from zhiheng_web.lib.charts import Chart, Series
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.months import month_earlier
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision import counting
from zhiheng_web.supervision.actions import months as actions
from zhiheng_web.supervision.forms import months as forms
from zhiheng_web.supervision.models import MonthCircular
from zhiheng_web.supervision.models.months import CIRCULAR_DAY, FEW_CASES
from zhiheng_web.supervision.pages import MONTHS, NOTHING, SAVE, Asked, ListPage, ask, show_list, url
from zhiheng_web.supervision.papers import paper_of
from zhiheng_web.supervision.queries import months as queries
from zhiheng_web.supervision.queries.letters import bodies_to_write_to
from zhiheng_web.supervision.queries.months import MonthOf
from zhiheng_web.supervision.queries.readers import unread


def _href(one: MonthOf) -> str:
    return url("month", one.body.pk, one.key)


def _due(one: MonthOf) -> Any:
    return None if one.circular else one.due_on


_STATES = (("circulated", Text("已通报", "circulated")), ("open", Text("未通报", "not circulated")))
_SPEC = Spec(
    name=MONTHS,
    columns=(
        Column("month", Text("月份", "Month"), lambda one: one.text, href=_href),
        Column("body", Text("机构", "Body"), lambda one: one.body.name),
        Column("state", Text("状态", "State"), lambda one: one.state_text, "state"),
        Column("due", Text("应于何日前通报", "Due"), _due, "day"),
        Column("at", Text("通报日期", "Circulated"), lambda one: one.circular and one.circular.circulated_at, "day"),
        Column("paper", Text("文号", "Number"),
               lambda one: one.circular.document.number if one.circular and one.circular.document else ""),
    ),
    filters=(
        Filter("body", Text("机构", "Body"), lambda rows, typed: [one for one in rows if typed in one.body.name]),
        Filter("year", Text("年度", "Year"), lambda rows, typed: [one for one in rows if str(one.month.year) == typed]),
        Filter("state", Text("状态", "State"),
               lambda rows, typed: [one for one in rows if (one.circular is not None) is (typed == "circulated")],
               _STATES, "choice"),
    ),
)  # fmt: skip


@does(queries.READ)
def months(request: HttpRequest) -> HttpResponseBase:
    """Show the last months of the bodies that circulate."""
    may = policy.may_somewhere(request.user, queries.ARRANGE)
    own = list(queries.bodies_that_circulate(request.user, queries.ARRANGE)) if may else []
    page = ListPage(
        MONTHS,
        Text(
            "每月对网上监督发现的问题汇总、分析、通报：按单位和问题类别，与前几个月比较。",
            "Every month what the online checks found is summarised, analysed and circulated.",
        ),
        Text("还没有可以汇总的月份", "There is no month to summarise yet"),
        Text("先在台账里封存快照、运行检查。", "Seal a snapshot of the ledger and run the checks first."),
        NOTHING,
        "",
        tuple((Text("设置通报日", "Settle the day"), url("arrange_month", body.pk)) for body in own[:1]),
    )
    return show_list(request, Listing(request, queries.months_for(request.user), _SPEC), page)


def crumbs_of(one: MonthOf | None = None) -> list[tuple[Any, str]]:
    """Return the way to a month."""
    way: list[tuple[Any, str]] = [(MONTHS, url("months"))]
    return [*way, (one.text, _href(one))] if one else way


@does(queries.READ, target=queries.month_of)
def month(request: HttpRequest, one: MonthOf) -> HttpResponse:
    """Show a month: what stands out, units by kinds, the trend; who has not read its circular."""
    counted = counting.count(one.body, one.month, few=one.few)
    circular = one.circular
    kept = circular.figures if circular else {}
    writable = set(bodies_to_write_to(request.user).values_list("pk", flat=True))
    context = {
        "one": one,
        "counted": counted,
        "units": [(unit, _behind(one, unit=unit.body.code), _letter_to(one, unit)) for unit in counted.units],
        "kinds": [(kind, _behind(one, check=kind.id), _cells(one, kind, counted)) for kind in counted.kinds],
        "chart": _chart(counted),
        "trend": [
            (
                Text(f"{day.year}年{day.month}月", f"{day:%b %Y}"),
                url("month", one.body.pk, f"{day:%Y-%m}"),
                cases,
                found,
            )
            for day, cases, found in counted.trend
        ],
        "kept": kept,
        "differs": bool(kept) and (kept["cases"], kept["found"]) != (counted.cases, counted.found),
        "unread": unread(circular.bulletin) if circular and circular.bulletin else [],
        "writable": writable,
        "may_circulate": circular is None and one.is_over and policy.may(request.user, queries.CIRCULATE, one.body),
        "previous": f"{month_earlier(one.month):%Y-%m}",
        "crumbs": crumbs_of(),
    }
    return render(request, "supervision/month.html", context)


def _behind(one: MonthOf, **narrowed: str) -> str:
    """Return the address of what lies behind a number of a month."""
    return f"{url('month_findings', one.body.pk, one.key)}?{urlencode(narrowed)}"


def _cells(one: MonthOf, kind: counting.Kind, counted: counting.Counted) -> list[tuple[int, str]]:
    """Return the number of a kind in each unit with what lies behind it; none behind a zero."""
    cells = [(unit.times.get(kind.id, 0), unit.body.code) for unit in counted.units]
    return [(times, _behind(one, check=kind.id, unit=code) if times else "") for times, code in cells]


def _letter_to(one: MonthOf, unit: counting.Unit) -> str:
    """Return the address at which a letter to a unit begins."""
    found_in = f"{one.text.zh}案件网上监督"
    return f"{url('new_letter')}?{urlencode({'addressee': unit.body.pk, 'found_in': found_in})}"


def _chart(counted: counting.Counted) -> Chart | None:
    """Return the trend; a month with few cases has no value, and where all are few nothing is drawn."""
    rates = [counting.per_hundred(found, cases) if cases >= counted.few else None for _, cases, found in counted.trend]
    if not any(rate is not None for rate in rates):
        return None
    body = counted.body.pk
    hrefs = [url("month", body, f"{day:%Y-%m}") for day, _, _ in counted.trend]
    return Chart(
        "trend",
        Text("每百件办结案件中有问题的件数", "Cases with a finding, of a hundred closed"),
        [Text(f"{day.year}年{day.month}月", f"{day:%b %Y}") for day, _, _ in counted.trend],
        [Series(Text("每百件", "of a hundred"), rates, hrefs)],
        kind="columns",
        unit=Text("件", "cases"),
        category_head=Text("月份", "Month"),
    )


_UNKNOWN = (Text("—", "—"), "neutral")
_FINDINGS = Spec(
    name=Text("网上监督发现的问题", "What the checks found"),
    columns=(
        Column("code", Text("案件编号", "Case"), lambda one: one.code, order_by=("code",),
               href=lambda one: reverse("cases:case", args=[one.case_pk])),
        Column("unit", Text("单位", "Unit"), lambda one: one.unit_name, order_by=("unit_path",)),
        Column("told", Text("发现的问题", "Finding"), lambda one: one.told),
        Column("severity", Text("程度", "Severity"), lambda one: SEVERITIES.get(one.severity, _UNKNOWN), "state"),
        Column("closed", Text("结案", "Closed"), lambda one: one.closed_on, "day", ("closed_on",)),
    ),
    filters=(
        Filter("unit", Text("单位编号", "Number of the unit"), lambda rows, typed: rows.filter(unit_code=typed)),
        Filter("check", Text("检查编号", "Check"), lambda rows, typed: rows.filter(check_id=typed)),
        Filter("case", Text("案件编号", "Case"), lambda rows, typed: rows.filter(code__icontains=typed)),
        Filter("severity", Text("程度", "Severity"), lambda rows, typed: rows.filter(severity=typed),
               [(key, text) for key, (text, _) in SEVERITIES.items()], "choice"),
    ),
    order="code",
)  # fmt: skip


@does(queries.READ, target=queries.month_of)
def month_findings(request: HttpRequest, one: MonthOf) -> HttpResponseBase:
    """Show what lies behind a number of a month: the findings with their cases."""
    page = ListPage(
        Text(f"{one.text.zh}网上监督发现的问题", f"Findings of {one.text.of('en')}"),
        Text("按结案月份列出；被搁置的发现不在内。", "By the month of closing; what was set aside is left out."),
        Text("没有发现问题", "Nothing was found"),
        Text("换一个月份，或者先运行检查。", "Look at another month, or run the checks first."),
    )
    rows = queries.findings_of_month(request.user, one)
    return show_list(request, Listing(request, rows, _FINDINGS), page, crumbs=crumbs_of(one))


@does(queries.CIRCULATE, target=queries.month_of)
def circulate_month(request: HttpRequest, one: MonthOf) -> HttpResponse:
    """Circulate a month with an analysis."""
    form = forms.CircularForm(request.POST if request.method == "POST" else None)
    effect = Text(
        "印发正式文书，作为通报发给各单位，逐人确认已阅；数字按此刻的检查结果固定下来。",
        "A document is issued, a bulletin goes to the units, each person confirms; the figures are kept.",
    )
    counted = counting.count(one.body, one.month, few=one.few)
    facts = (
        (Text("月份", "Month"), one.text),
        (Text("办结案件", "Cases closed"), str(counted.cases)),
        (Text("有问题的", "With a finding"), str(counted.found)),
    )
    title = Text("通报", "Circulate")
    asked = Asked(title, effect, Text("印发通报", "circulate"), _href(one), crumbs_of(one), facts)

    def act(told: dict[str, Any]) -> None:
        actions.circulate_month(actor=request.user, body=one.body, month=one.month, **told)

    return ask(request, form, asked, act)


@does(queries.ARRANGE, target=body_by_id)
def arrange_month(request: HttpRequest, body: Body) -> HttpResponse:
    """Settle by which day a body circulates."""
    now = queries.arrangement_of(body)
    initial = {"day": now.day if now else CIRCULAR_DAY, "few_cases": now.few_cases if now else FEW_CASES}
    form = forms.ArrangementForm(request.POST or None, initial=initial)
    effect = Text("到日未通报的，列入待办并标为逾期。", "What is not circulated by then is shown as overdue.")
    asked = Asked(
        Text("设置通报日", "Settle the day"),
        effect,
        SAVE,
        url("months"),
        crumbs_of(),
        ((Text("机构", "Body"), body.name),),
    )
    return ask(request, form, asked, lambda told: actions.arrange(actor=request.user, body=body, **told) and None)


@does(queries.READ, target=queries.circular)
def circular_paper(request: HttpRequest, one: MonthCircular) -> HttpResponseBase:
    """Give out the official paper of a month. Raises Http404 where there is none."""
    return paper_of(one.document)
