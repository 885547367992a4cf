"""The pages of posts and leading groups: proposed, given, declined, ended; seats filled and ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.accounts import queries as accounts
from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies import actions, forms, queries
from zhiheng_web.bodies.models import OUTCOMES, Body, LeadingGroup, Post, PostProposal, Seat
from zhiheng_web.bodies.pages import Asked, ask, body_url, crumbs_of, day_text
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Column, Filter, Listing, Spec
from zhiheng_web.lib.words import Text

_PROPOSALS = Text("任职提名", "Proposed posts")
_TONES = {"": "warn", "given": "good", "declined": "neutral"}
_LIST = Spec(
    _PROPOSALS,
    (
        Column(
            "person",
            Text("姓名", "Name"),
            lambda row: row.account.display_name,
            order_by=("account__display_name",),
            href=lambda row: reverse("accounts:account", args=[row.account_id]),
        ),
        Column("role", Text("岗位", "Post"), lambda row: row.role_text),
        Column("body", Text("机构", "Body"), lambda row: row.body.name, order_by=("body__code",)),
        Column("since", Text("任职日期", "From"), lambda row: row.since, "day", order_by=("since",)),
        Column("reason", Text("依据", "Ground"), lambda row: row.reason),
        Column("by", Text("提名人", "Proposed by"), lambda row: row.proposed_by.display_name),
        Column(
            "at", Text("提名时间", "Proposed at"), lambda row: row.proposed_at, "instant", order_by=("proposed_at",)
        ),
        Column(
            "state",
            Text("状态", "State"),
            lambda row: (row.outcome_text, _TONES[row.outcome]),
            "state",
            order_by=("outcome",),
        ),
    ),
    (
        Filter(
            "state",
            Text("状态", "State"),
            lambda rows, chosen: rows.filter(outcome="" if chosen == "open" else chosen),
            [(key or "open", text) for key, text in OUTCOMES.items()],
            "choice",
        ),
    ),
    order="-at",
)


@does("bodies.read_proposals")
def proposals(request: HttpRequest) -> HttpResponseBase:
    """List the proposed posts; those that wait for this person stand on top with their buttons."""
    listing = Listing(request, queries.proposals(), _LIST)
    context = {"listing": listing, "waiting": queries.proposals_for(request.user)}
    return listing.export() or render(request, "bodies/proposals.html", context)


@does("bodies.propose_post", target=accounts.account)
def propose_post(request: HttpRequest, account: Account) -> HttpResponse:
    """Propose a post for the person of an account."""
    effect = Text(
        "提名后由安全管理员批准才生效。三员与业务岗位不得由同一人担任。",
        "It comes into force when the security administrator gives it. Administrators hold no other post.",
    )
    back = reverse("accounts:account", args=[account.pk])
    crumbs = [(Text("账号", "Accounts"), reverse("accounts:list")), (account.display_name, back)]
    title = Text(f"提名任职：{account}", f"Propose a post for {account}")
    form = forms.PostForm(request.POST or None, initial={"since": clock.today()})
    asked = Asked(title, effect, Text("提名", "Propose"), back, crumbs)
    return ask(request, form, asked, lambda given: actions.propose_post(actor=request.user, account=account, **given))


@does("bodies.propose_transfer", target=queries.post)
def propose_transfer(request: HttpRequest, post: Post) -> HttpResponse:
    """Propose a transfer of a person from a post to another."""
    effect = Text(
        "批准后原任职到调任之日止，新任职自当日起，并留下调动记录。",
        "When given, the old post ends on the day on which the new one begins, and a transfer is recorded.",
    )
    title = Text(f"提名调任：{post.account}", f"Propose a transfer of {post.account}")
    facts = ((Text("现任", "Present post"), post.body), (Text("岗位", "Role"), post.role_text))
    asked = Asked(title, effect, Text("提名", "Propose"), body_url(post.body), crumbs_of(post.body), facts)
    form = forms.TransferForm(request.POST or None, initial={"on": clock.today(), "role": post.role})
    return ask(request, form, asked, lambda given: actions.propose_transfer(actor=request.user, post=post, **given))


def _facts(proposal: PostProposal) -> list[tuple[Text, object]]:
    facts: list[tuple[Text, object]] = [
        (Text("姓名", "Name"), proposal.account.display_name),
        (Text("机构", "Body"), proposal.body),
        (Text("岗位", "Post"), proposal.role_text),
        (Text("任职日期", "From"), day_text(proposal.since)),
        (Text("任期至", "Until"), day_text(proposal.until)),
        (Text("依据", "Ground"), proposal.reason),
        (Text("提名人", "Proposed by"), proposal.proposed_by.display_name),
    ]
    if proposal.ends is not None:
        facts.append((Text("同时免去", "Ends with it"), proposal.ends.body))
    return facts


def _decide(request: HttpRequest, proposal: PostProposal, deed: str, effect: Text) -> HttpResponse:
    text = policy.deed_of(deed).text
    act = actions.give_post if deed == "bodies.give_post" else actions.decline_post
    back = reverse("bodies:proposals")
    asked = Asked(text, effect, text, back, [(_PROPOSALS, back)], _facts(proposal), is_grave=True)
    form = forms.ReasonForm(request.POST or None)
    form.fields["reason"].required = deed == "bodies.decline_post"
    return ask(request, form, asked, lambda given: act(actor=request.user, proposal=proposal, **given))


@does("bodies.give_post", target=queries.proposal)
def give_post(request: HttpRequest, proposal: PostProposal) -> HttpResponse:
    """Give a proposed post."""
    effect = Text("批准后自任职日期起生效。", "It holds from its first day on.")
    return _decide(request, proposal, "bodies.give_post", effect)


@does("bodies.decline_post", target=queries.proposal)
def decline_post(request: HttpRequest, proposal: PostProposal) -> HttpResponse:
    """Decline a proposed post."""
    effect = Text("不同意的，此次提名作废，理由留存。", "The proposal ends here; the reason is kept.")
    return _decide(request, proposal, "bodies.decline_post", effect)


@does("bodies.end_post", target=queries.post)
def end_post(request: HttpRequest, post: Post) -> HttpResponse:
    """End a post."""
    effect = Text(
        "自所填之日起不再有此岗位的职权；任职记录保留。", "From that day on the post gives no rights; its record stays."
    )
    title = Text(f"免去任职：{post.account}", f"End a post of {post.account}")
    facts = (
        (Text("机构", "Body"), post.body),
        (Text("岗位", "Post"), post.role_text),
        (Text("自", "Since"), day_text(post.since)),
    )
    button = Text("免去", "End")
    asked = Asked(title, effect, button, body_url(post.body), crumbs_of(post.body), facts, is_grave=True)
    form = forms.EndForm(request.POST or None, initial={"until": clock.today()})
    return ask(request, form, asked, lambda given: actions.end_post(actor=request.user, post=post, **given))


@does("bodies.create_group", target=queries.body)
def create_group(request: HttpRequest, body: Body) -> HttpResponse:
    """Set up a leading group."""
    effect = Text(
        "领导小组审议并签批评价结果；办公室设在法制机构。",
        "The group deliberates on results and signs them; its office sits in the legal department.",
    )
    title = Text(f"建立领导小组：{body}", f"Set up a leading group of {body}")
    asked = Asked(title, effect, Text("建立", "Set up"), body_url(body), crumbs_of(body))
    form = forms.GroupForm(request.POST or None, initial={"since": clock.today()})
    return ask(request, form, asked, lambda given: actions.create_group(actor=request.user, body=body, **given))


@does("bodies.close_group", target=queries.group)
def close_group(request: HttpRequest, group: LeadingGroup) -> HttpResponse:
    """Close a leading group."""
    effect = Text("各席位同时到期；记录保留。", "Its seats end with it; the record stays.")
    title = Text(f"撤销领导小组：{group}", f"Close {group}")
    button = Text("撤销", "Close")
    asked = Asked(title, effect, button, body_url(group.body), crumbs_of(group.body), is_grave=True)
    form = forms.EndForm(request.POST or None, initial={"until": clock.today()})
    return ask(request, form, asked, lambda given: actions.close_group(actor=request.user, group=group, **given))


@does("bodies.add_seat", target=queries.group)
def add_seat(request: HttpRequest, group: LeadingGroup) -> HttpResponse:
    """Fill a seat."""
    effect = Text(
        "组长、常务副组长同一时间各一人。主管某机构的成员不参加对该机构的核实和决定。",
        "One leader and one executive deputy at a time. Who heads a body takes no part in deciding on it.",
    )
    title = Text(f"任命成员：{group}", f"Fill a seat of {group}")
    asked = Asked(title, effect, Text("任命", "Appoint"), body_url(group.body), crumbs_of(group.body))
    form = forms.SeatForm(request.POST or None, initial={"since": clock.today()})
    return ask(request, form, asked, lambda given: actions.add_seat(actor=request.user, group=group, **given))


@does("bodies.end_seat", target=queries.seat)
def end_seat(request: HttpRequest, seat: Seat) -> HttpResponse:
    """End a seat."""
    body = seat.group.body
    effect = Text("自所填之日起不再参加审议和签批。", "From that day on they neither deliberate nor sign.")
    title = Text(f"免去成员：{seat.person}", f"End the seat of {seat.person}")
    asked = Asked(title, effect, Text("免去", "End"), body_url(body), crumbs_of(body), is_grave=True)
    form = forms.EndForm(request.POST or None, initial={"until": clock.today()})
    return ask(request, form, asked, lambda given: actions.end_seat(actor=request.user, seat=seat, **given))
