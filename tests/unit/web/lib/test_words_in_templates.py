"""`{% t %}` and `said`: both languages or none, placeholders that agree, values escaped."""

from __future__ import annotations

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils.safestring import mark_safe

from zhiheng.api import Fault, Place
from zhiheng_web.lib.words import Text, speaking

ENGINE = Engine(libraries={"zh": "zhiheng_web.lib.templatetags.zh"}, builtins=["zhiheng_web.lib.templatetags.zh"])


def rendered(source: str, language: str = "zh", **values: object) -> str:
    with speaking(language):  # type: ignore[arg-type]
        return ENGINE.from_string(source).render(Context(values))


def test_it_says_the_language_of_the_request() -> None:
    assert rendered('{% t "待办" "to do" %}') == "待办"
    assert rendered('{% t "待办" "to do" %}', "en") == "to do"


@pytest.mark.parametrize(
    "source",
    [
        '{% t "待办" %}',
        "{% t %}",
        '{% t "待办" "" %}',
        '{% t "" "to do" %}',
        '{% t "待办" english %}',
        '{% t "共 {n} 件" "{n} cases" %}',
        '{% t "共" "cases" n=1 %}',
        '{% t "共 {n} 件" "{n} cases" n=1 m=2 %}',
        '{% t "共 {n.x} 件" "{n.x} cases" n=1 %}',
        '{% t "共 {n!r} 件" "{n} cases" n=1 %}',
        '{% t "共 {n:>5} 件" "{n} cases" n=1 %}',
        '{% t "共 {n 件" "{n} cases" n=1 %}',
        '{% t "待办" "to do" again %}',
    ],
)
def test_it_does_not_compile_half_a_wording(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        ENGINE.from_string(source)


def test_it_fills_placeholders_and_escapes_them() -> None:
    source = '{% t "共 {n} 件，{who}" "{n} cases, {who}" n=n who=who %}'
    assert rendered(source, n=3, who="<b>甲</b>") == "共 3 件，&lt;b&gt;甲&lt;/b&gt;"
    assert rendered(source, "en", n=3, who=mark_safe("<b>甲</b>")) == "3 cases, <b>甲</b>"
    assert (
        rendered('{% t "{who}来办" "done by {who}" who=who %}', "en", who=Text("市局", "the city"))
        == "done by the city"
    )


def test_it_escapes_its_own_words_too() -> None:
    assert rendered('{% t "小于 < 5" "less than < 5" %}') == "小于 &lt; 5"
    assert rendered('{% autoescape off %}{% t "甲 & {x}" "A & {x}" x=x %}{% endautoescape %}', x="<") == "甲 & <"


@pytest.mark.parametrize(("count", "told"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases")])
def test_it_counts_in_english(count: int, told: str) -> None:
    assert rendered('{% t "{n} 件" "{n} {n:case|cases}" n=n %}', "en", n=count) == told


def test_it_keeps_a_wording_in_a_variable() -> None:
    assert rendered('{% t "甲" "A" as name %}[{{ name }}]') == "[甲]"


def test_it_says_texts_places_and_plain_data() -> None:
    source = "{{ value|said }}"
    assert rendered(source, "en", value=Text("市局", "the city")) == "the city"
    assert rendered(source, value=Place(table="cases", row=3)) == "表 cases，第 3 行"
    fault = Fault("late", Place(row=3), Text("迟了", "it is late"), Text("改日期", "change the date"), "5日")
    assert rendered(source, "en", value=fault) == "row 3: it is late (found: 5日). To mend: change the date"
    assert rendered(source, value=None) == ""
    assert rendered(source, value="<甲>") == "&lt;甲&gt;"


def test_it_remembers_a_block_for_two_places() -> None:
    source = "{% remember title %} {% block title %}甲{% endblock %} {% endremember %}<{{ title }}|{{ title }}>"
    assert rendered(source) == "<甲|甲>"
