"""Each builder: its figures are those of the result, and no number stands in its words that is no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import Result
from zhiheng.reports import documents
from zhiheng.reports.documents import facts
from zhiheng.reports.documents.model import Document, DocumentLanguage, Figure, Runs, Table, plain_text, runs_of
from zhiheng.reports.documents.unsourced import GAP, unsourced

ISSUE = facts.Issue(organ="岚港市城市管理综合行政执法总队", issued_on=date(2026, 1, 20))
TALK = facts.TalkFacts(issue=ISSUE, year=2025, unit_id="LG03", person="人员 09", matter="决定被撤销 1 次")


def built(name: str, evaluation: Evaluation, language: DocumentLanguage = "zh") -> Document:
    """Return the document of a builder by name, for the detachments of Chongqing."""
    made: dict[str, Any] = {
        "notice_of_result": facts.NoticeFacts(issue=ISSUE, year=2025, unit_id="LG03", objections_to="法制处"),
        "review_decision": review_facts(evaluation.result),
        "deliberation_minutes": facts.MinutesFacts(
            issue=ISSUE,
            year=2025,
            meeting="总队长办公会",
            attended=(facts.Attendee(name="人员 01", post="总队长"),),
            decisions=(facts.BodyDecision(unit_id="LG03", decided="returned", recused=("人员 02",), reason="缺 2 份"),),
        ),
        "annual_report": facts.ReportFacts(issue=ISSUE, year=2025, approved_by="总队长办公会"),
        "circular": facts.CircularFacts(
            issue=ISSUE, year=2025, kind="criticism", listed=(facts.Listed(unit_id="LG03", reason="被撤销 1 次"),)
        ),
        "interview_record": TALK,
        "admonition_record": TALK,
        "transfer_proposal": facts.TransferFacts(
            issue=ISSUE,
            year=2025,
            unit_id="LG03",
            previous=evaluation.result,
            authority="组织部",
            heads=(facts.Tenure(name="人员 09", from_date=date(2023, 3, 1)),),
        ),
        "problem_list": facts.ProblemFacts(
            issue=ISSUE,
            year=2025,
            problems=(facts.Problem(unit_id="LG02", rule_id="DED-CONDUCT", problem="4 起", due_on=date(2026, 3, 1)),),
        ),
    }
    document: Document = getattr(documents, name)(evaluation, made[name], language=language)
    return document


def review_facts(before: Result) -> facts.ReviewFacts:
    line = facts.ReviewedLine(
        rule_id="DED-CONDUCT", claim="2 起不实", outcome="corrected", reason="核减 2 起", evidence=("视频 1 段",)
    )
    return facts.ReviewFacts(issue=ISSUE, year=2025, unit_id="LG02", before=before, lines=(line,))


BUILDERS = (
    "notice_of_result", "review_decision", "deliberation_minutes", "annual_report", "circular", "interview_record",
    "admonition_record", "transfer_proposal", "problem_list",
)  # fmt: skip


def shown(document: Document) -> dict[str, str]:
    return {figure.query: figure.value for figure in documents.figures_of(document)}


def words_of(document: Document) -> str:
    return "\n".join(plain_text(runs) for block in document.blocks for runs in runs_of(block))


def without_figures(runs: Runs) -> str:
    return "".join(GAP if isinstance(run, Figure) else run for run in runs)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("name", BUILDERS)
def test_it_writes_no_number_that_is_no_figure(name: str, language: DocumentLanguage, chongqing: Evaluation) -> None:
    document = built(name, chongqing, language)
    lines = [*document.title, document.addressee, *(runs for block in document.blocks for runs in runs_of(block))]
    heads = [(text,) for block in document.blocks if isinstance(block, Table) for text in block.head]
    wrong = [(without_figures(runs), list(unsourced(without_figures(runs)))) for runs in (*lines, *heads)]
    assert [found for found in wrong if found[1]] == []
    assert len(shown(document)) > 4


@pytest.mark.parametrize("name", BUILDERS)
def test_it_marks_a_fictional_completion_by_itself(name: str, chongqing: Evaluation) -> None:
    assert "虚构" in built(name, chongqing).banner
    assert "FICTIONAL" in built(name, chongqing, "en").banner


def test_it_tells_the_score_of_a_notice_as_the_result_has_it(chongqing: Evaluation) -> None:
    unit, told = chongqing.result.unit("LG03"), shown(built("notice_of_result", chongqing))
    assert Decimal(told["units/LG03/score"]) == unit.score == unit.base + unit.bonus
    assert told["units/LG03/grade"] == "不达标"  # a veto holds, whatever the score (CQ-30)
    lost = [Decimal(value) for query, value in told.items() if query.endswith("/points") and "/rules/" in query]
    assert sum(lost) == -Decimal(told["units/LG03/deducted"]) + unit.bonus
    assert told["facts/objection_in_days"] == "5"  # CQ-17


def test_it_leaves_blanks_for_days_not_yet_known(chongqing: Evaluation) -> None:
    assert "告知日期：＿＿＿＿＿＿" in words_of(built("notice_of_result", chongqing))


def test_it_shows_before_and_after_of_a_review(chongqing: Evaluation) -> None:
    unit = chongqing.result.unit("LG02")
    raised = replace(unit, score=unit.score + 2, base=unit.base + 2)
    units = tuple(raised if one.unit_id == "LG02" else one for one in chongqing.result.units)
    after = replace(chongqing, result=replace(chongqing.result, units=units))
    document = documents.review_decision(after, review_facts(chongqing.result))
    told = shown(document)
    # two incidents fewer at one point each: 2 × 1 = 2
    assert Decimal(told["units/LG02/score"]) - Decimal(told["before/units/LG02/score"]) == 2
    assert f"得分由 {told['before/units/LG02/score']} 分更正为 {told['units/LG02/score']} 分" in words_of(document)


def test_it_names_the_lines_that_differ_between_two_results(hunan: Evaluation) -> None:
    assert documents.changed_lines(hunan.result, hunan.result, "YL07") == ()
    unit = hunan.result.unit("YL07")
    first = unit.items[1].sub_items[0]
    rule = replace(first.rules[0], points=Decimal("-1"))
    item = replace(
        unit.items[1], sub_items=(replace(first, rules=(rule, *first.rules[1:])), *unit.items[1].sub_items[1:])
    )
    changed = replace(unit, items=(unit.items[0], item, *unit.items[2:]))
    units = tuple(changed if one.unit_id == "YL07" else one for one in hunan.result.units)
    assert documents.changed_lines(hunan.result, replace(hunan.result, units=units), "YL07") == (rule.id,)


def test_it_lets_ties_share_a_rank(hunan: Evaluation, hunan_facts: facts.ReportFacts) -> None:
    first, second = sorted(hunan.result.units, key=lambda unit: unit.rank)[:2]
    tied = replace(second, score=first.score, rank=1)
    units = tuple(tied if one.unit_id == tied.unit_id else one for one in hunan.result.units)
    document = documents.annual_report(replace(hunan, result=replace(hunan.result, units=units)), hunan_facts)
    told = shown(document)
    assert told[f"ranking/{first.unit_id}"] == told[f"ranking/{second.unit_id}"] == "1"


def test_it_reports_both_parts_and_the_lists_of_hunan(hunan: Evaluation, hunan_facts: facts.ReportFacts) -> None:
    document = documents.annual_report(hunan, hunan_facts)
    told, words = shown(document), words_of(document)
    assert (told["scheme/parts/D/points"], told["scheme/parts/B/points"]) == ("100", "20")  # HN-16
    assert "通报表扬" in words and "通报批评" in words  # HN-14
    scores = [unit.score for unit in hunan.result.units]
    assert Decimal(told["average/score"]) == (sum(scores) / len(scores)).quantize(Decimal("0.01"))
    by_item = {item.id: Decimal(0) for item in hunan.result.units[0].items}
    for unit in hunan.result.units:
        for item in unit.items:
            by_item[item.id] += item.deducted
    assert {query.split("/")[1]: Decimal(told[query]) for query in told if query.startswith("items/") and
            query.endswith("deducted")} == by_item  # fmt: skip


def test_it_reports_purpose_principles_vetoes_and_tasks(chongqing: Evaluation, report_facts: facts.ReportFacts) -> None:
    words = words_of(documents.annual_report(chongqing, report_facts))
    assert "规范执法队员行政执法行为" in words  # CQ-02
    assert "依法依规、客观公正" in words  # CQ-03
    assert "优秀：90 分以上（含本数）" in words and "不满 60 分" in words  # CQ-47
    assert "一票否决" in words and "取消支队负责人年度考核评优资格" in words  # CQ-30, CQ-49
    assert "容错" in words  # CQ-31: tolerated faults are listed at 0 points
    counted = shown(documents.annual_report(chongqing, report_facts))
    grades = [unit.grade for unit in chongqing.result.units]
    assert counted["grades/count/excellent"] == str(grades.count("excellent"))


def test_it_finds_the_eight_principles_in_the_scheme(chongqing: Evaluation) -> None:
    told = [principle.zh for principle in documents.principles_of(chongqing.scheme)]
    assert len(told) == 8 and told[-1] == "层级监督与自我监督相结合"


def test_it_refuses_a_body_that_the_result_does_not_have(chongqing: Evaluation) -> None:
    wrong = facts.NoticeFacts(issue=ISSUE, year=2025, unit_id="none", objections_to="法制处")
    with pytest.raises(KeyError):
        documents.notice_of_result(chongqing, wrong)
