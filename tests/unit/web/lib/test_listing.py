"""Lists: filters, order and page in the address; two queries a page; what is seen can be exported."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory

from assets.sample_pages import SPEC, sample_rows
from zhiheng_web.lib.listing import Column, Filter, Listing, Spec
from zhiheng_web.lib.words import Text, speaking

MODELS = Spec(
    name=Text("对象", "Things"),
    columns=(
        Column("app", Text("应用", "App"), lambda row: row.app_label, order_by=("app_label", "model")),
        Column("model", Text("模型", "Model"), lambda row: row.model, order_by=("model",)),
    ),
    filters=(Filter("app", Text("应用", "App"), lambda rows, typed: rows.filter(app_label=typed)),),
    order="app",
)


def listed(query: str = "", rows: Any = None, spec: Spec = SPEC) -> Listing:
    return Listing(RequestFactory().get(f"/cases/?{query}"), sample_rows() if rows is None else rows, spec)


def names(listing: Listing) -> list[str]:
    return [row.name for row in listing.rows]


def test_it_shows_twenty_rows_and_where_they_stand() -> None:
    listing = listed("page=4")
    assert (listing.total, listing.pages, listing.first, listing.last, len(listing.rows)) == (63, 4, 61, 63, 3)
    assert listing.previous_href == "/cases/?page=3"
    assert listing.next_href == ""


@pytest.mark.parametrize(("page", "shown"), [("0", 1), ("-1", 1), ("99", 4), ("x", 1), ("９", 1), ("9" * 40, 1)])
def test_it_stays_within_its_pages(page: str, shown: int) -> None:
    assert listed(f"page={page}").page == shown


def test_it_offers_pages_with_gaps() -> None:
    rows = sample_rows() * 10
    # 630 rows: 32 pages.
    assert [number for number, _ in listed("page=10", rows).page_links] == [1, 0, 8, 9, 10, 11, 12, 0, 32]


def test_it_takes_only_the_offered_sizes() -> None:
    assert listed("size=50").size == 50
    assert listed("size=5000").size == 20
    assert ("size=100" in dict(listed("page=2").size_links)[100]) and (
        "page" not in dict(listed("page=2").size_links)[100]
    )


def test_it_sorts_both_ways_and_says_so() -> None:
    listing = listed("sort=points")
    assert [row.points for row in listing.rows[:2]] == sorted(row.points for row in sample_rows())[:2]
    assert listing.direction_of("points") == "ascending"
    assert "sort=-points" in listing.sort_href("points")
    assert listed("sort=-points").direction_of("points") == "descending"
    assert listed("sort=password").order == "due", "an unknown column sorts nothing"
    with pytest.raises(KeyError):
        listing.sort_href("state")


def test_it_filters_by_what_stands_in_the_address() -> None:
    listing = listed("name=青川&state=0")
    assert {row.name[:2] for row in listing.rows} == {"青川"}
    assert [(text.zh, value) for text, value in listing.chosen] == [("案卷或单位", "青川"), ("状态", "办理中")]


def test_it_says_which_condition_it_could_not_use() -> None:
    listing = listed("since=昨天&state=9")
    assert [state.filter.name for state in listing.filter_states if state.wrong] == ["state", "since"]
    assert listing.total == 63
    assert listed("since=20260501").total < 63


def test_it_keeps_a_view_as_an_address() -> None:
    assert listed("page=3&name=%E5%B7%9D&sort=-due&state=&lang=en").query == "name=%E5%B7%9D&sort=-due"


def test_it_shows_chosen_columns_only() -> None:
    assert [column.name for column in listed("columns=points&columns=name").columns] == ["name", "points"]
    assert len(listed("columns=nothing").columns) == 5


def test_it_refuses_a_filter_that_takes_a_name_of_its_own() -> None:
    with pytest.raises(ValueError, match="page"):
        Spec(Text("甲", "A"), (), (Filter("page", Text("页", "page"), lambda rows, typed: rows),))


@pytest.mark.django_db
def test_it_asks_the_database_twice(django_assert_num_queries: Any) -> None:
    page = engines["django"].from_string("{% load furniture %}{% listing_table listing 'x' %}")
    with django_assert_num_queries(2):
        html = page.render({"listing": listed("app=contenttypes", ContentType.objects.all(), MODELS)})
    assert '<td class="zh-text">contenttype</td>' in html
    assert "共 1 条" in html


@pytest.mark.django_db
def test_it_orders_equal_rows_by_their_key() -> None:
    listing = listed("sort=-app", ContentType.objects.all(), MODELS)
    assert listing.matching.query.order_by == ("-app_label", "-model", "pk")


def test_it_exports_csv_without_formulas() -> None:
    spec = Spec(Text("甲/乙", "A"), (Column("a", Text("名称", "Name"), lambda row: row),))
    answer = listed("export=csv", ["=cmd|x", "-1", "甲,乙"], spec).export()
    assert answer is not None
    text = b"".join(answer.streaming_content).decode("utf-8")  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    assert list(csv.reader(StringIO(text[1:]))) == [["名称"], ["'=cmd|x"], ["'-1"], ["甲,乙"]]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_it_exports_a_workbook_of_what_is_seen() -> None:
    answer = listed(
        "export=xlsx&name=青川&sort=-points&columns=name&columns=points&columns=state&columns=due&columns=filed&page=2"
    ).export()
    assert isinstance(answer, HttpResponse)
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("案卷", "状态", "得分", "办结期限", "立案")
    assert [row[2] for row in rows[1:]] == sorted((row[2] for row in rows[1:]), reverse=True)
    assert len(rows) == 1 + 5, "63 rows: 0, 14, 28, 42, 56 are of Qingchuan"
    assert rows[1][4].strftime("%Y-%m-%d %H:%M") == "2026-03-01 09:30", "01:30 UTC in Beijing"
    with speaking("en"):
        assert listed("export=pdf").export() is None


def test_it_leaves_formulas_as_text_in_a_workbook() -> None:
    spec = Spec(Text("甲", "A"), (Column("a", Text("名称", "Name"), lambda row: row),))
    answer = listed("export=xlsx", ["=1+1", "http://example.org"], spec).export()
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active  # type: ignore[union-attr]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet["A"][1:]] == [
        ("=1+1", "s", None),
        ("http://example.org", "s", None),
    ]


def test_it_says_why_a_list_is_empty() -> None:
    page = engines["django"].from_string("{% load furniture %}{% listing_table listing 'x' %}")
    assert "没有符合条件的记录" in page.render({"listing": listed("name=无此")})
    assert "这里还没有记录" in page.render({"listing": listed("", [])})


def test_it_draws_heads_that_sort() -> None:
    page = engines["django"].from_string(
        '{% load furniture %}{% sort_head listing "points" "得分" "Points" css="zh-number" %}{% pager listing %}'
    )
    html = page.render({"listing": listed("sort=points&page=2")})
    assert 'aria-sort="ascending"' in html
    assert 'aria-current="page"' in html
