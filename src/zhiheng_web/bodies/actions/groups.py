"""Writing leading groups and their seats (CQ-06, CQ-07): one leader, one executive deputy, any number of others."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts, trail
from zhiheng_web.bodies.models import Body, LeadingGroup, Seat
from zhiheng_web.bodies.refusals import refusal
from zhiheng_web.bodies.terms import overlap
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text

#: CQ-06: one 组长, one 常务副组长.
_SINGLE = ("leader", "executive_deputy")


def create_group(*, actor: Any, body: Body, name: str, since: date, until: date | None = None) -> LeadingGroup:
    """Set up a leading group of a body."""
    policy.demand(actor, "bodies.create_group", body)
    with acts.act(actor, "bodies.create_group"):
        group = LeadingGroup(body=body, name=name, since=since, until=until)
        group.save()
    return group


def close_group(*, actor: Any, group: LeadingGroup, until: date, reason: str) -> None:
    """Close a leading group on a day; the seats that last end with it."""
    policy.demand(actor, "bodies.close_group", group.body)
    _check_end(group.since, group.until, until)
    with acts.act(actor, "bodies.close_group", reason=reason):
        group.until = until
        group.save()
        for seat in group.seats.all():
            if seat.until is None or seat.until > until:
                seat.until = max(until, seat.since)
                seat.save()


def add_seat(
    *,
    actor: Any,
    group: LeadingGroup,
    slot: str,
    person: str,
    since: date,
    until: date | None = None,
    duty: str = "",
    account: Account | None = None,
    represents: Body | None = None,
) -> Seat:
    """Fill a seat for a term. Raises Refusal for a second leader or executive deputy at one time."""
    policy.demand(actor, "bodies.add_seat", group.body)
    seat = Seat(group=group, slot=slot, person=person, since=since, until=until)
    seat.duty, seat.account, seat.represents = duty, account, represents
    with acts.act(actor, "bodies.add_seat"):
        trail.lock()
        for other in group.seats.all():
            same = other.slot == slot if slot in _SINGLE else other.person == person
            if same and overlap(seat, other):
                raise refusal(
                    "seat_taken",
                    Text(
                        f"该期间{other.person}已任{other.slot_text.zh}。",
                        f"{other.person} is {other.slot_text.en} in that time.",
                    ),
                    Text("先免去原任，或者改任期。", "End that seat first, or change the term."),
                    value=person,
                )
        if until is not None and until <= since:
            _check_end(since, None, until)
        seat.save()
    return seat


def end_seat(*, actor: Any, seat: Seat, until: date, reason: str) -> None:
    """End a seat on a day."""
    policy.demand(actor, "bodies.end_seat", seat.governing_body)
    _check_end(seat.since, seat.until, until)
    with acts.act(actor, "bodies.end_seat", reason=reason):
        seat.until = until
        seat.save()


def _check_end(since: date, ends: date | None, until: date) -> None:
    if until <= since or (ends is not None and until > ends):
        raise refusal(
            "wrong_day",
            Text("止日要晚于起日，且在原任期之内。", "The last day comes after the first, within the term."),
            Text("核对日期。", "Check the day."),
            value=str(until),
        )
