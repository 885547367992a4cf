"""Who may open the pages of case-file review: above, at the unit, beside, foreign; officers their own cases alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cards import assignment_of, file_of, problem, review
from adapters.web_reviews import make_activity, make_draft, make_person, saved
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.actions import rounds
from zhiheng_web.reviews.models import FileReview

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str, str], Client]


@pytest.fixture
def told(world: World) -> FileReview:
    """Return a file of A, reviewed by the brigade of P and told: it is being mended."""
    one = file_of(make_activity(world, files="second_level", bodies=("A", "B")))
    review(assignment_of(one), [problem()])
    again = FileReview.objects.select_related("activity__organiser", "case", "body").get(pk=one.pk)
    return rounds.give_notice(actor=world.person("evaluation_office", "P"), file_review=again)


PAGES = [
    ("activity", "evaluation_office@P", 200),
    ("activity", "reviewer@P", 200),
    ("activity", "leader@P", 200),
    ("activity", "legal_officer@A", 403),
    ("activity", "officer@A", 403),
    ("activity", "evaluation_office@A", 403),
    ("activity", "evaluation_office@Q", 403),
    ("activity", "audit_administrator@P", 403),
    ("rules", "reviewer@P", 403),
    ("choose_cases", "leader@P", 403),
    ("assigning", "evaluation_office@P", 200),
    ("assigning", "reviewer@P", 403),
    ("results", "leader@P", 200),
    ("results", "unit_head@A", 403),
    ("calibration", "reviewer@P", 403),
    ("calibration", "leader@P", 200),
    ("file", "reviewer@P", 200),
    ("file", "discipline@P", 200),
    ("file", "unit_head@A", 200),
    ("file", "legal_officer@A", 200),
    ("file", "officer@A", 200),
    ("file", "unit_head@B", 403),
    ("file", "legal_officer@A1", 403),
    ("file", "evaluation_office@B", 403),
    ("file", "evaluation_office@Q", 403),
    ("file", "interviewer@P", 403),
    ("card", "reviewer@P", 200),
    ("card", "evaluation_office@P", 200),
    ("card", "officer@A", 200),  # signed and told
    ("card", "unit_head@B", 403),
    ("notice", "officer@A", 200),
    ("notice", "unit_head@B", 403),
    ("mending", "officer@A", 200),
    ("mending", "officer@B", 403),
    ("object", "unit_head@A", 200),
    ("object", "reviewer@P", 403),
    ("object", "legal_officer@B", 403),
]


@pytest.mark.parametrize(("page", "who", "status"), PAGES)
def test_it_opens_each_page_to_those_whose_matter_it_is(
    world: World, told: FileReview, signed_in: SignedIn, page: str, who: str, status: int
) -> None:
    role, _, code = who.partition("@")
    about = {"card": assignment_of(told).pk} | dict.fromkeys(("file", "notice", "mending", "object"), told.pk)
    key = about.get(page, told.activity_id)
    answer = signed_in(role, code).get(reverse(f"reviews:{page}", args=[key]))
    assert answer.status_code == status


def test_an_officer_reads_their_own_cases_and_no_colleagues(world: World, told: FileReview) -> None:
    colleague = make_person(world, "officer", "A", 2)
    client = Client()
    client.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in ("file", "notice", "mending", "object"):
        assert client.get(reverse(f"reviews:{page}", args=[told.pk])).status_code in (403, 404), page
    assert client.get(f"/api/v1/reviews/files/{told.pk}").status_code in (403, 404)
    assert client.get("/api/v1/reviews/files").json()["total"] == 0


@pytest.mark.both_databases
def test_lists_hold_what_may_be_opened(world: World, told: FileReview, signed_in: SignedIn) -> None:
    def total(who: str) -> int:
        role, _, code = who.partition("@")
        found: int = signed_in(role, code).get(reverse("reviews:files")).context["listing"].total
        return found

    # Two files each of A and B.
    counts = {"reviewer@P": 4, "unit_head@A": 2, "legal_officer@B": 2, "officer@A": 2, "unit_head@A1": 0}
    assert {who: total(who) for who in counts} == counts


def test_what_is_not_told_yet_is_kept_from_the_unit(world: World, signed_in: SignedIn) -> None:
    one = file_of(make_activity(world, files="second_level", bodies=("A",)))
    card = reverse("reviews:card", args=[assignment_of(one).pk])
    review(assignment_of(one), [problem(deduction="2.25")])
    for who in ("unit_head", "legal_officer", "officer"):
        client = signed_in(who, "A")
        assert client.get(card).status_code in (403, 404)
        assert client.get(reverse("reviews:notice", args=[one.pk])).status_code == 404
        assert "2.25" not in client.get(reverse("reviews:file", args=[one.pk])).content.decode()
        assert client.get(f"/api/v1/reviews/files/{one.pk}").json()["deduction_first"] is None


def test_a_draft_and_its_rules_are_the_offices(world: World, signed_in: SignedIn) -> None:
    draft = make_draft(world, bodies=("A",))
    for page in ("rules", "card_items", "change_activity"):
        address = reverse(f"reviews:{page}", args=[draft.pk])
        assert signed_in("evaluation_office", "P").get(address).status_code == 200
        for role, code in (("reviewer", "P"), ("leader", "P"), ("evaluation_office", "A"), ("evaluation_office", "Q")):
            assert signed_in(role, code).get(address).status_code == 403


def test_a_post_that_has_ended_opens_nothing(world: World, told: FileReview, signed_in: SignedIn) -> None:
    client, post = signed_in("unit_head", "A"), world.person("unit_head", "A").posts.get()
    address = reverse("reviews:file", args=[told.pk])
    assert client.get(address).status_code == 200
    post.until = clock.today()
    saved(post)
    assert client.get(address).status_code == 403
