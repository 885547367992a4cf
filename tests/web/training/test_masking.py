"""Masking: planted names, numbers and addresses never come through, however they are written; other words stay."""

from __future__ import annotations

import pytest

from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.training.masking import mask, mask_for


def _case(**given: str) -> Case:
    told = {"party": "王小明", "place": "武穴市刊江街道永宁大道12号", "code": "武公案-2026-0007", "document_no": ""}
    case = Case(**{**told, **given})
    case.lead, case.second = Officer(name="张建国"), Officer(name="张伟")
    return case


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张建国和张伟询问了王小明", "张某乙和张某甲询问了王某"),
        ("张 建 国、王　小明", "张某乙、王某"),
        ("在武穴市刊江街道永宁大道12号经营", "在某处经营"),
        ("永宁大道12号门前、永宁大道西侧", "某处门前、某处西侧"),
        ("永宁大道１２号", "某处"),
        ("（武公案-2026-0007）", "（〔案号略〕）"),
        ("身份证420182199003071234，电话13800138000。", "身份证〔证件号码略〕，电话〔电话略〕。"),
        ("证号42018219900307123x", "证号〔证件号码略〕"),
        ("电话138 0013 8000、138-0013-8000", "电话〔电话略〕、〔电话略〕"),
        ("联系１３８００１３８０００或0713-6212345", "联系〔电话略〕或〔电话略〕"),
        ("鄂J12345、鄂J·D12345", "〔车牌略〕、〔车牌略〕"),
        ("卡号6222 0212 3456 7890 123", "卡号〔卡号略〕"),
        ("邮箱wang@example.com", "邮箱〔邮箱略〕"),
    ],
)
def test_it_masks_planted_names_and_numbers(text: str, shown: str) -> None:
    assert mask(text, _case()).text == shown


@pytest.mark.parametrize(
    "text",
    ["2026年11月21日罚款500元", "《行政处罚法》第六十条", "扣2.5分，共200件", "总体较好，程序合法", "第13800条"],
)
def test_it_leaves_what_names_nobody(text: str) -> None:
    assert mask(text, _case()).text == text


def test_it_calls_a_firm_by_what_it_is() -> None:
    told = mask("对武穴市兴旺餐饮有限公司罚款", _case(party="武穴市兴旺餐饮有限公司"))
    assert told.text == "对某有限公司罚款"
    assert [(hit.kind, hit.instead, hit.times) for hit in told.hits] == [("party", "某有限公司", 1)]


def test_it_keeps_surnames_of_two_signs_and_masks_foreign_names() -> None:
    case = _case(party="欧阳修文、John Smith")
    assert mask("欧阳修文与 john smith 争执", case).text == "欧阳某与 某人 争执"


def test_it_tells_what_was_masked_how_often() -> None:
    hits = mask("王小明，王小明，13800138000", _case()).hits
    assert [(hit.kind, hit.word, hit.times) for hit in hits] == [("phone", "13800138000", 1), ("party", "王小明", 2)]


def test_it_leaves_words_that_a_person_keeps_in_clear() -> None:
    assert mask_for([_case()], clear=["张建国"]).apply("表扬张建国，当事人王小明").text == "表扬张建国，当事人王某"


def test_it_masks_numbers_where_no_case_is_known() -> None:
    assert mask("电话13800138000").text == "电话〔电话略〕"
