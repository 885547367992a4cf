"""The panel of a contest and the ballots: the pool, the draw, one's own scores, the file as a judge sees it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import shown_file
from zhiheng_web.lib.numbers import read_decimal
from zhiheng_web.lib.words import Text
from zhiheng_web.training import guards
from zhiheng_web.training.actions import judging, panel
from zhiheng_web.training.forms import contests as forms
from zhiheng_web.training.forms.parts import ReasonForm
from zhiheng_web.training.models import Contest, Judge
from zhiheng_web.training.pages import SAVE, Asked, ask, url, went
from zhiheng_web.training.queries import contests as queries
from zhiheng_web.training.refusals import refusal
from zhiheng_web.training.views.contests import CONTESTS

_KEEP = "training.keep_contest"
GROUNDS: dict[str, Text] = {
    "unit": Text("本单位案卷", "a file of the own unit"),
    "case": Text("本人承办", "a case of one's own"),
    "interest": Text("已申报回避事由", "a declared interest"),
    "asked": Text("自行申请回避", "asked to stand aside"),
}


def _crumbs(one: Contest) -> list[tuple[Any, str]]:
    return [(CONTESTS, url("contests")), (one.title, url("contest", one.pk))]


@does(_KEEP, target=queries.contest)
def name_officers(request: HttpRequest, one: Contest) -> HttpResponse:
    """Name officers as excellent, so that they can be drawn."""
    rows = queries.officers_to_name(one.body).exclude(pk__in=one.nominees.values("account"))
    form = forms.NomineesForm(request.POST if request.method == "POST" else None, rows=rows)
    effect = Text("列入评委名册；法制员不必推荐，自动列入。", "They enter the pool; legal officers are in it anyway.")
    asked = Asked(Text("推荐优秀民警", "Name excellent officers"), effect, SAVE, url("contest", one.pk), _crumbs(one))
    return ask(request, form, asked, lambda told: panel.name_officers(actor=request.user, contest=one, **told) and None)


@does(_KEEP, target=queries.contest)
def freeze_panel(request: HttpRequest, one: Contest) -> HttpResponse:
    """Freeze and publish the pool of judges."""
    form = forms.FreezeForm(request.POST or None, initial={"version": one.version, "at": "21:00"})
    effect = Text(
        "公布名册及其摘要，之后不能增减；候选案卷的承办人不在名册内。",
        "The pool and its digest are published and stay; who handled a candidate is left out.",
    )
    title = Text("公布评委名册", "Publish the pool")
    asked = Asked(title, effect, Text("公布", "publish"), url("contest", one.pk), _crumbs(one))

    def act(told: dict[str, Any]) -> None:
        panel.freeze_panel(
            actor=request.user,
            contest=one,
            seed_source=told["seed_source"],
            seed_not_before=form.instant,
            version=told["version"] or 0,
        )

    return ask(request, form, asked, act)


@does(_KEEP, target=queries.contest)
def draw_panel(request: HttpRequest, one: Contest) -> HttpResponse:
    """Draw the judges under the seed."""
    form = forms.SeedForm(request.POST or None)
    facts = [
        (Text("种子来源", "Source of the seed"), one.seed_source or "—"),
        (Text("名册摘要", "Digest of the pool"), one.pool_digest or "—"),
    ]
    effect = Text("按种子抽取评委，任何人可以复核。", "Judges are drawn by the seed; anybody can repeat it.")
    title = Text("抽取评委", "Draw the judges")
    asked = Asked(title, effect, Text("抽取", "draw"), url("contest", one.pk), _crumbs(one), facts)
    return ask(request, form, asked, lambda told: panel.draw_panel(actor=request.user, contest=one, **told) and None)


@does(_KEEP, target=queries.judge_of_contest)
def replace_judge(request: HttpRequest, found: queries.OfContest) -> HttpResponse:
    """Excuse a judge; the next in the draw follows."""
    one = found.judge
    form = ReasonForm(request.POST if request.method == "POST" else None)
    title = Text(f"免去评委：{one.account.display_name}", f"Excuse: {one.account.display_name}")
    effect = Text("按同一次抽取的次序递补，不能挑选。", "The next of the same draw follows; nobody chooses.")
    contest = one.contest
    asked = Asked(title, effect, Text("免去", "excuse"), url("contest", contest.pk), _crumbs(contest), is_grave=True)
    return ask(request, form, asked, lambda told: panel.replace_judge(actor=request.user, judge=one, **told) and None)


@does(guards.JUDGE, target=queries.judge)
def ballot(request: HttpRequest, one: Judge) -> HttpResponse:
    """Show one's own ballot."""
    guards.demand_own_ballot(request.user, one)
    rows = queries.ballot(one)
    context = {
        "one": one,
        "rows": [(row, GROUNDS[row.recusal.ground] if row.recusal else None) for row in rows],
        "left": sum(row.recusal is None and row.score is None for row in rows),
        "may_score": one.contest.state == "judging" and one.handed_in_at is None and one.excused_at is None,
        "crumbs": _crumbs(one.contest),
    }
    return render(request, "training/contests/ballot.html", context)


@does(guards.JUDGE, target=queries.judge)
@require_POST
def score(request: HttpRequest, one: Judge) -> HttpResponse:
    """Save one's scores, or hand them in."""
    guards.demand_own_ballot(request.user, one)
    given: dict[int, tuple[Decimal | None, str]] = {}
    for row in queries.ballot(one):
        typed = request.POST.get(f"points-{row.candidate.pk}", "").strip()
        if row.recusal is None and typed:
            points = read_decimal(typed)
            if points is None:
                raise refusal("no_number", *_NO_NUMBER, typed)
            given[row.candidate.pk] = (points, request.POST.get(f"remark-{row.candidate.pk}", "")[:500])
    hand_in = request.POST.get("deed") == "hand_in"
    judging.give_scores(actor=request.user, judge=one, given=given, hand_in=hand_in)
    said = Text("评分已交", "handed in") if hand_in else Text("评分已保存，还没有交", "saved, not handed in yet")
    return went(request, said, "ballot", one.pk)


def _seen(judge_id: int, candidate_id: int) -> Any:
    """Return a judge with the candidate in hand. Raises Http404 for a file that the judge stands aside from."""
    one = queries.judge(judge_id)
    one.in_hand = queries.candidate_of_ballot(one, candidate_id)  # type: ignore[attr-defined]
    return one


@does(guards.JUDGE, target=_seen)
def ballot_file(request: HttpRequest, one: Any) -> HttpResponse:
    """Show a file as a judge sees it: problems, what was done well, its documents."""
    guards.demand_own_ballot(request.user, one)
    context = {
        "one": one,
        "candidate": one.in_hand,
        "shown": queries.shown_file(one.in_hand),
        "may_score": one.contest.state == "judging" and one.handed_in_at is None,
        "crumbs": [*_crumbs(one.contest), (Text("评分表", "Ballot"), url("ballot", one.pk))],
    }
    return render(request, "training/contests/ballot_file.html", context)


@does(guards.JUDGE, target=_seen)
def stand_aside(request: HttpRequest, one: Any) -> HttpResponse:
    """Stand aside from a file."""
    guards.demand_own_ballot(request.user, one)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    title = Text(f"申请回避：案卷 {one.in_hand.pk} 号", f"Stand aside from file no. {one.in_hand.pk}")
    effect = Text("这一件不再评分；理由记录在案。", "You no longer score it; the reason is kept.")
    asked = Asked(title, effect, Text("回避", "stand aside"), url("ballot", one.pk), _crumbs(one.contest))

    def act(told: dict[str, Any]) -> None:
        judging.stand_aside(actor=request.user, judge=one, candidate=one.in_hand, **told)

    return ask(request, form, asked, act)


@does(guards.JUDGE, target=_seen)
def ballot_document(request: HttpRequest, one: Any) -> HttpResponseBase:
    """Give out a document of a file to the judge who looks at it; `?document=` names it."""
    guards.demand_own_ballot(request.user, one)
    key = request.GET.get("document", "")
    documents = one.in_hand.file_review.case.documents.filter(withdrawn_at=None, masks=None)
    document = get_object_or_404(documents, pk=int(key) if key.isdecimal() and len(key) < 12 else 0)
    return shown_file(document.digest, name=document.name, media_type=document.media_type)


_NO_NUMBER = (
    Text("分数不是数", "a score is no number"),
    Text("写成 90 或 87.5 这样", "write 90 or 87.5"),
)
