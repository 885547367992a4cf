"""A file chosen into a special or key review is taken out again before a card is signed; the row stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cards import assignment_of, review
from adapters.web_reviews import make_activity
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import policy
from zhiheng_web.reviews import scoring
from zhiheng_web.reviews.actions import activities, choosing
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.reviews.reading import activities as reading

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str, str], Client]


def special(world: World, **more: object) -> Activity:
    told = {"kind": "special", "bodies": ("A",), "cases": 2, "files": "second_level"} | more
    return make_activity(world, **told)  # type: ignore[arg-type]


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.faults[0].code


def test_it_stays_in_the_list_and_counts_nowhere(world: World) -> None:
    activity, office = special(world), world.person("evaluation_office", "P")
    out, kept = activity.files.order_by("pk")
    done = choosing.take_out(actor=office, file_review=out, reason="与本主题无关")
    assert (done.state, done.due_on, done.submitted_at) == ("taken_out", None, out.submitted_at)
    assert not out.assignments.filter(withdrawn_at=None, done_at=None).exists()
    line = Line.objects.latest("sequence")
    assert (line.deed, line.reason) == ("reviews.open_activity", "与本主题无关")
    assert reading.summary_of(activity)[0].number == 1
    review(assignment_of(kept))
    assert len(scoring.score(activity, "first").files) == 1
    (counted,) = reading.counted(Activity.objects.filter(pk=activity.pk))
    assert counted.file_count == 1


def test_it_is_refused_without_reason_and_once_a_card_is_signed(world: World) -> None:
    activity, office = special(world), world.person("evaluation_office", "P")
    first, second = activity.files.order_by("pk")
    with pytest.raises(Refusal) as refusal:
        choosing.take_out(actor=office, file_review=first, reason=" ")
    assert code_of(refusal) == "no_reason"
    review(assignment_of(first))
    with pytest.raises(Refusal) as refusal:
        choosing.take_out(actor=office, file_review=first, reason="无关")
    assert code_of(refusal) == "card_signed"
    choosing.take_out(actor=office, file_review=second, reason="无关")
    with pytest.raises(Refusal) as refusal:
        choosing.take_out(actor=office, file_review=second, reason="无关")
    assert code_of(refusal) == "taken_out"
    for role, code in (("reviewer", "P"), ("unit_head", "A")):
        with pytest.raises(policy.Denied):
            choosing.take_out(actor=world.person(role, code), file_review=second, reason="无关")


def test_files_that_came_in_by_themselves_stay(world: World) -> None:
    activity = special(world, kind="complete")
    with pytest.raises(Refusal) as refusal:
        choosing.take_out(
            actor=world.person("evaluation_office", "P"), file_review=activity.files.first(), reason="无关"
        )
    assert code_of(refusal) == "not_chosen"


def test_it_can_be_chosen_again_and_the_rest_be_closed(world: World) -> None:
    activity, office = special(world), world.person("evaluation_office", "P")
    for one in activity.files.all():
        choosing.take_out(actor=office, file_review=one, reason="无关")
    first = activity.files.order_by("pk").first()
    (again,) = choosing.choose_cases(actor=office, activity=activity, cases=[first.case], because="又有信访")
    assert (again.pk, again.state, again.chosen_because) == (first.pk, "due", "又有信访")
    choosing.take_out(actor=office, file_review=again, reason="仍无关")
    assert activities.close_activity(actor=office, activity=activity).state == "closed"


def test_it_goes_by_page_and_by_program(world: World, signed_in: SignedIn) -> None:
    activity, client = special(world), signed_in("evaluation_office", "P")
    first, second = activity.files.order_by("pk")
    page = reverse("reviews:file", args=[first.pk])
    assert "移出评查" in client.get(page).content.decode()
    assert "移出评查" not in signed_in("reviewer", "P").get(page).content.decode().replace("已移出评查", "")
    client = signed_in("evaluation_office", "P")
    assert client.post(reverse("reviews:take_out", args=[first.pk]), {"reason": "与主题无关"}).status_code == 303
    shown = client.get(page).content.decode()
    assert "已移出评查" in shown and "与主题无关" in shown
    listed = client.get(reverse("reviews:files") + f"?activity={activity.pk}")
    assert listed.context["listing"].total == 2 and "已移出评查" in listed.content.decode()
    told = client.post(f"/api/v1/reviews/files/{second.pk}/take-out", {"reason": "重复"}, "application/json")
    assert told.json()["state"] == "taken_out"
    states = {one["state"] for one in client.get(f"/api/v1/reviews/files?activity_id={activity.pk}").json()["items"]}
    assert states == {"taken_out"}
    # What the number of the activity opens is what it counts.
    figure = reading.summary_of(activity)[0]
    assert (figure.number, client.get(figure.href).context["listing"].total) == (0, 0)
    assert FileReview.objects.count() == 2
    choose = client.get(reverse("reviews:choose_cases", args=[activity.pk]))
    assert choose.context["listing"].total == 2
