"""The pages of the tree: unfolded or searched, the page of a body, its making, changing, moving and closing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.audit.queries import told_history_of
from zhiheng_web.bodies import actions, forms, queries
from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.pages import Asked, ask, body_url, crumbs_of
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text


@does("bodies.read_body")
def tree(request: HttpRequest) -> HttpResponse:
    """Show the tree in reach, or what a search finds in it."""
    typed = request.GET.get("q", "").strip()
    with_closed = request.GET.get("closed") == "1"
    roots = [] if typed else queries.tree_for(request.user, with_closed=with_closed)
    context = {
        "roots": roots,
        "count": sum(1 + root.size for root in roots),
        "typed": typed,
        "found": queries.matching(request.user, typed)[:200] if typed else [],
        "with_closed": with_closed,
        "may_create": policy.may_somewhere(request.user, "bodies.create_body"),
    }
    return render(request, "bodies/tree.html", context)


@does("bodies.read_body", target=queries.body)
def shown(request: HttpRequest, body: Body) -> HttpResponse:
    """Show a body: what it is, what lies beneath, posts with terms, leading groups, transfers, history."""
    above = [one for one in queries.above(body) if policy.may(request.user, "bodies.read_body", one)]
    today = clock.today()
    context = {
        "body": body,
        "children": list(queries.bodies_for(request.user).filter(parent=body).order_by("code")),
        "tenures": [(post, post.is_held_on(today)) for post in queries.posts_at(body)],
        "groups": [
            (group, [(seat, seat.is_held_on(today)) for seat in _by_rank(group.seats.all())])
            for group in queries.groups_at(body)
        ],
        "transfers": queries.transfers_of(body),
        "history": told_history_of("bodies.body", body.pk),
        "is_there": body.is_there_on(today),
        "deeds": _deeds_of(request.user, body),
        "crumbs": crumbs_of(*above),
        **_rights(request.user, body),
    }
    return render(request, "bodies/body.html", context)


_RANKS = {slot: rank for rank, slot in enumerate(("leader", "executive_deputy", "deputy", "member", "office"))}


def _by_rank(seats: Any) -> list[Any]:
    return sorted(seats, key=lambda seat: (_RANKS.get(seat.slot, 9), seat.since))


def _rights(person: Any, body: Body) -> dict[str, bool]:
    names = {
        "may_end_post": "bodies.end_post",
        "may_transfer": "bodies.propose_transfer",
        "may_seat": "bodies.add_seat",
        "may_read_accounts": "accounts.read_accounts",
    }
    return {name: policy.may(person, deed, body) for name, deed in names.items()}


def _deeds_of(person: Any, body: Body) -> list[tuple[Text, str]]:
    wanted = [
        ("bodies.edit_body", "bodies:edit", True),
        ("bodies.move_body", "bodies:move", body.until is None),
        ("bodies.close_body", "bodies:close", body.until is None),
        ("bodies.create_group", "bodies:create_group", body.until is None),
    ]
    deeds = [
        (policy.deed_of(deed).text, reverse(name, args=[body.pk]))
        for deed, name, fits in wanted
        if fits and policy.may(person, deed, body)
    ]
    if body.until is None and policy.may(person, "bodies.create_body", body):
        deeds.append((Text("新建下级机构", "Create a body beneath"), f"{reverse('bodies:create')}?parent={body.pk}"))
    return deeds


@does("bodies.create_body")
def create(request: HttpRequest) -> HttpResponse:
    """Make a body, beneath the one that the address names if it names one."""
    parent = request.GET.get("parent", "")
    form = forms.NewBodyForm(request.POST or None, initial={"parent": parent if parent.isdecimal() else None})
    made: list[Body] = []

    def act(values: dict[str, Any]) -> None:
        made.append(actions.create_body(actor=request.user, parent=values.pop("parent"), values=values))

    title = Text("新建机构", "Create a body")
    effect = Text(
        "机构建立后即进入机构树，可以任职、导入数据。", "It enters the tree at once and can hold posts and data."
    )
    asked = Asked(title, effect, Text("建立", "Create"), reverse("bodies:list"), crumbs_of())
    answer = ask(request, form, asked, act)
    if made:
        answer["Location"] = body_url(made[0])
    return answer


@does("bodies.edit_body", target=queries.body)
def edit(request: HttpRequest, body: Body) -> HttpResponse:
    """Change a body."""
    initial = {name: getattr(body, name) for name in forms.BodyForm.base_fields}
    form = forms.BodyForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any]) -> None:
        actions.edit_body(actor=request.user, body=body, version=values.pop("version") or 0, values=values)

    effect = Text("修改前后的内容都留在审计记录里。", "What it said before and after stays in the audit trail.")
    title = Text(f"修改机构：{body}", f"Edit {body}")
    return ask(request, form, Asked(title, effect, Text("保存", "Save"), body_url(body), crumbs_of(body)), act)


@does("bodies.move_body", target=queries.body)
def move(request: HttpRequest, body: Body) -> HttpResponse:
    """Put a body under another."""
    beneath = Body.objects.filter(path__startswith=body.path).count() - 1
    effect = Text(
        f"{body} 连同其下 {beneath} 个机构一并划转；上级对它们的职权随之改变，划转记录永久保留。",
        f"{body} moves with the {beneath} bodies beneath it; who is above them changes; the transfer stays on record.",
    )
    title = Text(f"划转机构：{body}", f"Move {body}")
    asked = Asked(
        title,
        effect,
        Text("划转", "Move"),
        body_url(body),
        crumbs_of(body),
        facts=((Text("现上级", "Now under"), body.parent or "—"),),
        is_grave=True,
    )
    form = forms.MoveForm(request.POST or None, initial={"on": clock.today()})
    return ask(request, form, asked, lambda values: actions.move_body(actor=request.user, body=body, **values))


@does("bodies.close_body", target=queries.body)
def close(request: HttpRequest, body: Body) -> HttpResponse:
    """Close a body."""
    effect = Text(
        "撤销后不再参加新的评价；过去的评价、任职和数据都保留。",
        "It takes part in no new evaluation; past evaluations, posts and data stay.",
    )
    title = Text(f"撤销机构：{body}", f"Close {body}")
    asked = Asked(title, effect, Text("撤销", "Close"), body_url(body), crumbs_of(body), is_grave=True)
    form = forms.EndForm(request.POST or None, initial={"until": clock.today()})
    return ask(request, form, asked, lambda values: actions.close_body(actor=request.user, body=body, **values))
