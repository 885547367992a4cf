"""The pages of an activity's rules and of its card's items, and the choice of cases for special and key reviews."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from zhiheng_web.cases.models import KINDS, Case
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import activities as actions
from zhiheng_web.reviews.actions import choosing
from zhiheng_web.reviews.actions.collecting import closed_cases
from zhiheng_web.reviews.forms.activities import ChooseForm
from zhiheng_web.reviews.forms.rules import ItemFormSet, RulesForm, VersionForm, item_rows
from zhiheng_web.reviews.models import Activity
from zhiheng_web.reviews.views.pages import activity_crumbs, tell, to, tried

OPEN = "reviews.open_activity"


@does(OPEN, target=queries.activity)
def rules(request: HttpRequest, one: Activity) -> HttpResponse:
    """Change the rules of a draft."""
    known = queries.rules_of(one)
    form = RulesForm(request.POST or None, rules=known, version=one.version)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        told = form.told(known)
        done = tried(form, lambda: actions.change_draft(actor=request.user, activity=one, version=version, rules=told))
        if done is not None:
            tell(request, "规则已保存", "the rules are saved")
            return to("activity", one.pk)
    context = {"activity": one, "form": form, "crumbs": activity_crumbs(one), "is_draft": one.state == "draft"}
    return render(request, "reviews/activities/rules.html", context, status=422 if form.is_bound else 200)


@does(OPEN, target=queries.activity)
def card_items(request: HttpRequest, one: Activity) -> HttpResponse:
    """Change the items of a draft's card, aspect by aspect."""
    known = queries.rules_of(one)
    sheets = [
        (
            aspect,
            ItemFormSet(
                request.POST or None,
                prefix=aspect.rule_id,
                initial=[item.model_dump() for item in aspect.items],
            ),
        )
        for aspect in known.aspects
    ]
    form = VersionForm(request.POST or None, initial={"version": one.version})
    # Each sheet is asked, so that all of them say what is wrong.
    wrong = [aspect for aspect, sheet in sheets if request.method == "POST" and not sheet.is_valid()]
    if request.method == "POST" and not wrong and form.is_valid():
        data = known.as_data()
        data["aspects"] = [
            {"rule_id": aspect.rule_id, "name": aspect.name.model_dump(), "items": item_rows(sheet)}
            for aspect, sheet in sheets
        ]
        done = tried(
            form,
            lambda: actions.change_draft(
                actor=request.user, activity=one, version=form.cleaned_data["version"], rules=data
            ),
        )
        if done is not None:
            tell(request, "考评卡项目已保存", "the items of the card are saved")
            return to("activity", one.pk)
    context = {"activity": one, "sheets": sheets, "form": form, "crumbs": activity_crumbs(one)}
    context["is_draft"] = one.state == "draft"
    return render(request, "reviews/activities/items.html", context, status=422 if form.is_bound else 200)


@does(OPEN, target=queries.activity)
def choose_cases(request: HttpRequest, one: Activity) -> HttpResponseBase:
    """Choose cases from a filtered list, with the reason."""
    there = one.files.exclude(state="taken_out").values("case")
    listing = Listing(request, closed_cases(one).exclude(pk__in=there), _spec(one))
    form = ChooseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keys = [key for key in request.POST.getlist("case") if key.isascii() and key.isdecimal() and len(key) < 19]
        cases = Case.objects.filter(pk__in=keys)
        because = form.cleaned_data["because"]
        done = tried(
            form,
            lambda: choosing.choose_cases(actor=request.user, activity=one, cases=cases, because=because),
        )
        if done is not None:
            tell(request, f"已列入 {len(done)} 件案卷", f"{len(done)} files are listed")
            return to("choose_cases", one.pk)
    context = {"activity": one, "listing": listing, "form": form, "crumbs": activity_crumbs(one)}
    context["chosen"] = set(request.POST.getlist("case"))
    return render(request, "reviews/activities/choose.html", context, status=422 if form.is_bound else 200)


def _spec(one: Activity) -> Spec:
    bodies = closed_cases(one).order_by().values_list("body__code", "body__name").distinct()
    return Spec(
        Text("已结案案件", "Closed cases"),
        (
            Column("case", Text("案号", "Case"), lambda case: case.code, order_by=("code",)),
            Column("body", Text("单位", "Body"), lambda case: case.body.name, order_by=("body__path",)),
            Column("kind", Text("类别", "Kind"), lambda case: case.kind_text),
            Column("cause", Text("案由", "Cause"), lambda case: case.cause),
            Column("lead", Text("主办人员", "Lead officer"), lambda case: case.lead and case.lead.name),
            Column("fine", Text("罚款（元）", "Fine (yuan)"), lambda case: case.fine, "points", ("fine",)),
            Column("closed", Text("结案", "Closed"), lambda case: case.closed_on, "day", ("closed_on",)),
        ),
        (
            Filter("body", Text("单位", "Body"), _by("body__code"), tuple(sorted(set(bodies))), "choice"),
            Filter("kind", Text("类别", "Kind"), _by("kind"), tuple(KINDS.items()), "choice"),
            Filter("cause", Text("案由", "Cause"), _by("cause__icontains")),
            Filter("officer", Text("主办人员", "Lead officer"), _by("lead__name__icontains")),
            Filter("from", Text("结案起", "Closed from"), _by("closed_on__gte"), kind="day"),
            Filter("to", Text("结案止", "Closed until"), _by("closed_on__lte"), kind="day"),
        ),
        order="closed",
    )


def _by(name: str) -> Any:
    return lambda rows, value: rows.filter(**{name: value})
