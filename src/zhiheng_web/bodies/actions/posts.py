"""Writing posts: one administrator proposes, the security administrator gives. Nobody decides about themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from zhiheng_web.accounts.appointments import FirstBody
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts, trail
from zhiheng_web.bodies.models import Body, Post, PostProposal, Transfer
from zhiheng_web.bodies.refusals import refusal
from zhiheng_web.bodies.terms import excluded_by, overlap
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import ROLE_TEXTS, Role
from zhiheng_web.lib.words import Text


def appoint_first(account: Account, body: FirstBody) -> None:
    """Make the root body and the first system administrator's post, inside the act of the first set-up."""
    root = Body.objects.filter(code=body.code).first() or Body(code=body.code, name=body.name, level="province")
    if root.pk is None:
        root.save()
    Post(account=account, body=root, role=Role.system_administrator.value, since=clock.today()).save()


def propose_post(
    *, actor: Any, account: Account, body: Body, role: str, since: date, until: date | None = None, reason: str
) -> PostProposal:
    """Propose a post. The very first security administrator comes into force at once: there is nobody to give it.

    Raises Refusal where the account holds a post that excludes it, or would give itself one.
    """
    policy.demand(actor, "bodies.propose_post", body)
    wanted = PostProposal(account=account, body=body, role=role, since=since, until=until, reason=reason)
    return _propose(actor, wanted, "bodies.propose_post")


def propose_transfer(*, actor: Any, post: Post, body: Body, role: str, on: date, reason: str) -> PostProposal:
    """Propose that a person leaves a post and takes another on the same day."""
    policy.demand(actor, "bodies.propose_transfer", post.body)
    policy.demand(actor, "bodies.propose_transfer", body)
    if (post.body_id, post.role) == (body.pk, role) or on <= post.since or (post.until and on > post.until):
        raise refusal(
            "no_transfer",
            Text(
                "调任要换机构或岗位，日期要在原任期之内。",
                "A transfer changes body or post, within the term of the old one.",
            ),
            Text("改选机构、岗位或日期。", "Choose another body, post or day."),
            value=f"{body} {on}",
        )
    wanted = PostProposal(account=post.account, body=body, role=role, since=on, until=None, ends=post, reason=reason)
    return _propose(actor, wanted, "bodies.propose_transfer")


def _propose(actor: Any, wanted: PostProposal, deed: str) -> PostProposal:
    if wanted.account.pk == actor.pk:
        raise _about_oneself()
    with acts.act(actor, deed, reason=wanted.reason):
        # Two proposals at once for one person must see each other.
        trail.lock()
        _check(wanted)
        wanted.proposed_by = actor
        wanted.save()
        if wanted.role == Role.security_administrator and not _has_security_administrator():
            _put_in_force(wanted, actor, "首名安全管理员 first security administrator")
    return wanted


def _has_security_administrator() -> bool:
    """Say whether there is one, today or later: a deactivated account does not open the way to a second first one."""
    role = Role.security_administrator.value
    return Post.objects.filter(Q(until=None) | Q(until__gt=clock.today()), role=role).exists()


def _check(wanted: PostProposal) -> None:
    if wanted.until is not None and wanted.until <= wanted.since:
        raise refusal(
            "empty_term",
            Text("任期的止日要晚于起日。", "A term ends after it begins."),
            Text("核对日期。", "Check the days."),
            value=f"{wanted.since} – {wanted.until}",
        )
    if not wanted.account.is_valid_on(clock.today()) or not wanted.body.is_there_on(wanted.since):
        raise refusal(
            "not_there",
            Text(
                "账号已停用或到期，或者机构在任职之日不存在。",
                "The account is not valid, or the body is not there then.",
            ),
            Text("核对账号、机构和日期。", "Check the account, the body and the day."),
        )
    held = [post for post in Post.objects.filter(account=wanted.account) if post.pk != wanted.ends_id]
    asked = list(PostProposal.objects.filter(account=wanted.account, decided_at=None).exclude(pk=wanted.pk))
    _refuse_excluded(wanted, [*held, *asked])
    for other in (*held, *asked):
        if (other.body_id, other.role) == (wanted.body_id, wanted.role) and overlap(wanted, other):
            raise refusal(
                "held_already",
                Text("此人在该期间已任或已被提名这一岗位。", "The person holds, or is proposed for, this post then."),
                Text("核对任期。", "Check the term."),
                value=str(wanted.body),
            )


def _refuse_excluded(wanted: PostProposal, others: list[Post | PostProposal]) -> None:
    standing = excluded_by(wanted, others)
    if standing:
        role, other = ROLE_TEXTS[Role(wanted.role)], ROLE_TEXTS[Role(standing[0].role)]
        raise refusal(
            "roles_exclude",
            Text(
                f"三员分立：{role.zh}与{other.zh}不得由同一人同时担任。",
                f"Separation of administrators: one person is not {role.en} and {other.en} at one time.",
            ),
            Text("由另一人担任，或者先免去原岗位。", "Choose another person, or end the other post first."),
            value=str(standing[0].body),
        )


def _about_oneself() -> Exception:
    return refusal(
        "about_oneself",
        Text(
            "任职不由本人提名，也不由提名人或本人批准。",
            "Nobody proposes or gives a post to themselves, or gives what they proposed.",
        ),
        Text("由另一名管理员办理。", "Ask another administrator."),
    )


def give_post(*, actor: Any, proposal: PostProposal, reason: str = "") -> Post:
    """Give a proposed post: it holds from its first day on; with a transfer the old post ends that day."""
    policy.demand(actor, "bodies.give_post", proposal.body)
    with acts.act(actor, "bodies.give_post", reason=reason):
        trail.lock()
        stored = _undecided(actor, proposal)
        _check(stored)
        return _put_in_force(stored, actor, reason)


def decline_post(*, actor: Any, proposal: PostProposal, reason: str) -> None:
    """Decline a proposed post, with the reason."""
    policy.demand(actor, "bodies.decline_post", proposal.body)
    with acts.act(actor, "bodies.decline_post", reason=reason):
        trail.lock()
        _decide(_undecided(actor, proposal), actor, "declined", reason)


def _undecided(actor: Any, proposal: PostProposal) -> PostProposal:
    stored: PostProposal = PostProposal.objects.select_related("account", "body").get(pk=proposal.pk)
    if stored.decided_at is not None:
        raise refusal(
            "decided_already",
            Text(f"已有决定：{stored.outcome_text.zh}。", f"It has been decided: {stored.outcome_text.en}."),
            Text("需要改变的，另行提名或免去。", "Propose again, or end the post."),
        )
    if actor.pk in (stored.proposed_by_id, stored.account_id):
        raise _about_oneself()
    return stored


def _put_in_force(proposal: PostProposal, actor: Any, reason: str) -> Post:
    ended = proposal.ends
    if ended is not None:
        ended.until = proposal.since
        ended.save()
        Transfer(
            account=proposal.account,
            from_body=ended.body,
            to_body=proposal.body,
            on=proposal.since,
            reason=proposal.reason,
        ).save()
    post = Post(
        account=proposal.account,
        body=proposal.body,
        role=proposal.role,
        since=proposal.since,
        until=proposal.until,
    )
    post.save()
    _decide(proposal, actor, "given", reason)
    return post


def _decide(proposal: PostProposal, actor: Any, outcome: str, reason: str) -> None:
    proposal.outcome, proposal.decision = outcome, reason
    proposal.decided_by, proposal.decided_at = actor, clock.now()
    proposal.save()


def end_post(*, actor: Any, post: Post, until: date, reason: str) -> None:
    """End a post on a day. Raises Refusal for one's own, and for the last system or security administrator's."""
    policy.demand(actor, "bodies.end_post", post.body)
    with acts.act(actor, "bodies.end_post", reason=reason):
        trail.lock()
        stored = Post.objects.select_related("account", "body").get(pk=post.pk)
        if stored.account_id == actor.pk:
            raise _about_oneself()
        if until < stored.since or (stored.until is not None and until > stored.until):
            raise refusal(
                "wrong_day",
                Text(
                    "免去日期要在任期之内；延长任期另行提名。",
                    "The day lies within the term; a longer one is proposed anew.",
                ),
                Text("核对日期。", "Check the day."),
                value=str(until),
            )
        _check_last(stored, until)
        stored.until = until
        stored.save()


def _check_last(post: Post, until: date) -> None:
    if post.role not in (Role.system_administrator, Role.security_administrator):
        return
    others = Post.objects.filter(role=post.role, since__lte=until, account__is_active=True).exclude(pk=post.pk)
    if not others.filter(Q(until=None) | Q(until__gt=until)).exists():
        name = ROLE_TEXTS[Role(post.role)]
        raise refusal(
            "last_administrator",
            Text(f"这是唯一的{name.zh}。", f"This is the only {name.en}."),
            Text("先任命接任的人，再免去。", "Appoint the successor first."),
            value=str(post.account),
        )
