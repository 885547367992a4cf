"""Pages of answering a letter: signing for it, the reply with its files, the decision, the problem list, the end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import shown_file
from zhiheng_web.lib.words import Text
from zhiheng_web.supervision import guards
from zhiheng_web.supervision.actions import replies as actions
from zhiheng_web.supervision.forms import letters as forms
from zhiheng_web.supervision.models import Letter, LetterProblem
from zhiheng_web.supervision.pages import Asked, ask, url, went
from zhiheng_web.supervision.papers import paper_of
from zhiheng_web.supervision.queries import letters as queries
from zhiheng_web.supervision.views.letters import crumbs_of


def _asked(one: Letter, title: Text, effect: Text, button: Text) -> Asked:
    facts = ((Text("文号", "Number"), one.number), (Text("受文单位", "Addressee"), one.addressee.name))
    return Asked(title, effect, button, url("letter", one.pk), crumbs_of(one), facts)


@does(actions.RECEIVE, target=queries.letter)
@require_POST
def receive_letter(request: HttpRequest, one: Letter) -> HttpResponse:
    """Sign for a letter."""
    actions.receive_letter(actor=request.user, letter=one)
    return went(request, Text("已签收", "signed for"), "letter", one.pk)


@does(actions.REPLY, target=queries.letter)
def reply_letter(request: HttpRequest, one: Letter) -> HttpResponse:
    """Reply to a letter: what was done, a measure for each problem, files."""
    guards.demand_read(request.user, one)
    problems = list(queries.problems_of(one))
    earlier = list(queries.replies_of(one))[-1:]
    initial: dict[str, Any] = {"version": one.version}
    for reply in earlier:
        initial |= {"text": reply.text} | {f"measure_{row.problem_id}": row.text for row in reply.measures.all()}
    form = forms.ReplyForm(request.POST or None, request.FILES or None, initial=initial, problems=problems)

    def act(told: dict[str, Any]) -> None:
        person: Any = request.user
        with acts.act(person, actions.REPLY):
            for file in told["files"]:
                actions.add_evidence(actor=request.user, letter=one, file=file, name=file.name, size=file.size)
            actions.reply_letter(
                actor=request.user,
                letter=one,
                text=told["text"],
                measures=form.measures(),
                version=told["version"] or 0,
            )

    effect = Text("答复送制发机关审核，审核前不能再改。", "The issuer decides on it; until then nothing changes.")
    return ask(request, form, _asked(one, Text("答复", "Reply"), effect, Text("提交答复", "send the reply")), act)


@does(actions.DECIDE, target=queries.letter)
def accept_reply(request: HttpRequest, one: Letter) -> HttpResponse:
    """Accept a reply."""
    guards.demand_issuer(request.user, actions.DECIDE, one)
    effect = Text(
        "认可后办结；转入问题清单的问题还没有核查通过的，先跟踪整改。",
        "The letter is closed, unless problems of it still stand in the problem list.",
    )
    form = forms.VerdictForm(request.POST if request.method == "POST" else None)
    asked = _asked(one, Text("认可答复", "Accept the reply"), effect, Text("认可", "accept"))
    return ask(request, form, asked, lambda told: actions.accept_reply(actor=request.user, letter=one, **told) and None)


@does(actions.DECIDE, target=queries.letter)
def return_reply(request: HttpRequest, one: Letter) -> HttpResponse:
    """Return a reply, with the reason and a new day."""
    guards.demand_issuer(request.user, actions.DECIDE, one)
    initial = {"due_on": queries.due_in(one.reply_days, clock.today())}
    form = forms.ReturnReplyForm(request.POST or None, initial=initial)
    effect = Text("受文单位按理由补充后重新答复。", "The unit mends it and replies again.")
    asked = _asked(one, Text("退回答复", "Return the reply"), effect, Text("退回", "return"))
    return ask(request, form, asked, lambda told: actions.return_reply(actor=request.user, letter=one, **told) and None)


@does(actions.DECIDE, target=queries.problem)
def take_over(request: HttpRequest, one: LetterProblem) -> HttpResponse:
    """Take a problem over into the problem list."""
    letter = one.letter
    guards.demand_issuer(request.user, actions.DECIDE, letter)
    form = forms.TakeOverForm(request.POST or None, initial={"deadline": letter.reply_due_on})
    effect = Text(
        "进入问题清单，在那里制定措施、报告、核查；全部核查通过后建议书才办结。",
        "It enters the problem list, where it is planned, reported, verified; the letter is closed after that.",
    )
    asked = _asked(letter, Text("转入问题清单", "Take over"), effect, Text("转入", "take over"))
    asked = Asked(asked.title, asked.effect, asked.button, asked.back, asked.crumbs, ((_PROBLEM, one.text),))
    return ask(request, form, asked, lambda told: actions.take_over(actor=request.user, problem=one, **told) and None)


_PROBLEM = Text("问题", "Problem")


@does(actions.DECIDE, target=queries.letter)
def close_letter(request: HttpRequest, one: Letter) -> HttpResponse:
    """Close a letter whose problems have been verified."""
    guards.demand_issuer(request.user, actions.DECIDE, one)
    form = forms.VerdictForm(request.POST if request.method == "POST" else None)
    effect = Text("办结后不再跟踪。", "It is no longer followed.")
    asked = _asked(one, Text("办结", "Close"), effect, Text("办结", "close"))

    def act(told: dict[str, Any]) -> None:
        actions.close_letter(actor=request.user, letter=one, note=told["verdict"])

    return ask(request, form, asked, act)


@does(guards.READ, target=queries.letter_evidence)
def evidence(request: HttpRequest, one: queries.LetterEvidence) -> HttpResponseBase:
    """Give out a file of a reply."""
    guards.demand_read(request.user, one.letter)
    return shown_file(one.file.digest, name=one.file.name, media_type=one.file.media_type)


@does(actions.REPLY, target=queries.letter_evidence)
@require_POST
def withdraw_evidence(request: HttpRequest, one: queries.LetterEvidence) -> HttpResponse:
    """Withdraw a file before the reply is sent."""
    actions.withdraw_evidence(actor=request.user, letter=one.letter, evidence=one.file)
    return went(request, Text("已撤回", "withdrawn"), "letter", one.letter.pk)


@does(guards.READ, target=queries.letter)
def letter_paper(request: HttpRequest, one: Letter) -> HttpResponseBase:
    """Give out the official paper: the PDF, or the Word file where no PDF was made. Raises Http404 for a draft."""
    guards.demand_read(request.user, one)
    return paper_of(one.document)
