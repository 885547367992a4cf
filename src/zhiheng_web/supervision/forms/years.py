"""The form of a report to the bureau above."""

from __future__ import annotations

from django import forms

from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, EvidenceField, spoken
from zhiheng_web.training.forms.parts import line


class ReportedForm(forms.Form):
    """To whom, when, under which number, with which paper."""

    submitted_to = line(spoken("报送机关", "Submitted to"))
    submitted_on = DayField(label=spoken("报送日期", "Submitted on"), latest=clock.today)
    reference = line(spoken("报送文号", "Reference number"), required=False, most=100)
    papers = EvidenceField(
        label=spoken("报送材料", "Papers"),
        required=False,
        help_text=spoken("报送的报告、签收凭证", "The report as submitted, the receipt"),
    )
