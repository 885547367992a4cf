"""An act is one transaction with one line, and nothing is written outside of one."""

import pytest

from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.audit.recorded import Unrecorded


def test_it_refuses_to_write_outside_an_act(world: World) -> None:
    body = world.body("A")
    with pytest.raises(Unrecorded):
        body.save()


def test_it_tells_before_and_after(world: World) -> None:
    body = world.body("A")
    with acts.act(None, "tests.rename", reason="改名"):
        body.name = "甲一市综合执法局"
        body.save()
        body.name = "甲一市城市管理综合执法局"
        body.save()
    line = Line.objects.latest("sequence")
    (change,) = line.changes
    assert change["before"] == {"name": "甲一市城市管理局"}
    assert change["after"] == {"name": "甲一市城市管理综合执法局"}
    assert line.digest == line.digest_now()


def test_it_takes_everything_back_when_the_deed_fails(world: World) -> None:
    body, lines = world.body("A"), Line.objects.count()
    with pytest.raises(RuntimeError), acts.act(None, "tests.rename"):
        body.name = "另一个名字"
        body.save()
        raise RuntimeError
    body.refresh_from_db()
    assert body.name == "甲一市城市管理局"
    assert Line.objects.count() == lines
