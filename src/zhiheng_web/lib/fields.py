"""Form fields for what people type here: days, points, percentages, evidence files. Full-width signs are understood.

Messages say what was found and what is expected. What a value means for a score is no matter of a field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy

from zhiheng_web.lib.dates import read_date, say_date
from zhiheng_web.lib.numbers import read_decimal, read_percentage
from zhiheng_web.lib.words import Text, say

_spoken = lazy(say, str)


def spoken(zh: str, en: str) -> Any:
    """Return a wording that is said when it is shown: for labels, hints and choices of forms."""
    return _spoken(Text(zh, en))


def wrong(zh: str, en: str, code: str = "invalid") -> ValidationError:
    """Return an error of a field in the language of the request."""
    return ValidationError(say(Text(zh, en)), code=code)


_REQUIRED = {"required": spoken("这一项要填写", "This must be filled in")}

Bound = date | Callable[[], date] | None


class DayInput(forms.TextInput):
    """A day typed in any usual form; scripts add a calendar to pick from."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        # Letters are wanted too (年月日), so the keyboard of a phone stays whole.
        super().__init__({"class": "zh-date", "placeholder": "2026-11-21", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Return a day as `2026-11-21`; what was typed wrongly stays as it was typed."""
        return value.isoformat() if isinstance(value, date) else super().format_value(value)


class DayField(forms.Field):
    """A day: `2026-11-21`, `20261121`, `2026年11月21日`; not before `earliest`, not after `latest`."""

    widget = DayInput
    default_error_messages = _REQUIRED

    def __init__(self, *, earliest: Bound = None, latest: Bound = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        """Return the day, None for nothing. Raises ValidationError for what is no day."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        day = read_date(str(value))
        if day is None:
            raise wrong(
                f"“{value}”不是日期；写成 2026-11-21、20261121 或 2026年11月21日",
                f"“{value}” is no date; write 2026-11-21, 20261121 or 2026年11月21日",
            )
        return day

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a day outside its bounds."""
        super().validate(value)
        if not isinstance(value, date):
            return
        first, last = _settled(self.earliest), _settled(self.latest)
        if first and value < first:
            raise wrong(f"不能早于{say_date(first, 'zh')}", f"must not be before {say_date(first, 'en')}", "too_early")
        if last and value > last:
            raise wrong(f"不能晚于{say_date(last, 'zh')}", f"must not be after {say_date(last, 'en')}", "too_late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the day is another one, however it is written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _settled(bound: Bound) -> date | None:
    return bound() if callable(bound) else bound


class _NumberField(forms.Field):
    """A decimal number within bounds, with a unit shown behind it."""

    widget = forms.TextInput
    default_error_messages = _REQUIRED
    unit: Any = ""
    shown_as: ClassVar[Text] = Text("数", "number")
    example: ClassVar[str] = "12.5"

    def __init__(
        self,
        *,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        places: int = 2,
        unit: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.least, self.most, self.places = least, most, places
        if unit is not None:
            self.unit = unit

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return what the input needs: a keyboard with digits, figures at the right."""
        return {"class": "zh-points", "inputmode": "decimal", "autocomplete": "off"}

    def read(self, text: str) -> Decimal | None:
        """Return the number in a text, None where it is none."""
        return read_decimal(text)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number, None for nothing. Raises ValidationError for what is no number."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return Decimal(value)
        number = self.read(str(value))
        if number is None:
            raise wrong(
                f"“{value}”不是{self.shown_as.zh}；写成 {self.example} 这样的数",
                f"“{value}” is no {self.shown_as.en}; write a number such as {self.example}",
            )
        return number

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a number outside its bounds or with too many decimals: nothing is rounded away."""
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise wrong(
                f"不能小于 {self.least}，填的是 {value}", f"at least {self.least}; {value} was given", "too_small"
            )
        if self.most is not None and value > self.most:
            raise wrong(f"不能大于 {self.most}，填的是 {value}", f"at most {self.most}; {value} was given", "too_large")
        if value != round(value, self.places):
            raise wrong(
                f"至多 {self.places} 位小数，填的是 {value}",
                f"at most {self.places} decimals; {value} was given",
                "too_fine",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the number is another one, however it is written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PointsField(_NumberField):
    """Points as Decimal."""

    unit = Text("分", "points")
    shown_as = Text("分值", "number of points")


class PercentageField(_NumberField):
    """A percentage as Decimal per cent: 85.5 means 85.5 %, between 0 and 100 unless told otherwise."""

    unit = "%"
    shown_as = Text("百分数", "percentage")
    example = "85.5"

    def __init__(self, *, least: Decimal | int = 0, most: Decimal | int = 100, **kwargs: Any) -> None:
        super().__init__(least=least, most=most, **kwargs)

    def read(self, text: str) -> Decimal | None:
        """Return the percentage in a text, with or without its sign."""
        return read_percentage(text)


_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
#: Ending of an evidence file → how such a file opens; none where it is plain text. SVG and HTML can carry scripts.
EVIDENCE: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".ofd": _ZIP,
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".pptx": _ZIP,
    ".zip": _ZIP,
    ".doc": _OLE,
    ".xls": _OLE,
    ".wps": _OLE,
    ".et": _OLE,
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".mp4": (b"ftyp",),
    ".txt": (),
    ".csv": (),
}
_MEGABYTE = 1024 * 1024


class EvidenceInput(forms.ClearableFileInput):
    """Chooses several files at once; on a phone the camera is offered as well."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"accept": ",".join(sorted(EVIDENCE)), **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the files that were chosen, an empty list where there are none."""
        return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if files.get(name) else []


class EvidenceField(forms.FileField):
    """Evidence files of known kinds, cleaned to a list, empty where none was chosen. No digest is made here."""

    widget = EvidenceInput
    default_error_messages = _REQUIRED

    def __init__(self, *, most_files: int = 20, most_megabytes: int = 200, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most_files, self.most_megabytes = most_files, most_megabytes

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files. Raises ValidationError naming every file that cannot be taken, and why."""
        files = [file for file in data or [] if file]
        if not files:
            if self.required and not initial:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) > self.most_files:
            raise wrong(
                f"一次至多 {self.most_files} 个文件，选了 {len(files)} 个",
                f"at most {self.most_files} files at once; {len(files)} were chosen",
                "too_many",
            )
        errors = [error for file in files for error in [self._wrong_with(file)] if error]
        if errors:
            raise ValidationError(errors)
        return files

    def _wrong_with(self, file: UploadedFile[Any]) -> ValidationError | None:
        name = PurePath(file.name or "").name
        ending = PurePath(name).suffix.lower()
        if ending not in EVIDENCE:
            taken = " ".join(sorted(EVIDENCE))
            return wrong(
                f"{name}：不收这种文件；可以用 {taken}", f"{name}: this kind is not taken; use {taken}", "kind"
            )
        if not file.size:
            return wrong(f"{name}：文件是空的", f"{name}: the file is empty", "empty")
        if file.size > self.most_megabytes * _MEGABYTE:
            most = self.most_megabytes
            return wrong(f"{name}：超过 {most} MB", f"{name}: larger than {most} MB", "too_large")
        opening = file.read(32)
        file.seek(0)
        marks = EVIDENCE[ending]
        # MP4 has the size of its first box before the mark.
        if marks and not any(opening.startswith(mark) or (ending == ".mp4" and opening[4:8] == mark) for mark in marks):
            return wrong(
                f"{name}：内容不是 {ending} 文件；请用原程序另存后再上传",
                f"{name}: the content is no {ending} file; save it again in its own program",
                "not_what_it_says",
            )
        return None


__all__ = [
    "EVIDENCE",
    "DayField",
    "DayInput",
    "EvidenceField",
    "EvidenceInput",
    "PercentageField",
    "PointsField",
    "spoken",
    "wrong",
]
