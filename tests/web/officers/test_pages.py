"""The pages of officers' months: what they show, what opens behind a number, both languages, how little they ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters import web_months as do
from adapters.web_reviews import make_person
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import panels
from zhiheng_web.officers.actions import publishing, settling
from zhiheng_web.officers.models import Accountability, Month, Tracking

SignedIn = Callable[[str, str], Client]


def shown(client: Client, name: str, *arguments: Any, query: str = "") -> str:
    answer = client.get(f"{reverse(f'officers:{name}', args=arguments)}{query}")
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_the_month_shows_officers_units_charts_and_what_comes_next(
    world: World, month: Month, signed_in: SignedIn
) -> None:
    page = shown(signed_in("evaluation_office", "A"), "month", month.pk)
    for words in (
        "民警A11",
        "5.00",
        "红牌",
        "更正",
        "通报单位",
        "公示记录",
        'data-chart="units"',
        "甲一市东县城市管理局",
    ):
        assert words in page, words
    line = do.line_of(month, world)
    assert f"files/?line={line.pk}" in page
    files = shown(signed_in("evaluation_office", "A"), "month_files", month.pk, query=f"?line={line.pk}&counts=yes")
    assert files.count("zh-row-number") == 2
    english = shown(signed_in("evaluation_office", "A"), "month", month.pk, query="?lang=en")
    assert "Enforcement list" in english and "Average" in english


def test_staff_see_the_list_and_the_problem_cases_of_red_cards_alone(
    world: World, month: Month, signed_in: SignedIn
) -> None:
    other = signed_in("officer", "A2")
    page = shown(other, "month", month.pk)
    assert "民警A11" in page and "民警A12" in page
    assert "公示记录" not in page and "更正" not in page
    red, plain = do.line_of(month, world), do.line_of(month, world, 2)
    files = shown(other, "month_files", month.pk)
    assert red.files.filter(counts=True)[0].code in files and plain.files.get().code not in files
    assert other.get(reverse("officers:month_line", args=[red.pk])).status_code == 403
    assert "red-cards" in page and "民警A11" in shown(other, "red_cards")


def test_the_own_page_shows_months_files_answers_and_panels(
    world: World, month: Month, matter: Accountability, signed_in: SignedIn
) -> None:
    publishing.comment(actor=world.person("reviewer", "A"), line=do.line_of(month, world), text="照片缺失")
    do.review(world, "2", state="mending", notified_at=clock.now())
    source = panels.register(
        lambda person, officer: panels.Panel(
            Text("培训", "Training"), [panels.Fact(Text("天数", "Days"), "7.5")], order=1
        )
    )
    try:
        page = shown(signed_in("officer", "A1"), "mine")
    finally:
        panels._sources.remove(source)
    for words in ("回复点评", "报告督办进展", "陈述申辩", "报告整改", "提出异议", "5.00", "红牌", "7.5", "培训"):
        assert words in page, words
    nobody = shown(signed_in("leader", "A"), "mine")
    assert "没有对应的办案人员" in nobody and "民警A11" not in nobody


def test_a_draft_is_not_shown_on_the_own_page(world: World, signed_in: SignedIn) -> None:
    do.review(world, "6", state="second_level")
    do.review(world, "6")
    do.computed(world)
    page = shown(signed_in("officer", "A1"), "mine")
    assert "还没有公示过的月清单" in page and "6.00" not in page


def test_the_summary_is_masked_first(month: Month, signed_in: SignedIn) -> None:
    office = signed_in("evaluation_office", "A")
    assert "民警A11" not in shown(office, "summary", month.pk)
    assert "民警A11" in shown(office, "summary", month.pk, query="?names=full")


def test_every_page_opens_for_the_bureau(
    world: World, month: Month, matter: Accountability, signed_in: SignedIn
) -> None:
    office, leader, bureau = signed_in("evaluation_office", "A"), signed_in("leader", "A"), world.body("A").pk
    line, tracking = do.line_of(month, world), Tracking.objects.get()
    for name, arguments in (
        ("months", ()), ("compute_month", ()), ("correct_month", (month.pk,)), ("circular", (month.pk,)),
        ("month_line", (line.pk,)), ("comment", (line.pk,)), ("red_cards", ()), ("rules", (bureau,)),
        ("trackings", ()), ("open_tracking", (bureau,)), ("tracking", (tracking.pk,)), ("add_step", (tracking.pk,)),
        ("issue_notice", (tracking.pk,)), ("close_tracking", (tracking.pk,)), ("accountabilities", ()),
        ("triggers", (bureau,)), ("propose", (bureau,)), ("accountability", (matter.pk,)), ("hear", (matter.pk,)),
        ("submit", (matter.pk,)), ("withdraw", (matter.pk,)), ("awards", ()), ("allocation", ()),
    ):  # fmt: skip
        for language in ("zh", "en"):
            shown(office, name, *arguments, query=f"?lang={language}")
    for topic in ("month", "tracking", "accountability", "awards"):
        shown(office, "set_rules", bureau, query=f"?topic={topic}")
    for name in ("decide_award", "switch_allocation"):
        shown(leader, name, bureau)
    shown(leader, "decide", matter.pk)
    officer = signed_in("officer", "A1")
    shown(officer, "own_accountability", matter.pk)
    shown(officer, "report_step", tracking.pk)


def test_the_notice_stands_above_the_allocation(world: World, month: Month, signed_in: SignedIn) -> None:
    leader, bureau = signed_in("leader", "A"), world.body("A")
    assert "第七十四条" in shown(leader, "allocation") and "第五十九条" in shown(leader, "switch_allocation", bureau.pk)
    assert "Administrative Penalty Law" in shown(leader, "allocation", query="?lang=en")
    told: dict[str, Any] = {"actor": world.person("leader", "A"), "organiser": bureau, "is_on": True, "gate": "6"}
    settling.switch_allocation(**told, reason="试行", has_read_notice=True)
    assert "第七十四条" in shown(signed_in("evaluation_office", "A"), "allocate", bureau.pk)


def test_what_is_set_stands_on_the_rules_page(world: World, signed_in: SignedIn) -> None:
    office, bureau = signed_in("evaluation_office", "A"), world.body("A").pk
    form: dict[str, Any] = {
        "basis": "closed",
        "round": "final",
        "bearer": "both",
        "kinds": ["complete"],
        "threshold": "2.5",
    }
    form |= {"minimum_cases": "3", "probability": "80", "unit_average": "", "unit_share": "", "reason": "会议定"}
    answer = office.post(f"{reverse('officers:set_rules', args=[bureau])}?topic=month", form)
    assert answer.status_code == 303
    page = shown(office, "rules", bureau)
    for words in ("本月结案的案卷", "最终扣分", "2.5", "0.8", "会议定"):
        assert words in page, words


def test_a_refusal_is_told_in_the_form(world: World, matter: Accountability, signed_in: SignedIn) -> None:
    office = signed_in("evaluation_office", "A")
    answer = office.post(reverse("officers:submit", args=[matter.pk]), {"considered": ""})
    assert answer.status_code == 422 and "待本人陈述申辩" in answer.content.decode()
    answer = office.post(reverse("officers:compute_month"), {"organiser": world.body("A").pk, "month": "2026-13"})
    assert answer.status_code == 422


def test_the_whole_matter_goes_by_the_pages(world: World, matter: Accountability, signed_in: SignedIn) -> None:
    own, office, leader = signed_in("officer", "A1"), signed_in("evaluation_office", "A"), signed_in("leader", "A")
    page = reverse("officers:own_accountability", args=[matter.pk])
    assert own.post(page, {"statement": "设备损坏"}).status_code == 303
    assert office.post(reverse("officers:submit", args=[matter.pk]), {"considered": "部分采纳"}).status_code == 303
    form: dict[str, Any] = {
        "decision": "held",
        "meeting": "党组会",
        "held_on": clock.today().isoformat(),
        "measure": "通报",
    }
    answer = leader.post(reverse("officers:decide", args=[matter.pk]), {**form, "grounds": "事实清楚"})
    assert answer.status_code == 303
    assert "第 1 批" in shown(leader, "accountability", matter.pk)
    assert "追究责任" in own.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "most"),
    [("months", 14), ("month", 26), ("month_files", 18), ("red_cards", 14), ("trackings", 14), ("awards", 18)],
)
def test_a_list_costs_few_queries(
    world: World, month: Month, signed_in: SignedIn, django_assert_max_num_queries: Any, name: str, most: int
) -> None:
    for officer in range(3, 9):
        do.review(world, "5", officer=officer)
    office = signed_in("evaluation_office", "A")
    draft = do.actions.correct_month(actor=world.person("evaluation_office", "A"), month=month, reason="补录")
    do.actions.publish_month(actor=world.person("evaluation_office", "A"), month=draft)
    arguments = [draft.pk] if name in ("month", "month_files") else []
    office.get("/")  # the count of what waits is kept until the trail has a new line
    with django_assert_max_num_queries(most):
        assert office.get(reverse(f"officers:{name}", args=arguments)).status_code == 200


def test_the_own_page_costs_few_queries(world: World, month: Month, django_assert_max_num_queries: Any) -> None:
    for _ in range(6):
        do.review(world, "2", state="mending", notified_at=clock.now())
    client = Client()
    client.force_login(
        make_person(world, "officer", "A1", 1), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    client.get("/")
    with django_assert_max_num_queries(24):
        assert client.get(reverse("officers:mine")).status_code == 200
