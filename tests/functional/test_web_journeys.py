"""One evaluation from its opening to the correction of its report, by the pages alone: each role does its part."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters import web_processes
from adapters.command_line import run_process
from adapters.running_site import running_site
from adapters.web_journeys import BODY, TITLE, Site, photo

pytestmark = [
    pytest.mark.functional,
    pytest.mark.needs("chromium", "chinese_fonts"),
    pytest.mark.xdist_group("web_journeys"),
]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of the database: none for SQLite. The journeys go the whole way on one, then on the other."""
    if request.param == "sqlite":
        yield ""
        return
    with web_processes.fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(scope="module")
def site(database: str, chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a running installation with the corps in it; the journeys follow each other in this file's order."""
    program = "from adapters import web_journeys; web_journeys.make()"
    with running_site(tmp_path_factory.mktemp("journeys"), program, chromium_path, database) as site:
        yield site


def test_the_office_opens_a_cycle_with_the_wizard(site: Site) -> None:
    office = site.visitor("evaluation_office.CQ")
    office.turn_to("评价周期")
    office.follow("筹备新周期")
    office.tick("重庆市城市管理综合行政执法总队")
    office.type("名称", TITLE)
    office.type("年度", "2020")
    office.press("下一步")
    office.press("保存，下一步")
    office.type("数据截止日", "2020-11-15")
    office.type("自评截止日", (date.today() + timedelta(days=10)).isoformat())
    office.press("保存，下一步")
    for box in office.main.get_by_role("checkbox").all():
        box.check()
    office.press("保存，下一步")
    office.choose("领导小组", "评价工作领导小组")
    office.press("保存，下一步")
    assert office.reads("方案原文没有规定的 22 处")
    office.press("用虚构的演示补充")
    office.choose("现在封存这本台账", "chongqing-interim")
    office.press("保存，下一步")
    office.press("开启评价周期")
    assert office.reads("评价周期已开启，自评开始")
    assert office.reads("自查自评 3 0 0")


def test_the_data_officer_fills_the_self_evaluation_in(site: Site, tmp_path: Path) -> None:
    clerk = site.visitor("data_officer.CQ1")
    clerk.begin(f"自查自评：{TITLE}")
    assert clerk.reads("已填 0 / 24 条")
    _type_line(clerk, "DED-FILE-BASIC", "1")
    clerk.line("DED-FILE-BASIC").get_by_text("已保存").wait_for()
    assert clerk.reads("已填 1 / 24 条"), "saved without a button"
    for rule_id, value in (("IND-CASES", "12"), ("IND-POWER", "100")):
        _type_line(clerk, rule_id, value)
        clerk.line(rule_id).get_by_text("已保存").wait_for()
    for rule_id in ("V1", "V2", "V3", "V9"):
        clerk.line(rule_id).get_by_label("没有").check()
        clerk.line(rule_id).get_by_text("已保存").wait_for()
    while (
        block := clerk.main.locator("section", has_text="未填").get_by_role("button", name="空着的按台账填")
    ).count():
        with clerk.page.expect_navigation():
            block.first.click()
    assert clerk.reads("已填 24 / 24 条")
    clerk.line("DED-FILE-BASIC").get_by_role("link", name="佐证").click()
    proof = tmp_path / "案卷评查记录.txt"
    proof.write_text("第 3 号案卷复查：合格。", encoding="utf-8")
    clerk.page.get_by_label("佐证文件").set_input_files(proof)
    clerk.type("材料形成日期", "2020-06-30")
    clerk.press("上传")
    assert clerk.reads("案卷评查记录.txt")
    assert clerk.main.get_by_role("link", name="核对并提交").count() == 0, "the head hands in"


def _type_line(visitor: Any, rule_id: str, value: str) -> None:
    field = visitor.line(rule_id).get_by_role("textbox", name=re.compile(f"^{rule_id} "))
    field.fill(value)
    field.blur()


def test_the_head_declares_and_hands_it_in(site: Site) -> None:
    head = site.visitor("unit_head.CQ1")
    head.begin(f"填写并提交自评：{TITLE}")
    head.follow("核对并提交")
    head.tick("本单位对所填内容和佐证材料")
    head.press("承诺并提交")
    assert head.reads("回执")


def test_the_office_returns_it_once_and_the_head_mends_it(site: Site) -> None:
    office = site.visitor("evaluation_office.CQ")
    office.begin(f"核实：{BODY}")
    office.follow("退回补正")
    office.type("IND-CASES 要补正什么", "请说明办案数量的统计口径")
    office.press("退回补正")
    head = site.visitor("unit_head.CQ1")
    head.begin(f"补正自评：{TITLE}")
    assert head.reads("请说明办案数量的统计口径")
    note = head.line("IND-CASES").get_by_label("说明")
    note.fill("以立案日期在评价期间内的为准")
    note.blur()
    head.line("IND-CASES").get_by_text("已保存").wait_for()
    head.follow("核对并提交")
    head.tick("本单位对所填内容和佐证材料")
    head.press("承诺并提交")
    assert head.reads("次数 2")


def test_an_inspector_enters_a_finding_with_a_photo_on_a_phone(site: Site, tmp_path: Path) -> None:
    office = site.visitor("evaluation_office.CQ")
    office.turn_to("评价周期")
    office.follow(TITLE)
    office.follow("检查")
    office.follow("安排检查")
    office.type("名称", "着装和言行专项检查")
    office.type("开始日期", date.today().isoformat())
    office.type("结束日期", date.today().isoformat())
    office.press("安排")
    inspector = site.visitor("inspector.CQ", width=360)
    inspector.turn_to("评价周期")
    inspector.follow(TITLE)
    inspector.follow("检查")
    inspector.follow("着装和言行专项检查")
    inspector.follow("现场登记")
    inspector.choose("单位", BODY)
    inspector.choose("条款", "DED-CONDUCT")
    inspector.type("说明", "执勤时言语粗暴")
    inspector.page.get_by_label("从相册选择").set_input_files(photo(tmp_path / "现场.jpg"))
    inspector.type("地点", "检验路 1 号")
    inspector.type("时间", "2020-06-01T10:30")
    inspector.page.get_by_role("button", name="登记", exact=True).click()
    inspector.page.get_by_text("已登记，等待认定").first.wait_for()
    assert inspector.page.evaluate("document.documentElement.scrollWidth") <= 360
    office.turn_to("评价周期")
    office.follow(TITLE)
    office.follow("检查发现")
    assert office.reads("执勤时言语粗暴")
    office.follow("DED-CONDUCT")
    assert office.main.get_by_role("img", name="现场.jpg").is_visible()
    office.press("认定")
    assert office.reads("已认定")


def test_the_office_verifies_line_by_line(site: Site) -> None:
    office = site.visitor("evaluation_office.CQ")
    office.begin(f"核实：{BODY}")
    office.press(office.main.get_by_role("button", name="一致的").inner_text())
    line = office.line("DED-FILE-BASIC")
    line.get_by_label("取值").select_option("computed")
    line.get_by_role("button", name="保存").click()
    line.get_by_role("alert").wait_for()
    assert "理由" in line.get_by_role("alert").inner_text(), "a difference needs a reason"
    for rule_id in ["DED-FILE-BASIC", *_open_lines(office)]:
        row = office.line(rule_id)
        offered = row.get_by_label("取值").locator("option[value=computed]").count()
        row.get_by_label("取值").select_option("computed" if offered else "claimed")
        row.get_by_label("理由").fill("以台账和检查记录为准" if offered else "档案核对无误")
        row.get_by_role("button", name="保存").click()
        row.locator(".zh-good").wait_for()
    office.page.reload()
    assert office.line("DED-FILE-BASIC").get_by_text("2 案").last.is_visible()


def _open_lines(office: Any) -> list[str]:
    rows = office.main.locator("tr.zh-stands-out").all()
    return [one.get_attribute("id").removeprefix("line-") for one in rows if "DED-FILE-BASIC" not in one.inner_text()]


def test_a_tolerance_is_requested_and_granted_by_another(site: Site) -> None:
    head, deputy = site.visitor("unit_head.CQ1"), site.visitor("executive_deputy.CQ")
    head.turn_to("本单位的评价")
    head.follow(TITLE)
    head.follow("容错")
    head.follow("申请容错")
    head.choose("扣分事项", "DED-FILE-BASIC")
    head.tick("F2")
    head.type("事实和证明", "当事人提供虚假材料，事后经查实")
    head.press("提交申请")
    deputy.begin(f"决定容错 {BODY}")
    deputy.type("理由", "情况属实")
    deputy.press("准予容错")
    head.page.reload()
    assert head.reads("情况属实")


def test_a_veto_takes_the_keys_of_two_persons(site: Site) -> None:
    office, deputy = site.visitor("evaluation_office.CQ"), site.visitor("executive_deputy.CQ")
    office.begin(f"核实：{BODY}")
    office.follow("一票否决")
    office.follow("提出一票否决")
    office.choose("否决情形", "V2")
    office.type("事实", "一件信访件逾期未依法处理")
    office.type("依据文件", "信访督办单 2020-7 号")
    office.type("日期", "2020-05-06")
    office.press("提出")
    office.press("确认（第一人）")
    assert office.reads("须由另一人确认第二把")
    assert office.main.get_by_role("button", name="确认（第二人）").count() == 0
    deputy.begin(f"确认或驳回一票否决 {BODY}")
    deputy.press("确认（第二人）")
    assert deputy.reads("第二人确认 executive_deputy CQ")
    office.begin(f"核实：{BODY}")
    office.press("办结核实")


def test_the_result_is_proposed_signed_and_told(site: Site) -> None:
    office, deputy = site.visitor("evaluation_office.CQ"), site.visitor("executive_deputy.CQ")
    office.begin(f"提出结果建议：{BODY}")
    office.follow("提出结果建议")
    office.type("建议和理由", "数据已逐项核实，建议按核实结果确定。")
    office.press(office.page.locator("main form button[type=submit]").first.inner_text())
    deputy.begin(f"签批结果建议：{BODY}")
    deputy.press("签批")
    office.begin(f"告知结果：{BODY}")
    office.follow("告知单位")
    office.press(office.page.locator("main form button[type=submit]").first.inner_text())
    assert office.reads("异议截止日")
    head = site.visitor("unit_head.CQ1")
    head.begin(f"签收结果告知书：{BODY}")
    head.press("签收告知书")
    assert head.reads("签收 unit_head CQ1")
    assert zipfile.is_zipfile(head.download("Word"))
    assert head.download("PDF").read_bytes().startswith(b"%PDF")


def test_the_head_objects_to_one_line_and_is_right(site: Site) -> None:
    head, office = site.visitor("unit_head.CQ1"), site.visitor("evaluation_office.CQ")
    head.begin("核对结果，提出异议或声明无异议")
    head.follow("提出异议")
    line = head.line("DED-CONDUCT")
    line.get_by_label("对这一项提出异议").check()
    line.get_by_label("理由").fill("该事项系外单位人员，有视频为证。")
    line.get_by_label("认为应当是").fill("0")
    head.press("提出异议")
    assert head.reads("外单位人员")
    office.begin(f"复核异议：{BODY}")
    office.follow("写明结论")
    office.tick("更正")
    office.type("更正为", "0")
    office.page.get_by_label(re.compile("^理由")).fill("经核对视频，确系外单位人员。")
    office.press(office.page.locator("main form button[type=submit]").first.inner_text())
    office.press("办结复核并印发决定书")
    head.page.reload()
    assert head.reads("1 起 改为 0 起")
    assert head.main.get_by_role("link", name=re.compile("号$")).first.is_visible(), "the decision has a number"
    site.run("web_journeys.bring_others_along()")


def test_the_leader_deliberates_and_nobody_decides_on_their_own(site: Site) -> None:
    office, leader = site.visitor("evaluation_office.CQ"), site.visitor("leader.CQ")
    office.begin(f"提交审议：{TITLE}")
    office.follow("记录会议")
    office.type("会议名称", "总队长办公会")
    office.type("会议时间", f"{date.today() - timedelta(days=1)}T09:00")
    office.type("主持人", "leader CQ")
    office.press(office.page.locator("main form button[type=submit]").first.inner_text())
    for name in ("leader CQ 到会", "executive_deputy CQ 到会"):
        office.tick(name)
    office.press("保存到会情况")
    second = site.visitor("second_leader.CQ")
    second.turn_to("评价周期")
    second.follow(TITLE)
    second.follow("审议")
    second.follow("总队长办公会")
    row = second.main.get_by_role("row", name=re.compile(BODY)).first
    assert "应当回避" in row.inner_text()
    assert row.get_by_role("link", name="记录决定").count() == 0
    leader.turn_to("评价周期")
    leader.follow(TITLE)
    leader.follow("审议")
    leader.follow("总队长办公会")
    leader.press("无争议的 2 个单位一并通过")
    leader.follow("记录决定")
    leader.press("记录决定")
    assert leader.main.get_by_text("通过", exact=True).count() == 3
    office.page.reload()
    office.press("形成会议纪要")
    assert office.reads("已形成纪要")


def test_the_office_publishes_and_anybody_can_verify(site: Site, tmp_path: Path) -> None:
    office = site.visitor("evaluation_office.CQ")
    office.begin(f"发布结果：{TITLE}")
    office.follow("核对并发布")
    office.tick("社会公众")
    office.type("发布依据", "经总队长办公会审议通过")
    office.type("确认：输入评价年度", "2020")
    office.press("发布")
    assert office.reads("现行版本")
    assert zipfile.is_zipfile(office.download("Word"))
    assert office.download("PDF").read_bytes().startswith(b"%PDF")
    bundle = tmp_path / "result.zip"
    bundle.write_bytes(office.download("下载验证包").read_bytes())
    done = run_process("verify", bundle)
    assert done.status == 0, done.out + done.err


def test_the_leader_corrects_and_the_second_version_names_the_first(site: Site) -> None:
    leader = site.visitor("leader.CQ")
    leader.turn_to("评价周期")
    leader.follow(TITLE)
    leader.follow("发布")
    leader.follow("已发布的结果")
    leader.follow("更正")
    leader.type("更正理由", "归档数量登记有误")
    leader.choose("单位 1", "检验城市园林绿化支队")
    leader.choose("项目", "DEMO-FILE-ARCHIVE")
    leader.type("更正为", "1")
    leader.page.get_by_label(re.compile("^理由")).first.fill("漏登一卷")
    leader.press("发布更正版本")
    assert leader.heading() == f"{TITLE}：第 2 版"
    assert leader.reads("更正 第 1 版；理由：归档数量登记有误")
    leader.follow("第 1 版")
    assert leader.reads("已被更正")


def test_consequences_are_decided_by_a_person_and_carried_out(site: Site) -> None:
    leader, discipline = site.visitor("leader.CQ"), site.visitor("discipline.CQ")
    leader.turn_to("我的待办")
    leader.main.get_by_role("link", name=re.compile("^决定结果运用：.*" + BODY)).first.click()
    leader.follow("决定")
    leader.tick("采用")
    leader.type("理由", "按办法办理")
    leader.choose("承办人", "discipline")
    leader.press("决定")
    assert leader.reads("按办法办理")
    discipline.begin("办理结果运用")
    discipline.follow("办结")
    discipline.type("办理情况", "已通知该支队")
    discipline.press("办结")
    assert discipline.reads("已通知该支队")


def test_the_public_sees_the_result_and_no_person(site: Site) -> None:
    office, anybody = site.visitor("evaluation_office.CQ"), site.visitor()
    office.turn_to("评价周期")
    office.follow(TITLE)
    office.follow("发布")
    office.follow("已发布的结果")
    office.follow("向社会公开")
    office.type("公开依据", "经总队长办公会同意")
    for box in office.main.get_by_role("checkbox").all():
        box.check()
    office.press("向社会公开")
    anybody.follow("公开的评价结果")
    anybody.follow(TITLE)
    assert anybody.reads(BODY)
    assert "unit_head" not in anybody.page.content()
    assert zipfile.is_zipfile(anybody.download("通报（Word）"))


@pytest.mark.parametrize("name", ["officer.CQ1", "system_administrator.CQ", "security_administrator.CQ"])
def test_others_see_only_what_is_theirs(site: Site, name: str) -> None:
    person = site.visitor(name)
    menu = person.page.locator("#menu").inner_text()
    assert "评价周期" not in menu
    assert not person.page.locator("#menu").get_by_role("link", name="台账").count()
    person.page.goto(f"{site.address}evaluations/")
    assert person.reads("您没有这项权限")


def test_the_audit_administrator_finds_the_chain_whole(site: Site) -> None:
    auditor = site.visitor("audit_administrator.CQ")
    auditor.turn_to("审计记录")
    auditor.follow("校验审计链")
    auditor.press("开始校验")
    assert auditor.reads("完整：没有发现问题")
    assert site.wrong() == []
