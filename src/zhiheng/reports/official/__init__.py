"""`report.docx`: the draft circular on the results, laid out after GB/T 9704-2012, Chinese first, English at the end.

Issuing body, document number and date stay blanks to fill in: the library has no clock (CQ-15).
"""

from __future__ import annotations

from pathlib import Path

import docx

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.texts import Text
from zhiheng.reports.cards import SchemeIndex
from zhiheng.reports.frozen import frozen_archive, moment_of
from zhiheng.reports.official import completeness, details, english, overview, page
from zhiheng.reports.official.writer import Writer, plain


def write_official_report(evaluation: Evaluation, path: Path) -> None:
    """Write the draft circular to `path`; the same evaluation gives the same bytes."""
    document = docx.Document()
    page.set_up(document)
    _describe(document, evaluation)
    writer, index = Writer(document), SchemeIndex(evaluation.scheme)
    _open(writer, evaluation)
    overview.write_basis(writer, evaluation)
    overview.write_overall(writer, evaluation)
    overview.write_ranking(writer, evaluation)
    details.write_greatest_losses(writer, evaluation, index)
    overview.write_vetoes_and_grades(writer, evaluation, index)
    details.write_unit_details(writer, evaluation, index)
    completeness.write_completeness(writer, evaluation)
    _sign(writer)
    completeness.write_recomputation(writer, evaluation)
    english.write_summary(writer, evaluation)
    with frozen_archive(path) as draft:
        document.save(str(draft))


def title_lines(name: Text) -> tuple[str, str]:
    """Return the title in two lines; title marks inside a title become single ones, as punctuation asks."""
    inner = name.zh.strip()
    if inner.startswith("《") and inner.endswith("》"):
        inner = inner[1:-1]
    return f"《{inner.replace('《', '〈').replace('》', '〉')}》", "评价结果通报（稿）"


def _describe(document: docx.document.Document, evaluation: Evaluation) -> None:
    about, at = document.core_properties, moment_of(evaluation.result.as_of)
    about.title = plain("".join(title_lines(evaluation.result.scheme_name)))[:255]
    about.author = about.last_modified_by = "执衡 Zhiheng"
    about.created = about.modified = about.last_printed = at
    about.language, about.comments, about.keywords, about.subject = "zh-CN", "", "", ""
    about.revision = 1


def _open(writer: Writer, evaluation: Evaluation) -> None:
    writer.title(*title_lines(evaluation.result.scheme_name))
    writer.centred("（发文字号：待填）")
    writer.space()
    writer.flush("各被评价单位：")


def _sign(writer: Writer) -> None:
    # A signature never stands alone on a page (GB/T 9704-2012, 7.3.5), so all of this keeps together.
    writer.space(with_next=True)
    writer.text("附：1. 复核方法", with_next=True)
    writer.text("　　2. 英文摘要", with_next=True)
    writer.space(2, with_next=True)
    writer.blank("发文机关署名：", "　　　　待填　　　　", "（盖章）", with_next=True)
    writer.blank("成文日期：", "　　年　　月　　日")
