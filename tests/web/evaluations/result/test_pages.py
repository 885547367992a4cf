"""People can go the whole way by the pages alone, without scripts: from the proposal to the publication."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations.models import Cycle, Meeting, Objection, Publication
from zhiheng_web.lib import store
from zhiheng_web.lib.duties import duties_of
from zhiheng_web.lib.policy import Role

from . import steps

SignIn = Callable[[str, str], Client]


def go(client: Client, page: str, *args: Any, **sent: Any) -> str:
    """Open a page, send its form where `sent` is given, follow the redirect, and return what is shown."""
    url = reverse(f"evaluations:{page}", args=args)
    answer = client.post(url, sent, follow=True) if sent else client.get(url)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    if sent:
        assert answer.redirect_chain and answer.redirect_chain[0][1] == 303
    return answer.content.decode()


def duties(world: World, role: Role, code: str) -> set[str]:
    """Return the keys of what waits for a person, without the numbers."""
    return {duty.key.partition(":")[0] for duty in duties_of(world.person(role, code))}


@pytest.fixture
def cycle(world: World) -> Cycle:
    made = make_cycle(world, state="proposed")
    steps.complete(world, made)
    return made


def test_it_goes_from_the_proposal_to_a_corrected_publication(world: World, cycle: Cycle, signed_in: SignIn) -> None:
    office, deputy, leader = (signed_in(role, "P") for role in ("evaluation_office", "executive_deputy", "leader"))
    head, a = signed_in("unit_head", "A"), steps.of(cycle, "A").pk
    assert "结果告知以后" in go(head, "result", a)
    _propose_and_tell(world, cycle, office, deputy)
    go(head, "acknowledge_notice", a, sent="1")
    go(signed_in("unit_head", "B"), "waive_objection", steps.of(cycle, "B").pk, confirmed="on")
    _object_and_review(world, a, office, head)
    _deliberate_and_publish(world, cycle, office, leader)
    publication = Publication.objects.get()
    assert "97.00" in go(head, "publication", publication.pk)
    correct = {"reason": "重复登记", "body_1": str(a), "rule_1": "D03-2-a", "value_1": "4", "why_1": "又一起重复"}
    assert "第 2 版" in go(leader, "correct_publication", publication.pk, **correct)
    assert "已被更正" in go(head, "publication", publication.pk)
    card = Publication.objects.get(version=2).computation.cards.get(assessment=a)
    assert card.score == Decimal("97.2")  # 97 + 0.2


def _propose_and_tell(world: World, cycle: Cycle, office: Client, deputy: Client) -> None:
    both = [steps.of(cycle, code).pk for code in ("A", "B")]
    for pk in both:
        assert "提出结果建议" in go(office, "result", pk)
        go(office, "propose_result", pk, opinion="建议按此告知")
    assert "evaluations.sign_proposal" in duties(world, Role.executive_deputy, "P")
    for pk in both:
        go(deputy, "sign_proposal", pk, sent="1")
    assert "evaluations.give_notice" in duties(world, Role.evaluation_office, "P")
    for pk, score in zip(both, ("96.60", "98.00"), strict=True):
        assert score in go(office, "give_notice", pk, way="system", delivered_at="")
    assert duties(world, Role.unit_head, "A") >= {"evaluations.object", "evaluations.acknowledge_notice"}


def _object_and_review(world: World, a: int, office: Client, head: Client) -> None:
    shown = go(head, "object", a)
    assert "D03-2-a" in shown and "D08-2-a" in shown
    url = reverse("evaluations:object", args=[a])
    assert head.post(url, {"line-D03-2-a-chosen": "on"}).status_code == 422
    file = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 proof")
    sent = {"line-D03-2-a-chosen": "on", "line-D03-2-a-reason": "其中两起不是本单位", "line-D03-2-a-wanted": "5"}
    assert head.post(url, {**sent, "line-D03-2-a-evidence": file}).status_code == 303
    objection = Objection.objects.get()
    line = objection.lines.get()
    assert "证明.pdf" in go(office, "objection", objection.pk)
    assert "evaluations.review_objection" in duties(world, Role.evaluation_office, "P")
    go(office, "review_line", line.pk, outcome="corrected", value="5", reason="查实")
    assert "查实" not in go(head, "objection", objection.pk)  # a draft until it is finished
    assert (
        "97 分" in office.get(reverse("evaluations:objection", args=[objection.pk]), {"preview": "1"}).content.decode()
    )
    go(office, "finish_review", objection.pk, sent="1")
    assert "97.00" in go(head, "objection", objection.pk) and "97.00" in go(head, "result", a)


def _deliberate_and_publish(world: World, cycle: Cycle, office: Client, leader: Client) -> None:
    assert "还不能发布" in go(office, "publish_gate", cycle.pk)
    assert "evaluations.meetings" in duties(world, Role.evaluation_office, "P")
    go(office, "record_meeting", cycle.pk, name="厅长办公会", held_at="2020-12-01 09:00", chair="厅长")
    meeting = Meeting.objects.get()
    go(office, "add_attendance", meeting.pk, person="列席甲", duty="顾问")
    go(leader, "approve_undisputed", meeting.pk, sent="1")
    go(leader, "decide", meeting.pk, steps.of(cycle, "A").pk, outcome="approved", reason="")
    assert "通过" in go(office, "meeting", meeting.pk)
    go(office, "close_meeting", meeting.pk, sent="1")
    assert "evaluations.publish_gate" in duties(world, Role.evaluation_office, "P")
    assert "核对并发布" in go(office, "publish_gate", cycle.pk)
    url = reverse("evaluations:publish", args=[cycle.pk])
    sent = {"audience": "evaluated", "reason": "经厅长办公会审议通过", "typed": "2021"}
    assert office.post(url, sent).status_code == 422
    go(office, "publish", cycle.pk, **{**sent, "typed": "2020"})


def test_it_lists_documents_and_checks_an_edited_copy(world: World, cycle: Cycle, signed_in: SignIn) -> None:
    notice = steps.notify(world, cycle, "A")
    document = IssuedDocument.objects.get(pk=notice.document_id)
    page = reverse("documents:issued_document", args=[document.pk])
    for client, may in (
        (signed_in("unit_head", "A"), 200),
        (signed_in("leader", "P"), 200),
        (signed_in("unit_head", "B"), 403),
    ):
        assert client.get(page).status_code == may
        given = client.get(reverse("documents:issued_word", args=[document.pk]))
        given.close()
        assert given.status_code == may
        assert (document.number in client.get(reverse("documents:issued")).content.decode()) == (may == 200)
    head, check = signed_in("unit_head", "A"), reverse("documents:check_issued", args=[document.pk])
    data = store.path_of(document.word).read_bytes()
    sound = head.post(check, {"file": SimpleUploadedFile("稿.docx", data)}).content.decode()
    assert "都与评价结果一致" in sound
    wrong = head.post(check, {"file": SimpleUploadedFile("稿.docx", _edited(data, "96.6", "99.6"))}).content.decode()
    assert "与结果不符" in wrong and "99.6" in wrong and "96.6" in wrong
    assert head.post(check, {"file": SimpleUploadedFile("稿.docx", b"PK\x03\x04 no document")}).status_code == 422
    assert head.post(check, {"file": SimpleUploadedFile("稿.txt", b"x")}).status_code == 422


def _edited(data: bytes, old: str, new: str) -> bytes:
    """Return a Word file with a figure changed by hand."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            told = source.read(item.filename)
            if item.filename == "word/document.xml":
                assert old.encode() in told
                told = told.replace(f">{old}<".encode(), f">{new}<".encode())
            target.writestr(item, told)
    return out.getvalue()
