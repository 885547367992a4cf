"""Writing the self-evaluation: answers in people's words, stored as facts say them; two people at one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.evaluations.actions.selfevaluation import Entry, adopt_ledger, save_claims
from zhiheng_web.evaluations.models import Assessment, Claim
from zhiheng_web.evaluations.reading.selfevaluation import sheet_of
from zhiheng_web.lib import policy

SignIn = Callable[[str, str], Client]


@pytest.fixture
def assessment(world: World) -> Assessment:
    return make_cycle(world).assessments.get(body=world.body("A"))


def stored(assessment: Assessment) -> dict[str, str]:
    return dict(Claim.objects.filter(assessment=assessment).values_list("rule_id", "value"))


@pytest.mark.parametrize(
    ("rule_id", "written", "value"),
    [
        ("D01-1-a", "是", "true"),
        ("D01-1-a", "否", "false"),
        ("D03-2-a", "７", "7"),
        ("D05-2-a", "3;1;", "1;3;"),
        ("D05-2-a", "0", "0"),
        ("D08-2-a", "84.99%", "0.8499"),
        ("B01-a", "2", "2"),
        ("D01-3", "exempt", "exempt"),
        ("D01-1-a", "  ", ""),
    ],
)
def test_it_stores_an_answer_as_facts_say_it(
    world: World, assessment: Assessment, rule_id: str, written: str, value: str
) -> None:
    save_claims(world.person("data_officer", "A"), assessment=assessment, entries=[Entry(rule_id, written, "说明")])
    assert stored(assessment) == {rule_id: value}


@pytest.mark.parametrize(
    ("rule_id", "written"),
    [
        ("D01-1-a", "也许"),
        ("D03-2-a", "-1"),
        ("D03-2-a", "1.5"),
        ("D08-2-a", "120%"),
        ("D05-2-a", "9;"),
        ("B01-a", "9"),
    ],
)
def test_it_refuses_what_is_no_answer_and_saves_nothing(
    world: World, assessment: Assessment, rule_id: str, written: str
) -> None:
    entries = [Entry("D01-2-a", "否"), Entry(rule_id, written)]
    with pytest.raises(Refusal) as refusal:
        save_claims(world.person("data_officer", "A"), assessment=assessment, entries=entries)
    assert [fault.place.clause for fault in refusal.value.faults] == [rule_id]
    assert stored(assessment) == {}


def test_it_shows_the_later_of_two_what_the_first_wrote(world: World, assessment: Assessment) -> None:
    officer, head = world.person("data_officer", "A"), world.person("unit_head", "A")
    save_claims(officer, assessment=assessment, entries=[Entry("D03-2-a", "3", version=0)])
    with pytest.raises(Refusal) as refusal:
        save_claims(head, assessment=assessment, entries=[Entry("D03-2-a", "5", version=0)])
    told = refusal.value.of("zh")
    assert "data_officer A" in told
    assert "3 起" in told
    assert "读到：5" in told
    assert stored(assessment) == {"D03-2-a": "3"}


def test_it_saves_a_line_that_says_the_same_without_a_new_version(world: World, assessment: Assessment) -> None:
    officer = world.person("data_officer", "A")
    assert len(save_claims(officer, assessment=assessment, entries=[Entry("D03-2-a", "3", version=0)])) == 1
    assert save_claims(officer, assessment=assessment, entries=[Entry("D03-2-a", "3", version=0)]) == []


def test_it_fills_blanks_from_the_ledger(world: World, assessment: Assessment) -> None:
    # The ledger found 7 cases under D03-2-a and verified a rate of 75 % under D08-2-a.
    officer = world.person("data_officer", "A")
    save_claims(officer, assessment=assessment, entries=[Entry("D03-2-a", "2")])
    adopt_ledger(officer, assessment=assessment, rule_ids=["D03-2-a", "D08-2-a"])
    assert stored(assessment) == {"D03-2-a": "2", "D08-2-a": "0.75"}
    assert sheet_of(assessment).lines["D03-2-a"].differs


def test_it_is_written_by_the_body_alone(world: World, assessment: Assessment) -> None:
    for role, code in (("data_officer", "B"), ("evaluation_office", "P"), ("unit_head", "A1"), ("officer", "A")):
        with pytest.raises(policy.Denied):
            save_claims(world.person(role, code), assessment=assessment, entries=[Entry("D03-2-a", "3")])


def test_it_is_closed_once_handed_in(world: World) -> None:
    one = make_cycle(world, state="verification").assessments.get(body=world.body("A"))
    with pytest.raises(Refusal) as refusal:
        save_claims(world.person("data_officer", "A"), assessment=one, entries=[Entry("D03-2-a", "3")])
    assert refusal.value.faults[0].code == "wrong_state"


def test_it_is_saved_by_the_page_without_scripts(world: World, assessment: Assessment, signed_in: SignIn) -> None:
    sent = {
        "block": "D08",
        "D08-2-a.value": "84.99",
        "D08-2-a.note": "调查报告",
        "D08-2-a.version": "0",
    }
    url = f"/evaluations/assessments/{assessment.pk}/self-evaluation/"
    answer = signed_in("data_officer", "A").post(f"{url}save/", sent)
    assert (answer.status_code, answer["Location"]) == (303, f"{url}#item-D08")
    assert stored(assessment) == {"D08-2-a": "0.8499"}


def test_it_shows_what_was_typed_where_it_cannot_be_saved(
    world: World, assessment: Assessment, signed_in: SignIn
) -> None:
    sent = {"D03-2-a.value": "许多", "D03-2-a.note": "", "D03-2-a.version": "0"}
    url = f"/evaluations/assessments/{assessment.pk}/self-evaluation/save/"
    answer = signed_in("data_officer", "A").post(url, sent)
    assert answer.status_code == 422
    assert 'value="许多"' in answer.content.decode()


def test_it_saves_a_line_as_it_is_left_and_gives_the_next_version(
    world: World, assessment: Assessment, signed_in: SignIn
) -> None:
    client = signed_in("data_officer", "A")
    url = f"/evaluations/assessments/{assessment.pk}/self-evaluation/D05-2-a/"
    first = client.post(url, {"D05-2-a.value": ["1", "3"], "D05-2-a.version": "0"})
    assert 'name="D05-2-a.version" value="1"' in first.content.decode()
    assert stored(assessment) == {"D05-2-a": "1;3;"}
    assert client.post(url, {"D05-2-a.value": ["2"], "D05-2-a.version": "0"}).status_code == 422
    assert client.post(url, {"D05-2-a.value": ["0", "2"], "D05-2-a.version": "1"}).status_code == 422
