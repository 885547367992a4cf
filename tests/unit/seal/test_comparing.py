"""Two JSON values line by line: the first difference, its place in the file, what lists are known by."""

from __future__ import annotations

import json
from typing import Any

import pytest

from zhiheng.seal.comparing import differences, line_of, path_of


def told(stated: Any, found: Any) -> list[tuple[str, str, str]]:
    return [(one.path, one.stated, one.found) for one in differences("f", stated, found)]


SAME: list[Any] = [{}, [], {"a": [1, "x", None, True]}, [{"id": "a"}, {"id": "b"}], {"b": 1, "a": 2}]


@pytest.mark.parametrize("value", SAME)
def test_it_finds_nothing_between_equals(value: Any) -> None:
    assert told(value, json.loads(json.dumps(value))) == []


def test_it_does_not_mind_the_order_of_members() -> None:
    assert told({"a": 1, "b": 2}, {"b": 2, "a": 1}) == []


PAIRS = {
    "a value": ({"a": "1"}, {"a": "2"}, [("f#.a", '"1"', '"2"')]),
    "true for 1": ({"a": True}, {"a": 1}, [("f#.a", "true", "1")]),
    "null for nothing": ({"a": None}, {}, [("f#.a", "null", "")]),
    "a member too few": ({}, {"a": {"b": 1}}, [("f#.a", "", '{"b": 1}')]),
    "by id, not by place": ([{"id": "b", "v": 1}], [{"id": "a", "v": 0}, {"id": "b", "v": 2}], None),
    "another order": ([{"id": "a"}, {"id": "b"}], [{"id": "b"}, {"id": "a"}], [("f#.", '["a", "b"]', '["b", "a"]')]),
    "the first row of many": (["F1", "F2", "F3"], ["F2", "F3"], [("f#[0]", '"F1"', '"F2"')]),
    "ids that stand twice": ([{"id": "a"}, {"id": "a"}], [{"id": "a"}], [("f#[1]", '{"id": "a"}', "")]),
    "a list for a map": ({"a": []}, {"a": {}}, [("f#.a", "[]", "{}")]),
}


@pytest.mark.parametrize("name", PAIRS)
def test_it_names(name: str) -> None:
    stated, found, wanted = PAIRS[name]
    expected = wanted if wanted is not None else [("f#[0].v", "1", "2"), ("f#[0]", "", '{"id": "a", "v": 0}')]
    assert told(stated, found) == expected


def test_it_gives_the_line_as_the_file_is_written() -> None:
    body = {"a": [], "units": [{"id": "U1", "rows": ["x", "y"], "score": "1"}, {"id": "U2", "score": "2"}], "z": {}}
    lines = json.dumps(body, ensure_ascii=False, indent=1).splitlines()
    for path, passage in ((".units[1].score", '"score": "2"'), (".units[0].rows[1]", '"y"'), (".z", '"z"')):
        line = line_of(body, path)
        assert line is not None and passage in lines[line - 1]
    assert line_of(body, ".units[7]") is None
    assert line_of(body, ".a.b") is None


def test_it_writes_paths_as_jq_reads_them() -> None:
    assert path_of(["units", 3, "score"]) == ".units[3].score"
    assert path_of(["options", "a b"]) == '.options["a b"]'
