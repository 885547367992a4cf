"""The forms of the month: analysis and demands of its circular, and by which day that is due."""

from __future__ import annotations

from django import forms

from zhiheng_web.lib.fields import spoken
from zhiheng_web.training.forms.parts import number, words


class CircularForm(forms.Form):
    """What people add to the figures of a month."""

    analysis = words(
        spoken("分析", "Analysis"),
        rows=5,
        required=False,
        hint=spoken("原因、变化、需要注意的问题；数字由系统列出", "Causes and changes; the figures are listed anyway"),
    )
    demands = words(spoken("工作要求", "Demands"), rows=4, required=False, hint=spoken("每行一条", "One a line"))


class ArrangementForm(forms.Form):
    """By which day the circular of a month is due, and how many cases are few."""

    day = number(
        spoken("每月几日前通报上月情况", "Day of the next month"),
        most=28,
        hint=spoken("默认 10 日；原文只说每月，没有规定日期", "The tenth unless settled; the source names no day"),
    )
    few_cases = number(
        spoken("案件少于几件不计算比率", "No rate below so many cases"),
        hint=spoken("默认 20 件", "20 unless settled otherwise"),
    )
