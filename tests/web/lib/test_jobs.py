"""Jobs tell how they stand, to the person who started them and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from adapters import web_jobs
from adapters.web_world import World
from zhiheng_web.lib import jobs
from zhiheng_web.lib.words import Text

pytestmark = pytest.mark.both_databases

WHAT = Text("重新计算", "recompute")


def test_it_tells_progress_and_end(world: World, tmp_path: Path) -> None:
    person = world.person("data_officer", "A")
    job = jobs.start(web_jobs.mark, owner=person, what=WHAT, number=1, folder=str(tmp_path), seconds=0.0)
    state = jobs.state_of(job.pk)
    assert (state.standing, state.done, state.of) == ("done", 5, 5)
    assert jobs.waiting_for(person) == 1
    assert [one.pk for one, _ in jobs.jobs_of(person)] == [job.pk]


def test_it_says_why_a_job_was_refused(world: World) -> None:
    job = jobs.start(web_jobs.refuse, owner=world.person("data_officer", "A"), what=WHAT, number=1)
    state = jobs.state_of(job.pk)
    assert state.standing == "failed"
    assert "数据不全" in state.reason.zh
    assert "complete it" in state.reason.en


def test_it_shows_no_trace_of_a_program_that_failed(world: World) -> None:
    job = jobs.start(web_jobs.fail, owner=world.person("data_officer", "A"), what=WHAT, number=1)
    state = jobs.state_of(job.pk)
    assert state.standing == "failed"
    assert "ZeroDivisionError" not in state.reason.zh + state.reason.en


def test_it_shows_a_job_to_its_person_alone(signed_in: Callable[[str, str], Client], world: World) -> None:
    mine, other = signed_in("data_officer", "A"), signed_in("data_officer", "B")
    job = jobs.start(web_jobs.refuse, owner=world.person("data_officer", "A"), what=WHAT, number=1)
    page = mine.get(f"/jobs/{job.pk}/")
    assert page.status_code == 200
    assert "数据不全" in page.content.decode()
    assert other.get(f"/jobs/{job.pk}/").status_code == 404
    assert Client().get(f"/jobs/{job.pk}/").status_code == 302
    # Looked at, it rings the bell no more.
    assert jobs.waiting_for(world.person("data_officer", "A")) == 0


def test_it_lists_ones_own_jobs_in_both_languages(signed_in: Callable[[str, str], Client], world: World) -> None:
    client = signed_in("data_officer", "A")
    assert "还没有后台办理的工作" in client.get("/jobs/").content.decode()
    jobs.start(web_jobs.refuse, owner=world.person("data_officer", "A"), what=WHAT, number=1)
    assert "recompute" in client.get("/jobs/?lang=en").content.decode()
