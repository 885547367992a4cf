"""Fields: what people type is understood or refused with what was found and what is expected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils.datastructures import MultiValueDict

from assets.sample_pages import SampleForm
from zhiheng_web.lib.fields import DayField, EvidenceField, PercentageField, PointsField, spoken
from zhiheng_web.lib.words import speaking


def refused(field: forms.Field, value: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return list(caught.value.messages)


@pytest.mark.parametrize("typed", ["2026-11-21", "20261121", "2026年11月21日", "２０２６年１１月２１日"])
def test_it_takes_a_day(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 11, 21)


def test_it_says_what_is_wrong_with_a_day() -> None:
    field = DayField(earliest=date(2026, 1, 1), latest=lambda: date(2026, 12, 31))
    assert refused(field, "昨天") == ["“昨天”不是日期；写成 2026-11-21、20261121 或 2026年11月21日"]
    assert refused(field, "2025-12-31") == ["不能早于2026年1月1日"]
    assert refused(field, "2027-01-01") == ["不能晚于2026年12月31日"]
    assert refused(field, "") == ["这一项要填写"]
    with speaking("en"):
        assert refused(field, "2027-01-01") == ["must not be after 31 December 2026"]


def test_it_sees_the_same_day_written_otherwise() -> None:
    assert not DayField().has_changed(date(2026, 11, 21), "20261121")
    assert DayField().has_changed(date(2026, 11, 21), "昨天")


def test_it_takes_points_exactly() -> None:
    field = PointsField(least=0, most=10)
    assert field.clean("９．５０") == Decimal("9.50")
    assert str(field.clean("9.50")) == "9.50"
    assert PointsField(required=False).clean("") is None
    assert not field.has_changed(Decimal("9.5"), "9.50")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("十", "“十”不是分值；写成 12.5 这样的数"),
        ("-1", "不能小于 0，填的是 -1"),
        ("10.01", "不能大于 10，填的是 10.01"),
        ("9.005", "至多 2 位小数，填的是 9.005"),
    ],
)
def test_it_rounds_no_points_away(typed: str, told: str) -> None:
    assert refused(PointsField(least=0, most=10), typed) == [told]


def test_it_takes_percentages_between_0_and_100() -> None:
    assert PercentageField().clean("85.5％") == Decimal("85.5")
    assert refused(PercentageField(), "100.1%") == ["不能大于 100，填的是 100.1"]


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_it_takes_several_evidence_files() -> None:
    files = [
        file("通知.pdf", b"%PDF-1.7 ..."),
        file("照片.JPG", b"\xff\xd8\xff\xe0"),
        file("a.mp4", b"\0\0\0\x18ftypmp42"),
    ]
    taken = EvidenceField().clean(files)
    assert [one.name for one in taken] == ["通知.pdf", "照片.JPG", "a.mp4"]
    assert taken[0].read().startswith(b"%PDF"), "it is rewound for whoever keeps it"
    assert EvidenceField(required=False).clean([]) == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.svg", b"<svg/>", "a.svg：不收这种文件"),
        ("a.html", b"<p>", "a.html：不收这种文件"),
        ("a.pdf", b"MZ\x90", "a.pdf：内容不是 .pdf 文件"),
        ("a.png", b"<html>", "a.png：内容不是 .png 文件"),
        ("a.pdf", b"", "a.pdf：文件是空的"),
    ],
)
def test_it_refuses_what_is_no_evidence_file(name: str, content: bytes, told: str) -> None:
    assert refused(EvidenceField(), [file(name, content)])[0].startswith(told)


def test_it_names_every_file_that_cannot_be_taken() -> None:
    assert len(refused(EvidenceField(), [file("a.svg", b"x"), file("b.exe", b"x"), file("c.txt", b"x")])) == 2
    assert refused(EvidenceField(most_files=1), [file("a.txt", b"x"), file("b.txt", b"x")]) == [
        "一次至多 1 个文件，选了 2 个"
    ]


def test_it_draws_label_hint_error_and_how_they_belong_together() -> None:
    form = SampleForm({"points": "11"}, MultiValueDict())
    page = engines["django"].from_string(
        "{% load furniture %}{% form_errors form %}{% field form.name %}{% field form.points %}{% field form.ground %}"
    )
    html = page.render({"form": form})
    assert '<label class="form-label" for="id_name">单位全称' in html
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<a href="#id_points">自评得分：不能大于 10，填的是 11</a>' in html
    assert '<a href="#id_ground_0">' in html
    assert '<input type="radio" name="ground" value="F1"' in html
    assert "<fieldset" in html
    with speaking("en"):
        assert "Points claimed: at most 10; 11 was given" in page.render({"form": SampleForm({"points": "11"})})


def test_it_says_labels_when_they_are_shown() -> None:
    label = spoken("单位", "body")
    assert str(label) == "单位"
    with speaking("en"):
        assert str(label) == "body"
