"""What waits for administrators: posts to be given, and the administrators who are still to be appointed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhiheng_web.bodies import queries
from zhiheng_web.lib import policy
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.policy import ROLE_TEXTS
from zhiheng_web.lib.words import Text

_BASIS = Text("GB/T 22239-2019 三员分立", "GB/T 22239-2019, separation of administrators")


@register
def posts_to_give(person: Any) -> Iterable[Duty]:
    """Yield the proposed posts that wait for this security administrator."""
    if not policy.may_somewhere(person, "bodies.give_post"):
        return
    for proposal in queries.proposals_for(person):
        role, name = proposal.role_text, proposal.account.display_name
        yield Duty(
            f"bodies.give_post:{proposal.pk}",
            Text(f"决定任职：{name}，{role.zh}", f"Decide on a post: {name}, {role.en}"),
            proposal.body,
            reverse("bodies:give_post", args=[proposal.pk]),
            None,
            _BASIS,
            "review",
        )


@register
def administrators_to_propose(person: Any) -> Iterable[Duty]:
    """Yield the administrators that the installation still lacks."""
    if not policy.may_somewhere(person, "bodies.propose_post"):
        return
    for role in queries.missing_administrators():
        text = ROLE_TEXTS[role]
        yield Duty(
            f"bodies.propose_post:{role.value}",
            Text(f"提名{text.zh}（须另有其人）", f"Propose a {text.en} (another person)"),
            None,
            reverse("accounts:list"),
            None,
            _BASIS,
        )
