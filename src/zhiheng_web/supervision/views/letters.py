"""Pages of letters until they are issued: the list, one letter, its draft, its problems, the number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.audit.queries import told_history_of
from zhiheng_web.cases import queries as cases
from zhiheng_web.cases.checked import SEVERITIES
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision import guards
from zhiheng_web.supervision.actions import letters as actions
from zhiheng_web.supervision.forms import letters as forms
from zhiheng_web.supervision.models import Letter, LetterProblem
from zhiheng_web.supervision.models.letters import OVERDUE, STATE_TEXTS, WITH_ADDRESSEE
from zhiheng_web.supervision.pages import LETTERS, NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.supervision.queries import letters as queries
from zhiheng_web.training.forms.parts import ReasonForm
from zhiheng_web.training.queries.bodies import bodies_for


def _href(one: Letter) -> str:
    return url("letter", one.pk)


def _in_state(rows: Any, state: str) -> Any:
    if state != "overdue":
        return rows.filter(state=state)
    return rows.filter(state__in=WITH_ADDRESSEE, reply_due_on__lt=clock.today())


_STATES = [("overdue", OVERDUE[0]), *((key, text) for key, (text, _) in STATE_TEXTS.items())]
_SPEC = Spec(
    name=LETTERS,
    columns=(
        Column("number", Text("文号", "Number"), lambda one: one.number, order_by=("document__number",)),
        Column("title", Text("标题", "Title"), lambda one: one.title, order_by=("title",), href=_href),
        Column("state", Text("状态", "State"), lambda one: one.state_text, "state"),
        Column("addressee", Text("受文单位", "Addressee"), lambda one: one.addressee.name,
               order_by=("addressee__path",)),
        Column("due", Text("答复截止", "Reply due"), lambda one: one.reply_due_on, "day", ("reply_due_on",)),
        Column("issued", Text("制发日期", "Issued"), lambda one: one.issued_at, "day", ("issued_at",)),
        Column("issuer", Text("制发机关", "Issued by"), lambda one: one.issuer.name, order_by=("issuer__path",)),
        Column("closed", Text("办结日期", "Closed"), lambda one: one.closed_at, "day", ("closed_at",)),
    ),
    filters=(
        Filter("title", Text("标题", "Title"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter("state", Text("状态", "State"), _in_state, _STATES, "choice"),
        Filter("body", Text("受文单位", "Addressee"),
               lambda rows, typed: rows.filter(addressee__name__icontains=typed)),
        Filter("from", Text("制发自", "Issued from"), lambda rows, day: rows.filter(issued_at__date__gte=day),
               kind="day"),
        Filter("to", Text("制发至", "Issued to"), lambda rows, day: rows.filter(issued_at__date__lte=day), kind="day"),
    ),
    order="-issued",
)  # fmt: skip


@does(guards.READ)
def letters(request: HttpRequest) -> HttpResponseBase:
    """Show the letters within reach; drafts only to those who write them."""
    may_draft = policy.may_somewhere(request.user, guards.DRAFT)
    page = ListPage(
        LETTERS,
        Text(
            "监督中发现的问题，必要时向下级单位制发监督建议书，跟踪到办结。",
            "Where supervision finds problems, a letter goes to the unit and is followed until it is closed.",
        ),
        Text("还没有监督建议书", "There is no letter yet"),
        Text("从网上监督发现的问题起草，或者自行填写。", "Write one from what the checks found, or freely."),
        Text("起草", "Write") if may_draft else NOTHING,
        url("new_letter") if may_draft else "",
    )
    return show_list(request, Listing(request, queries.letters_for(request.user), _SPEC), page)


def crumbs_of(one: Letter | None = None) -> list[tuple[Any, str]]:
    """Return the way to a letter."""
    way: list[tuple[Any, str]] = [(LETTERS, url("letters"))]
    return [*way, (one.title, _href(one))] if one else way


@does(guards.READ, target=queries.letter)
def letter(request: HttpRequest, one: Letter) -> HttpResponse:
    """Show a letter: what it says, the replies with their measures, who has to act now."""
    person = request.user
    guards.demand_read(person, one)
    problems = list(queries.problems_of(one))
    readable = {row.case_id for row in problems if row.case and cases.may(person, row.case)}
    context = {
        "one": one,
        "problems": problems,
        "readable": readable,
        "replies": list(queries.replies_of(one)),
        "evidence": list(evidence_about(one)),
        "history": told_history_of("supervision.letter", one.pk),
        "is_overdue": one.is_overdue_on(clock.today()),
        "with_addressee": one.state in WITH_ADDRESSEE,
        "is_mended": one.state == "accepted" and queries.is_mended(one),
        "may_reply": one.state in ("received", "returned") and policy.may(person, _REPLY, one.addressee),
        "may_receive": one.state == "issued" and policy.may(person, _RECEIVE, one.addressee),
        "may_decide": guards.acts_for_issuer(person, "supervision.decide_letter", one),
        "may_draft": one.state == "draft" and guards.acts_for_issuer(person, guards.DRAFT, one),
        "may_issue": one.state == "draft" and guards.acts_for_issuer(person, "supervision.issue_letter", one),
        "may_withdraw": one.state not in ("accepted", "closed", "withdrawn")
        and guards.acts_for_issuer(person, "supervision.withdraw_letter", one),
        "crumbs": crumbs_of(),
    }
    return render(request, "supervision/letter.html", context)


_REPLY, _RECEIVE = "supervision.reply_letter", "supervision.receive_letter"
_EFFECT = Text(
    "保存为草稿；下一页写明问题，核对后制发。", "Saved as a draft; on the next page name the problems, then issue it."
)


@does(guards.DRAFT)
def new_letter(request: HttpRequest) -> HttpResponse:
    """Begin a letter; the addressee and where it was found may come with the address."""
    named = {name: request.GET.get(name) for name in ("addressee", "found_in", "title")}
    bodies = bodies_for(request.user, guards.DRAFT)
    form = forms.LetterForm(request.POST or None, initial=named, bodies=bodies)

    def act(told: dict[str, Any]) -> str:
        told.pop("version")
        return _href(actions.draft_letter(actor=request.user, addressee=told.pop("addressee"), values=told))

    asked = Asked(Text("起草监督建议书", "Write a letter"), _EFFECT, SAVE, url("letters"), crumbs_of())
    return ask(request, form, asked, act)


@does(guards.DRAFT, target=queries.letter)
def edit_letter(request: HttpRequest, one: Letter) -> HttpResponse:
    """Change a draft."""
    guards.demand_issuer(request.user, guards.DRAFT, one)
    initial = {name: getattr(one, name) for name in (*actions.FIELDS, "version")}
    form = forms.LetterForm(request.POST or None, initial=initial)

    def act(told: dict[str, Any]) -> None:
        version = told.pop("version") or 0
        actions.change_letter(actor=request.user, letter=one, values=told, version=version)

    asked = Asked(Text("修改草稿", "Change the draft"), _EFFECT, SAVE, _href(one), crumbs_of(one))
    return ask(request, form, asked, act)


@does(guards.DRAFT, target=queries.letter)
def add_problem(request: HttpRequest, one: Letter) -> HttpResponse:
    """Name a problem in a draft."""
    guards.demand_issuer(request.user, guards.DRAFT, one)
    form = forms.LetterProblemForm(
        request.POST or None, initial={"case": request.GET.get("case")}, person=request.user, letter=one
    )
    effect = Text("写入建议书的问题表，受文单位逐个答复。", "It enters the letter; the unit answers each.")
    asked = Asked(Text("添加问题", "Add a problem"), effect, SAVE, _href(one), crumbs_of(one))
    return ask(request, form, asked, lambda told: actions.add_problem(actor=request.user, letter=one, **told) and None)


_FINDINGS = Spec(
    name=Text("网上监督发现的问题", "What the checks found"),
    columns=(
        Column("code", Text("案件编号", "Case"), lambda one: one.code, order_by=("code",)),
        Column("told", Text("发现的问题", "Finding"), lambda one: one.told),
        Column("severity", Text("程度", "Severity"), lambda one: SEVERITIES.get(one.severity), "state"),
    ),
    filters=(
        Filter("case", Text("案件编号", "Case"), lambda rows, typed: rows.filter(code__icontains=typed)),
        Filter("words", Text("问题", "Finding"), lambda rows, typed: rows.filter(told_zh__icontains=typed)),
        Filter("severity", Text("程度", "Severity"), lambda rows, typed: rows.filter(severity=typed),
               [(key, text) for key, (text, _) in SEVERITIES.items()], "choice"),
        Filter("check", Text("检查编号", "Check"), lambda rows, typed: rows.filter(check_id=typed)),
    ),
    order="code",
)  # fmt: skip


@does(guards.DRAFT, target=queries.letter)
def choose_findings(request: HttpRequest, one: Letter) -> HttpResponse:
    """Choose what the checks found in the addressee's cases, to be named in the letter."""
    guards.demand_issuer(request.user, guards.DRAFT, one)
    rows = queries.findings_for(request.user, one)
    if request.method == "POST":
        ticked = [int(key) for key in request.POST.getlist("finding") if key.isdecimal() and len(key) < 16]
        made = actions.add_findings(actor=request.user, letter=one, findings=rows.filter(pk__in=ticked))
        said = Text(f"已写入 {len(made)} 个问题", f"{len(made)} problems were added")
        return went(request, said, "letter", one.pk)
    listing = Listing(request, rows, _FINDINGS)
    context = {"one": one, "listing": listing, "severities": SEVERITIES, "crumbs": crumbs_of(one)}
    return render(request, "supervision/findings.html", context)


@does(guards.DRAFT, target=queries.problem)
@require_POST
def remove_problem(request: HttpRequest, one: LetterProblem) -> HttpResponse:
    """Take a problem out of a draft."""
    actions.remove_problem(actor=request.user, problem=one)
    return went(request, Text("已移除", "removed"), "letter", one.letter_id)


@does("supervision.issue_letter", target=queries.letter)
@require_POST
def issue_letter(request: HttpRequest, one: Letter) -> HttpResponse:
    """Issue a letter as its page shows it."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 9 else -1
    done = actions.issue_letter(actor=request.user, letter=one, version=seen)
    return went(request, Text(f"已制发 {done.number}", f"issued as {done.number}"), "letter", one.pk)


@does("supervision.withdraw_letter", target=queries.letter)
def withdraw_letter(request: HttpRequest, one: Letter) -> HttpResponse:
    """Withdraw a letter with the reason."""
    guards.demand_issuer(request.user, "supervision.withdraw_letter", one)
    effect = Text("受文单位不必再答复；文号和理由保留。", "The unit need not reply; number and reason stay.")
    asked = Asked(Text("撤回", "Withdraw"), effect, Text("撤回", "withdraw"), _href(one), crumbs_of(one), is_grave=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, asked, lambda told: actions.withdraw_letter(actor=request.user, letter=one, **told) and None
    )
