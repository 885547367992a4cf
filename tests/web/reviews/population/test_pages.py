"""The pages of populations and draws: preparing, publishing, drawing, and what everybody may download and repeat."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from adapters.web_reviews import make_activity
from adapters.web_world import World
from zhiheng.cli import app
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, Draw

SignIn = Callable[[str, str], Client]


def _url(name: str, *args: Any) -> str:
    return reverse(f"reviews:{name}", args=args)


def _draft(world: World) -> Activity:
    return make_activity(world, scheme="xuhui-file-review", state="draft", bodies=("A", "B"), cases=6)


def _form(one: Activity, **changes: Any) -> dict[str, Any]:
    day = clock.today() + timedelta(days=3)
    told = {"version": one.version, "mode": "typed", "size": "4", "what": "freeze", "strata": "body", "weights": "risk"}
    told |= {"seed_source": "双色球", "seed_form": "第 ## 期 ####", "seed_day": day.isoformat(), "seed_time": "21:30"}
    return told | changes


@pytest.fixture
def drawn(world: World, signed_in: SignIn, settings: Any) -> Draw:
    """Return a draw that was made by the pages alone."""
    one, office = _draft(world), signed_in("evaluation_office", "P")
    assert office.post(_url("freeze_population", one.pk), _form(one)).status_code == 303
    settings.DEMONSTRATION = True
    with clock.pretending(clock.now() + timedelta(days=5)):
        office = signed_in("evaluation_office", "P")
        bare = office.post(_url("draw_files", one.pk), {"seed": "第 12 期 0345", "proof": ""})
        assert bare.status_code == 422
        office.post(_url("draw_files", one.pk), {"seed": "第 12 期 0345", "proof": "开奖公告"})
    return Draw.objects.get()


def test_it_tries_a_size_out_before_anything_is_frozen(world: World, signed_in: SignIn) -> None:
    one, office = _draft(world), signed_in("evaluation_office", "P")
    told = _form(one, mode="rate", rate="10", half_width="20", confidence="95", what="try", weights="")
    page = office.post(_url("freeze_population", one.pk), told)
    assert page.status_code == 200 and "95% 区间为" in page.content.decode()
    one.refresh_from_db()
    assert one.state == "draft"
    missing = office.post(_url("freeze_population", one.pk), _form(one, seed_source=""))
    assert missing.status_code == 422 and "冻结前要填写" in missing.content.decode()


def test_it_shows_the_looks_of_a_sequential_plan(world: World, signed_in: SignIn) -> None:
    one, office = _draft(world), signed_in("evaluation_office", "P")
    told = _form(one, size="8", looks="2", threshold="20", confidence="95", weights="", strata="")
    tried = office.post(_url("freeze_population", one.pk), told | {"what": "try"})
    assert "分批查看的界限" in tried.content.decode()
    bare = office.post(_url("freeze_population", one.pk), told | {"threshold": ""})
    assert bare.status_code == 422
    weighted = office.post(_url("freeze_population", one.pk), told | {"weights": "risk"})
    assert weighted.status_code == 422 and "加权抽取不能分批查看" in weighted.content.decode()
    assert office.post(_url("freeze_population", one.pk), told).status_code == 303
    shown = signed_in("officer", "A").get(_url("population", one.pk) + "?lang=en").content.decode()
    assert "Boundaries of the looks" in shown
    one.refresh_from_db()
    assert one.population.size_plan["sequential"]["threshold"] == "0.2"
    given = {"mode": "typed", "size": 8, "looks": 2, "threshold": "0.2"}
    other = make_activity(world, scheme="xuhui-file-review", state="draft", bodies=("B",), cases=9)
    office = signed_in("evaluation_office", "P")
    size = office.post(f"/api/v1/reviews/activities/{other.pk}/population/size", given, "application/json").json()
    assert [look["drawn"] for look in size["looks"]] == [4, 8]


def test_it_excludes_and_takes_back_on_the_page(world: World, signed_in: SignIn) -> None:
    one, office = _draft(world), signed_in("evaluation_office", "P")
    office.post(_url("exclude_case", one.pk), {"id": "A-案-001", "reason": "涉密"})
    row = one.exclusions.get()
    assert "涉密" in office.get(_url("population", one.pk)).content.decode()
    office.post(_url("readmit_case", row.pk), {"reason": "核实不涉密"})
    assert not one.exclusions.exists()
    unknown = office.post(_url("exclude_case", one.pk), {"id": "没有", "reason": "试"})
    assert unknown.status_code >= 400


def test_it_is_published_to_everybody_who_works_here(world: World, signed_in: SignIn, drawn: Draw) -> None:
    key = drawn.population.activity_id
    for role, code in (("officer", "A"), ("legal_officer", "B"), ("leader", "P")):
        client = signed_in(role, code)
        for name in ("population", "population_csv", "commitment"):
            assert client.get(_url(name, key)).status_code == 200, (role, name)
        for name in ("draw", "draw_sheet", "draw_json"):
            assert client.get(_url(name, drawn.pk)).status_code == 200, (role, name)
        assert client.get(_url("draws")).status_code == 200
    assert signed_in("system_administrator", "P").get(_url("population", key)).status_code == 403


def test_it_hides_what_is_not_published_yet(world: World, signed_in: SignIn) -> None:
    assert signed_in("officer", "A").get(_url("population", _draft(world).pk)).status_code == 403


def test_it_names_the_command_that_repeats_the_draw(signed_in: SignIn, drawn: Draw, tmp_path: Path) -> None:
    client, key = signed_in("officer", "A"), drawn.population.activity_id
    page = client.get(_url("draw", drawn.pk)).content.decode()
    found = re.search(r"<code>(zhiheng draw verify [^<]+)</code>", page)
    assert found is not None
    for name, args in (("population_csv", key), ("commitment", key), ("draw_json", drawn.pk)):
        response = client.get(_url(name, args))
        file = re.search(r'filename="([^"]+)"', response.headers["Content-Disposition"])
        assert file is not None
        (tmp_path / file[1]).write_bytes(response.content)
    words = [str(tmp_path / word) if "." in word else word for word in found[1].split()[1:]]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    sheet = tmp_path / f"draw-{drawn.pk}.json"
    told = json.loads(sheet.read_text(encoding="utf-8"))
    told["drawn"][0] = "B-案-006" if told["drawn"][0] != "B-案-006" else "A-案-001"
    sheet.write_text(json.dumps(told), encoding="utf-8")
    assert CliRunner().invoke(app, words).exit_code == 1


def test_it_starts_the_review_from_the_published_page(world: World, signed_in: SignIn, drawn: Draw) -> None:
    one, office = drawn.population.activity, signed_in("evaluation_office", "P")
    assert "按最后一次抽取开始评查" in office.get(_url("population", one.pk)).content.decode()
    office.post(_url("start_review", one.pk))
    one.refresh_from_db()
    assert one.state == "open" and one.files.count() == 4
    assert "抽取第 1 位" in office.get(_url("file", one.files.get(position=1).pk)).content.decode()
