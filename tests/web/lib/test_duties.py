"""Every source of duties is asked once, and the earliest due comes first."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.web_world import World
from zhiheng_web.lib import duties
from zhiheng_web.lib.duties import Duty
from zhiheng_web.lib.words import Text

WHAT = Text("核实", "verify")


def _duty(key: str, due: date | None) -> Duty:
    return Duty(key, WHAT, None, "/", due, Text("第五条", "article 5"))


def test_it_orders_duties_and_names_each_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "_sources", [])

    def source(person: object) -> list[Duty]:
        return [_duty("a:1", None), _duty("a:2", date(2026, 11, 27)), _duty("a:3", date(2026, 11, 25))]

    duties.register(source)
    duties.register(source)
    duties.register(lambda person: [_duty("a:3", date(2026, 11, 25))])
    found = duties.duties_of(world.person("officer", "A"))
    assert [duty.key for duty in found] == ["a:3", "a:2", "a:1"]
    assert duties.duties_of(None) == []
