"""Facts of the documents of case-file review, filled in as far as can be; every name is made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.domain.texts import Text
from zhiheng.reports.documents import facts

ISSUE = facts.Issue(organ="某县城市管理局", number="某城执评〔2026〕7号", issued_on=date(2026, 6, 30))
EVIDENCE = Text("证据收集", "evidence collection")
PROBLEM = facts.FileProblem(
    aspect=EVIDENCE,
    problem="缺 2 张现场照片",
    deduction=Decimal("2.5"),
    page="12",
    clause="某规定第八条",
    mend="补充 2 张",
    mended=Text("没有整改", "not mended"),
)
BASIC = facts.FileProblem(aspect=EVIDENCE, problem="未告知陈述申辩权", deduction=Decimal(100), is_basic=True)
TYPICAL = facts.TypicalProblem(
    name=Text("现场照片不全", "photos missing"), aspect=EVIDENCE, problems=7, files=5, share="12.5%", example="缺 2 张"
)
UNITS = (
    facts.UnitCompared(unit="一中队", files=40, average="1.25", estimate="1.27", lower="0.90", upper="1.60"),
    facts.UnitCompared(
        unit="二中队", files=2, average="4.00", estimate="1.80", lower="0.70", upper="2.90", is_shrunk=True
    ),
)
CASE = facts.AccountableCase(
    case_id="2026-017", problem="拆分 2 案", deduction=Decimal(4), mended=Text("没有整改", "not mended")
)

DRAW = facts.DrawSheetFacts(
    issue=ISSUE,
    activity="2026 年案卷评查",
    number=2,
    population=412,
    population_digest="a" * 64,
    commitment_digest="b" * 64,
    seed="3-17-22-8",
    seed_source="6 月 15 日双色球第 2026068 期",
    size=2,
    sheet_digest="c" * 64,
    files=(
        facts.DrawnFile(place=1, case_id="2026-101", unit="一中队", stratum="一中队"),
        facts.DrawnFile(place=2, case_id="2026-007", unit="二中队", stratum="二中队"),
    ),
    published_on=date(2026, 6, 10),
    drawn_on=date(2026, 6, 16),
    method=Text("HMAC-SHA256 排序", "ranked by HMAC-SHA256"),
    strata="单位",
    excluded=(facts.Excluded(case_id="2026-333", reason="正在复议"),),
    reason="前次抽取 3 件已被撤销",
    supersedes="d" * 64,
    witnesses=(facts.Attendee(name="甲某", post="督察"), facts.Attendee(name="乙某")),
)
OPINION = facts.FileOpinionFacts(
    issue=ISSUE,
    activity="2026 年案卷评查",
    case_id="2026-101",
    unit="一中队",
    problems=(PROBLEM, BASIC),
    score=Decimal(0),
    deducted=Decimal("102.5"),
    cause="占道经营",
    officer="林知远",
    closed_on=date(2026, 5, 20),
    reviewed_on=date(2026, 6, 20),
    reviewers="评查员 3",
    round=2,
    finding_class=Text("执法不规范", "not standardised"),
    good_practice=("说理充分",),
    opinion="共 2 个问题",
    fails=True,
)
NOTICE = facts.FileNoticeFacts(
    issue=ISSUE,
    activity="2026 年案卷评查",
    case_id="2026-101",
    unit="一中队",
    problems=(PROBLEM,),
    score=Decimal("97.5"),
    deducted=Decimal("2.5"),
    objections_to="法制科",
    officer="林知远",
    notified_on=date(2026, 6, 30),
    resubmit_due_on=date(2026, 7, 30),
    objection_due_on=date(2026, 7, 7),
)
REPORT = facts.FileReportFacts(
    issue=ISSUE,
    activity="2026 年案卷评查",
    way=Text("随机抽查", "random draw"),
    closed=412,
    drawn=42,
    reviewed=42,
    average_score="97.10",
    average_deduction="2.90",
    period_from_on=date(2026, 1, 1),
    period_until_on=date(2026, 5, 31),
    classes=(facts.ClassCount(name=Text("执法不规范", "not standardised"), files=25),),
    distribution=(facts.ClassCount(name=Text("优秀", "excellent"), files=30),),
    violations=(facts.ClassCount(name=Text("超期送评", "submitted late"), files=3),),
    aspects=(facts.AspectCount(name=EVIDENCE, problems=7, files=5, deducted=Decimal("12.5")),),
    typical=(TYPICAL,),
    rates=(
        facts.RateTold(
            name=Text("合格率", "share up to standard"),
            found=40,
            reviewed=42,
            rate="95.2%",
            lower="84.1%",
            upper="99.2%",
            confidence="95%",
            threshold="90%",
            verdict=Text("不能区分", "cannot be told apart"),
        ),
    ),
    units=UNITS,
    agreement=(facts.Measured(name=EVIDENCE, value="0.71", lower="0.52", upper="0.86", based_on=12),),
    severities=(facts.Measured(name=Text("评查员1", "reader 1"), value="0.40", lower="-0.10", upper="0.90"),),
    good_practice=("说理充分",),
    opinion="总体良好，3 个单位进步明显",
    demands=("7 月底前完成整改",),
)
CIRCULAR = facts.MonthlyCircularFacts(
    issue=ISSUE,
    series="案卷考评通报",
    number=57,
    year=2026,
    month=6,
    reviewed=42,
    units=UNITS,
    typical=(TYPICAL,),
    commended=(facts.Listed(unit_id="一中队", reason="平均扣 1.25 分", person="林知远"),),
    criticised=(facts.Listed(unit_id="二中队", reason="平均扣 4 分"),),
    opinion="问题集中在证据",
    demands=("补齐照片",),
)
COMMENTARY = facts.CommentaryFacts(
    issue=ISSUE,
    number=63,
    subject="某公司占道经营案",
    facts_of_case="2026 年 3 月，某公司占道 12 平方米",
    problems=(PROBLEM,),
    correct_handling="先告知，再决定",
    provisions=("行政处罚法第四十四条",),
    lesson="程序先于结果",
    good_practice=("说理充分",),
)
SUGGESTION = facts.SuggestionFacts(
    issue=ISSUE,
    unit="二中队",
    problems=(facts.LetterProblem(problem="立案超期 3 件", case_id="2026-007", basis="某规定第五条"),),
    suggestions=("清理积案 3 件",),
    basis="某办法第九条",
    found_in="6 月网上办案监督",
    reply_to="法制科",
    reply_due_on=date(2026, 7, 15),
)
SUPERVISION = facts.SupervisionFacts(
    issue=ISSUE,
    unit="二中队",
    what=Text("重点案", "key case"),
    subject="2026-007",
    reason="首轮扣 8 分，群众两次来信",
    demands=("7 月 15 日前补正 3 处", "二次送评"),
    files=(facts.SupervisedFile(case_id="2026-007", standing=Text("整改中", "being mended"), deduction=Decimal(8)),),
    due_on=date(2026, 7, 20),
    closing_condition="二次考评通过",
    owner="周启明",
    reply_to="法制科",
)
ACCOUNTABILITY = facts.AccountabilityFacts(
    issue=ISSUE,
    committee="局党组",
    officer="林知远",
    unit="二中队",
    post="队员",
    trigger="repeated",
    cases=(CASE,),
    finding="同类问题 3 次",
    proposal="批评教育",
    basis="某规定第二条",
    times=3,
    months=6,
    history=("6 月 1 日要求整改",),
    heard_on=date(2026, 6, 25),
    statement="认可 2 项",
    examined="维持",
)
MONTH = facts.MonthlyListFacts(
    issue=ISSUE,
    year=2026,
    month=6,
    basis=Text("当月评查的案件", "cases reviewed in the month"),
    rows=(
        facts.MonthRow(
            officer="林知远",
            unit="一中队",
            cases=4,
            average="3.25",
            best="2026-1",
            worst="2026-9",
            rank=1,
            red_card=True,
        ),
        facts.MonthRow(officer="周启明", unit="二中队", cases=0),
    ),
)
RED = facts.RedCardFacts(
    issue=ISSUE,
    year=2026,
    month=6,
    threshold=Decimal(3),
    minimum_cases=2,
    wanted_probability="90%",
    basis=Text("当月评查的案件", "cases reviewed in the month"),
    rows=(
        facts.RedCardRow(
            officer="林知远", unit="一中队", cases=4, average="3.25", probability="93%", problem_cases=(CASE,)
        ),
    ),
)
AWARD = facts.AwardFacts(
    issue=ISSUE,
    year=2026,
    basis=Text("全年评查的案件", "cases reviewed in the year"),
    rows=(
        facts.AwardRow(
            officer="周启明", unit="二中队", cases=31, average="0.42", rank=1, award="办案能手", reason="31 件无返工"
        ),
    ),
)

EVERY: dict[str, Any] = {
    "draw_sheet": DRAW,
    "review_opinion": OPINION,
    "review_notice": NOTICE,
    "review_report": REPORT,
    "review_circular": CIRCULAR,
    "case_commentary": COMMENTARY,
    "suggestion_letter": SUGGESTION,
    "supervision_notice": SUPERVISION,
    "accountability_letter": ACCOUNTABILITY,
    "monthly_list": MONTH,
    "red_card_list": RED,
    "award_list": AWARD,
}
