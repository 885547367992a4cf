"""Points travel as decimal strings; numbers of objects stay within what a database holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from zhiheng_web.conf.rest import api
from zhiheng_web.lib.rest import Key, Points


class Score(BaseModel):
    points: Points


class Thing(BaseModel):
    id: Key


@pytest.mark.parametrize(("given", "told"), [("96.5", "96.5"), ("100", "100"), ("0.50", "0.5"), ("-1.40", "-1.4")])
def test_it_tells_points_in_shortest_form(given: str, told: str) -> None:
    assert Score(points=given).model_dump(mode="json") == {"points": told}  # type: ignore[arg-type]


def test_it_tells_a_hundred_without_an_exponent() -> None:
    assert Score(points=Decimal("1E+2")).model_dump_json() == '{"points":"100"}'


@pytest.mark.parametrize("wrong", [96.5, 96, "", "96,5", "NaN", "Infinity", "1e3000", None, "0." + "1" * 30])
def test_it_refuses_what_may_have_lost_digits(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        Score(points=wrong)


@pytest.mark.parametrize("wrong", [0, -1, 2**63, 2**80])
def test_it_refuses_numbers_that_no_object_has(wrong: int) -> None:
    with pytest.raises(ValidationError):
        Thing(id=wrong)


def test_it_describes_points_as_strings() -> None:
    assert Score.model_json_schema()["properties"]["points"]["type"] == "string"


def test_it_works_its_description_out_once() -> None:
    assert api.get_openapi_schema() is api.get_openapi_schema()
