"""Publication (WX-17): frozen, corrected by a version that names the former; comments, replies, the log."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters import web_months as do
from adapters.web_reviews import make_person
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.lib import clock, policy
from zhiheng_web.officers import guards
from zhiheng_web.officers.actions import months as actions
from zhiheng_web.officers.actions import publishing
from zhiheng_web.officers.models import Month
from zhiheng_web.officers.summaries import summary_of


def test_it_is_published_when_the_month_is_over(world: World) -> None:
    office = world.person("evaluation_office", "A")
    now = actions.compute_month(actor=office, organiser=world.body("A"), month=clock.today())
    with pytest.raises(Refusal) as refusal:
        actions.publish_month(actor=office, month=now)
    assert do.codes(refusal) == ["month_not_over"]
    month = do.published(world)
    assert (month.state, month.log.get().channel) == ("published", "internal")
    with pytest.raises(Refusal) as refusal:
        actions.publish_month(actor=office, month=month)
    assert do.codes(refusal) == ["wrong_state"]


def test_a_correction_names_the_former_and_takes_its_place_when_published(world: World) -> None:
    one = do.review(world, "4")
    month, office = do.published(world), world.person("evaluation_office", "A")
    one.deduction_first = Decimal(1)
    do.saved(one)
    with pytest.raises(Refusal) as refusal:
        actions.correct_month(actor=office, month=month, reason=" ")
    assert do.codes(refusal) == ["no_reason"]
    draft = actions.correct_month(actor=office, month=month, reason="异议成立")
    assert (draft.number, draft.corrects, draft.state) == (2, month, "draft")
    month.refresh_from_db()
    assert month.state == "published"  # until the new one is
    with pytest.raises(Refusal) as refusal:
        actions.correct_month(actor=office, month=month, reason="再来")
    assert do.codes(refusal) == ["already_corrected"]
    again = do.computed(world)  # a draft may be computed anew and still corrects the published one
    assert (again.number, again.corrects) == (3, month)
    actions.publish_month(actor=office, month=again)
    month.refresh_from_db()
    assert (month.state, do.line_of(month, world).total) == ("corrected", Decimal(4))
    with pytest.raises(Refusal):
        actions.correct_month(actor=office, month=month, reason="旧版")


def test_staff_of_the_bureau_read_what_is_published_and_nobody_else(world: World) -> None:
    do.review(world, "4")
    draft = do.computed(world)
    readers = [("evaluation_office", "A"), ("leader", "P"), ("officer", "A1"), ("unit_head", "A2"), ("officer", "B1")]
    assert [guards.may_read_month(world.person(*who), draft) for who in readers] == [True, True, False, False, False]
    actions.publish_month(actor=world.person("evaluation_office", "A"), month=draft)
    month = Month.objects.get()
    assert [guards.may_read_month(world.person(*who), month) for who in readers] == [True, True, True, True, False]
    administrator = world.person("system_administrator", "A")
    assert not guards.may_read_month(administrator, month)


def test_a_line_with_all_its_cases_is_read_by_few(world: World) -> None:
    do.review(world, "4")
    do.review(world, "1", officer=2)
    line = do.line_of(do.published(world), world)
    assert guards.may_read_line(make_person(world, "officer", "A1", 1), line)
    assert guards.may_read_line(world.person("legal_officer", "A1"), line)
    for person in (make_person(world, "officer", "A1", 2), world.person("unit_head", "A2")):
        assert not guards.may_read_line(person, line)


def test_the_brigade_comments_and_the_officer_replies_once(world: World) -> None:
    do.review(world, "4")
    line, brigade = do.line_of(do.published(world), world), world.person("reviewer", "A")
    one = publishing.comment(actor=brigade, line=line, text="照片缺失较多")
    own = make_person(world, "officer", "A1", 1)
    with pytest.raises(policy.Denied):
        publishing.reply(actor=make_person(world, "officer", "A1", 2), comment=one, text="代答")
    told = publishing.reply(actor=own, comment=one, text="已补拍")
    assert (told.reply, told.replied_by) == ("已补拍", own)
    with pytest.raises(Refusal) as refusal:
        publishing.reply(actor=own, comment=one, text="又答")
    assert do.codes(refusal) == ["replied"]
    with pytest.raises(policy.Denied):
        publishing.comment(actor=world.person("unit_head", "A1"), line=line, text="x")


def test_the_summary_masks_names_and_its_copy_is_logged(world: World) -> None:
    do.review(world, "4")
    line = do.line_of(month := do.published(world), world)
    line.name = "林知远"
    do.saved(line)
    month = Month.objects.get()
    assert "林某某" in summary_of(month).zh
    assert "林知远" not in summary_of(month).zh
    assert "林知远" in summary_of(month, is_masked=False).zh
    office = world.person("evaluation_office", "A")
    entry = publishing.share_summary(actor=office, month=month, where="公安法制群")
    assert (entry.channel, entry.is_masked, entry.digest.startswith("sha256:")) == ("chat", True, True)
    with pytest.raises(Refusal) as refusal:
        publishing.share_summary(actor=office, month=month, where="")
    assert do.codes(refusal) == ["no_group"]
