"""Contests: the list, one contest, its panel, its result and what follows for the best and the worst."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text
from zhiheng_web.training import audience
from zhiheng_web.training.actions import contests as actions
from zhiheng_web.training.actions import judging, panel
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.forms import contests as forms
from zhiheng_web.training.forms.parts import initial_of
from zhiheng_web.training.models import Candidate, Contest, FollowUp
from zhiheng_web.training.models.contests import STATE_TEXTS
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, show_list, url, went
from zhiheng_web.training.queries import bulletins
from zhiheng_web.training.queries import contests as queries
from zhiheng_web.training.queries.bodies import bodies_for
from zhiheng_web.training.queries.courses import arrangement_of

CONTESTS = Text("十佳十差评选", "Best and worst files")
_KEEP, _REWARD, _DECIDE = "training.keep_contest", "training.reward", "training.decide_follow_up"

_CONTESTS = Spec(
    name=CONTESTS,
    columns=(
        Column(
            "title",
            Text("名称", "Title"),
            lambda one: one.title,
            order_by=("title",),
            href=lambda one: url("contest", one.pk),
        ),
        Column("body", Text("组织机构", "Body"), lambda one: one.body.name, order_by=("body__path",)),
        Column(
            "from", Text("办结自", "Settled from"), lambda one: one.period_from, kind="day", order_by=("period_from",)
        ),
        Column("files", Text("候选案卷", "Candidates"), lambda one: one.files, kind="number"),
        Column("state", Text("状态", "State"), lambda one: one.state_text, kind="state"),
    ),
    filters=(
        Filter("title", Text("名称", "Title"), lambda rows, typed: rows.filter(title__icontains=typed)),
        Filter(
            "state",
            Text("状态", "State"),
            lambda rows, typed: rows.filter(state=typed),
            [(key, text) for key, (text, _) in STATE_TEXTS.items()],
            "choice",
        ),
    ),
    order="-from",
)


@does(queries.READ)
def contests(request: HttpRequest) -> HttpResponseBase:
    """Show the contests that a person may read."""
    may_keep = policy.may_somewhere(request.user, _KEEP)
    page = ListPage(
        CONTESTS,
        Text(
            "候选案卷由评查得分产生，评委随机抽取并回避，评分互不可见。",
            "Candidates come from the scores; judges are drawn, stand aside where due, and score blind.",
        ),
        Text("还没有评选", "There is no contest yet"),
        Text(
            "建立评选，产生候选案卷，公布评委名册，再抽取评委。",
            "Make one, take the candidates, publish the pool, then draw.",
        ),
        Text("建立评选", "Make a contest") if may_keep else NOTHING,
        url("new_contest") if may_keep else "",
    )
    return show_list(request, Listing(request, queries.contests_for(request.user), _CONTESTS), page)


@does(queries.READ, target=queries.shared_contest)
def contest(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Show a contest: what was published of pool and draw to everybody, candidates to those who keep it, the result."""
    one: Contest = shared.thing
    person = request.user
    audience.demand_read(person, queries.READ, one.body)
    may_keep = policy.may(person, _KEEP, one.body)
    is_decided = queries.may_see_scores(one)
    rows = list(queries.candidates_of(one)) if may_keep or is_decided else []
    sees_people = may_keep or policy.may(person, _DECIDE, one.body)
    context = {
        "one": one,
        "best": _side(rows, "best", is_decided and not sees_people),
        "worst": _side(rows, "worst", is_decided and not sees_people),
        "nominees": one.nominees.select_related("account", "body"),
        "strata": panel.STRATA,
        "judges": queries.judges_of(one),
        "ballot": queries.is_judge(person, one),
        "may_keep": may_keep,
        "is_decided": is_decided,
        "sees_people": sees_people,
        "crumbs": [(CONTESTS, url("contests"))],
    }
    return render(request, "training/contests/contest.html", context)


def _side(rows: list[Candidate], side: str, named_only: bool) -> list[Candidate]:
    found = [row for row in rows if row.side == side and (row.is_named or not named_only)]
    return sorted(found, key=lambda row: (row.place or row.rank, row.pk))


@does(_KEEP)
def new_contest(request: HttpRequest) -> HttpResponse:
    """Make a contest."""
    return _contest_form(request, None)


@does(_KEEP, target=queries.contest)
def edit_contest(request: HttpRequest, one: Contest) -> HttpResponse:
    """Change a contest while it is prepared."""
    return _contest_form(request, one)


def _contest_form(request: HttpRequest, one: Contest | None) -> HttpResponse:
    bodies = bodies_for(request.user, _KEEP)
    if one is not None:
        initial = initial_of(one, [name for name in actions.FIELDS if name != "period_to"])
        initial["last_day"] = one.last_day
    else:
        first = bodies.first()
        places = arrangement_of(first).places if first else 10
        initial = {"places": places, "candidates_each": places * 2, "judges_wanted": 7, "least_scores": 3}
    form = forms.ContestForm(request.POST or None, initial=initial, bodies=None if one else bodies)

    def act(told: dict[str, Any]) -> str:
        body, version = one.body if one else told.pop("body"), told.pop("version")
        made = actions.keep_contest(actor=request.user, body=body, values=told, contest=one, version=version)
        return url("contest", made.pk)

    back = url("contest", one.pk) if one else url("contests")
    title = Text("修改评选", "Change a contest") if one else Text("建立评选", "Make a contest")
    effect = Text("候选案卷取这段时间办结评查的案卷。", "Candidates are files whose review was settled in this time.")
    return ask(request, form, Asked(title, effect, SAVE, back, [(CONTESTS, url("contests"))]), act)


@does(_KEEP, target=queries.contest)
@require_POST
def collect_candidates(request: HttpRequest, one: Contest) -> HttpResponse:
    """Take the candidates from the final scores."""
    made = actions.collect_candidates(actor=request.user, contest=one)
    return went(request, Text(f"已产生 {len(made)} 件候选案卷", f"{len(made)} candidates taken"), "contest", one.pk)


@does(_KEEP, target=queries.contest)
@require_POST
def decide_contest(request: HttpRequest, one: Contest) -> HttpResponse:
    """Decide a contest."""
    version = request.POST.get("version", "")
    judging.decide_contest(
        actor=request.user, contest=one, version=int(version) if version.isdecimal() and len(version) < 9 else -1
    )
    return went(request, Text("已评定", "decided"), "contest", one.pk)


@does(_KEEP, target=queries.contest)
def announce(request: HttpRequest, one: Contest) -> HttpResponse:
    """Draft the bulletin that announces a result."""
    form = forms.SeriesChoiceForm(
        request.POST or None, rows=bulletins.series_for(request.user, kind="bulletin").filter(body=one.body)
    )
    back = url("contest", one.pk)
    effect = Text("生成通报草稿；核对遮盖效果后发布。", "Makes a draft; look at what is masked, then publish.")

    def act(told: dict[str, Any]) -> str:
        return url("bulletin", judging.announce(actor=request.user, contest=one, **told).pk)

    asked = Asked(Text("起草结果通报", "Draft the announcement"), effect, SAVE, back, [(CONTESTS, url("contests"))])
    return ask(request, form, asked, act)


@does(queries.READ, target=queries.shared_candidate)
def candidate(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Show what followed for a named file: scores, rewards and experience, or measures."""
    one: Candidate = shared.thing
    person, contest_of = request.user, one.contest
    audience.demand_read(person, queries.READ, contest_of.body)
    sees_people = policy.may(person, _KEEP, contest_of.body) or policy.may(person, _DECIDE, contest_of.body)
    if not (sees_people or queries.may_see_scores(contest_of)):
        raise policy.Denied(policy.deed_of(_KEEP))
    is_decided = contest_of.state == "decided"
    context = {
        "one": one,
        "shown": queries.shown_file(one),
        "scores": one.scores.select_related("judge__account").order_by("judge__position") if is_decided else [],
        "recusals": one.recusals.select_related("judge__account") if is_decided else [],
        "rewards": one.rewards.all(),
        "follow_ups": one.follow_ups.select_related("decided_by"),
        "is_decided": is_decided,
        "sees_people": sees_people,
        "may_reward": is_decided
        and one.is_named
        and one.side == "best"
        and policy.may(person, _REWARD, contest_of.body),
        "may_follow": policy.may(person, _DECIDE, contest_of.body),
        "crumbs": [(CONTESTS, url("contests")), (contest_of.title, url("contest", contest_of.pk))],
    }
    return render(request, "training/contests/candidate.html", context)


@does(_REWARD, target=queries.candidate)
def reward(request: HttpRequest, one: Candidate) -> HttpResponse:
    """Enter a reward."""
    form = forms.RewardForm(request.POST or None)
    effect = Text("记入评选结果，供评先评优参考。", "Kept with the result; awards look at it.")
    asked = Asked(Text("登记奖励", "Enter a reward"), effect, SAVE, url("candidate", one.pk), _crumbs(one))
    return ask(request, form, asked, lambda told: judging.reward(actor=request.user, candidate=one, **told) and None)


@does(_REWARD, target=queries.candidate)
def experience(request: HttpRequest, one: Candidate) -> HttpResponse:
    """Write down the experience behind one of the best files."""
    form = forms.ExperienceForm(request.POST or None, initial={"article": one.article, "presented_by": one.article_by})
    effect = Text(
        "供各单位学习；发布时请另起草点评，姓名会遮盖。", "For others to learn from; a commentary publishes it, masked."
    )
    asked = Asked(Text("办案经验", "Experience"), effect, SAVE, url("candidate", one.pk), _crumbs(one))
    return ask(
        request, form, asked, lambda told: judging.write_experience(actor=request.user, candidate=one, **told) and None
    )


def _crumbs(one: Candidate) -> list[tuple[Any, str]]:
    return [(CONTESTS, url("contests")), (one.contest.title, url("contest", one.contest_id))]


@does(_DECIDE, target=queries.follow_up)
def decide_follow_up(request: HttpRequest, one: FollowUp) -> HttpResponse:
    """Decide on a measure of accountability."""
    form = forms.FollowUpForm(request.POST or None)
    back = url("candidate", one.candidate_id)
    effect = Text("措施由有权机关决定后登记。", "Entered once whoever may has decided.")
    asked = Asked(Text("登记问责决定", "Enter a measure"), effect, SAVE, back, _crumbs(one.candidate))
    return ask(
        request, form, asked, lambda told: judging.decide_follow_up(actor=request.user, follow_up=one, **told) and None
    )


@does(_DECIDE, target=queries.follow_up)
@require_POST
def finish_follow_up(request: HttpRequest, one: FollowUp) -> HttpResponse:
    """Note that a measure has been carried out."""
    judging.finish_follow_up(actor=request.user, follow_up=one)
    return went(request, Text("已落实", "carried out"), "candidate", one.candidate_id)


@does(_DECIDE, target=queries.follow_up)
def hand_over(request: HttpRequest, one: FollowUp) -> HttpResponse:
    """Hand a task about an officer over to the accountability of officers."""
    form = forms.HandOverForm(request.POST or None)
    back = url("candidate", one.candidate_id)
    effect = Text(
        "评为十差本身不是追究理由；拒不整改或屡错不改的，才移交起草追究意见，并听取本人陈述申辩。",
        "Being among the worst is no ground by itself; refusal to mend or repeated faults are. The officer is heard.",
    )
    asked = Asked(Text("移交责任追究", "Hand over"), effect, Text("移交", "hand over"), back, _crumbs(one.candidate))
    return ask(request, form, asked, lambda told: judging.hand_over(actor=request.user, follow_up=one, **told) and None)
