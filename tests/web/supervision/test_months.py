"""The month of online checks: counted by unit and kind, what stands out, circulated once, with its figures (XH-24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from adapters.web_reviews import make_cases
from adapters.web_world import World
from web.supervision.conftest import make_run, refused
from zhiheng_web.audit.models import Line
from zhiheng_web.cases.models import CheckFinding
from zhiheng_web.lib import clock, duties
from zhiheng_web.lib.months import month_earlier
from zhiheng_web.supervision import counting
from zhiheng_web.supervision.actions import months
from zhiheng_web.supervision.models import MonthCircular
from zhiheng_web.supervision.queries import months as queries
from zhiheng_web.supervision.queries.readers import unread
from zhiheng_web.training.actions import bulletins

SignedIn = Callable[[str, str], Client]
#: The month that ended last, and the one before it: the tests run on every day of the year.
MONTH = queries.last_month()
EARLIER = month_earlier(MONTH)
KEY = f"{MONTH:%Y-%m}"


@pytest.fixture
def a_month(world: World) -> None:
    """Close 30 cases of A1, 30 of A2 and 3 of A in the month; findings in 15, 1 and 2 of them. 40 of A2 before it."""
    own = make_cases(world, "A", 3, closed_on=clock.today().replace(day=1) - timedelta(days=1))
    east = make_cases(world, "A1", 30, closed_on=MONTH.replace(day=12))
    west = make_cases(world, "A2", 30, closed_on=MONTH.replace(day=12))
    before = make_cases(world, "A2", 40, closed_on=MONTH - timedelta(days=1))
    make_run(world, "A", {"late-decision": own[:2], "late-filing": own[:1]})
    make_run(world, "A1", {"late-decision": east[:15]})
    make_run(world, "A2", {"late-decision": west[:1], "late-filing": before[:4]})


def _counted(world: World, **more: int) -> counting.Counted:
    return counting.count(world.body("A"), MONTH, **more)


@pytest.mark.usefixtures("a_month")
def test_it_counts_cases_and_findings_by_unit_and_kind(world: World) -> None:
    counted = _counted(world)
    assert (counted.cases, counted.found) == (63, 18)  # 3 + 30 + 30; 2 + 15 + 1
    assert counted.rate == Decimal("28.57")  # 18 / 63
    assert [(one.body.code, one.cases, one.found, one.total) for one in counted.units] == [
        ("A", 3, 2, 3),  # one of its two cases has two findings
        ("A1", 30, 15, 15),
        ("A2", 30, 1, 1),
    ]
    assert [(one.id, one.times, one.cases) for one in counted.kinds] == [
        ("late-decision", 18, 18),
        ("late-filing", 1, 1),
    ]


@pytest.mark.usefixtures("a_month")
def test_it_gives_no_rate_for_few_cases_and_does_not_compare_them(world: World) -> None:
    units = {one.body.code: one for one in _counted(world).units}
    assert (units["A"].rate, units["A1"].rate, units["A2"].rate) == (None, Decimal("50.00"), Decimal("3.33"))
    # 15 of 30 beside 3 of 33 of the others: even the lower end, some 31 %, lies above 9 %. A has 2 of 3, and is few.
    assert [one.body.code for one in _counted(world).standing_out] == ["A1"]
    assert {one.body.code: one.rate for one in _counted(world, few=3).units}["A"] == Decimal("66.67")


@pytest.mark.usefixtures("a_month")
def test_it_tells_the_months_before_and_what_is_rising(world: World) -> None:
    counted = _counted(world)
    assert counted.trend[-2:] == ((EARLIER, 40, 4), (MONTH, 63, 18))
    # Decided late: 18 of 63 after 0 of 40. Filed late: 1 of 63 after 4 of 40.
    assert [one.id for one in counted.rising] == ["late-decision"]


@pytest.mark.usefixtures("a_month")
def test_what_was_set_aside_does_not_count(world: World) -> None:
    CheckFinding.objects.filter(run__book__body=world.body("A1")).update(dismissed="有延长审批")
    assert _counted(world).found == 3  # 2 + 0 + 1


@pytest.mark.usefixtures("a_month")
def test_only_the_latest_checks_of_a_ledger_count(world: World) -> None:
    make_run(world, "A1", {})
    assert _counted(world).found == 3


@pytest.mark.usefixtures("a_month")
def test_it_is_circulated_once_with_its_figures(world: World) -> None:
    office = world.person("evaluation_office", "A")
    told = {"body": world.body("A"), "month": MONTH}
    one = months.circulate_month(actor=office, **told, analysis="期限意识不强", demands="自查\n预警")
    assert (one.figures["cases"], one.figures["found"], len(one.figures["units"])) == (63, 18, 3)
    assert (one.bulletin.state, one.bulletin.number) == ("published", 1)
    shown = one.bulletin.shown["text"]
    assert "办结案件 63 件，网上监督发现有问题的 18 件，每百件 28.57 件" in shown
    assert "甲一市东县城市管理局有问题案件的比率明显高于其他单位" in shown
    assert "期限意识不强" in shown
    assert one.document.kind == "review_circular"
    assert one.document.facts["checked"][0]["rate"] == ""
    with refused("circulated"):
        months.circulate_month(actor=office, **told)


def test_it_is_not_circulated_before_its_end_or_without_checks(world: World) -> None:
    office, body = world.person("evaluation_office", "A"), world.body("A")
    with refused("not_over"):
        months.circulate_month(actor=office, body=body, month=clock.today())
    with refused("never_checked"):
        months.circulate_month(actor=office, body=body, month=MONTH)
    assert not MonthCircular.objects.exists()


@pytest.mark.usefixtures("a_month")
def test_it_names_those_who_have_not_read(world: World) -> None:
    office = world.person("evaluation_office", "A")
    reader = world.person("unit_head", "A1")
    world.person("officer", "A1")
    one = months.circulate_month(actor=office, body=world.body("A"), month=MONTH)
    bulletins.confirm_reading(actor=reader, bulletin=one.bulletin)
    rows = {row.body.code: row for row in unread(one.bulletin)}
    assert (rows["A1"].read, rows["A1"].people) == (1, 2)  # its head, and its officer
    assert "unit_head A1" not in rows["A1"].names


def _waiting(world: World) -> list[tuple[str, date | None]]:
    found = duties.duties_of(world.person("evaluation_office", "A"))
    return [(one.key, one.due) for one in found if one.key.startswith("supervision.circulate_month")]


@pytest.mark.usefixtures("a_month")
def test_the_month_waits_until_it_is_circulated(world: World) -> None:
    office, body = world.person("evaluation_office", "A"), world.body("A")
    key = f"supervision.circulate_month:{body.pk}:{KEY}"
    assert _waiting(world) == [(key, clock.today().replace(day=10))]
    months.arrange(actor=office, body=body, day=15, few_cases=10)
    assert _waiting(world) == [(key, clock.today().replace(day=15))]
    months.circulate_month(actor=office, body=body, month=MONTH)
    assert _waiting(world) == []
    with refused("wrong_number"):
        months.arrange(actor=office, body=body, day=31, few_cases=10)


def test_it_says_how_a_month_stands(world: World) -> None:
    body, today = world.body("A"), clock.today()
    said = {day: queries.MonthOf(body, MONTH, today + timedelta(days=day), 20).state_text[0].zh for day in (-1, 0)}
    assert said == {-1: "逾期未通报", 0: "待通报"}
    assert queries.MonthOf(body, EARLIER, today, 20).state_text[0].zh == "未通报"


@pytest.mark.usefixtures("a_month")
def test_each_number_opens_to_its_findings(world: World, signed_in: SignedIn) -> None:
    client, way = signed_in("evaluation_office", "A"), f"/supervision/months/{world.body('A').pk}/{KEY}/"
    page = client.get(way).content.decode()
    assert "?unit=A1" in page
    assert "?check=late-decision&amp;unit=A1" in page
    assert f"/supervision/letters/new/?addressee={world.body('A1').pk}" in page
    listed = client.get(f"{way}findings/?check=late-decision&unit=A1&size=100").content.decode()
    assert listed.count("A1-案-0") >= 15
    assert "A2-案-0" not in listed
    assert client.get(f"{way}?lang=en").status_code == 200


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "abcdefg", "2199-01", "２０２６-10"])
def test_what_is_no_month_is_not_found(world: World, signed_in: SignedIn, month: str) -> None:
    client = signed_in("evaluation_office", "A")
    assert client.get(f"/supervision/months/{world.body('A').pk}/{month}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "form", "deed"),
    [(f"{KEY}/circulate/", {"analysis": "x"}, "circulate_month"), ("", {"day": "8", "few_cases": "5"}, "arrange")],
)
@pytest.mark.usefixtures("a_month")
def test_it_leaves_a_line(world: World, signed_in: SignedIn, path: str, form: dict[str, str], deed: str) -> None:
    body = world.body("A").pk
    answer = signed_in("evaluation_office", "A").post(f"/supervision/months/{body}/{path}", form)
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    assert Line.objects.latest("sequence").deed == f"supervision.{deed}"


@pytest.mark.usefixtures("a_month")
def test_the_api_tells_and_circulates_the_same(world: World, signed_in: SignedIn) -> None:
    client, way = signed_in("evaluation_office", "A"), f"/api/v1/supervision/months/{world.body('A').pk}/{KEY}"
    told = client.get(way).json()
    assert (told["cases"], told["found"], told["circular_id"]) == (63, 18, None)
    assert client.get(f"{way}/findings?limit=5").json()["total"] == 19
    made = client.post(f"{way}/circulate", {"analysis": "x"}, content_type="application/json")
    assert made.status_code == 201
    circular = f"/api/v1/supervision/circulars/{made.json()['id']}"
    assert client.get(f"{circular}/unread").json()["items"]
    assert b"".join(client.get(f"{circular}/paper"))[:2] in (b"%P", b"PK")
    arranged = f"/api/v1/supervision/bodies/{world.body('A').pk}/month-arrangement"
    assert client.put(arranged, {"day": 5, "few_cases": 7}, content_type="application/json").json()["day"] == 5
    assert client.get("/api/v1/supervision/circulars").json()["total"] == 1
