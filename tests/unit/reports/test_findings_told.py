"""What findings and checks say in words: each check a demand and a law in both languages, each kind a sentence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhiheng.checks import Check, built_in_checks
from zhiheng.reports.findings import Alert
from zhiheng.reports.findings_law import in_force_text, provision, version_on
from zhiheng.reports.findings_limits import rule_limit
from zhiheng.reports.findings_told import told_of, version_of
from zhiheng.reports.findings_words import activity_text, kind_text

CHECKS = {check.id: check for check in built_in_checks()}


def alert(check_id: str, **more: Any) -> Alert:
    ids = {"unit_id": "U1", "officer_id": "O1", "case_id": "C2", "complaint_id": ""}
    given = {name: Decimal(more.pop(name)) if name in more else None for name in ("measured", "limit")}
    more.setdefault("occurred_at", datetime(2025, 3, 14))
    more.setdefault("due_date", None)
    return Alert(check_id=check_id, severity=CHECKS[check_id].severity, **ids, **given, **more)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_it_tells_the_demand_and_the_law_of_every_version(check: Check) -> None:
    assert kind_text(check.kind).en
    for version in check.versions:
        demand, cited = rule_limit(version.rule), provision(version.citation)
        assert demand.zh and demand.en.strip(), check.id
        assert cited.name.zh != version.citation and cited.name.en, version.citation
        assert in_force_text(version).en


TOLD = {
    "late": (
        alert("cn-penalty-late-service", begins="2025-03-03", ends="2025-03-14", what="served", measured=9, limit=7),
        ("至送达用了9个工作日，期限7个工作日", "served after 9 working days, limit 7 working days"),
    ),
    "late-and-open": (
        alert("wuxue-late-submission", begins="2025-03-03", what="review_submitted", measured=40, limit=31),
        ("已过40日仍没有送评，期限1个月（折合31日）", "not review submitted after 40 days, limit 1 month (31 days)"),
    ),
    "premature": (
        alert("cn-penalty-premature-decision", begins="2025-03-03", what="decided", measured=5, limit=5),
        ("第5个工作日即决定，应满5个工作日之后", "decided after 5 working days, 5 working days must pass"),
    ),
    "missing": (
        alert("cn-penalty-missing-notice", begins="2025-03-03", what="notified"),
        ("已有决定，没有事先告知", "decided, but not notified"),
    ),
    "missing-recording": (
        alert("three-systems-missing-recording-seizure", begins="2025-03-03", what="seized"),
        ("查封扣押没有音像记录", "no recording of: seized"),
    ),
    "out-of-order": (
        alert("cn-penalty-out-of-order-notice", begins="2025-03-03", what="notified", measured=2),
        ("事先告知晚于决定2日", "notified came after decided by 2 days"),
    ),
    "outside-band": (
        alert("cn-penalty-outside-band-on-the-spot", begins="2025-03-03", what="above", measured=4000, limit=3000),
        ("罚款4,000元，高于上限3,000元", "fine 4,000 yuan, above the maximum 3,000 yuan"),
    ),
    "unqualified": (
        alert("cn-penalty-unqualified-two-officers", begins="2025-03-03", what="two_officers"),
        ("不符合：两名不同的执法人员", "not met: two different officers"),
    ),
    "split": (
        alert("xuhui-split-under-threshold", what="party_id+cause", related=("C1",), measured=3, value="12000"),
        (
            "与 C1 同一当事人、同一案由，相隔3日，罚款合计12,000元",
            "the same party, the same cause as C1, 3 days apart, fines together 12,000 yuan",
        ),
    ),
    "duplicated": (
        alert("xuhui-duplicated-events", what="events", measured=2, limit=0),
        ("有 2 个环节重复登记", "2 events entered again"),
    ),
    "fabricated": (
        alert("xuhui-fabricated-time", what="0-5", measured=1, limit=0),
        ("1 个环节登记在0时至5时", "1 events between hours 0-5"),
    ),
    "repeated": (
        alert("xuhui-repeated-complaints", what="problem", related=("T1",), measured=3, value="4"),
        ("同一问题的第 4 次投诉（自 T1 起）", "complaint 4 (counted from T1)"),
    ),
    "mismatched": (
        alert("cn-penalty-mismatched-payment", what="underpaid", measured=100, limit=500),
        ("结案时缴款100元，罚款500元", "paid 100 yuan of a fine of 500 yuan at closing"),
    ),
    "overturned": (alert("chongqing-overturned-decision", what="revoked"), ("撤销", "revoked")),
    "refused": (
        alert("chongqing-refused-complaint", what="accepted"),
        ("投诉没有受理", "the complaint was not accepted"),
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_it_tells_a_finding_of_every_kind_in_a_sentence(name: str) -> None:
    found, (zh, en) = TOLD[name]
    told = told_of(CHECKS[found.check_id], found)
    assert (told.zh, told.en) == (zh, en)


def test_it_cites_the_law_of_the_day_on_which_the_period_began() -> None:
    check = CHECKS["cn-penalty-late-service"]
    # Decided before 15 July 2021 and served after: the old law and its calendar days.
    old = alert(check.id, begins="2021-07-12", what="served", occurred_at=datetime(2021, 7, 20), measured=8, limit=7)
    assert version_of(check, old).citation == "penalty-law-2017-40"
    assert told_of(check, old).zh == "已过8日仍没有送达，期限7日"
    assert version_on(check, date(2021, 7, 15)).citation == "penalty-law-61"


def test_it_writes_articles_as_laws_do() -> None:
    assert provision("penalty-law-61").short.zh == "行政处罚法第六十一条"
    assert provision("it-highway-code-204-bis").name.zh == "《意大利道路法典》第204-bis条"
    assert provision("it-highway-code-201").short.zh == "意大利道路法典第二百零一条"
    assert provision("three-systems-opinions-12").short.zh == "三项制度指导意见（十二）"
    assert provision("XH-23").name.zh == "《徐汇区城市管理行政执法监督实施办法》（XH-23）"
    assert provision("本局规定第五条").name.zh == "本局规定第五条"


def test_it_leaves_activities_of_the_ledgers_own_making_as_they_are() -> None:
    assert activity_text("served").zh == "送达"
    assert activity_text("announced").zh == "公告送达"
    assert activity_text("天黑收摊").of("en") == "天黑收摊"
