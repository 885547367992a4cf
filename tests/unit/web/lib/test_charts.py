"""Charts: the table beside says the same as the drawing; numbers stay exact; nobody's words become markup."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from django.template import engines

from zhiheng_web.lib.charts import Chart, Series
from zhiheng_web.lib.words import Text, speaking

POINTS = Series(Text("本年", "this year"), [Decimal("96.005"), None], ["/why/1/"])


def drawn(chart: Chart) -> str:
    return str(engines["django"].from_string("{% load furniture %}{% chart spec %}").render({"spec": chart}))


def test_it_says_the_same_in_the_table_and_in_the_drawing() -> None:
    html = drawn(Chart("a", Text("得分", "Points"), ["甲市", "乙市"], [POINTS]))
    data = json.loads(re.findall(r'<script id="a-data" type="application/json">(.*?)</script>', html)[0])
    assert data["categories"] == ["甲市", "乙市"]
    assert data["series"][0]["shown"] == ["96.01", "—"]
    assert data["series"][0]["values"] == ["96.005", None], "a string: a JSON number might lose digits"
    assert '<a class="zh-figure" href="/why/1/">96.01</a>' in html
    assert html.index("<table") > 0
    assert "hidden" in html.split("data-chart-drawing")[1][:120], "without scripts the table stands alone"


def test_it_speaks_both_languages() -> None:
    chart = Chart("a", Text("得分", "Points"), [Text("甲市", "Jia")], [Series(Text("本年", "this year"), [1])])
    with speaking("en"):
        html = drawn(chart)
    assert "Jia" in html
    assert "this year (points)" in html
    assert not re.search("[\u4e00-\u9fff]", html)


def test_it_escapes_names() -> None:
    html = drawn(Chart("a", Text("得分", "Points"), ["</script><b>"], [Series(Text("本年", "this year"), [1])]))
    assert "</script><b>" not in html
    assert "&lt;/script&gt;&lt;b&gt;" in html


def test_it_wants_a_value_for_every_category() -> None:
    with pytest.raises(ValueError, match="本年"):
        Chart("a", Text("得分", "Points"), ["甲市"], [POINTS])
