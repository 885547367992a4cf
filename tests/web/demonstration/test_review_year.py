"""The bureau's year of reviews, made once by its real deeds: each state, what follows for officers, the audit whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from zhiheng import api
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import verification
from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.cases.models import Case, CheckRun, FileDocument, Officer
from zhiheng_web.demonstration import people, review_places, review_plan, review_story
from zhiheng_web.lib.policy import ADMINISTRATORS
from zhiheng_web.officers.models import Accountability, Award, Month, Tracking
from zhiheng_web.officers.reading.statistics import statistics_of
from zhiheng_web.reviews.models import Activity, Assignment, Card, Draw, FileReview, Objection, Planting, Summary
from zhiheng_web.reviews.reading import population
from zhiheng_web.supervision.models import ExternalReview, Letter, MonthCircular, Submission
from zhiheng_web.training.models import Bulletin, Contest, Course, Meeting, TrainingClass

# The year takes half a minute: one worker makes it, and every test here looks at the same one.
pytestmark = pytest.mark.xdist_group("demonstration-reviews")


@pytest.fixture(scope="module", autouse=True)
def bureau(django_db_setup: None, django_db_blocker: Any, _trail_can_be_emptied: None) -> Iterator[Body]:
    """Make the year and give its bureau; afterwards nothing of it is left."""
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True), transaction.atomic():
        review_story.make(lambda text: None)
        yield Body.objects.get(code=review_places.BUREAU)
        transaction.set_rollback(True)


def _complete() -> Activity:
    found: Activity = Activity.objects.get(kind="complete")
    return found


def test_it_has_files_in_every_state_and_one_that_was_never_submitted() -> None:
    states = set(FileReview.objects.filter(activity=_complete()).values_list("state", flat=True))
    assert states == set(review_plan.STEPS)
    assert FileReview.objects.filter(activity__kind="random", state="comparing").exists()
    told = [one for many in FileReview.objects.values_list("violations", flat=True) for one in many]
    assert set(told) == {"not_submitted", "late", "no_first_level"}
    assert "not_submitted" in FileReview.objects.get(state="due", violations__icontains="not").violations


def test_its_scores_are_those_of_the_engine() -> None:
    settled = FileReview.objects.filter(activity=_complete(), state="settled")
    assert settled.count() >= 50
    assert not settled.filter(score_final=None).exists()
    refused = settled.get(case__code=_code(review_plan.REFUSED))
    # 2 + 2 + 2 in round one; the first of them was not mended and counts twice: 6 + 2
    assert (refused.deduction_first, refused.deduction_final) == (6, 8)
    failed = settled.get(case__code=_code(review_plan.FAILED))
    assert failed.score_first == 0


def _code(number: int) -> str:
    found: str = Case.objects.get(code__endswith=f"{number + 101:04}").code
    return found


def test_one_objection_was_upheld_one_corrected_and_one_waits() -> None:
    assert sorted(Objection.objects.values_list("outcome", flat=True)) == ["", "corrected", "upheld"]
    for one in Objection.objects.exclude(outcome="").select_related("line__card"):
        assert one.answered_by_id != one.line.card.signed_by_id


def test_nobody_reads_a_file_of_their_own_unit_or_whom_they_must_not() -> None:
    for one in Assignment.objects.select_related("reviewer", "file_review__body", "file_review__case"):
        own = set(one.reviewer.posts.values_list("body", flat=True))
        assert (one.file_review.body_id in own) == (one.level == 1)
    barred = Officer.objects.get(code=review_places.officer_codes("YX05")[-1])
    rows = Assignment.objects.filter(reviewer__name="reviewer2", file_review__case__lead=barred)
    assert FileReview.objects.filter(case__lead=barred).exists() and not rows.exists()


def test_no_card_is_signed_by_anybody_but_its_reviewer() -> None:
    signed = Card.objects.filter(state="signed").select_related("assignment")
    assert signed.count() > 150
    assert all(one.signed_by_id == one.assignment.reviewer_id for one in signed)


def test_its_months_are_published_and_red_cards_are_tracked() -> None:
    months = Month.objects.all()
    assert months.count() >= 9 and set(months.values_list("state", flat=True)) == {"published"}
    cards = Tracking.objects.filter(kind="red_card")
    assert cards.filter(closed_at=None).exists() and cards.exclude(closed_at=None).exists()
    assert Tracking.objects.filter(kind="key_case").exists()
    assert Award.objects.filter(body__isnull=False).count() == 3


def test_one_officer_was_held_responsible_and_another_is_heard(bureau: Body) -> None:
    assert set(Accountability.objects.values_list("state", flat=True)) == {"decided", "hearing"}
    year = Accountability.objects.get(state="decided").decided_on.year  # type: ignore[union-attr]
    told = statistics_of(bureau, year)
    assert (told.batches, told.persons) == (1, 1)
    held = Accountability.objects.get(state="decided")
    assert held.letter is not None and held.proposed_by_id != held.decided_by_id


def test_its_draw_can_be_repeated_and_files_are_planted() -> None:
    drawn = Draw.objects.select_related("population").get()
    everything = population.read_csv(population.stored(drawn.population), strata="body")
    commitment = api.sampling.parse_commitment(drawn.population.commitment)
    assert api.sampling.repeat_committed(drawn.sheet, commitment, everything) == []
    assert Planting.objects.exclude(revealed_at=None).count() == 2
    assert Summary.objects.filter(activity=_complete()).count() == 2
    assert Activity.objects.get(kind="special").state == "closed"


def test_its_bulletins_are_numbered_without_a_gap_and_name_no_party() -> None:
    by_series: dict[str, list[int | None]] = {}
    for name, number in Bulletin.objects.order_by("number").values_list("series__name", "number"):
        by_series.setdefault(name, []).append(number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_series.values())
    assert min(len(by_series[name]) for name in ("案卷考评通报", "每案点评")) >= 6
    assert {"案件网上监督通报", "上级案卷评查结果通报"} <= set(by_series)
    for one in Bulletin.objects.filter(series__kind="commentary").select_related("case"):
        assert one.case is not None
        assert one.case.party in one.text and one.case.party not in "".join(one.shown.values())


def test_it_trains_meets_and_judges() -> None:
    assert Meeting.objects.filter(state="held").count() >= 9
    assert Course.objects.count() >= 4
    assert TrainingClass.objects.get().state == "closed"
    assert Contest.objects.get().state == "decided"


def test_files_have_papers_and_the_checks_have_run() -> None:
    assert FileDocument.objects.values("case").distinct().count() == len(review_plan.WITH_FILE)
    assert CheckRun.objects.count() == 1


def test_nobody_holds_posts_that_exclude_each_other() -> None:
    for account in Account.objects.prefetch_related("posts"):
        roles = {post.role for post in account.posts.all()}
        assert not roles & {role.value for role in ADMINISTRATORS}
        assert not {"reviewer", "officer"} <= roles and not {"reviewer", "legal_officer"} <= roles
        assert len(roles) == 1


def test_it_prints_a_sign_in_for_every_role_that_is_held() -> None:
    printed = Post.objects.filter(account__name__in=[one.name for one in people.sign_ins()])
    assert set(printed.values_list("role", flat=True)) == set(Post.objects.values_list("role", flat=True))


def test_every_deed_is_in_the_trail_and_the_trail_is_whole() -> None:
    report = verification.verify()
    assert report.lines > 300 and report.rows > 1000
    assert report.is_whole, report.problems[:5]


@pytest.mark.parametrize("name", ["brigade", "unit1-officer", "bureau-leader", "unit1-legal", "reviewer1"])
def test_whoever_signs_in_finds_pages_with_something_on_them(name: str) -> None:
    browser = Client()
    browser.force_login(Account.objects.get(name=name), backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in ("/", "/reviews/files/"):
        assert browser.get(address, follow=True).status_code == 200


def test_its_supervision_has_a_closed_letter_an_overdue_one_a_circular_and_a_result_from_above() -> None:
    states = {one.addressee.code: one.state_text[0].zh for one in Letter.objects.select_related("addressee")}
    assert (states["YX02"], states["YX04"]) == ("已办结", "逾期未答复")
    month = MonthCircular.objects.get()
    assert month.figures["cases"] > 0
    assert month.bulletin.state == ExternalReview.objects.get().bulletin.state == "published"
    assert Submission.objects.get().activity.submitted_on is not None
