"""Pages of awards and of the allocation of means, which is off unless a leader has turned it on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.months import month_earlier, month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import queries, rules
from zhiheng_web.officers.actions import allocations as allocating
from zhiheng_web.officers.actions import awards as awarding
from zhiheng_web.officers.actions import lists, settling
from zhiheng_web.officers.forms import matters as forms
from zhiheng_web.officers.forms.months import ReasonForm
from zhiheng_web.officers.models import Allocation, Award
from zhiheng_web.officers.reading import month_page, standing

AWARDS, ALLOCATION = Text("评先评优", "Awards"), Text("办案经费测算", "Allocation of means")


def _standings_spec(bodies: list[Body]) -> Spec:
    bureaus = [(str(one.pk), one.name) for one in bodies]
    return Spec(
        name=Text("评先评优名单", "Award list"),
        columns=(
            Column("rank", Text("名次", "Rank"), lambda one: one.rank, "number", ("rank",)),
            Column("name", Text("姓名", "Name"), lambda one: one.officer.name, order_by=("name",)),
            Column("body", Text("单位", "Unit"), lambda one: one.body.name, order_by=("body",)),
            Column("cases", Text("案件数", "Files"), lambda one: one.cases, "number", ("cases",), _lines_url),
            Column("average", Text("平均扣分", "Average"), lambda one: one.shown, "points", ("average",), _lines_url),
            Column("months", Text("月数", "Months"), lambda one: len(one.lines), "number"),
            Column("red", Text("红牌", "Red cards"), lambda one: one.red_cards, "number", ("red",)),
            Column("best", Text("最好案件", "Best"), lambda one: one.best.case.code if one.best else ""),
            Column("worst", Text("最差案件", "Worst"), lambda one: one.worst.case.code if one.worst else ""),
            Column("composite", Text("综合分", "Composite"), lambda one: one.composite_shown, "points", ("composite",)),
        ),
        filters=(
            # Bureau and months choose what is computed; the list itself has nothing more to leave out.
            *([Filter("bureau", Text("机构", "Bureau"), _all, bureaus, "choice")] if len(bodies) > 1 else []),
            Filter("since", Text("自（月份，如 2026-01）", "From (month, 2026-01)"), _all),
            Filter("until", Text("至（含）", "To (included)"), _all),
            Filter(
                "name",
                Text("姓名", "Name"),
                lambda rows, typed: [one for one in rows if typed in one.officer.name],
            ),
            Filter(
                "red",
                Text("红牌", "Red card"),
                lambda rows, key: [one for one in rows if bool(one.red_cards) == (key == "some")],
                [("some", Text("有", "with")), ("none", Text("没有", "without"))],
                "choice",
            ),
        ),
        order="rank",
    )


def _all(rows: Any, typed: Any) -> Any:
    return rows


def _lines_url(one: standing.Standing) -> str:
    last = one.lines[-1]
    return month_page.line_url(last)


def _period(request: HttpRequest) -> tuple[date, date]:
    """Return the months asked for as [since, until), this year where none or no months are."""
    year = clock.today().year
    form = forms.PeriodForm({"since": request.GET.get("since"), "until": request.GET.get("until")})
    form.full_clean()
    since = form.cleaned_data.get("since") or date(year, 1, 1)
    until = form.cleaned_data.get("until") or date(max(year, since.year), 12, 1)
    return since, month_later(max(since, until))


@does("officers.read_awards")
def awards(request: HttpRequest) -> HttpResponseBase:
    """Show the officers of a bureau with the numbers, the bureau's formula, and the awards that were decided."""
    bodies = list(queries.bodies_for(request.user, "officers.read_awards"))
    chosen = next((one for one in bodies if str(one.pk) == request.GET.get("bureau")), bodies[0] if bodies else None)
    since, until = _period(request)
    told = rules.in_force(chosen, rules.AwardRules) if chosen else rules.AwardRules()
    rows = standing.standings(chosen, since, until, told) if chosen else []
    listing = Listing(request, rows, _standings_spec(bodies))
    context = {
        "listing": listing,
        "bodies": bodies,
        "chosen": chosen,
        "since": since,
        "until": month_earlier(until),
        "formula": standing.formula_text(told),
        "awards": list(queries.awards_for(request.user).filter(organiser=chosen)[:100]) if chosen else [],
        "issued": list(queries.award_lists_for(request.user, chosen)[:20]) if chosen else [],
        "may_issue": chosen is not None and policy.may(request.user, "officers.issue_list", chosen),
        "may_decide": chosen is not None and policy.may(request.user, "officers.decide_award", chosen),
        "may_settle": chosen is not None and policy.may(request.user, "officers.set_rules", chosen),
    }
    return listing.export() or render(request, "officers/awards.html", context)


@does("officers.issue_list", target=body_by_id)
def issue_award_list(request: HttpRequest, body: Body) -> HttpResponse:
    """Issue the award list of a period as a numbered document."""
    year = clock.today().year
    initial = {name: request.GET.get(name) or f"{year}-{month}" for name, month in (("since", "01"), ("until", "12"))}
    form = forms.AwardListForm(request.POST or None, initial=initial)
    effect = Text(
        "按已公示的月清单列出数量和质量，编号存档，供有权决定的机关参考；决定由人作出。",
        "Lists quantity and quality by the published months, numbered and kept, for those who decide.",
    )
    back = f"{reverse('officers:awards')}?bureau={body.pk}"
    title = Text("印发奖励建议名单", "Issue the award list")
    asked = Asked(title, effect, Text("印发", "Issue"), back, [(AWARDS, back)])

    def act(told: dict[str, Any]) -> None:
        period = {"period_from": told["since"], "period_to": month_later(told["until"])}
        lists.issue_award_list(actor=request.user, organiser=body, most=told["most"], **period)

    return ask(request, form, asked, act)


@does("officers.decide_award", target=body_by_id)
def decide_award(request: HttpRequest, body: Body) -> HttpResponse:
    """Record a reward that was decided."""
    year = clock.today().year
    initial = {"since": f"{year}-01", "until": f"{year}-12", "decided_on": clock.today()}
    form = forms.AwardForm(
        request.POST or None, organiser=body, initial={**initial, "officer": request.GET.get("officer")}
    )
    effect = Text("决定由人作出；当期的数据随记录保存。", "People decide; the numbers of the period are kept with it.")
    back = f"{reverse('officers:awards')}?bureau={body.pk}"
    asked = Asked(Text("登记奖励", "Record an award"), effect, Text("登记", "Record"), back, [(AWARDS, back)])

    def act(told: dict[str, Any]) -> None:
        period = {"period_from": told.pop("since"), "period_to": month_later(told.pop("until"))}
        awarding.decide_award(actor=request.user, organiser=body, **told, **period)

    return ask(request, form, asked, act)


@does("officers.decide_award", target=queries.award)
def withdraw_award(request: HttpRequest, one: Award) -> HttpResponse:
    """Take a reward back."""
    form = ReasonForm(request.POST or None)
    effect = Text("记录保留，注明撤销和理由。", "The record stays, with the reason.")
    back = f"{reverse('officers:awards')}?bureau={one.organiser_id}"
    asked = Asked(Text("撤销奖励", "Withdraw an award"), effect, Text("撤销", "Withdraw"), back, [(AWARDS, back)])
    return ask(request, form, asked, lambda told: awarding.withdraw_award(actor=request.user, award=one, **told))


@does("officers.read_allocation")
def allocation_list(request: HttpRequest) -> HttpResponse:
    """Show where the allocation is on, the notice on the risk of law, and the computations that were made."""
    person = request.user
    bodies = [
        {
            "body": one,
            "rules": rules.in_force(one, rules.AllocationRules),
            "setting": rules.setting_of(one, "allocation"),
            "may_switch": policy.may(person, "officers.switch_allocation", one),
            "may_allocate": policy.may(person, "officers.allocate", one),
        }
        for one in queries.bodies_for(person, "officers.read_allocation")
    ]
    context = {"bodies": bodies, "allocations": list(queries.allocations_for(person)[:100])}
    return render(request, "officers/allocations.html", context)


@does("officers.switch_allocation", target=body_by_id)
def switch_allocation(request: HttpRequest, body: Body) -> HttpResponse:
    """Turn the allocation on with a gate, or off, with the reason."""
    is_on = rules.in_force(body, rules.AllocationRules).on
    form: Any = (ReasonForm if is_on else forms.SwitchForm)(request.POST or None)
    back = reverse("officers:allocation")
    title = Text("停用经费测算", "Turn the allocation off") if is_on else Text("启用经费测算", "Turn the allocation on")
    asked = Asked(title, Text("", ""), Text("停用", "Turn off") if is_on else Text("启用", "Turn on"), back)

    def act(told: dict[str, Any]) -> None:
        gate = told.pop("gate", None)
        settling.switch_allocation(
            actor=request.user,
            organiser=body,
            is_on=not is_on,
            gate=None if gate is None else str(Decimal(gate)),
            **told,
        )

    answered = ask(request, form, asked, act)
    if answered.status_code == 303:
        return answered
    context = {"form": form, "asked": asked, "body": body, "crumbs": [(ALLOCATION, back)]}
    return render(request, "officers/with_notice.html", context, status=answered.status_code)


@does("officers.allocate", target=body_by_id)
def allocate(request: HttpRequest, body: Body) -> HttpResponse:
    """Compute how an amount would be shared."""
    form = forms.AllocationForm(request.POST or None)
    back = reverse("officers:allocation")
    made: list[Allocation] = []

    def act(told: dict[str, Any]) -> None:
        period = {"period_from": told.pop("since"), "period_to": month_later(told.pop("until"))}
        made.append(allocating.allocate(actor=request.user, organiser=body, **told, **period))

    asked = Asked(Text("测算办案经费", "Compute an allocation"), Text("", ""), Text("测算", "Compute"), back)
    answered = ask(request, form, asked, act)
    if made:
        return HttpResponseRedirect(reverse("officers:allocation_shown", args=[made[0].pk]), status=303)
    context = {"form": form, "asked": asked, "body": body, "crumbs": [(ALLOCATION, back)]}
    return render(request, "officers/with_notice.html", context, status=answered.status_code)


@does("officers.read_allocation", target=queries.allocation)
def allocation_shown(request: HttpRequest, one: Allocation) -> HttpResponse:
    """Show a computation: units with files, average, weight, share."""
    may = one.state == "draft" and policy.may(request.user, "officers.adopt_allocation", one.organiser)
    context = {
        "one": one,
        "lines": list(one.lines.select_related("body")),
        "may_decide": may and one.made_by_id != request.user.pk,
        "crumbs": [(ALLOCATION, reverse("officers:allocation"))],
    }
    return render(request, "officers/allocation.html", context)


@does("officers.adopt_allocation", target=queries.allocation)
def decide_allocation(request: HttpRequest, one: Allocation) -> HttpResponse:
    """Adopt a computation or discard it."""
    form = forms.AdoptForm(request.POST or None)
    back = reverse("officers:allocation_shown", args=[one.pk])
    effect = Text("由测算以外的人决定。", "Somebody other than the one who computed it decides.")
    asked = Asked(Text("决定经费测算", "Decide on the allocation"), effect, Text("决定", "Decide"), back)

    def act(told: dict[str, Any]) -> None:
        is_adopted = told.pop("decision") == "adopt"
        allocating.decide_allocation(actor=request.user, allocation=one, is_adopted=is_adopted, **told)

    return ask(request, form, asked, act)
