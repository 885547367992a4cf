"""The doctor sees what is wrong, says how to mend it in both languages, and changes nothing."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from adapters.web_world import World
from zhiheng_web.audit import checkpoints, guards
from zhiheng_web.conf.doctor import Verdict, examine
from zhiheng_web.lib import clock

pytestmark = pytest.mark.both_databases


def _verdicts() -> dict[str, Verdict]:
    return {one.code: one.verdict for one in examine(Path(settings.HOME))}


def test_it_finds_a_sound_installation_sound(world: World) -> None:
    checkpoints.write("verified")
    verdicts = _verdicts()
    checkpoints.home_file().unlink()
    assert Verdict.fail not in verdicts.values(), verdicts
    assert verdicts["verified"] is Verdict.ok


def test_it_tells_every_part_in_both_languages_with_a_remedy(world: World) -> None:
    for one in examine(Path(settings.HOME)):
        assert one.line().zh
        assert one.line().en
        assert one.verdict is Verdict.ok or (one.remedy.zh and one.remedy.en), one.code


def test_it_sees_that_a_guard_of_the_trail_is_down(world: World) -> None:
    guards.take_down(connection)
    assert _verdicts()["guards"] is Verdict.fail
    guards.put_up(connection)
    assert "guards" not in _verdicts()


def test_it_sees_that_the_trail_was_not_verified_for_a_week(world: World, time_machine: Any) -> None:
    checkpoints.write("verified")
    time_machine.move_to(clock.now() + timedelta(days=8))
    assert _verdicts()["verified"] is Verdict.warn
    checkpoints.home_file().unlink()


def test_it_sees_a_secret_key_that_others_can_read(world: World) -> None:
    file = Path(settings.HOME) / "secret-key"
    before = file.stat().st_mode
    file.chmod(0o644)
    try:
        assert _verdicts()["secret_key"] is Verdict.fail
    finally:
        file.chmod(before)


@pytest.mark.skipif(os.environ.get("ZHIHENG_TEST_WEB_DATABASE_URL", "") != "", reason="SQLite only")
def test_it_sees_settings_under_which_writes_are_lost(world: World) -> None:
    connection.cursor().execute("PRAGMA busy_timeout=0")
    try:
        assert _verdicts()["sqlite"] is Verdict.fail
    finally:
        connection.cursor().execute("PRAGMA busy_timeout=20000")
