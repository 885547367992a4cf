"""The documents of case-file review: every number is a figure, an untouched file passes, names are masked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from adapters import review_papers as papers
from zhiheng import api
from zhiheng.reports import documents
from zhiheng.reports.documents.model import (
    Document,
    DocumentLanguage,
    Figure,
    Runs,
    Table,
    figures_of,
    plain_text,
    runs_of,
)
from zhiheng.reports.documents.unsourced import GAP, unsourced


def built(name: str, language: DocumentLanguage = "zh") -> Document:
    document: Document = getattr(documents, name)(papers.EVERY[name], language=language)
    return document


def words_of(document: Document) -> str:
    return "\n".join(plain_text(runs) for block in document.blocks for runs in runs_of(block))


def without_figures(runs: Runs) -> str:
    return "".join(GAP if isinstance(run, Figure) else run for run in runs)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("name", sorted(papers.EVERY))
def test_it_writes_no_number_that_is_no_figure(name: str, language: DocumentLanguage) -> None:
    document = built(name, language)
    lines = [*document.title, document.addressee, *(runs for block in document.blocks for runs in runs_of(block))]
    heads = [(text,) for block in document.blocks if isinstance(block, Table) for text in block.head]
    wrong = [(without_figures(runs), list(unsourced(without_figures(runs)))) for runs in (*lines, *heads)]
    assert [found for found in wrong if found[1]] == []
    assert len(list(figures_of(document))) > 4


@pytest.mark.parametrize("name", sorted(papers.EVERY))
def test_every_table_is_as_wide_as_the_page(name: str) -> None:
    tables = [block for block in built(name).blocks if isinstance(block, Table)]
    assert all(sum(table.widths) == 156 for table in tables)
    assert all(len(row) == len(table.widths) for table in tables for row in table.rows)


@pytest.mark.parametrize("name", sorted(papers.EVERY))
def test_an_untouched_document_passes_and_one_figure_changed_is_named(name: str, tmp_path: Path) -> None:
    facts = papers.EVERY[name]
    documents.write_word(built(name, "both"), tmp_path / "a.docx")
    assert api.documents.check_document(tmp_path / "a.docx", None, facts) == []
    figure = next(one for one in figures_of(built(name)) if one.value.isdigit() or len(one.value) > 3)
    with ZipFile(tmp_path / "a.docx") as source, ZipFile(tmp_path / "b.docx", "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            blob = source.read(part)
            if part == "word/document.xml":
                assert f">{figure.value}<".encode() in blob
                blob = blob.replace(f">{figure.value}<".encode(), b">9999<", 1)
            target.writestr(part, blob)
    found = api.documents.check_document(tmp_path / "b.docx", None, facts)
    assert {one.wrong for one in found} <= {"changed", "moved"} and found


@pytest.mark.needs("chinese_fonts")
@pytest.mark.parametrize("name", sorted(papers.EVERY))
def test_it_becomes_a_pdf(name: str, tmp_path: Path) -> None:
    documents.write_pdf(built(name, "both"), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", sorted(papers.EVERY))
def test_demonstration_data_say_so(name: str) -> None:
    facts = papers.EVERY[name]
    marked = getattr(documents, name)(replace(facts, issue=replace(facts.issue, fictional=True)))
    assert "虚构" in marked.banner and not built(name).banner


def test_a_file_without_problems_says_so() -> None:
    clean = replace(papers.OPINION, problems=(), score=Decimal(100), deducted=Decimal(0), fails=False)
    told = words_of(documents.review_opinion(clean))
    assert "没有发现问题" in told and "评查得分 100 分，扣 0 分，发现问题 0 个" in told


def test_the_officer_stays_out_of_an_opinion_that_names_none() -> None:
    blind = replace(papers.OPINION, officer="", second="", reviewers="")
    told = words_of(documents.review_opinion(blind))
    assert "主办人员" not in told and "林知远" not in told


def test_a_notice_without_second_submission_asks_for_none() -> None:
    told = words_of(documents.review_notice(replace(papers.NOTICE, resubmit_due_on=None)))
    assert "第二次送评" not in told and "加倍" not in told
    assert "2026年7月30日" in words_of(documents.review_notice(papers.NOTICE))


def test_an_estimate_never_stands_without_the_actual_average() -> None:
    told = words_of(documents.review_report(papers.REPORT))
    assert "4.00" in told and "1.80" in told and "不代替实际数据" in told
    raw = replace(papers.REPORT, units=tuple(replace(one, estimate="", upper="") for one in papers.UNITS))
    assert "不代替实际数据" not in words_of(documents.review_report(raw))


def test_the_letter_of_accountability_leaves_room_for_an_officer_who_was_not_heard() -> None:
    told = words_of(documents.accountability_letter(replace(papers.ACCOUNTABILITY, heard_on=None, statement="")))
    assert told.count("＿＿＿＿＿＿") == 2


def test_a_month_without_red_cards_says_so() -> None:
    assert "本月没有红牌" in words_of(documents.red_card_list(replace(papers.RED, rows=())))


def test_an_officer_without_cases_is_not_ranked() -> None:
    (table,) = [block for block in documents.monthly_list(papers.MONTH).blocks if isinstance(block, Table)]
    assert plain_text(table.rows[1][0]) == "" and plain_text(table.rows[1][4]) == "无办案"


def test_a_month_of_checks_gives_no_rate_for_few_cases() -> None:
    units = (
        api.documents.facts.UnitChecked(unit="一中队", cases=40, found=6, rate="15.00"),
        api.documents.facts.UnitChecked(unit="二中队", cases=3, found=2),
    )
    month = replace(papers.CIRCULAR, found_by="checks", units=(), checked=units)
    document = documents.review_circular(month)
    told = words_of(document)
    assert "通过网上监督检查 42 件" in told and "15.00" in told and "不计算比率" in told
    lines = [runs for block in document.blocks for runs in runs_of(block)]
    assert not [found for runs in lines for found in unsourced(without_figures(runs))]
    whole = words_of(documents.review_circular(replace(month, checked=units[:1])))
    assert "不计算比率" not in whole


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("林知远", "林某某"),
        ("周明", "周某"),
        ("欧阳知远", "欧阳某某"),
        ("岚港市好味餐饮有限公司", "某公司"),
        ("老王烧烤店", "某店"),
    ],
)
def test_it_masks_names(name: str, masked: str) -> None:
    assert documents.mask_names(f"当事人{name}占道", [name]) == f"当事人{masked}占道"


def test_it_masks_the_longer_name_first() -> None:
    assert documents.mask_names("林知远和林知", ["林知", "林知远"]) == "林某某和林某"
