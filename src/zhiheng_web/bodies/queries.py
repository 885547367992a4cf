"""Reading bodies: the tree within reach, the parts of a body's page, proposed posts, who is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body, LeadingGroup, Post, PostProposal, Seat, Transfer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import Role


def body(body_id: int) -> Body:
    """Return a body with its parent. Raises Http404."""
    found: Body = get_object_or_404(Body.objects.select_related("parent"), pk=body_id)
    return found


def post(post_id: int) -> Post:
    """Return a post. Raises Http404."""
    found: Post = get_object_or_404(Post.objects.select_related("account", "body"), pk=post_id)
    return found


def proposal(proposal_id: int) -> PostProposal:
    """Return a proposed post that is still undecided. Raises Http404."""
    undecided = PostProposal.objects.filter(decided_at=None)
    found: PostProposal = get_object_or_404(
        undecided.select_related("account", "body", "proposed_by", "ends__body"), pk=proposal_id
    )
    return found


def group(group_id: int) -> LeadingGroup:
    """Return a leading group. Raises Http404."""
    found: LeadingGroup = get_object_or_404(LeadingGroup.objects.select_related("body"), pk=group_id)
    return found


def seat(seat_id: int) -> Seat:
    """Return a seat. Raises Http404."""
    found: Seat = get_object_or_404(Seat.objects.select_related("group__body", "represents"), pk=seat_id)
    return found


def bodies_for(person: Any) -> QuerySet[Body]:
    """Return the bodies that a person may read."""
    found: QuerySet[Body] = Body.objects.filter(policy.within_reach(person, "bodies.read_body", ""))
    return found


@dataclass
class Branch:
    """A body in the tree, with what lies beneath."""

    body: Body
    children: list[Branch] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return how many bodies lie beneath, at any depth."""
        return len(self.children) + sum(child.size for child in self.children)


def tree_for(person: Any, *, with_closed: bool = False) -> list[Branch]:
    """Return the trees that a person may read, in one query; siblings by their number."""
    rows = bodies_for(person).order_by("code")
    if not with_closed:
        rows = rows.filter(Q(until=None) | Q(until__gt=clock.today()))
    branches = {row.pk: Branch(row) for row in rows}
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.body.parent_id or 0)
        (above.children if above else roots).append(branch)
    return roots


def matching(person: Any, typed: str) -> QuerySet[Body]:
    """Return the bodies in reach whose name, English name, number or region contains every word."""
    rows = bodies_for(person).select_related("parent").order_by("code")
    for word in typed.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(code__icontains=word)
            | Q(region_code__startswith=word)
        )
    return rows


def above(one: Body) -> list[Body]:
    """Return the bodies above, from the root down."""
    return list(Body.objects.filter(pk__in=one.path.rstrip("/").split("/")[:-1]).order_by("path"))


def posts_at(one: Body) -> list[Post]:
    """Return the posts at a body: those held today first, then the earlier ones, the latest first."""
    today = clock.today()
    rows = Post.objects.filter(body=one).select_related("account").order_by("-since")
    return sorted(rows, key=lambda held: not held.is_held_on(today))


def groups_at(one: Body) -> list[LeadingGroup]:
    """Return the leading groups of a body with their seats, by rank of the seat."""
    rows = one.leading_groups.prefetch_related("seats__represents", "seats__account")
    return list(rows)


def transfers_of(one: Body) -> QuerySet[Transfer]:
    """Return what was moved: the body itself, bodies and persons that came or went."""
    told = Q(body=one) | Q(from_body=one) | Q(to_body=one)
    found: QuerySet[Transfer] = Transfer.objects.filter(told)
    return found.select_related("body", "account", "from_body", "to_body").order_by("-on", "-pk")


def proposals() -> QuerySet[PostProposal]:
    """Return all proposed posts."""
    found: QuerySet[PostProposal] = PostProposal.objects.select_related("account", "body", "proposed_by", "decided_by")
    return found


def proposals_for(person: Any) -> QuerySet[PostProposal]:
    """Return the undecided ones that a person may decide: not their own, not about themselves."""
    if not policy.may_somewhere(person, "bodies.give_post"):
        return PostProposal.objects.none()
    return proposals().filter(decided_at=None).exclude(proposed_by=person).exclude(account=person)


def missing_administrators() -> list[Role]:
    """Return the administrators that nobody is today and nobody is proposed for."""
    today = clock.today()
    wanted = [Role.security_administrator, Role.audit_administrator]
    held = Post.objects.filter(role__in=wanted).exclude(until__lte=today).values_list("role", flat=True)
    asked = PostProposal.objects.filter(decided_at=None, role__in=wanted).values_list("role", flat=True)
    there = {*held, *asked}
    return [role for role in wanted if role.value not in there]
