"""Pages of cases: the list with its filters and bounds, the page of a case, officers, interests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.cases import panels, queries
from zhiheng_web.cases.models import Case, Interest, Officer
from zhiheng_web.intake import actions as intake
from zhiheng_web.intake.models import Book
from zhiheng_web.lib.words import Text

from .conftest import PNG, Kept

pytestmark = pytest.mark.django_db
SignIn = Callable[[str, str], Client]

#: Conditions of the list → the last figures of the cases that are left.
FILTERS: list[tuple[dict[str, str], str]] = [
    ({}, "123"),
    ({"body": "A"}, "12"),
    ({"body": "P"}, "123"),
    ({"body": "B"}, "3"),
    ({"kind": "licence"}, "2"),
    ({"from": "2025-06-01"}, "3"),
    ({"to": "2025-05-06"}, "1"),
    ({"from": "20250506", "to": "2025年5月6日"}, "1"),
    ({"officer": "林知远"}, "1"),
    ({"officer": "sx"}, "12"),
    ({"officer": "O3"}, "3"),
    ({"cause": "广告"}, "2"),
    ({"documents": "yes"}, "1"),
    ({"documents": "no"}, "23"),
    ({"q": "解放路"}, "1"),
    ({"q": "zdjy", "body": "B"}, ""),
    ({"kind": "nonsense"}, "123"),
]


@pytest.mark.parametrize(("asked", "left"), FILTERS)
def test_it_filters_the_list(case: Case, keep: Kept, signed_in: SignIn, asked: dict[str, str], left: str) -> None:
    keep(case)
    text = signed_in("evaluation_office", "P").get(reverse("cases:cases"), asked).content.decode()
    assert "".join(one for one in "123" if f"C-2025-000{one}</a>" in text) == left


def test_it_shows_a_list_with_few_questions_however_long(
    book: Book, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    rows = [{"case_id": f"L-{n:03}", "unit_id": "A", "kind": "penalty"} for n in range(120)]
    intake.add_rows(None, book, "cases", rows, source="c")
    client, address = signed_in("evaluation_office", "P"), reverse("cases:cases")
    client.get(address)
    with django_assert_max_num_queries(26):
        client.get(address, {"size": "100"})
    with django_assert_max_num_queries(26):
        client.get(reverse("cases:officers"))
    with django_assert_max_num_queries(22):
        client.get(reverse("cases:search"), {"q": "L"})


def test_it_exports_what_is_seen(case: Case, signed_in: SignIn) -> None:
    answer = signed_in("legal_officer", "A").get(reverse("cases:cases"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    answer.close()
    assert "占道经营" in text and "C-2025-0003" not in text


def test_it_tells_of_cases_whose_body_nobody_knows(filled: Book, signed_in: SignIn) -> None:
    intake.add_rows(None, filled, "units", [{"unit_id": "Z", "name": "新设大队"}], source="u")
    intake.add_rows(None, filled, "cases", [{"case_id": "Z1", "unit_id": "Z", "kind": "penalty"}], source="z")
    client = signed_in("evaluation_office", "P")
    text = client.get(reverse("cases:cases")).content.decode()
    assert "有 1 件案件没有列入" in text and "（Z）" in text
    assert client.post(reverse("cases:index", args=[filled.pk])).status_code == 303
    assert "没有列入" not in signed_in("legal_officer", "A").get(reverse("cases:cases")).content.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_shows_a_case_with_what_happened(case: Case, keep: Kept, signed_in: SignIn, lang: str) -> None:
    keep(case, name="处罚决定书.pdf")
    keep(case, PNG, "照片.png")
    text = signed_in("legal_officer", "A").get(reverse("cases:case", args=[case.pk]), {"lang": lang}).content.decode()
    words = {
        "zh": ("林知远", "现场检查", "录像", "上传《处罚决定书》", "还没有运行检查", "第 1 页起，共 3 页"),
        "en": ("inspected", "video", "处罚决定书 uploaded", "No checks have been run", "p. 1, 3 pages"),
    }[lang]
    assert [word for word in words if word not in text] == []
    assert 'target="zh-viewer"' in text and text.count("<iframe") == 1


def test_it_orders_what_happened(case: Case) -> None:
    told = [(one.kind, one.text.zh) for one in queries.timeline(case)]
    assert told == [("recording", "现场检查"), ("event", "立案"), ("event", "决定"), ("event", "结案")]


def test_it_shows_outcomes_and_reported_problems(case: Case, filled: Book) -> None:
    outcome = {"outcome_id": "R1", "unit_id": "A", "case_id": case.code, "organ": "court", "result": "revoked"}
    intake.add_rows(None, filled, "outcomes", [outcome | {"effective_at": "2025-08-01"}], source="o")
    finding = {"finding_id": "F1", "unit_id": "A", "rule_id": "WX-PROC", "case_id": case.code, "officer_id": "O1"}
    intake.add_rows(None, filled, "findings", [finding], source="f")
    case.refresh_from_db()
    last = queries.timeline(case)[-2:]
    assert [(one.kind, one.text.zh, one.who) for one in last] == [
        ("outcome", "法院：撤销", ""),
        ("finding", "登记的问题 WX-PROC", "林知远"),
    ]


def test_it_shows_panels_of_apps_above(case: Case, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_makers", {})

    def later(person: Any, one: Case) -> panels.Panel:
        return panels.Panel(Text("后面", "later"), "cases/checks.html", {"person": person.pk})

    def nothing(person: Any, one: Case) -> None:
        return None

    panels.register_panel("later", 20, later)
    panels.register_panel("nothing", 10, nothing)
    panels.register_panel("later", 20, later)
    with pytest.raises(ValueError, match="later"):
        panels.register_panel("later", 5, nothing)
    text = signed_in("legal_officer", "A").get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "后面" in text


def test_it_links_officers_to_accounts(filled: Book, world: World, signed_in: SignIn) -> None:
    office, person = signed_in("evaluation_office", "P"), world.person("officer", "A")
    one = Officer.objects.get(code="O1")
    address = reverse("cases:link_officer", args=[one.pk])
    assert office.post(address, {"account": person.pk, "reason": "本人"}).status_code == 303
    assert Officer.objects.get(code="O1").account == person
    # Theirs already: it is not offered for another.
    other = reverse("cases:link_officer", args=[Officer.objects.get(code="O2").pk])
    assert office.post(other, {"account": person.pk}).status_code == 422
    # Of another body: it is not offered either.
    stranger = world.person("officer", "B")
    assert office.post(address, {"account": stranger.pk}).status_code == 422
    assert office.post(address, {"account": ""}).status_code == 303
    assert Officer.objects.get(code="O1").account is None
    assert signed_in("legal_officer", "A").post(address, {"account": person.pk}).status_code == 403


def test_it_links_by_number(filled: Book, world: World, signed_in: SignIn) -> None:
    for role, code, number in (("officer", "A", "O1"), ("legal_officer", "A", "O2"), ("unit_head", "A", "O2")):
        person = world.person(role, code)
        with acts.act(None, "tests.make_world"):
            person.officer_id = number
            person.save()
    office = signed_in("evaluation_office", "P")
    assert "按编号对应" in office.get(reverse("cases:officers")).content.decode()
    assert office.post(reverse("cases:link_officers")).status_code == 303
    linked = {one.code: one.account and one.account.name for one in Officer.objects.select_related("account")}
    # Two accounts bear O2: nobody guesses.
    assert linked == {"O1": "officer.A", "O2": None, "O3": None}


def test_it_corrects_initials(filled: Book, signed_in: SignIn) -> None:
    one, office = Officer.objects.get(code="O2"), signed_in("evaluation_office", "P")
    address = reverse("cases:correct_initials", args=[one.pk])
    assert office.post(address, {"initials": "DX"}).status_code == 303
    assert Officer.objects.get(code="O2").initials == "dx"
    assert office.post(address, {"initials": "单雄"}).status_code == 422
    # The ledger says nothing new of the name: what was put right stays.
    intake.add_rows(
        None, filled, "officers", [{"officer_id": "O2", "unit_id": "A", "name": "单雄", "role": "leader"}], source="o"
    )
    assert Officer.objects.get(code="O2").initials == "dx"


def test_it_declares_and_withdraws_interests(case: Case, world: World, signed_in: SignIn) -> None:
    client, address = signed_in("reviewer", "P"), reverse("cases:interests")
    for sent, status in (
        ({"reason": "亲属"}, 422),
        ({"case": case.code, "officer": "O1", "reason": "亲属"}, 422),
        ({"case": "没有", "reason": "亲属"}, 422),
        ({"case": case.code, "reason": ""}, 422),
        ({"case": case.code, "reason": "亲属"}, 303),
        ({"case": case.code, "reason": "再报"}, 422),
        ({"officer": "O3", "reason": "同学"}, 303),
        ({"body": str(world.body("A1").pk), "reason": "曾任职"}, 303),
    ):
        assert client.post(address, sent).status_code == status, sent
    person: Account = world.person("reviewer", "P")
    assert (queries.is_interested(person, case), queries.interests_of(person).count()) == (True, 3)
    one = Interest.objects.get(case=case)
    assert client.post(reverse("cases:withdraw_interest", args=[one.pk])).status_code == 303
    assert not queries.is_interested(person, case)
    assert "已撤回" in client.get(address).content.decode()
