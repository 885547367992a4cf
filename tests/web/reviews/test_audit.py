"""Each deed of case-file review leaves its line: who, which deed, why, and what it changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from adapters.web_cards import assignment_of, fill, problem, review, sign
from adapters.web_reviews import make_activity, make_draft, make_person
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts, verification
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.reviews.actions import rounds, rounds_mending, rounds_objections
from zhiheng_web.reviews.models import Activity, FileReview, Mending
from zhiheng_web.reviews.reading import rounds as reading

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SignedIn = Callable[[str, str], Client]


def fresh(one: FileReview) -> FileReview:
    return FileReview.objects.select_related("activity__organiser", "case", "body").get(pk=one.pk)


def file_of(activity: Activity) -> FileReview:
    one = activity.files.order_by("pk").first()
    assert one is not None
    return fresh(one)


def last() -> Line:
    return Line.objects.latest("sequence")


def post(client: Client, name: str, key: int, form: dict[str, Any] | None = None) -> Line:
    """Do a deed by its page and return the line that it left."""
    before = Line.objects.count()
    answer = client.post(reverse(f"reviews:{name}", args=[key]), form or {})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    assert Line.objects.count() == before + 1
    return last()


def kinds(line: Line) -> set[str]:
    return {change["kind"] for change in line.changes}


def test_preparing_and_opening(world: World, signed_in: SignedIn) -> None:
    draft, office = make_draft(world, kind="special", bodies=("A",)), signed_in("evaluation_office", "P")
    line = post(office, "begin_activity", draft.pk, {"version": draft.version})
    assert (line.deed, line.actor_id) == ("reviews.open_activity", world.person("evaluation_office", "P").pk)
    assert kinds(line) == {"reviews.activity"}
    line = post(office, "close_activity", draft.pk, {"reason": "评查结束"})
    assert (line.deed, line.reason) == ("reviews.open_activity", "评查结束")


def test_submitting_and_taking_up(world: World, signed_in: SignedIn) -> None:
    activity = make_activity(world, bodies=("A",), cases=2)
    first, second = activity.files.order_by("pk")
    line = post(signed_in("legal_officer", "A"), "submit_file", first.pk)
    assert line.deed == "reviews.submit_file"
    assert {"reviews.filereview", "reviews.statechange", "reviews.assignment"} <= kinds(line)
    with acts.act(None, "tests.make_world"):
        second.due_on = clock.today() - timedelta(days=3)
        second.save()
    line = post(signed_in("evaluation_office", "P"), "take_up", second.pk, {"reason": "逾期未送评"})
    assert (line.deed, line.reason) == ("reviews.assign", "逾期未送评")


def test_writing_and_signing_a_card(world: World) -> None:
    one = file_of(make_activity(world, files="second_level", bodies=("A",), cases=1))
    place = assignment_of(one)
    fill(place, [problem()])
    assert last().deed == "reviews.review_second_level"
    sign(place)
    line = last()
    assert (line.deed, line.actor_id) == ("reviews.review_second_level", place.reviewer_id)
    assert {"reviews.card", "reviews.assignment", "reviews.filereview", "reviews.statechange"} <= kinds(line)


def told(world: World) -> FileReview:
    one = file_of(make_activity(world, files="second_level", bodies=("A",), cases=1))
    review(assignment_of(one), [problem(deduction="2")])
    return rounds.give_notice(actor=world.person("evaluation_office", "P"), file_review=fresh(one), with_paper=False)


def test_notice_mending_and_second_submission(world: World) -> None:
    one = told(world)
    assert last().deed == "reviews.give_notice" and {"reviews.mending", "reviews.filereview"} <= kinds(last())
    mending = reading.mending(Mending.objects.get().pk)
    officer, legal = world.person("officer", "A"), world.person("legal_officer", "A")
    rounds_mending.report_mending(actor=officer, mending=mending, note="已补正", version=0)
    assert (last().deed, last().actor_id) == ("reviews.report_mending", officer.pk)
    again = reading.mending(mending.pk)
    rounds_mending.check_mending(actor=legal, mending=again, is_accepted=False, version=1, note="缺第 3 页")
    assert (last().deed, last().reason) == ("reviews.check_mending", "缺第 3 页")
    rounds.resubmit(actor=world.person("unit_head", "A"), file_review=fresh(one), reason="按现状送评")
    assert (last().deed, last().reason) == ("reviews.resubmit_file", "按现状送评")


def test_objections_and_their_answers(world: World) -> None:
    one = told(world)
    line = reading.counted_of(one).problems(1)[0]
    made = rounds_objections.file_objection(
        actor=world.person("officer", "A"), file_review=one, line=line, reason="有签名"
    )
    assert last().deed == "reviews.object" and kinds(last()) == {"reviews.objection"}
    rounds_objections.answer_objection(
        actor=world.person("evaluation_office", "P"),
        objection=reading.objection(made.pk),
        is_corrected=False,
        answer="原卷未见",
    )
    assert (last().deed, last().reason) == ("reviews.answer_objection", "原卷未见")
    # The card that was signed is not touched by an answer.
    assert "reviews.card" not in kinds(last())


def test_standing_aside_and_giving_to_another(world: World, signed_in: SignedIn) -> None:
    one = file_of(make_activity(world, files="second_level", bodies=("A",), cases=1))
    other = make_person(world, "reviewer", "P", 2)
    place = assignment_of(one)
    form = {"reviewer": other.pk, "reason": "均衡办案"}
    line = post(signed_in("evaluation_office", "P"), "reassign", place.pk, form)
    assert (line.deed, line.reason, kinds(line)) == ("reviews.assign", "均衡办案", {"reviews.assignment"})
    client = Client()
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    line = post(client, "recuse", assignment_of(one).pk, {"reason": "与当事人相识"})
    assert (line.deed, line.reason) == ("reviews.recuse", "与当事人相识")


def test_a_refused_deed_leaves_nothing(world: World) -> None:
    one = told(world)
    before = Line.objects.count()
    with pytest.raises(Refusal):
        rounds.give_notice(actor=world.person("evaluation_office", "P"), file_review=fresh(one))
    assert Line.objects.count() == before


def test_what_was_changed_behind_its_back_is_found(world: World) -> None:
    def found() -> set[str]:
        # The guards of the tables are put up by migrations alone.
        return {problem.code for problem in verification.verify().problems if problem.code != "guard"}

    one = told(world)
    assert found() == set()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_filereview SET deduction_first = 0 WHERE id = %s", [one.pk])
    assert found() == {"row"}
