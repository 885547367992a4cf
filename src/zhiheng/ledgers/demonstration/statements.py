"""What the units report and what was found out: findings, facts, outcomes and surveys of the demonstration ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.ledgers.demonstration.bundles import Label
from zhiheng.ledgers.demonstration.caseload import counts_of
from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.load import AS_OF, REVOKED_ON, VETOED_UNIT, case_id
from zhiheng.ledgers.demonstration.people import Row, officer_id
from zhiheng.ledgers.demonstration.profiles import CITIES, DETACHMENTS, EVERYONE, Profile, squad_ids

#: Rules of the Hunan standard by what they ask; those that the ledger's own tables answer are not asked.
_FLAGS = (
    "D01-1-a D01-2-a D01-3-a D01-3-b D02-1-a D02-1-b D02-2-a D02-3-a D04-2-a D04-2-b D05-1-1-a D05-1-2-a D05-1-3-a "
    "D05-5-a D06-6-a D07-1-a D07-1-b D07-2-a D07-3-a D07-3-b D07-3-c D08-1-a D08-1-b D08-3-a D09-1-a D09-3-a D10-1-a"
).split()
_COUNTS = (
    "D02-3-b D02-4-a D03-1-a D03-2-a D04-1-a D04-3-a D05-1-1-b D05-1-2-b D05-1-3-b D05-2-a D05-3-a D05-4-a D06-1-a "
    "D06-2-a D06-3-a D06-6-b D09-1-b D09-2-a D09-3-b D11-1-a D12-1-a B01-a B02-a B02-b B03-a B03-b B04-a"
).split()
_ONLY_CITIES = ("D07-3-a", "D07-3-b", "D07-3-c")
#: Rules of the Chongqing measures on which the detachments state something; V1 to V3 and V9 are verified.
_BY_DETACHMENTS = ("DED-FILE-BASIC", "DED-CONDUCT", "BON-DOC-BUREAU", "BON-DOC-GOV")
_VETOES_STATED = ("V1", "V2", "V3", "V9")
#: Invented rules of the completion: the ledger declares in `findings_complete` that there is nothing to find.
COMPLETE = (
    "DEMO-CASE-PROC DEMO-CASE-LATE DEMO-ACT-PLAN DEMO-ACT-DONE DEMO-PAT-PLAN DEMO-PAT-MISS DEMO-INS-RANDOM "
    "DEMO-INS-RECORD DEMO-PET-LATE DEMO-PET-REPLY DEMO-COM-LATE DEMO-COM-REPEAT DEMO-FILE-ARCHIVE DEMO-LAW-PLAN "
    "DEMO-LAW-FORMS"
).split()

_SOURCES: Mapping[str, str] = {
    "D03": "着装检查",
    "D04": "车辆检查、交警处罚平台",
    "D05": "案卷评查",
    "D06": "信访部门转办",
    "D09": "日常抽查",
    "D11": "交办事项登记",
    "D12": "舆情登记",
    "DED-FILE-BASIC": "案卷评查",
    "DED-CONDUCT": "信访部门转办",
}
_ABOUT_CASES = ("D05-1-3-b", "D05-3-a", "DED-FILE-BASIC")


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A problem that was reported and does not count, or counts and costs nothing."""

    unit_id: str
    rule_id: str
    status: str = "verified"
    exemption: str = ""
    reason: str = ""


UNSETTLED: tuple[Unsettled, ...] = (
    Unsettled("YL08", "D06-3-a", "pending"),
    Unsettled("YL08", "D06-3-a", "pending"),
    Unsettled("YL08", "D03-2-a", "rejected"),
    Unsettled("YL02", "D09-2-a", "rejected"),
    Unsettled("LG01", "DED-FILE-BASIC", "verified", "F1", "（虚构）规章对文书格式规定不一，存在争议"),
    Unsettled("LG01", "DED-FILE-BASIC", "verified", "F3", "（虚构）检测机构出具的报告有误，已尽审查义务"),
    Unsettled("LG02", "DED-CONDUCT", "verified", "F2", "（虚构）当事人先行冲撞，现场视频可证"),
    Unsettled("LG02", "DED-FILE-BASIC", "verified", "F4", "（虚构）地下管线无探测手段，当时无法查明"),
    Unsettled("LG02", "DED-CONDUCT", "pending"),
    Unsettled("LG03", "DED-FILE-BASIC", "rejected"),
)


def finding_rows(cases: int, seed: int) -> Iterator[Row]:
    """Yield the problems: those of the profiles, verified one by one, then the unsettled ones."""
    counts = counts_of(cases)
    for profile in EVERYONE:
        dice, number = Dice(seed, f"findings/{profile.unit_id}"), 0
        for rule_id, count in profile.faults.items():
            for _ in range(count):
                number += 1
                yield _finding(profile, rule_id, number, dice, cases=counts[profile.unit_id])
        for one in UNSETTLED:
            if one.unit_id == profile.unit_id:
                number += 1
                row = _finding(profile, one.rule_id, number, dice, cases=counts[profile.unit_id])
                yield {**row, "status": one.status, "exemption": one.exemption, "exemption_reason": one.reason}


def _finding(profile: Profile, rule_id: str, number: int, dice: Dice, *, cases: int) -> Row:
    squad = dice.pick(squad_ids(profile))
    row: Row = {
        "finding_id": f"WT-{profile.unit_id}-{number:03d}",
        "unit_id": profile.unit_id,
        "rule_id": rule_id,
        "occurred_at": date(2025, 1, 6) + timedelta(days=dice.between(0, (AS_OF - date(2025, 1, 6)).days)),
        "quantity": 1,
        "source": next((word for head, word in _SOURCES.items() if rule_id.startswith(head)), "现场检查"),
        "evidence": f"虚构佐证{profile.unit_id}-{number:03d}",
        "status": "verified",
    }
    if rule_id in _ABOUT_CASES and cases:
        row["case_id"] = case_id(profile, number % cases)
    elif rule_id in ("D03-2-a", "D06-3-a", "DED-CONDUCT"):
        row["officer_id"] = officer_id(squad, dice.between(1, 8))
    return row


def fact_rows() -> Iterator[Row]:
    """Yield what the units state (自评) and what was verified (核实)."""
    for profile in CITIES:
        yield from _facts(profile, _statements_of_city(profile), profile.verified)
    for profile in DETACHMENTS:
        stated = {rule_id: str(profile.faults.get(rule_id, 0)) for rule_id in _BY_DETACHMENTS}
        yield from _facts(profile, {**stated, **profile.stated}, dict.fromkeys(_VETOES_STATED, "否"))


def _statements_of_city(profile: Profile) -> dict[str, str]:
    """Return a city's self-evaluation: nothing, what was found, what the profile says; less what it is silent on."""
    stated = dict.fromkeys(_FLAGS, "否") | dict.fromkeys(_COUNTS, "0") | {"D10-2-a": "4"}
    stated |= {rule_id: str(count) for rule_id, count in profile.faults.items()}
    stated |= profile.stated
    absent = profile.silent | (set() if profile.kind == "prefecture_city" else set(_ONLY_CITIES))
    return {rule_id: value for rule_id, value in stated.items() if rule_id not in absent}


def _facts(profile: Profile, stated: Mapping[str, str], verified: Mapping[str, str]) -> Iterator[Row]:
    number = 0
    for source, values in (("自评", stated), ("verified", verified)):
        for rule_id, value in values.items():
            number += 1
            evidence = f"虚构材料{profile.unit_id}-{number:03d}"
            row: Row = {"unit_id": profile.unit_id, "rule_id": rule_id, "value": value}
            yield {**row, "source": source, "evidence": evidence}


def outcome_rows(cases: int) -> Iterator[Row]:
    """Yield what courts and other organs decided: one revocation, which is a veto, and two that are none."""
    counts = counts_of(cases)
    decided = (
        (VETOED_UNIT, 0, "court", "revoked", REVOKED_ON, "（虚构）认定事实主要证据不足"),
        ("LG01", 2, "court", "maintained", date(2025, 8, 20), "（虚构）驳回诉讼请求"),
        ("YL10", 0, "reconsideration", "maintained", date(2025, 7, 9), "（虚构）维持原决定"),
    )
    profiles = {profile.unit_id: profile for profile in EVERYONE}
    for number, (unit_id, case, organ, result, day, note) in enumerate(decided, start=1):
        row: Row = {"outcome_id": f"JG-{number:03d}", "unit_id": unit_id, "organ": organ, "result": result}
        held = case_id(profiles[unit_id], case) if case < counts[unit_id] else ""
        yield {**row, "case_id": held, "effective_at": day, "note": note}


def outcome_labels(cases: int) -> Iterator[Label]:
    """Yield the label of the decision that the court revoked."""
    for row in outcome_rows(cases):
        if row["result"] == "revoked":
            yield Label("chongqing-overturned-decision", case_id=str(row["case_id"]), unit_id=str(row["unit_id"]))


def survey_rows() -> Iterator[Row]:
    """Yield the surveys of public satisfaction."""
    for profile in CITIES:
        if profile.survey is None:
            continue
        for method, (asked, content) in (
            ("questionnaire", profile.survey.questionnaire),
            ("telephone", profile.survey.telephone),
        ):
            yield {"unit_id": profile.unit_id, "method": method, "respondents": asked, "satisfied": content}
