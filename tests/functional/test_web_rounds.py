"""One file from submission to the end of the second round, by the pages: officer, legal officer, brigade, leader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.running_site import running_site
from adapters.web_journeys import Site

pytestmark = [
    pytest.mark.functional,
    pytest.mark.needs("chromium", "chinese_fonts"),
    pytest.mark.xdist_group("web_rounds"),
]
CODE = "A-案-001"


@pytest.fixture(scope="module")
def site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield an installation with one file to submit; the journeys follow each other in this file's order."""
    program = "from adapters import web_card_site; web_card_site.make_unsubmitted()"
    with running_site(tmp_path_factory.mktemp("rounds"), program, chromium_path) as site:
        yield site


def _enter(page: Any, *problems: tuple[str, str, str, str]) -> None:
    """Type problems into the card: item, page, problem, deduction."""
    page.keyboard.press("F6")
    page.keyboard.press("F6")
    for item, number, text, deduction in problems:
        for value in (item, number, text, "", deduction, "", "补正后入卷"):
            page.keyboard.type(value)
            if value != "补正后入卷":
                page.keyboard.press("Tab")
        page.keyboard.press("Enter")


def _sign(page: Any, *, opinion: str, finding: str = "") -> None:
    if finding:
        page.locator("#card-basics_checked").check()
        page.locator("#card-finding_class").select_option(finding)
    page.locator("#card-opinion").fill(opinion)
    if page.locator("#card-guidance").count():
        page.locator("#card-guidance").fill("逐条讲解")
    page.keyboard.press("Control+Shift+Enter")
    page.get_by_text("考评卡已签署").wait_for()


def test_the_legal_officer_submits_and_reviews_first(site: Site) -> None:
    legal = site.visitor("legal_officer.A")
    legal.begin(f"送评案卷 {CODE}")
    legal.press("送评")
    legal.begin(f"初评：{CODE}")
    _sign(legal.page, opinion="未发现问题", finding="clean")
    assert legal.wrong == []


def test_the_office_gives_it_to_a_reviewer_of_no_interest(site: Site) -> None:
    office = site.visitor("evaluation_office.P")
    office.begin("分派评查员")
    office.follow("另行指派")
    office.choose("评查员", "reviewer P")
    office.type("理由", "由评查员阅卷，评价办公室留待答复异议")
    office.press("指派")
    office.turn_to("我的待办")
    assert not office.reads("分派评查员")


def test_the_reviewer_finds_two_problems_and_the_unit_does_not_see_them_yet(site: Site) -> None:
    reviewer, officer = site.visitor("reviewer.P"), site.visitor("officer.A")
    reviewer.begin(f"评查：{CODE}")
    _enter(reviewer.page, ("P4", "16", "送达回证没有签名", "2"), ("E3", "7", "照片没有注明时间", "1"))
    _sign(reviewer.page, opinion="程序有瑕疵", finding="not_standardised")
    assert reviewer.reads("3.00")
    officer.turn_to("我的待办")
    assert not officer.reads("整改")


def test_the_notice_opens_mending_and_objection(site: Site) -> None:
    office = site.visitor("evaluation_office.P")
    office.turn_to("我的待办")
    office.main.get_by_role("link", name="告知").first.click()
    office.follow(CODE)
    office.follow("评查结果")
    office.press("告知单位和办案民警")
    assert office.reads("二次送评截止日")


def test_the_officer_mends_one_problem_and_objects_to_the_other(site: Site, tmp_path: Path) -> None:
    officer, office = site.visitor("officer.A"), site.visitor("evaluation_office.P")
    officer.begin(f"整改：{CODE}")
    proof = tmp_path / "送达回证.txt"
    proof.write_text("补签的送达回证", encoding="utf-8")
    problem = officer.page.locator("section", has_text="送达回证没有签名").last
    problem.get_by_label("整改情况").fill("已补签")
    problem.get_by_label("整改材料").set_input_files(proof)
    with officer.page.expect_navigation():
        problem.get_by_role("button", name="报告", exact=True).click()
    officer.follow("提出异议")
    officer.choose("对哪个问题提出异议", "照片没有注明时间")
    officer.type("事实和理由", "照片背面注有时间，见第 7 页背面。")
    officer.press("提出异议")
    office.begin(f"答复异议：{CODE}")
    office.tick("维持原扣分")
    office.page.locator("textarea").last.fill("背面所注为冲印时间，不是拍摄时间。")
    office.press("答复")
    officer.page.reload()
    assert officer.reads("维持原扣分")


def test_the_legal_officer_checks_and_submits_a_second_time(site: Site) -> None:
    legal = site.visitor("legal_officer.A")
    legal.begin(f"核对整改：{CODE}")
    legal.press("核对通过")
    legal.page.get_by_label("理由").fill("照片的时间无法补正")
    legal.press("二次送评")
    assert legal.wrong == []


def test_what_was_not_mended_counts_double(site: Site) -> None:
    reviewer = site.visitor("reviewer.P")
    reviewer.begin(f"二次考评：{CODE}")
    page = reviewer.page
    page.get_by_label("第 1 个问题的整改结论").select_option("mended")
    page.get_by_label("第 2 个问题的整改结论").select_option("not")
    _sign(page, opinion="一个问题没有整改")
    officer = site.visitor("officer.A")
    officer.page.goto(f"{site.address}reviews/files/")
    officer.follow(CODE)
    # 2 kept, 1 not mended and therefore 2 × 1
    assert officer.reads("最终扣分、得分 4.00 · 96.00")


def test_the_leader_reads_it_and_the_officer_sees_nothing_of_others(site: Site) -> None:
    leader, officer = site.visitor("leader.P"), site.visitor("officer.A")
    leader.page.goto(f"{site.address}reviews/activities/")
    leader.follow("年案卷评查")
    assert leader.reads("已办结")
    officer.page.goto(f"{site.address}reviews/activities/")
    assert officer.reads("您没有这项权限")
    assert site.wrong() == []
