"""The public copy holds bodies and points and no person; a correction replaces it; a withdrawal keeps the row."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.disclosure import actions, queries
from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.evaluations.actions import publications
from zhiheng_web.evaluations.actions.publications import Correction
from zhiheng_web.evaluations.models import Mention, Publication
from zhiheng_web.lib import clock, policy, store
from zhiheng_web.lib.duties import duties_of
from zhiheng_web.lib.policy import Role

from ..evaluations.result import steps
from ..evaluations.result.asserting import refused
from ..evaluations.result.conftest import _word_alone  # noqa: F401


@pytest.fixture
def published(world: World) -> Publication:
    cycle = make_cycle(world, state="proposed")
    steps.complete(world, cycle)
    with acts.act(None, "tests.mention"):
        for person in ("", "张三丰"):
            one = Mention(cycle=cycle, kind="commendation", body=world.body("A"), person=person, reason="表现突出")
            one.chosen_by = steps.organiser(world, cycle, Role.leader)
            one.save()
    for code in ("A", "B"):
        steps.waive(world, cycle, code)
    return steps.published(world, cycle)


def _text(digest: str) -> str:
    with zipfile.ZipFile(store.path_of(digest)) as archive:
        return archive.read("word/document.xml").decode()


def test_it_makes_public_what_names_no_person(world: World, published: Publication) -> None:
    office = world.person(Role.evaluation_office, "P")
    disclose = lambda actor=office, reason="公开条例第十九条", **more: actions.disclose(  # noqa: E731
        actor=actor, publication=published, reason=reason, **more
    )
    refused("no_reason", lambda: disclose(reason=" "))
    for role, code in ((Role.unit_head, "A"), (Role.executive_deputy, "P"), (Role.leader, "Q"), (Role.leader, "A")):
        with pytest.raises(policy.Denied):
            disclose(actor=world.person(role, code))
    one = disclose()
    assert published.document is not None
    assert "张三丰" in _text(published.document.word) and "张三丰" not in _text(one.word)
    assert "表现突出" in _text(one.word)  # the body that was commended is named
    assert [(body["name"], body["score"], body["rank"]) for body in one.content["bodies"]] == [
        ("甲二市城市管理局", "98", 1),
        ("甲一市城市管理局", "96.6", 2),
    ]
    assert "张三丰" not in str(one.content) and one.bundle == ""
    line = Line.objects.first()
    assert line is not None and (line.deed, line.reason) == ("disclosure.disclose", "公开条例第十九条")
    refused("public_already", disclose)
    assert list(queries.in_force()) == [one]


def test_a_correction_replaces_it_and_is_a_duty_until_then(world: World, published: Publication) -> None:
    office, leader = world.person(Role.evaluation_office, "P"), world.person(Role.leader, "P")
    first = actions.disclose(actor=leader, publication=published, reason="公开", with_bundle=True)
    assert first.bundle == published.bundle
    change = Correction(steps.of(published.cycle, "A"), "D03-2-a", "5", "重复")
    second = publications.correct_publication(
        actor=leader, publication=published, reason="重复登记", corrections=[change]
    )
    assert "disclosure.disclose" in {duty.key.partition(":")[0] for duty in duties_of(office)}
    refused("corrected_since", lambda: actions.disclose(actor=office, publication=published, reason="公开"))
    other = actions.disclose(actor=office, publication=second, reason="更正")
    assert (other.replaces, other.correction) == (first, "重复登记")
    assert list(queries.in_force()) == [other]
    first = Disclosed.objects.get(pk=first.pk)
    assert not first.is_in_force
    refused("not_public", lambda: actions.withdraw(actor=office, disclosed=first, reason="撤", learnt_on=clock.today()))
    assert "disclosure.disclose" not in {duty.key.partition(":")[0] for duty in duties_of(office)}


def test_it_withdraws_within_three_working_days(world: World, published: Publication) -> None:
    # Wednesday 30 September 2026, before the rest of National Day: 8, 9 and 10 October (a Saturday worked).
    assert actions.withdrawal_due(date(2026, 9, 30)) == date(2026, 10, 10)
    office = world.person(Role.evaluation_office, "P")
    one = actions.disclose(actor=office, publication=published, reason="公开")
    tomorrow = clock.today() + timedelta(days=1)
    refused("future", lambda: actions.withdraw(actor=office, disclosed=one, reason="撤销", learnt_on=tomorrow))
    refused("no_reason", lambda: actions.withdraw(actor=office, disclosed=one, reason="", learnt_on=clock.today()))
    gone = actions.withdraw(actor=office, disclosed=one, reason="被依法撤销", learnt_on=clock.today())
    assert gone.withdrawal_due is not None and not queries.in_force().exists()
    assert Disclosed.objects.get().withdrawal_reason == "被依法撤销"
    assert actions.disclose(actor=office, publication=published, reason="重新公开").is_in_force


def test_its_pages_show_it_to_the_organiser_alone(
    world: World, published: Publication, signed_in: Callable[[str, str], Client]
) -> None:
    office, url = signed_in("evaluation_office", "P"), reverse("disclosure:disclose", args=[published.pk])
    assert published.cycle.title in office.get(reverse("disclosure:list")).content.decode()
    assert "甲一市城市管理局" in office.get(url).content.decode()
    assert office.post(url, {"reason": "公开"}).status_code == 422  # not confirmed
    done = office.post(url, {"reason": "公开", "confirmed": "on"}, follow=True)
    assert "公开中" in done.content.decode()
    one = Disclosed.objects.get()
    withdraw = reverse("disclosure:withdraw", args=[one.pk])
    page = office.post(withdraw, {"learnt_on": clock.today().isoformat(), "reason": "被撤销"}, follow=True)
    assert "已撤下" in page.content.decode()
    head = signed_in("unit_head", "A")
    for name in ("disclosure:list", "disclosure:disclosed", "disclosure:disclose", "disclosure:withdraw"):
        args = [] if name.endswith("list") else [published.pk if name.endswith("disclose") else one.pk]
        assert head.get(reverse(name, args=args)).status_code == 403
