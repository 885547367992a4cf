"""The check of a finished document: an untouched one gives nothing, every single edit of a figure is named."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Refusal
from zhiheng.reports import documents
from zhiheng.reports.documents.facts import NoticeFacts, ReportFacts

BODY = "word/document.xml"
Edit = Callable[[Any], bool]


def edited(source: Path, target: Path, edit: Edit) -> bool:
    """Write a copy with its body edited; return whether the edit found something to change."""
    with ZipFile(source) as reading, ZipFile(target, "w", ZIP_DEFLATED) as writing:
        done = False
        for name in reading.namelist():
            blob = reading.read(name)
            if name == BODY:
                root = parse_xml(blob)
                done = edit(root)
                blob = etree.tostring(root)
            writing.writestr(name, blob)
    return done


def controls(root: Any) -> list[Any]:
    return list(root.iter(qn("w:sdt")))


def text_of(control: Any) -> Any:
    return next(control.iter(qn("w:t")))


def tag_of(control: Any) -> str:
    return str(control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")))


def with_digits(root: Any) -> list[Any]:
    return [one for one in controls(root) if re.search(r"\d", text_of(one).text or "")]


def change_a_digit(root: Any, chance: random.Random) -> bool:
    text = text_of(chance.choice(with_digits(root)))
    place = chance.choice([match.start() for match in re.finditer(r"\d", text.text)])
    other = chance.choice([digit for digit in "0123456789" if digit != text.text[place]])
    text.text = text.text[:place] + other + text.text[place + 1 :]
    return True


def unwrap(root: Any, chance: random.Random) -> bool:
    control = chance.choice(controls(root))
    for run in list(control.find(qn("w:sdtContent"))):
        control.addprevious(run)
    control.getparent().remove(control)
    return True


def take_out(root: Any, chance: random.Random) -> bool:
    control = chance.choice(controls(root))
    control.getparent().remove(control)
    return True


def empty(root: Any, chance: random.Random) -> bool:
    text_of(chance.choice(controls(root))).text = ""
    return True


def swap_words(root: Any, chance: random.Random) -> bool:
    one, other = (text_of(control) for control in chance.sample(with_digits(root), 2))
    if one.text == other.text:
        return False
    one.text, other.text = other.text, one.text
    return True


def swap_controls(root: Any, chance: random.Random) -> bool:
    one, other = chance.sample(controls(root), 2)
    if tag_of(one) == tag_of(other):
        return False
    place = parse_xml(f"<w:r {nsdecls('w')}/>")
    one.addprevious(place)
    other.addprevious(one)
    place.addprevious(other)
    place.getparent().remove(place)
    return True


def rows_with_figures(root: Any) -> list[list[Any]]:
    tables = [[row for row in table.iter(qn("w:tr")) if controls(row)] for table in root.iter(qn("w:tbl"))]
    return [rows for rows in tables if len(rows) > 1]


def swap_rows(root: Any, chance: random.Random) -> bool:
    tables = rows_with_figures(root)
    if not tables:
        return False
    one, other = chance.sample(chance.choice(tables), 2)
    place = parse_xml(f"<w:tr {nsdecls('w')}/>")
    one.addprevious(place)
    other.addprevious(one)
    place.addprevious(other)
    place.getparent().remove(place)
    return True


def repeat_a_row(root: Any, chance: random.Random) -> bool:
    row = chance.choice([row for table in root.iter(qn("w:tbl")) for row in table.iter(qn("w:tr")) if controls(row)])
    row.addnext(deepcopy(row))
    return True


def drop_a_row(root: Any, chance: random.Random) -> bool:
    row = chance.choice([row for table in root.iter(qn("w:tbl")) for row in table.iter(qn("w:tr")) if controls(row)])
    row.getparent().remove(row)
    return True


def type_beside(root: Any, chance: random.Random) -> bool:
    control = chance.choice(controls(root))
    run = parse_xml(f"<w:r {nsdecls('w')}><w:t>{chance.randint(1, 99)}</w:t></w:r>")
    (control.addprevious if chance.random() < 0.5 else control.addnext)(run)
    return True


INVENTED = (
    "经核实，另有 3 起问题未计入。",
    "该单位实得 97.5 分。",
    "同比提高12.4%。",
    "共扣九十六分。",
    "全年办案一千二百件。",
    "问题 １２ 起。",
    "达到百分之九十五。",
    "此项应得十分。",
    "其中两起证据不足。",
    "排名由第 5 名升至第 2 名。",
)


def add_a_paragraph(root: Any, chance: random.Random) -> bool:
    paragraph = chance.choice([one for one in root.iter(qn("w:p")) if one.getparent().tag == qn("w:body")])
    new = f"<w:p {nsdecls('w')}><w:r><w:t>{chance.choice(INVENTED)}</w:t></w:r></w:p>"
    paragraph.addnext(parse_xml(new))
    return True


EDITS = (
    change_a_digit, unwrap, take_out, empty, swap_words, swap_controls, swap_rows, repeat_a_row, drop_a_row,
    type_beside, add_a_paragraph,
)  # fmt: skip


@pytest.fixture(scope="session")
def notice(tmp_path_factory: pytest.TempPathFactory, hunan: Evaluation, notice_facts: NoticeFacts) -> Path:
    path = tmp_path_factory.mktemp("notice") / "notice.docx"
    documents.write_word(documents.notice_of_result(hunan, notice_facts), path)
    return path


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory, chongqing: Evaluation, report_facts: ReportFacts) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.docx"
    documents.write_word(documents.annual_report(chongqing, report_facts), path)
    return path


def test_it_finds_nothing_in_an_untouched_document(
    notice: Path, report: Path, results: Path, notice_facts: NoticeFacts, report_facts: ReportFacts
) -> None:
    # The parsed result alone is enough: the built-in scheme of the same digest is found by its id.
    stored = json.loads((results / "hunan" / "result.json").read_text(encoding="utf-8"))
    assert documents.check_document(notice, stored, notice_facts) == []
    assert documents.check_document(report, results / "chongqing" / "result.json", report_facts) == []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_it_finds_every_random_edit_of_a_notice(
    edit: Callable[[Any, random.Random], bool], notice: Path, tmp_path: Path, hunan: Evaluation, notice_facts: Any
) -> None:
    assert_every_edit_is_found(edit, notice, tmp_path, lambda path: documents.check_document(path, hunan, notice_facts))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_it_finds_every_random_edit_of_a_report(
    edit: Callable[[Any, random.Random], bool], report: Path, tmp_path: Path, chongqing: Evaluation, report_facts: Any
) -> None:
    def check(path: Path) -> list[documents.Discrepancy]:
        return documents.check_document(path, chongqing, report_facts)

    assert_every_edit_is_found(edit, report, tmp_path, check)


def assert_every_edit_is_found(
    edit: Callable[[Any, random.Random], bool],
    source: Path,
    folder: Path,
    check: Callable[[Path], list[documents.Discrepancy]],
) -> None:
    done = 0
    for seed in range(10):
        chance, path = random.Random(f"{edit.__name__}{seed}"), folder / f"{seed}.docx"
        if edited(source, path, lambda root, chance=chance: edit(root, chance)):
            done += 1
            assert check(path), f"seed {seed}: {edit.__name__} was not found"
    assert done >= 4


def told_of(path: Path, hunan: Evaluation, facts: NoticeFacts) -> Iterator[str]:
    return (one.of("zh") for one in documents.check_document(path, hunan, facts))


def test_it_says_place_found_and_expected(
    notice: Path, tmp_path: Path, hunan: Evaluation, notice_facts: NoticeFacts
) -> None:
    def edit(root: Any) -> bool:
        next(text_of(one) for one in controls(root) if tag_of(one) == "units/YL07/score").text = "95.5"
        return True

    edited(notice, tmp_path / "a.docx", edit)
    (found,) = documents.check_document(tmp_path / "a.docx", hunan, notice_facts)
    score = hunan.result.unit("YL07").score
    assert (found.wrong, found.query, found.found, found.expected.zh) == (
        "changed", "units/YL07/score", "95.5", format(score, "f")
    )  # fmt: skip
    assert "段" in found.where.zh and "paragraph" in found.where.en
    assert "评价得分" in found.around
    assert "应为" in found.of("zh") and "expected" in found.of("en")


def test_it_names_a_control_taken_away_whose_number_is_left(
    notice: Path, tmp_path: Path, hunan: Evaluation, notice_facts: NoticeFacts
) -> None:
    def edit(root: Any) -> bool:
        control = next(one for one in controls(root) if tag_of(one) == "units/YL07/score")
        for run in list(control.find(qn("w:sdtContent"))):
            control.addprevious(run)
        control.getparent().remove(control)
        return True

    edited(notice, tmp_path / "a.docx", edit)
    found = documents.check_document(tmp_path / "a.docx", hunan, notice_facts)
    assert [one.wrong for one in found] == ["without_source", "removed"]


def test_it_lets_words_change_and_runs_be_split(
    notice: Path, tmp_path: Path, hunan: Evaluation, notice_facts: NoticeFacts
) -> None:
    def edit(root: Any) -> bool:
        control = next(one for one in controls(root) if len(text_of(one).text or "") > 3)
        run = next(control.iter(qn("w:r")))
        rest = deepcopy(run)
        whole = text_of(control).text
        text_of(control).text, next(rest.iter(qn("w:t"))).text = whole[:2], whole[2:]
        run.addnext(rest)
        paragraph = next(one for one in root.iter(qn("w:p")) if "有异议的" in "".join(one.itertext()))
        words = "另请按照《办法》第三十二条第（2）项和〔2025〕12号文件，于2026年2月1日前在第3次会议上说明。"
        paragraph.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{words}</w:t></w:r></w:p>"))
        return True

    edited(notice, tmp_path / "a.docx", edit)
    assert list(told_of(tmp_path / "a.docx", hunan, notice_facts)) == []


def test_it_reads_tracked_changes_as_a_reader_sees_them(
    notice: Path, tmp_path: Path, hunan: Evaluation, notice_facts: NoticeFacts
) -> None:
    def track(mark: str, text: str) -> Edit:
        def edit(root: Any) -> bool:
            paragraph = next(one for one in root.iter(qn("w:p")) if "合计扣" in "".join(one.itertext()))
            run = f"<w:{mark} {nsdecls('w')} w:id='1' w:author='a'><w:r><w:{text}>另扣 7 分</w:{text}></w:r></w:{mark}>"
            paragraph.append(parse_xml(run))
            return True

        return edit

    edited(notice, tmp_path / "in.docx", track("ins", "t"))
    edited(notice, tmp_path / "out.docx", track("del", "delText"))
    assert [one.found for one in documents.check_document(tmp_path / "in.docx", hunan, notice_facts)] == ["7"]
    assert documents.check_document(tmp_path / "out.docx", hunan, notice_facts) == []


def test_it_says_once_that_all_controls_are_lost(
    notice: Path, tmp_path: Path, hunan: Evaluation, notice_facts: NoticeFacts
) -> None:
    def edit(root: Any) -> bool:
        for control in controls(root):
            for run in list(control.find(qn("w:sdtContent"))):
                control.addprevious(run)
            control.getparent().remove(control)
        return True

    edited(notice, tmp_path / "a.docx", edit)
    assert [one.wrong for one in documents.check_document(tmp_path / "a.docx", hunan, notice_facts)] == ["no_controls"]


def test_it_refuses_a_file_that_is_no_document(tmp_path: Path, hunan: Evaluation) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK nothing")
    with pytest.raises(Refusal) as refused:
        documents.check_document(tmp_path / "a.docx", hunan)
    assert refused.value.faults[0].code == "no_document"
