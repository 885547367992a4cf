"""Bulletins and commentaries: numbers, masking, audience, receipts, comments, withdrawal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.web_world import World
from web.training.conftest import refused
from zhiheng.api import Refusal
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training import papers
from zhiheng_web.training.actions import bulletins as actions
from zhiheng_web.training.models import Bulletin, Receipt, Series
from zhiheng_web.training.queries import bulletins as queries

Settle = Callable[..., FileReview]


def _draft(world: World, series: Series, **more: object) -> Bulletin:
    office = world.person("evaluation_office", "P")
    return actions.write_bulletin(actor=office, series=series, values={"title": "通报", "text": "正文", **more})


def _publish(world: World, draft: Bulletin) -> Bulletin:
    office = world.person("evaluation_office", "P")
    return actions.publish_bulletin(actor=office, bulletin=draft, version=draft.version)


def test_it_numbers_a_series_without_a_gap(world: World, series: Series) -> None:
    first, left, second = (_draft(world, series) for _ in range(3))
    assert [_publish(world, one).number for one in (second, first)] == [1, 2]
    assert queries.bulletin(left.pk).number is None
    numbers = queries.counters(world.body("P"), clock.today().year)
    assert numbers == {"bulletin": 2, "commentary": 0}


def test_it_goes_on_from_a_count_that_was_kept_elsewhere(world: World) -> None:
    office = world.person("evaluation_office", "P")
    taken = actions.keep_series(actor=office, body=world.body("P"), kind="bulletin", name="旧系列", last=57)
    assert str(_publish(world, _draft(world, taken)).issue_text.zh) == "第58期"


def test_a_commentary_masks_the_names_of_its_case(world: World, settle: Settle) -> None:
    office = world.person("evaluation_office", "P")
    case = settle("A", "5", party="王小明", place="东街1号").case
    kind = actions.keep_series(actor=office, body=world.body("P"), kind="commentary", name="案件点评")
    told = {"text": f"{case.lead.name}在东街1号查处王小明，电话13800138000", "problems": "王小明未签名", "case": case}
    one = _publish(world, _draft(world, kind, **told))
    assert one.issue_text.zh == "第1例"
    assert one.shown["text"] == "民某在某处查处王某，电话〔电话略〕"
    assert one.shown["problems"] == "王某未签名"
    assert "王小明" not in str(one.masked)
    assert {hit["kind"] for hit in one.masked} == {"officer", "party", "place", "phone"}


def test_a_commentary_needs_a_case_of_the_own_body(world: World, settle: Settle) -> None:
    office = world.person("evaluation_office", "A")
    kind = actions.keep_series(actor=office, body=world.body("A"), kind="commentary", name="点评")
    for told in ({}, {"case": settle("B", "1").case}):
        with pytest.raises(Refusal):
            actions.write_bulletin(actor=office, series=kind, values={"title": "一", "text": "二", **told})


def test_words_stay_in_clear_only_with_a_reason(world: World, series: Series) -> None:
    with refused("no_reason"):
        _draft(world, series, clear="张建国")
    assert _draft(world, series, clear="张建国", clear_reason="通报表扬").clear == "张建国"


def test_it_refuses_what_was_changed_since_it_was_looked_at(world: World, series: Series) -> None:
    draft = _draft(world, series)
    office = world.person("evaluation_office", "P")
    actions.write_bulletin(actor=office, series=series, values={"text": "改"}, bulletin=draft, version=0)
    with refused("edited_meanwhile"):
        actions.publish_bulletin(actor=office, bulletin=draft, version=0)


def test_a_reviewer_writes_and_does_not_publish(world: World, series: Series) -> None:
    reviewer = world.person("reviewer", "P")
    draft = actions.write_bulletin(actor=reviewer, series=series, values={"title": "一", "text": "二"})
    with pytest.raises(policy.Denied):
        actions.publish_bulletin(actor=reviewer, bulletin=draft, version=0)


def test_everybody_beneath_reads_and_confirms_once(world: World, published: Bulletin) -> None:
    officer = world.person("officer", "A1")
    assert list(queries.unread_for(officer)) == [published]
    for _ in range(2):
        actions.confirm_reading(actor=officer, bulletin=published)
    assert [one.body for one in Receipt.objects.all()] == [world.body("A1")]
    assert not queries.unread_for(officer)
    rows = {row.body.code: (row.read, row.people) for row in queries.readership(published)}
    assert rows["A1"] == (1, 1)


@pytest.mark.parametrize(("role", "code"), [("officer", "Q1"), ("interviewer", "A"), ("system_administrator", "P")])
def test_nobody_else_reads_it(world: World, published: Bulletin, role: str, code: str) -> None:
    person = world.person(role, code)
    assert not queries.bulletins_for(person)
    with pytest.raises(policy.Denied):
        actions.confirm_reading(actor=person, bulletin=published)


def test_a_draft_is_read_by_those_who_write(world: World, series: Series) -> None:
    draft = _draft(world, series)
    queries.demand_read(world.person("reviewer", "P"), draft)
    with pytest.raises(policy.Denied):
        queries.demand_read(world.person("officer", "A"), draft)
    assert not queries.bulletins_for(world.person("officer", "A"))


def test_comments_are_masked_too_and_can_be_taken_down(world: World, series: Series, settle: Settle) -> None:
    case = settle("A", "3", party="王小明").case
    one = _publish(world, _draft(world, series, case=case))
    said = actions.comment(actor=world.person("officer", "B"), bulletin=one, text="王小明一案值得借鉴")
    assert said.text == "王某一案值得借鉴"
    office = world.person("evaluation_office", "P")
    assert actions.take_down_comment(actor=office, comment=said, reason="与案件无关").taken_down_at
    with pytest.raises(Refusal):
        actions.take_down_comment(actor=office, comment=said, reason="再撤")


def test_a_withdrawn_issue_keeps_its_number_and_reason(world: World, series: Series, published: Bulletin) -> None:
    office = world.person("evaluation_office", "P")
    one = actions.withdraw_bulletin(actor=office, bulletin=published, reason="数字有误")
    assert (one.state, one.number, one.withdrawn_reason) == ("withdrawn", 1, "数字有误")
    assert _publish(world, _draft(world, series)).number == 2
    assert queries.counters(world.body("P"), clock.today().year)["bulletin"] == 1
    with pytest.raises(Refusal):
        actions.comment(actor=office, bulletin=one, text="再说")


@pytest.mark.parametrize("kind", ["commentary", "bulletin"])
def test_what_was_published_is_issued_as_a_document_with_names_masked(
    world: World, settle: Settle, series: Series, kind: str
) -> None:
    office, case = world.person("evaluation_office", "P"), settle("A", "5", party="王小明").case
    told = {"title": "王小明案", "text": "王小明经营", "problems": "王小明未签名\n未告知", "case": case}
    if kind == "commentary":
        series = actions.keep_series(actor=office, body=world.body("P"), kind=kind, name="点评")
    else:
        told["month"] = clock.today().replace(day=1)
    one = _publish(world, _draft(world, series, **told))
    made = papers.issue_document(actor=office, bulletin=one)
    assert (made.title, made.body) == ("王某案", world.body("P"))
    assert "王小明" not in str(made.facts)
    with refused("no_document"):
        papers.issue_document(actor=office, bulletin=one)


def test_a_bulletin_of_no_month_is_printed_and_not_issued(world: World, published: Bulletin) -> None:
    with refused("no_document"):
        papers.issue_document(actor=world.person("evaluation_office", "P"), bulletin=published)
