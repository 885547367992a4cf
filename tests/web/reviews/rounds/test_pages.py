"""The pages of the rounds: notice, mending with files, objections and their answers; who is let in, what waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from adapters.web_cards import problem
from adapters.web_reviews import make_person
from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import duties
from zhiheng_web.reviews.models import FileReview, Mending, Objection

from .test_rounds import fresh, later, mend, reviewed, told

SignIn = Callable[[str, str], Client]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def url(name: str, *keys: int) -> str:
    return reverse(f"reviews:{name}", args=keys)


def test_the_brigade_gives_notice_and_the_unit_reads_it(world: World, signed_in: SignIn) -> None:
    one = reviewed(world, [problem(text="没有签名")])
    office, head = signed_in("evaluation_office", "P"), signed_in("unit_head", "A")
    assert head.get(url("notice", one.pk)).status_code == 404, "nothing is told before the notice"
    assert "告知单位和办案民警" in office.get(url("notice", one.pk)).content.decode()
    assert office.post(url("give_notice", one.pk)).status_code == 303
    page = head.get(url("notice", one.pk)).content.decode()
    assert "没有签名" in page
    assert "案评告〔" in page, "the notice has its number"
    assert signed_in("officer", "A").get(url("notice", one.pk), {"lang": "en"}).status_code == 200
    assert office.post(url("issue_opinion", one.pk)).status_code == 303
    assert "案评意〔" in office.get(url("notice", one.pk)).content.decode()
    assert office.get(url("file", one.pk)).status_code == 200


def test_the_officer_mends_with_files_and_the_unit_submits_again(world: World, signed_in: SignIn) -> None:
    one = told(world, [problem()])
    place = Mending.objects.get()
    officer, legal = signed_in("officer", "A"), signed_in("legal_officer", "A")
    empty = officer.post(url("report_mending", place.pk), {f"m{place.pk}-note": "", f"m{place.pk}-version": "0"})
    assert empty.status_code == 422
    proof = SimpleUploadedFile("补正.pdf", b"%PDF-1.4 test", "application/pdf")
    sent = {f"m{place.pk}-note": "已补签", f"m{place.pk}-version": "0", f"m{place.pk}-pieces": proof}
    assert officer.post(url("report_mending", place.pk), sent).status_code == 303
    page = legal.get(url("mending", one.pk)).content.decode()
    assert "已补签" in page
    evidence = page.split("/files/")[-1]
    assert evidence
    check = {f"c{place.pk}-version": "1", f"c{place.pk}-note": "", "do": "return"}
    assert legal.post(url("check_mending", place.pk), check).status_code == 422, "returned with a reason only"
    assert legal.post(url("check_mending", place.pk), check | {"do": "accept"}).status_code == 303
    assert legal.post(url("resubmit", one.pk)).status_code == 303
    assert fresh(one).state == "second_round"
    deeds = set(Line.objects.filter(deed__startswith="reviews.").values_list("deed", flat=True))
    assert {"reviews.report_mending", "reviews.check_mending", "reviews.resubmit_file", "reviews.give_notice"} <= deeds


def test_files_of_a_mending_are_for_those_whose_case_it_is(world: World, signed_in: SignIn) -> None:
    told(world, [problem()])
    place = Mending.objects.get()
    proof = SimpleUploadedFile("补正.pdf", b"%PDF-1.4 test", "application/pdf")
    sent = {f"m{place.pk}-note": "已补签", f"m{place.pk}-version": "0", f"m{place.pk}-pieces": proof}
    signed_in("officer", "A").post(url("report_mending", place.pk), sent)
    from zhiheng_web.documents.models import Evidence

    where = url("mending_file", place.pk, Evidence.objects.get().pk)
    for role, code, status in (("officer", "A", 200), ("reviewer", "P", 200), ("unit_head", "B", 403)):
        answer = signed_in(role, code).get(where)
        assert answer.status_code == status
        if status == 200:
            b"".join(answer)  # type: ignore[arg-type]
    colleague = Client()
    colleague.force_login(make_person(world, "officer", "A", 2), backend=BACKEND)
    assert colleague.get(where).status_code == 403


def test_an_objection_goes_its_way(world: World, signed_in: SignIn) -> None:
    one = told(world, [problem(text="没有签名")])
    officer, office = signed_in("officer", "A"), signed_in("evaluation_office", "P")
    line = Mending.objects.get().line_id
    assert officer.get(url("object", one.pk), {"line": line}).status_code == 200
    missing = officer.post(url("object", one.pk), {"line": line, "reason": ""})
    assert missing.status_code == 422
    filed = officer.post(url("object", one.pk), {"line": line, "reason": "第四页有签名"})
    objection = Objection.objects.get()
    assert filed.url == url("objection", objection.pk)  # type: ignore[attr-defined]
    assert any(duty.key == f"reviews.objection:{objection.pk}" for duty in duties.duties_of(_office(world)))
    own = signed_in("reviewer", "P").get(url("objection", objection.pk)).content.decode()
    assert "由法制机构的另一人答复" in own
    told_wrong = {"outcome": "corrected", "answer": "属实", "deduction_after": ""}
    assert office.post(url("answer_objection", objection.pk), told_wrong).status_code == 422
    done = office.post(url("answer_objection", objection.pk), told_wrong | {"deduction_after": "0.5"})
    assert done.status_code == 303
    assert "0.50" in officer.get(url("objection", objection.pk)).content.decode()
    assert "更正为" in officer.get(url("notice", one.pk)).content.decode()


def _office(world: World) -> object:
    return world.person("evaluation_office", "P")


def waiting(world: World, role: str, code: str) -> set[str]:
    found = duties.duties_of(world.person(role, code))
    return {duty.key.partition(":")[0] for duty in found if duty.key.startswith("reviews.")}


def test_each_finds_what_waits_in_the_inbox(world: World) -> None:
    one = reviewed(world, [problem()])
    assert "reviews.tell" in waiting(world, "evaluation_office", "P")
    from zhiheng_web.reviews.actions import rounds

    rounds.give_notice(actor=world.person("evaluation_office", "P"), file_review=one, with_paper=False)
    assert "reviews.mend" in waiting(world, "officer", "A")
    assert "reviews.mend" not in waiting(world, "officer", "B")
    mend(world, one)
    assert "reviews.resubmit" in waiting(world, "unit_head", "A")
    assert "reviews.mend" not in waiting(world, "officer", "A")
    later(one, 60)
    assert "reviews.late" in waiting(world, "evaluation_office", "P")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_speaks_both_languages(world: World, signed_in: SignIn, language: str) -> None:
    one: FileReview = told(world, [problem()])
    head = signed_in("unit_head", "A")
    for name in ("notice", "mending", "object"):
        page = head.get(url(name, one.pk), {"lang": language}).content.decode()
        assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}"' in page
