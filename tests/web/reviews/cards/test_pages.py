"""The pages of cards: the sheet without scripts, rows by the script, findings, print, who sees what and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cards import assignment_of, file_of, fill, problem, review, sign
from adapters.web_reviews import assign, make_activity, make_person
from adapters.web_world import World
from zhiheng_web.cases.models import CheckFinding, CheckRun
from zhiheng_web.lib import duties
from zhiheng_web.reviews.models import Assignment, CardLine
from zhiheng_web.reviews.reading import card_access, cards

SignIn = Callable[[str, str], Client]
ROW = {"item": "P1", "page": "3", "text": "迟延立案", "deduction": "1", "mend": "补充说明"}


@pytest.fixture
def assignment(world: World) -> Assignment:
    """Return a file of A assigned to the reviewer at P."""
    return assignment_of(file_of(make_activity(world, files="second_level", bodies=("A",))))


def url(name: str, one: Assignment) -> str:
    return reverse(f"reviews:{name}", args=[one.pk])


def form(*rows: dict[str, str], **more: str) -> dict[str, Any]:
    told: dict[str, Any] = {"row": [f"n{place}" for place in range(1, len(rows) + 1)], "do": "save", "version": "0"}
    for place, row in enumerate(rows, start=1):
        told |= {f"n{place}-{name}": value for name, value in row.items()}
    return told | {"opinion": "总体较好。", "finding_class": "not_standardised"} | more


def lines(one: Assignment) -> list[CardLine]:
    return cards.lines_of(card_access.card_of(card_access.assignment(one.pk)))


def test_the_sheet_is_filled_in_and_signed_without_scripts(assignment: Assignment, signed_in: SignIn) -> None:
    reviewer = signed_in("reviewer", "P")
    page = reviewer.get(url("card", assignment))
    assert page.status_code == 200
    assert "n1-item" in page.content.decode()
    saved = reviewer.post(url("save_card", assignment), form(ROW, ROW | {"item": "2.2", "deduction": "0.5"}))
    assert saved.status_code == 303
    assert [line.item for line in lines(assignment)] == ["P1", "C1"]
    version = str(card_access.card_of(card_access.assignment(assignment.pk)).version)  # type: ignore[union-attr]
    told = {"do": "sign", "version": version, "basics_checked": "1"}
    signed = reviewer.post(url("save_card", assignment), told)
    assert signed.status_code == 303
    assert card_access.is_signed(card_access.assignment(assignment.pk))
    read = reviewer.get(url("card", assignment)).content.decode()
    assert "迟延立案" in read
    assert "摘要相符" in read
    assert reviewer.get(url("card_print", assignment), {"lang": "en"}).status_code == 200


@pytest.mark.parametrize("name", ["card", "card_print"])
def test_a_card_that_is_not_begun_is_read_by_its_reviewer(assignment: Assignment, signed_in: SignIn, name: str) -> None:
    assert signed_in("reviewer", "P").get(url(name, assignment)).status_code == 200


def test_what_is_wrong_stands_at_its_row_and_the_rest_is_kept(assignment: Assignment, signed_in: SignIn) -> None:
    reviewer = signed_in("reviewer", "P")
    answer = reviewer.post(url("save_card", assignment), form(ROW, ROW | {"item": "没有"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "考评卡上没有这一项" in page
    assert 'href="#n2-item"' in page
    assert len(lines(assignment)) == 1
    row = lines(assignment)[0]
    gaps = reviewer.post(url("save_card", assignment), {"do": "sign", "version": "2", "basics_checked": ""})
    assert "没有确认已逐项核对基本项" in gaps.content.decode()
    removed = {"row": [f"l{row.pk}"], "do": f"remove-l{row.pk}"}
    assert reviewer.post(url("save_card", assignment), removed).status_code == 303
    assert lines(assignment) == []


def test_the_script_saves_rows_and_is_told_of_conflicts(assignment: Assignment, signed_in: SignIn) -> None:
    reviewer = signed_in("reviewer", "P")
    first = reviewer.post(url("save_row", assignment), {"key": "n1", "position": "1", **ROW}).json()
    assert (first["rule"], first["words"]["clause"]) == ("WX-PROCEDURE", "行政处罚法第五十四条")
    change = {"key": first["key"], "seen": first["seen"], **ROW, "text": "改过"}
    second = reviewer.post(url("save_row", assignment), change).json()
    lost = reviewer.post(url("save_row", assignment), change | {"text": "另一窗口"})
    assert lost.status_code == 409
    assert (lost.json()["theirs"]["text"], lost.json()["seen"]) == ("改过", second["seen"])
    wrong = reviewer.post(url("save_row", assignment), {"key": "n2", "position": "2", "deduction": "多"})
    assert (wrong.status_code, wrong.json()["faults"][0]["column"]) == (422, "deduction")
    head = reviewer.post(url("save_head", assignment), {"opinion": "好", "head_seen": ""}).json()
    late = reviewer.post(url("save_head", assignment), {"opinion": "差", "head_seen": "0" * 16})
    assert (late.status_code, late.json()["theirs"]["opinion"]) == (409, "好")
    assert head["version"] > second["version"]
    assert reviewer.post(url("save_row", assignment), {"key": second["key"], "do": "remove"}).status_code == 200
    assert lines(assignment) == []


def found(assignment: Assignment) -> None:
    from zhiheng_web.audit import acts
    from zhiheng_web.intake.models import Snapshot

    case, told = assignment.file_review.case, ["决定超过九十日", "decided after ninety days"]
    check = {"title": told, "citation": ["行政处罚法第六十条", "art. 60"], "severity": "serious"}
    check |= {"examined": 1, "findings": 1, "why_not": None, "subject": "case", "kinds": []}
    with acts.act(None, "tests.make_world"):
        shot = Snapshot.objects.filter(book=case.book).first()
        if shot is None:
            names = {field.name for field in Snapshot._meta.concrete_fields}
            given = {"book": case.book, "name": "试", "digest": f"sha256:{'0' * 64}", "file": f"sha256:{'0' * 64}"}
            shot = Snapshot(**{name: value for name, value in given.items() if name in names})
            shot.save()
        run = CheckRun(book=case.book, snapshot=shot, summary={"cn-late": check}, findings=f"sha256:{'0' * 64}")
        run.save()
    for _ in range(2):
        CheckFinding(
            run=run, code=case.code, check_id="cn-late", severity="serious", told_zh=told[0], told_en=told[1]
        ).save()


def test_findings_of_the_checks_are_offered_and_never_imposed(assignment: Assignment, signed_in: SignIn) -> None:
    found(assignment)
    reviewer = signed_in("reviewer", "P")
    assert "决定超过九十日" in reviewer.get(url("card", assignment)).content.decode()
    fill(assignment, [])
    version = str(card_access.card_of(card_access.assignment(assignment.pk)).version)  # type: ignore[union-attr]
    blocked = reviewer.post(url("save_card", assignment), {"do": "sign", "version": version, "basics_checked": "1"})
    assert "没有采纳，也没有写不采纳的理由" in blocked.content.decode()
    taken = reviewer.post(url("answer_finding", assignment), {"check_id": "cn-late", "do": "take"})
    (line,) = lines(assignment)
    assert taken.url.endswith(f"#l{line.pk}-item")  # type: ignore[attr-defined]
    assert (line.text, line.clause, line.item) == ("决定超过九十日", "行政处罚法第六十条", "")
    bare = reviewer.post(url("answer_finding", assignment), {"check_id": "cn-late#2", "do": "dismiss", "reason": " "})
    assert bare.status_code == 422
    reviewer.post(url("answer_finding", assignment), {"check_id": "cn-late#2", "do": "dismiss", "reason": "已延期"})
    assert [one.kind for one in lines(assignment)] == ["problem", "dismiss"]


def test_nobody_sees_a_card_before_it_is_theirs_to_see(world: World, assignment: Assignment, signed_in: SignIn) -> None:
    fill(assignment, [problem(text="机密问题")])
    others = [("evaluation_office", "P"), ("legal_officer", "A"), ("officer", "A"), ("unit_head", "A")]
    for role, code in others:
        assert signed_in(role, code).get(url("card", assignment)).status_code == 404
    sign(assignment)
    assert signed_in("evaluation_office", "P").get(url("card", assignment)).status_code == 200
    for role, code in others[1:]:
        assert signed_in(role, code).get(url("card", assignment)).status_code == 404, "only with the notice"
    assert signed_in("unit_head", "B").get(url("card", assignment)).status_code == 403


def test_the_second_reader_reads_on_their_own(world: World, signed_in: SignIn) -> None:
    one = file_of(make_activity(world, files="second_level", bodies=("A",), readers=2))
    other = make_person(world, "reviewer", "P", 2)
    assign(world, one, reader=2, who=other)
    review(assignment_of(one), [problem()])
    client = Client()
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(url("card", assignment_of(one))).status_code == 404
    review(assignment_of(one, reader=2), [problem()])
    assert client.get(url("card", assignment_of(one))).status_code == 200


def test_a_blind_reader_is_told_no_names(world: World, signed_in: SignIn) -> None:
    one = file_of(make_activity(world, files="second_level", bodies=("A",), blind=True))
    assignment = assignment_of(one)
    page = signed_in("reviewer", "P").get(url("card", assignment)).content.decode()
    assert one.body.name not in page
    assert one.lead is not None
    assert one.lead.name not in page
    waiting = [duty for duty in duties.duties_of(world.person("reviewer", "P")) if duty.key.startswith("reviews.card")]
    assert {duty.body for duty in waiting} == {None}


def test_what_waits_is_told_to_the_one_it_waits_for(world: World) -> None:
    make_activity(world, files="first_level", bodies=("A",), cases=1)
    keys = [duty.what.zh for duty in duties.duties_of(world.person("legal_officer", "A"))]
    assert any(one.startswith("初评：") for one in keys)
    assert not any("初评" in duty.what.zh for duty in duties.duties_of(world.person("legal_officer", "B")))


def test_a_sheet_of_many_rows_asks_no_more_queries(
    assignment: Assignment, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    reviewer = signed_in("reviewer", "P")
    fill(assignment, [problem() for _ in range(12)])
    reviewer.get(url("card", assignment))
    with django_assert_max_num_queries(40):
        reviewer.get(url("card", assignment))
