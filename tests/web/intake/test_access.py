"""Who may see and do what in the intake: own, beneath, sibling, foreign."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.intake import actions, queries
from zhiheng_web.intake.models import Book, Row
from zhiheng_web.lib.policy import Denied

from .conftest import Import

SignIn = Callable[[str, str], Client]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "code", "share", "status"),
    [
        ("evaluation_office", "P", "P", 200),
        ("evaluation_office", "P", "A1", 200),
        ("evaluation_office", "A", "P", 403),
        ("evaluation_office", "Q", "P", 403),
        ("leader", "P", "P", 200),
        ("data_officer", "A", "A", 200),
        ("data_officer", "A", "P", 403),
        ("data_officer", "A", "B", 403),
        ("unit_head", "A", "A", 200),
        ("inspector", "P", "P", 403),
        ("officer", "A", "A", 403),
        ("system_administrator", "P", "P", 403),
    ],
)
def test_it_shows_a_share_to_those_who_may(
    world: World, signed_in: SignIn, book: Book, role: str, code: str, share: str, status: int
) -> None:
    url = reverse("intake:book", args=[book.pk, world.body(share).pk])
    assert signed_in(role, code).get(url).status_code == status


@pytest.mark.parametrize(
    ("role", "code", "share", "status"),
    [
        ("evaluation_office", "P", "P", 200),
        ("leader", "P", "P", 403),
        ("data_officer", "A", "A", 200),
        ("data_officer", "A", "A1", 403),
        ("data_officer", "A", "P", 403),
        ("unit_head", "B", "A", 403),
    ],
)
def test_it_lets_those_import_who_may(
    world: World, signed_in: SignIn, book: Book, role: str, code: str, share: str, status: int
) -> None:
    url = reverse("intake:upload", args=[book.pk, world.body(share).pk, "cases"])
    assert signed_in(role, code).get(url).status_code == status


def test_it_knows_no_share_of_a_body_elsewhere(world: World, signed_in: SignIn, book: Book) -> None:
    url = reverse("intake:book", args=[book.pk, world.body("Q1").pk])
    assert signed_in("evaluation_office", "P").get(url).status_code == 404


def test_it_shows_a_unit_its_own_rows_only(world: World, signed_in: SignIn, bring: Import, office: Account) -> None:
    batch = bring("case_id,unit_id,kind\nCASE-A,A,penalty\nCASE-B,B,penalty\n")
    actions.confirm_batch(office, batch=batch)
    client = signed_in("data_officer", "A")
    listed = client.get(reverse("intake:rows", args=[batch.book_id, world.body("A").pk, "cases"])).content.decode()
    assert "CASE-A" in listed and "CASE-B" not in listed
    own, other = (Row.objects.get(key=key) for key in ("CASE-A", "CASE-B"))
    assert client.get(reverse("intake:row", args=[own.pk])).status_code == 200
    assert client.get(reverse("intake:row", args=[other.pk])).status_code == 403
    assert client.get(reverse("intake:batch", args=[batch.pk])).status_code == 403
    assert client.get(reverse("intake:file", args=[batch.pk])).status_code == 403


def test_it_offers_a_unit_its_share_in_the_list(world: World, book: Book) -> None:
    shares = queries.shares_of(world.person("data_officer", "A"), "intake.read_book")
    assert [(share.book.pk, share.body.code) for share in shares] == [(book.pk, "A")]
    assert queries.shares_of(world.person("data_officer", "Q1"), "intake.read_book") == []


def test_it_demands_the_deed_also_of_programs(world: World, book: Book, bring: Import) -> None:
    batch = bring("case_id,unit_id,kind\nC1,A,penalty\n")
    stranger = world.person("evaluation_office", "Q")
    for attempt in (
        lambda: actions.confirm_batch(stranger, batch=batch),
        lambda: actions.undo_batch(stranger, batch=batch, reason="x"),
        lambda: actions.discard_batch(stranger, batch=batch),
        lambda: actions.take_snapshot(stranger, book, name="x"),
        lambda: actions.add_rows(stranger, book, "cases", [], source="x"),
    ):
        with pytest.raises(Denied):
            attempt()


def test_it_sends_strangers_to_the_sign_in(book: Book) -> None:
    answer = Client().get(reverse("intake:book", args=[book.pk, book.body_id]))
    assert answer.status_code == 302
