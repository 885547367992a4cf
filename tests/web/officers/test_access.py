"""Who may open the pages of officers' months: own, beneath, beside, foreign; officers what is theirs alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters import web_months as do
from adapters.web_world import World
from zhiheng_web.officers.models import Accountability, Month, Tracking

SignedIn = Callable[[str, str], Client]


@pytest.mark.parametrize(
    ("page", "who", "status"),
    [
        ("month", "evaluation_office@A", 200),
        ("month", "leader@P", 200),
        ("month", "officer@A2", 200),
        ("month", "unit_head@A1", 200),
        ("month", "officer@B1", 403),
        ("month", "evaluation_office@Q", 403),
        ("month", "interviewer@A", 403),
        ("month", "audit_administrator@A", 403),
        ("publish_month", "evaluation_office@P", 403),
        ("correct_month", "leader@A", 403),
        ("month_line", "officer@A1", 200),
        ("month_line", "legal_officer@A1", 200),
        ("month_line", "officer@A2", 403),
        ("month_line", "unit_head@A", 403),
        ("month_line", "evaluation_office@B", 403),
        ("tracking", "officer@A1", 200),
        ("tracking", "unit_head@A1", 200),
        ("tracking", "unit_head@A2", 403),
        ("add_step", "unit_head@A1", 403),
        ("report_step", "unit_head@A1", 200),
        ("accountability", "discipline@A", 200),
        ("accountability", "unit_head@A1", 403),
        ("accountability", "officer@A1", 403),
        ("accountability", "leader@P", 403),
        ("own_accountability", "officer@A1", 200),
        ("own_accountability", "unit_head@A1", 403),
        ("own_accountability", "officer@A2", 403),
        ("awards", "reviewer@A", 403),
        ("allocation", "unit_head@A1", 403),
    ],
)
def test_it_opens_each_page_to_those_whose_matter_it_is(
    world: World, month: Month, matter: Accountability, signed_in: SignedIn, page: str, who: str, status: int
) -> None:
    role, _, code = who.partition("@")
    things: dict[str, Any] = {"awards": None, "allocation": None, "tracking": Tracking.objects.get()}
    things |= dict.fromkeys(("add_step", "report_step"), Tracking.objects.get())
    things |= dict.fromkeys(("accountability", "own_accountability"), matter)
    things["month_line"] = do.line_of(month, world)
    thing = things.get(page, month)
    answer = signed_in(role, code).get(reverse(f"officers:{page}", args=[thing.pk] if thing else []))
    assert answer.status_code == status


def test_lists_hold_what_may_be_opened(world: World, month: Month, matter: Accountability, signed_in: SignedIn) -> None:
    def holds(page: str, who: str, words: str) -> bool:
        role, _, code = who.partition("@")
        answer = signed_in(role, code).get(reverse(f"officers:{page}"))
        return answer.status_code == 200 and words in answer.content.decode()

    assert holds("months", "officer@A2", f"/officers/months/{month.pk}/")
    assert not holds("months", "officer@B1", f"/officers/months/{month.pk}/")
    assert holds("trackings", "officer@A1", "民警A11") and not holds("trackings", "officer@A2", "民警A11")
    assert holds("accountabilities", "leader@A", "民警A11") and not holds("accountabilities", "leader@P", "民警A11")
    assert not holds("red_cards", "officer@B1", "民警A11")


def test_an_officer_sees_nothing_of_a_colleague_through_the_api(
    world: World, month: Month, signed_in: SignedIn
) -> None:
    own, other = do.line_of(month, world), do.line_of(month, world, 2)
    client = signed_in("officer", "A1")
    assert client.get(f"/api/v1/officers/lines/{own.pk}").status_code == 200
    assert client.get(f"/api/v1/officers/lines/{other.pk}").status_code == 403
    files = client.get(f"/api/v1/officers/months/{month.pk}/files").json()["items"]
    assert {one["line_id"] for one in files} == {own.pk}


def test_a_draft_is_hidden_from_the_units(world: World, signed_in: SignedIn) -> None:
    do.review(world, "6")
    draft = do.computed(world)
    line = do.line_of(draft, world)
    for role in ("officer", "unit_head", "legal_officer"):
        client = signed_in(role, "A1")
        assert client.get(reverse("officers:month", args=[draft.pk])).status_code == 403
        assert client.get(reverse("officers:month_line", args=[line.pk])).status_code == 403
        assert client.get(f"/api/v1/officers/months/{draft.pk}/lines").status_code == 403
