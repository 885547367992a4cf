"""The forms of results from above: where they come from, a row, a table, the original paper."""

from __future__ import annotations

from typing import Any

from django import forms

from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, EvidenceField, PointsField, spoken
from zhiheng_web.supervision.reading import ToldRow
from zhiheng_web.training.forms.parts import OfBody, line, number, words


class ExternalForm(OfBody):
    """Where a result comes from, and what it says as a whole."""

    issuer = line(spoken("评查机关", "Reviewed by"))
    year = number(spoken("评查年度", "Year"), least=1990, most=2199)
    title = line(spoken("文件名称", "Title"))
    document_no = line(spoken("文号", "Number"), required=False, most=100)
    issued_on = DayField(label=spoken("成文日期", "Dated"), required=False, latest=clock.today)
    summary = words(spoken("总体情况", "Summary"), rows=5, required=False)


class ExternalRowForm(forms.Form):
    """A row: a unit, a case of it where one is named, score and problems."""

    unit = line(spoken("单位", "Unit"), hint=spoken("填名称或编号", "Name or number"))
    case = line(spoken("案件编号", "Case"), required=False)
    score = PointsField(label=spoken("得分", "Score"), least=0, most=9999, places=2, required=False)
    problems = words(spoken("问题", "Problems"), required=False)

    def told(self) -> ToldRow:
        """Return the row as it was typed."""
        data: dict[str, Any] = self.cleaned_data
        return ToldRow(data["unit"], data["case"], data["score"], data["problems"])


class TableForm(forms.Form):
    """A table of rows."""

    table = forms.FileField(
        label=spoken("表格", "Table"),
        help_text=spoken(
            "CSV 或 Excel；第一行是列名：单位、案件编号、得分、问题（单位必有）",
            "CSV or workbook; the first row names the columns: unit, case, score, problems (the unit is needed)",
        ),
    )


class OriginalForm(forms.Form):
    """The paper as it came."""

    papers = EvidenceField(label=spoken("原件", "Original"))
