"""The element builder: what it escapes, what it leaves out."""

from __future__ import annotations

import pytest

from zhiheng.reports.html import anchors
from zhiheng.reports.html.elements import Markup, join, tag


def test_it_escapes_text_and_attributes() -> None:
    written = tag("p", "<script>alert('1')</script> & \"x\"", title='" onclick="x')

    assert written == (
        '<p title="&quot; onclick=&quot;x">&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;x&quot;</p>'
    )


def test_it_leaves_its_own_markup_alone() -> None:
    assert tag("p", tag("b", "1"), [" ", None, Markup("&minus;")]) == "<p><b>1</b> &minus;</p>"


def test_it_writes_attributes_by_their_html_names() -> None:
    written = tag("input", class_="a", aria_label="b", checked=True, hidden=False, id=None, tabindex=0)

    assert written == '<input class="a" aria-label="b" checked tabindex="0">'


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x85", "\u202e", "\u2066"])
def test_it_replaces_signs_that_html_forbids_or_that_turn_the_reading_direction(sign: str) -> None:
    assert join(f"a{sign}b") == "a\ufffdb"


def test_it_keeps_line_breaks_and_tabs() -> None:
    assert join("a\n\tb") == "a\n\tb"


@pytest.mark.parametrize(
    ("unit", "rule", "expected"),
    [
        ("u01", "D03-2-a", "u-u01-D03-2-a"),
        ("云岭", "V4", "u-云岭-V4"),
        ("a b", "x\"'<", "u-a~20b-x~22~27~3c"),
    ],
)
def test_it_makes_anchors_from_any_id(unit: str, rule: str, expected: str) -> None:
    assert anchors.of_rule(anchors.of_unit(unit), rule) == expected


def test_it_keeps_anchors_of_different_ids_apart() -> None:
    ids = ["a b", "a\tb", "a~20b", "a%20b", "ab"]

    assert len({anchors.of_unit(unit_id) for unit_id in ids}) == len(ids)
