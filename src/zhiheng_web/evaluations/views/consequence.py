"""The pages of consequences: the list, one of them, the decision, its end, its papers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import consequences as actions
from zhiheng_web.evaluations.actions import talks
from zhiheng_web.evaluations.forms.consequence import DecideForm, OutcomeForm, TalkForm, TransferForm
from zhiheng_web.evaluations.models import Consequence, Cycle
from zhiheng_web.evaluations.reading import consequence as reading
from zhiheng_web.evaluations.views.verification import cycle_crumbs
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text


def _crumb(cycle: Cycle) -> tuple[Text, str]:
    return Text("结果运用", "Consequences"), reverse("evaluations:consequences", args=[cycle.pk])


def _url(consequence: Consequence) -> str:
    return reverse("evaluations:consequence", args=[consequence.pk])


def _title(consequence: Consequence) -> Text:
    kind, name = actions.KINDS[consequence.kind], consequence.assessment.body.name
    return Text(f"{kind.zh}：{name}", f"{kind.en}: {name}")


def _crumbs(consequence: Consequence) -> list[tuple[Text, str]]:
    cycle = consequence.assessment.cycle
    return cycle_crumbs(cycle, _crumb(cycle), (_title(consequence), _url(consequence)))


@does("evaluations.read_cycle", target=queries.cycle)
def consequences(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    """Show what follows from the results of a cycle; what is seen can be exported for personnel departments."""
    listing = Listing(request, reading.consequences_of(cycle), reading.spec())
    context = {
        "cycle": cycle,
        "listing": listing,
        "may_choose": policy.may(request.user, "evaluations.choose_mention", cycle.organiser),
        "crumbs": cycle_crumbs(cycle),
    }
    return listing.export() or render(request, "evaluations/consequence/consequences.html", context)


@does("evaluations.carry_out_consequence", target=reading.consequence)
def carry_out(request: HttpRequest, consequence: Consequence) -> HttpResponse:
    """Record that a consequence has been carried out."""
    effect = Text("写明办理情况后办结。", "With its outcome it is done.")
    asked = Asked(Text("办结", "Carried out"), effect, Text("办结", "Done"), _url(consequence), _crumbs(consequence))
    form = OutcomeForm(request.POST or None)
    return ask(
        request, form, asked, lambda told: actions.carry_out(actor=request.user, consequence=consequence, **told)
    )


@does("evaluations.read_cycle", target=reading.consequence_of_organiser)
def consequence(request: HttpRequest, subject: reading.ConsequenceOf) -> HttpResponse:
    """Show a consequence: its ground, whom it concerns, terms of the heads, the decision, the papers."""
    one = subject.consequence
    body = one.assessment.body
    unfounded = one.status in ("decided", "done") and actions.stands_unfounded(one)
    may_decide = one.status == "proposed" or (one.status == "decided" and unfounded)
    may_carry_out = policy.may(request.user, "evaluations.carry_out_consequence", body)
    context = {
        "consequence": one,
        "kind": actions.KINDS[one.kind],
        "status": actions.STATUSES[one.status],
        "tone": reading.TONES[one.status],
        "unfounded": unfounded,
        "papers": list(reading.papers_of(one))
        if policy.may(request.user, "documents.read_personnel", one.assessment.cycle.organiser)
        else [],
        "may_decide": may_decide and policy.may(request.user, "evaluations.decide_consequence", body),
        "may_carry_out": may_carry_out and one.status == "decided",
        "may_issue": may_carry_out and one.kind in talks.SERIES and one.status in ("decided", "done"),
        "crumbs": cycle_crumbs(one.assessment.cycle, _crumb(one.assessment.cycle)),
    }
    return render(request, "evaluations/consequence/consequence.html", context)


@does("evaluations.decide_consequence", target=reading.consequence)
def decide(request: HttpRequest, consequence: Consequence) -> HttpResponse:
    """Decide on a consequence."""
    title = _title(consequence)
    effect = Text(
        "对人的处理由人决定，系统只提出建议；理由留存（个人信息保护法第二十四条）。",
        "People decide on people, the system only proposes; the reason is kept (PIPL art. 24).",
    )
    tenure = "；".join(f"{one['name']} {one['since']}—{one['until'] or ''}" for one in consequence.tenure)
    facts = [(Text("依据", "Ground"), consequence.ground), (Text("负责人任期", "Terms of the heads"), tenure or "—")]
    asked = Asked(
        Text(f"决定{title.zh}", f"Decide: {title.en}"),
        effect,
        Text("决定", "Decide"),
        _url(consequence),
        _crumbs(consequence),
        facts,
    )
    form = DecideForm(
        request.POST or None,
        initial={"person": consequence.person},
        owners=reading.owners_for(consequence.assessment.cycle),
    )
    return ask(
        request,
        form,
        asked,
        lambda told: actions.decide_consequence(actor=request.user, consequence=consequence, **told),
    )


@does("evaluations.carry_out_consequence", target=reading.consequence)
def paper(request: HttpRequest, consequence: Consequence) -> HttpResponse:
    """Issue the record of a talk or the proposal to transfer."""
    is_transfer = consequence.kind == "transfer_proposal"
    form = TransferForm(request.POST or None) if is_transfer else TalkForm(request.POST or None)
    kind = actions.KINDS[consequence.kind]
    effect = Text(
        "印发后留存；没有填写的内容在文书上空出，供手写。",
        "It is numbered and kept; what is empty stays blank to write by hand.",
    )
    asked = Asked(
        Text(f"出具文书：{kind.zh}", f"Issue the paper: {kind.en}"),
        effect,
        Text("印发", "Issue"),
        _url(consequence),
        _crumbs(consequence),
    )
    return ask(
        request, form, asked, lambda told: talks.issue_paper(actor=request.user, consequence=consequence, details=told)
    )
