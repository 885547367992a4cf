"""What the pages of the self-evaluation send: lines by rule, evidence, the workbook, the declaration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from zhiheng.api import Fault, Refusal
from zhiheng_web.evaluations.actions.selfevaluation import DECLARATION, Entry
from zhiheng_web.evaluations.reading.answers import percentage, sent_value
from zhiheng_web.evaluations.reading.lines import Line
from zhiheng_web.evaluations.reading.selfevaluation import Sheet
from zhiheng_web.lib.clock import today
from zhiheng_web.lib.fields import DayField, EvidenceField, spoken
from zhiheng_web.lib.words import say


class EvidenceForm(forms.Form):
    """Evidence of a line: files, the day it dates from, a note."""

    pieces = EvidenceField(
        most_files=10,
        most_megabytes=50,
        label=spoken("佐证文件", "Evidence files"),
        help_text=spoken("每个不超过 50 MB，原样保存", "50 MB each at most, kept as they are"),
    )
    evidence_date = DayField(
        required=False,
        latest=today,
        label=spoken("材料形成日期", "Date of the evidence"),
        help_text=spoken(
            "材料本身的日期，不是上传日期；照片不填则取拍摄日期",
            "The day it came about, not the day of the upload; blank takes a photo's own date",
        ),
    )
    note = forms.CharField(
        required=False,
        max_length=500,
        label=spoken("说明", "Note"),
        widget=forms.TextInput,
    )


class WorkbookForm(forms.Form):
    """A filled-in self-evaluation as a file."""

    file = forms.FileField(
        label=spoken("填好的自评表", "The filled-in form"),
        help_text=spoken(".xlsx 或 .csv，用下载的表填写", ".xlsx or .csv, filled in on the downloaded form"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class DeclarationForm(forms.Form):
    """The declaration with which the head of a body hands the self-evaluation in."""

    declared = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared"].label = say(DECLARATION)


def sent_ids(sheet: Sheet, sent: QueryDict) -> list[str]:
    """Return the lines that a form sent, in the order of the page."""
    return [line_id for line_id in sheet.lines if f"{line_id}.version" in sent]


def entries_of(sheet: Sheet, sent: QueryDict, only: str = "") -> list[Entry]:
    """Return what a form sent, a line each; marks what was typed on the lines, for the page to show it again.

    Raises Refusal where a line contradicts itself.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    for line_id in [only] if only else sent_ids(sheet, sent):
        line = sheet.lines[line_id]
        values, note = sent.getlist(f"{line_id}.value"), sent.get(f"{line_id}.note", "")
        line.typed = {"values": values, "note": note}
        version = sent.get(f"{line_id}.version", "")
        try:
            value = sent_value(line.ask, values)
        except Refusal as wrong:
            faults += wrong.faults
            continue
        entries.append(Entry(line_id, value, note, int(version) if version.isdecimal() else -1))
    if faults:
        raise Refusal(faults)
    return entries


def mark_wrong(sheet: Sheet, faults: tuple[Fault, ...]) -> list[Fault]:
    """Put faults at their lines; return those that belong to none."""
    rest = []
    for fault in faults:
        line = sheet.lines.get(fault.place.clause)
        if line is None:
            rest.append(fault)
        else:
            line.wrong = (*line.wrong, fault)
    return rest


def hidden_of(line: Line, value: str, note: str) -> list[tuple[str, str]]:
    """Return the fields that send a line with another value, for a page that is confirmed."""
    values = [value]
    if line.ask.kind == "elements":
        values = [part for part in value.split(";") if part]
    elif line.ask.kind == "rate" and not value.endswith("%"):
        values = [percentage(value)]
    told = [(f"{line.id}.value", one) for one in values]
    return [*told, (f"{line.id}.note", note), (f"{line.id}.version", str(line.version))]
