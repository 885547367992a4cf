"""Panels of a file's page: its cards as far as a person may see them; notice, mending and objections."""

from __future__ import annotations

from typing import Any

from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import rounds as reading
from zhiheng_web.reviews.reading.card_pages import stage_of
from zhiheng_web.reviews.reading.panels import Panel, register_panel


@register_panel("cards", 20)
def cards(person: Any, one: FileReview) -> Panel | None:
    """Show the cards that a person may see, and what they have to write."""
    places = one.assignments.filter(withdrawn_at__isnull=True).select_related(
        "reviewer", "card", "file_review__activity", "file_review__body", "file_review__case"
    )
    rows = [
        {
            "assignment": place,
            "stage": stage_of(place),
            "card": access.card_of(place),
            "is_signed": access.is_signed(place),
            "may_write": access.may_write(person, place),
        }
        for place in places
        if access.may_see(person, place)
        and (not place.is_planted or place.reviewer_id == person.pk)
        and (access.is_signed(place) or access.may_write(person, place))
    ]
    may_begin = (
        one.state == "first_level"
        and policy.may(person, access.DEEDS[1], one.body)
        and not any(place.level == 1 for place in places)
    )
    if not rows and not may_begin:
        return None
    told = {"rows": rows, "may_begin": may_begin, "file": one}
    return Panel(Text("考评卡", "Review cards"), "reviews/cards/panel.html", told)


@register_panel("rounds", 40)
def rounds(person: Any, one: FileReview) -> Panel | None:
    """Lead to notice, mending and objections, once there is something to tell."""
    may_give = policy.may(person, "reviews.give_notice", one.body)
    is_told = one.notified_at is not None
    if not is_told and not (may_give and one.state == "reviewed"):
        return None
    is_open_first, is_open_second = reading.is_open_to_objection(one), reading.is_open_to_second_objection(one)
    told = {
        "file": one,
        "is_open_first": is_open_first,
        "is_open_second": is_open_second,
        "is_told": is_told,
        "objection_due": reading.objection_due(one),
        "is_mended": reading.is_mended(one) and one.state in ("mending", "second_round", "settled"),
        "awaits_second": may_give and reading.awaits_second_notice(one),
        "second_due": reading.second_objection_due(one),
        "may_object": policy.may(person, "reviews.object", one.body) and (is_open_first or is_open_second),
        "objections": list(one.objections.all()),
    }
    return Panel(Text("告知、整改和异议", "Notice, mending and objections"), "reviews/rounds/panel.html", told)
