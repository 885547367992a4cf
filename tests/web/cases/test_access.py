"""Who reads which case: by body, and an officer only their own; the same for documents, officers and the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Post
from zhiheng_web.cases import actions, queries
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import Denied

from .conftest import Kept, case_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def codes(person: Account, deed: str = queries.READ) -> set[str]:
    return set(queries.cases_for(person, deed).values_list("code", flat=True))


READERS = [
    ("leader", "P", {"1", "2", "3"}),
    ("evaluation_office", "P", {"1", "2", "3"}),
    ("reviewer", "P", {"1", "2", "3"}),
    ("reviewer", "A", {"1", "2"}),
    ("legal_officer", "A", {"1", "2"}),
    ("unit_head", "B", {"3"}),
    ("legal_officer", "A1", set()),
    ("legal_officer", "P", set()),
    ("officer", "A", set()),
    ("evaluation_office", "Q", set()),
    ("system_administrator", "P", set()),
]


@pytest.mark.parametrize(("role", "code", "wanted"), READERS)
def test_it_lists_what_the_role_reaches(case: Case, world: World, role: str, code: str, wanted: set[str]) -> None:
    person = world.person(role, code)
    assert {one[-1] for one in codes(person)} == wanted
    for one in Case.objects.all():
        assert queries.may(person, one) is (one.code[-1] in wanted)


def test_it_gives_an_officer_the_cases_of_their_own_alone(case: Case, handler: Account) -> None:
    assert codes(handler) == {"C-2025-0001"}
    queries.demand_theirs(handler, case_of("C-2025-0001"))
    with pytest.raises(Denied):
        queries.demand_theirs(handler, case_of("C-2025-0002"))
    with pytest.raises(Denied):
        queries.demand_theirs(handler, case_of("C-2025-0003"))
    assert queries.officer_of(handler) == Officer.objects.get(code="O1")


def test_it_lets_a_second_officer_read_as_well(case: Case, world: World) -> None:
    person = world.person("officer", "A")
    actions.link_account(world.person("evaluation_office", "P"), officer=Officer.objects.get(code="O2"), account=person)
    assert codes(person) == {"C-2025-0001", "C-2025-0002"}


def test_it_lets_an_officer_read_by_another_post(case: Case, handler: Account, world: World) -> None:
    with acts.act(None, "tests.make_world"):
        Post(account=handler, body=world.body("B"), role="legal_officer", since=clock.today()).save()
    both = Account.objects.get(pk=handler.pk)
    assert codes(both) == {"C-2025-0001", "C-2025-0003"}
    queries.demand_theirs(both, case_of("C-2025-0003"))
    with pytest.raises(Denied):
        queries.demand_theirs(both, case_of("C-2025-0002"))


def test_it_takes_a_case_away_from_an_officer_who_left_the_body(case: Case, handler: Account, world: World) -> None:
    with acts.act(None, "tests.make_world"):
        post = handler.posts.get()
        post.body = world.body("B")
        post.save()
    assert codes(Account.objects.get(pk=handler.pk)) == set()


def test_it_denies_pages_of_cases_of_others_to_an_officer(
    case: Case, handler: Account, world: World, keep: Kept, signed_in: Callable[[str, str], Client]
) -> None:
    other = case_of("C-2025-0002")
    document, mine = keep(other), keep(case, name="笔录.pdf")
    client = signed_in("officer", "A")
    for name, pk, wanted in (
        ("case", other.pk, 403),
        ("case", case.pk, 200),
        ("document", document.pk, 403),
        ("document", mine.pk, 200),
        ("document_file", document.pk, 403),
        ("document_file", mine.pk, 200),
        ("document_download", document.pk, 403),
        ("look", document.pk, 403),
        ("page", other.pk, 403),
        ("add_documents", other.pk, 403),
        ("arrange_documents", other.pk, 403),
        ("officer", Officer.objects.get(code="O2").pk, 403),
        ("officer", Officer.objects.get(code="O1").pk, 200),
    ):
        answer = client.get(reverse(f"cases:{name}", args=[pk]))
        assert answer.status_code == wanted, (name, pk)
        answer.close()
    assert client.post(reverse("cases:add_documents", args=[other.pk])).status_code == 403
    assert client.post(reverse("cases:withdraw_document", args=[mine.pk]), {"reason": "x"}).status_code == 403
    listed = client.get(reverse("cases:cases")).content.decode()
    assert case.code in listed and other.code not in listed


def test_it_denies_operations_on_cases_of_others_to_an_officer(
    case: Case, handler: Account, keep: Kept, signed_in: Callable[[str, str], Client]
) -> None:
    other, client = case_of("C-2025-0002"), signed_in("officer", "A")
    document = keep(other)
    listed = client.get("/api/v1/cases").json()
    assert [one["code"] for one in listed["items"]] == [case.code]
    for path in ("", "/timeline", "/checks", "/documents"):
        assert client.get(f"/api/v1/cases/{other.pk}{path}").status_code == 403
        assert client.get(f"/api/v1/cases/{case.pk}{path}").status_code == 200
    assert client.get(f"/api/v1/cases/documents/{document.pk}/file").status_code == 403
    names = [one["name"] for one in client.get("/api/v1/cases/officers/all").json()["items"]]
    assert names == ["林知远"]


def test_it_keeps_the_foreign_out(case: Case, keep: Kept, signed_in: Callable[[str, str], Client]) -> None:
    document = keep(case)
    for role, code in (("legal_officer", "B"), ("evaluation_office", "Q"), ("system_administrator", "P")):
        client = signed_in(role, code)
        assert client.get(reverse("cases:case", args=[case.pk])).status_code == 403
        assert client.get(reverse("cases:document_file", args=[document.pk])).status_code == 403
    anonymous = Client().get(reverse("cases:document_file", args=[document.pk]))
    assert (anonymous.status_code, anonymous["Location"].startswith("/accounts/login")) == (302, True)


def test_it_lets_nobody_withdraw_the_declaration_of_another(
    case: Case, world: World, signed_in: Callable[[str, str], Client]
) -> None:
    one = actions.declare_interest(world.person("reviewer", "P"), case=case, reason="亲属")
    address = reverse("cases:withdraw_interest", args=[one.pk])
    assert signed_in("legal_officer", "A").post(address).status_code == 404
    with pytest.raises(Denied):
        actions.withdraw_interest(world.person("legal_officer", "A"), interest=one)
    assert signed_in("reviewer", "P").post(address).status_code == 303
