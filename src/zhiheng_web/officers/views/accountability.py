"""Pages of accountability: grounds offered, the list with its numbers, one matter from draft to decision."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng_web.audit.queries import told_history_of
from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import drafting, guards, links, queries, rules
from zhiheng_web.officers.actions import accountability as actions
from zhiheng_web.officers.forms import matters as forms
from zhiheng_web.officers.forms.months import ReasonForm
from zhiheng_web.officers.models import Accountability
from zhiheng_web.officers.models.accountability import DECISIONS, STATE_TEXTS
from zhiheng_web.officers.queries import OfUnit
from zhiheng_web.officers.reading import triggers as reading
from zhiheng_web.officers.reading.statistics import statistics_of
from zhiheng_web.reviews.models import FileReview

ACCOUNTABILITY = Text("责任追究", "Accountability")


def _url(one: Accountability) -> str:
    return reverse("officers:accountability", args=[one.pk])


def _crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(ACCOUNTABILITY, reverse("officers:accountabilities")), *more]


def _spec() -> Spec:
    states = [(key, text) for key, (text, _) in STATE_TEXTS.items()]
    return Spec(
        name=ACCOUNTABILITY,
        columns=(
            Column("officer", Text("人员", "Officer"), lambda one: one.officer.name, href=_url),
            Column("body", Text("单位", "Unit"), lambda one: one.body.name, order_by=("body__path",)),
            Column("trigger", Text("情形", "Ground"), lambda one: one.trigger_text, order_by=("trigger",)),
            Column("state", Text("状态", "State"), lambda one: one.state_text, "state", ("state",)),
            Column("proposed", Text("提出", "Proposed"), lambda one: one.proposed_at, "day", ("proposed_at",)),
            Column("decided", Text("决定日期", "Decided"), lambda one: one.decided_on, "day", ("decided_on",)),
            Column("decision", Text("决定", "Decision"), _decision, "state"),
            Column("measure", Text("追究方式", "Measure"), lambda one: one.measure),
            Column("batch", Text("批次", "Batch"), lambda one: str(one.batch) if one.batch else ""),
        ),
        filters=(
            Filter("state", Text("状态", "State"), lambda rows, key: rows.filter(state=key), states, "choice"),
            Filter("name", Text("姓名", "Name"), lambda rows, typed: rows.filter(officer__name__icontains=typed)),
            Filter(
                "year",
                Text("决定年度", "Year decided"),
                lambda rows, typed: rows.filter(
                    decided_on__year=int(typed) if typed.isdecimal() and len(typed) < 5 else 0
                ),
            ),
            Filter(
                "held",
                Text("决定", "Decision"),
                lambda rows, key: rows.filter(decision=key),
                [(key, text) for key, (text, _) in DECISIONS.items() if key],
                "choice",
            ),
        ),
        order="-proposed",
    )


def _decision(one: Accountability) -> tuple[Text, str] | None:
    return one.decision_text if one.decision else None


@does("officers.read_accountability")
def accountabilities(request: HttpRequest) -> HttpResponseBase:
    """Show the matters of a bureau with the numbers of the year (WX-39)."""
    listing = Listing(request, queries.accountabilities_for(request.user), _spec())
    exported = listing.export()
    if exported is not None:
        return exported
    year = clock.today().year
    bodies = list(queries.bodies_for(request.user, "officers.read_accountability"))
    proposing = set(queries.bodies_for(request.user, "officers.propose_accountability"))
    context = {
        "listing": listing,
        "years": [(body, statistics_of(body, year)) for body in bodies],
        "bodies": [body for body in bodies if body in proposing],
        "year": year,
    }
    return render(request, "officers/accountabilities.html", context)


@does("officers.propose_accountability", target=body_by_id)
def triggers(request: HttpRequest, body: Body) -> HttpResponse:
    """Show the grounds that were found; whether anything comes of them people decide."""
    told = rules.in_force(body, rules.AccountabilityRules)
    found = [
        (one, [(review, links.file_review(review.pk)) for review in one.files]) for one in reading.triggers_of(body)
    ]
    context = {
        "body": body,
        "found": found,
        "rules": told,
        "is_set": told.times is not None and told.months is not None,
    }
    return render(request, "officers/triggers.html", {**context, "crumbs": _crumbs()})


@does("officers.propose_accountability", target=body_by_id)
def propose(request: HttpRequest, body: Body) -> HttpResponse:
    """Draft an opinion: from a ground that was found (`?ground=`), or about an officer by hand."""
    key = request.GET.get("ground", "")
    trigger = reading.trigger_of(body, key) if key else None
    if key and trigger is None:
        raise Http404
    back = reverse("officers:triggers", args=[body.pk])
    effect = Text(
        "只是起草；交本人陈述申辩后才能提交局党组，是否追究由局党组决定。",
        "A draft only: the officer is heard before it goes to the committee, and the committee decides.",
    )
    made: list[Accountability] = []
    asked = Asked(
        Text("起草意见书", "Draft the opinion"),
        effect,
        Text("保存草稿", "Save the draft"),
        back,
        _crumbs((Text("线索", "Grounds"), back)),
        []
        if trigger is None
        else [(Text("人员", "Officer"), trigger.officer.name), (Text("情形", "Ground"), trigger.name)],
    )
    told = request.POST or None
    if trigger is not None:
        fault, history = drafting.draft_of(trigger)
        form: Any = forms.ProposalForm(told, initial={"fault": fault, "history": history})
        facts = trigger.facts(rules.in_force(body, rules.AccountabilityRules))
    else:
        form, facts = forms.NewProposalForm(told, organiser=body), {}

    def act(values: dict[str, Any]) -> None:
        officer = trigger.officer if trigger is not None else values["officer"]
        kind = trigger.kind if trigger is not None else values["trigger"]
        given = {name: values[name] for name in ("fault", "history", "basis", "measure_proposed")}
        one = actions.propose(
            actor=request.user, organiser=body, officer=officer, trigger=kind, values=given, facts=facts
        )
        made.append(one)

    answered = ask(request, form, asked, act)
    return HttpResponseRedirect(_url(made[0]), status=303) if made else answered


@does("officers.read_accountability", target=queries.accountability)
def accountability(request: HttpRequest, one: Accountability) -> HttpResponse:
    """Show a matter: facts, history, what the officer said, the letter, the decision, and what comes next."""
    person = request.user
    is_own = one.officer.account_id is not None and one.officer.account_id == person.pk
    deeds = ("propose_accountability", "hear_officer", "submit_accountability", "decide_accountability")
    may = {name: not is_own and policy.may(person, f"officers.{name}", one.organiser) for name in deeds}
    files = FileReview.objects.filter(pk__in=one.facts.get("files", ())).select_related("case")
    context = {
        "one": one,
        "files": [(file, links.file_review(file.pk)) for file in files],
        "is_own": is_own,
        "may_draft": may["propose_accountability"] and one.state == "draft",
        "may_hear": may["hear_officer"] and one.state == "hearing",
        "may_submit": may["submit_accountability"] and one.state == "heard",
        "may_decide": may["decide_accountability"] and one.state == "submitted" and one.proposed_by_id != person.pk,
        "may_withdraw": may["propose_accountability"] and one.state in ("draft", "hearing", "heard", "submitted"),
        "history": told_history_of("officers.accountability", one.pk),
        "crumbs": _crumbs(),
    }
    return render(request, "officers/accountability.html", context)


def _asked(one: Accountability, title: Text, effect: Text, button: Text) -> Asked:
    return Asked(title, effect, button, _url(one), _crumbs((one.officer.name, _url(one))))


@does("officers.propose_accountability", target=queries.accountability)
def redraft(request: HttpRequest, one: Accountability) -> HttpResponse:
    """Write the draft anew."""
    names = ("fault", "history", "basis", "measure_proposed", "version")
    form = forms.ProposalForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    effect = Text("交本人之前可以修改。", "It may be changed until the officer is told.")
    asked = _asked(one, Text("修改草稿", "Edit the draft"), effect, Text("保存", "Save"))

    def act(told: dict[str, Any]) -> None:
        actions.redraft(actor=request.user, matter=one, version=told.pop("version"), values=told)

    return ask(request, form, asked, act)


@does("officers.propose_accountability", target=queries.accountability)
@require_POST
def tell_officer(request: HttpRequest, one: Accountability) -> HttpResponse:
    """Give the draft to the officer."""
    actions.tell_officer(actor=request.user, matter=one)
    return HttpResponseRedirect(_url(one), status=303)


@does("officers.propose_accountability", target=queries.accountability)
def withdraw(request: HttpRequest, one: Accountability) -> HttpResponse:
    """Withdraw a matter."""
    form = ReasonForm(request.POST or None)
    effect = Text("不再办理，记录和理由保留。", "It goes no further; record and reason stay.")
    asked = _asked(one, Text("撤回", "Withdraw"), effect, Text("撤回", "Withdraw"))
    return ask(request, form, asked, lambda told: actions.withdraw(actor=request.user, matter=one, **told))


@does("officers.hear_officer", target=queries.accountability)
def hear(request: HttpRequest, one: Accountability) -> HttpResponse:
    """Record that the officer was heard, or waived it."""
    form = forms.HearingForm(request.POST or None)
    effect = Text("本人也可以在“我的执法”中自己填写。", "The officer can also write it on their own page.")
    asked = _asked(one, Text("登记陈述申辩", "Record the hearing"), effect, Text("登记", "Record"))
    return ask(request, form, asked, lambda told: actions.hear(actor=request.user, matter=one, **told))


@does("officers.submit_accountability", target=queries.accountability)
def submit(request: HttpRequest, one: Accountability) -> HttpResponse:
    """Issue the letter and submit the matter to the party committee."""
    form = forms.SubmissionForm(
        request.POST if request.method == "POST" else None, initial={"considered": one.considered}
    )
    effect = Text(
        "印发《执法过错认定和追究执法过错责任意见书》，提交局党组讨论。",
        "The opinion on fault and responsibility is issued and put before the party committee.",
    )
    asked = _asked(one, Text("提交局党组", "Submit"), effect, Text("印发并提交", "Issue and submit"))
    return ask(request, form, asked, lambda told: actions.submit(actor=request.user, matter=one, **told))


@does("officers.decide_accountability", target=queries.accountability)
def decide(request: HttpRequest, one: Accountability) -> HttpResponse:
    """Record what the party committee decided."""
    form = forms.DecisionForm(request.POST or None, initial={"measure": one.measure_proposed})
    effect = Text("追究责任的，按会议编入批次。", "Who is held responsible enters the batch of the meeting.")
    asked = _asked(one, Text("登记局党组决定", "Record the decision"), effect, Text("登记决定", "Record"))

    def act(told: dict[str, Any]) -> None:
        is_held = told.pop("decision") == "held"
        actions.decide(actor=request.user, matter=one, is_held=is_held, **told)

    return ask(request, form, asked, act)


@does("officers.state_own", target=queries.own_accountability)
def own_accountability(request: HttpRequest, target: OfUnit) -> HttpResponse:
    """Show a matter to the officer whom it is about, and take their statement."""
    one: Accountability = target.thing
    if not guards.may_state(request.user, one):
        raise policy.Denied(policy.deed_of("officers.state_own"))
    form = forms.StatementForm(request.POST if request.method == "POST" else None)
    back = reverse("officers:own_accountability", args=[one.pk])
    crumbs = [(Text("我的执法", "My enforcement"), reverse("officers:mine"))]
    asked = Asked(Text("陈述申辩", "Your statement"), Text("", ""), Text("提交", "Send"), back, crumbs)
    answered = ask(request, form, asked, lambda told: actions.state_own(actor=request.user, matter=one, **told))
    if answered.status_code == 303:
        return answered
    context = {"one": one, "form": form, "crumbs": crumbs}
    return render(request, "officers/own_accountability.html", context, status=answered.status_code)
