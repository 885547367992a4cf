"""Finding cases, documents, officers and interests, and who may read which. Nothing is written here.

An officer reads the cases that are theirs (lead or second), no others; whoever holds another post that reaches a case
reads it by that post.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case, FileDocument, Interest, Officer
from zhiheng_web.cases.timeline import timeline
from zhiheng_web.intake.models import Book, Row
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import Role

READ = "cases.read_case"


@dataclass(frozen=True, slots=True)
class _Otherwise:
    """A person as if they held no post of an officer: what they may do by their other posts."""

    posts: tuple[policy.PostLike, ...]
    is_authenticated: bool = True

    def posts_today(self) -> tuple[policy.PostLike, ...]:
        """Return the other posts."""
        return self.posts


def _otherwise(person: Any, *left_out: Role) -> _Otherwise:
    left = {Role.officer, *left_out}
    return _Otherwise(tuple(post for post in policy.posts_of(person) if Role(post.role) not in left))


def case(case_id: int) -> Case:
    """Return a case with its body and officers; one whose row was taken back too. Raises Http404."""
    found: Case | None = Case.objects.select_related("body", "book", "lead", "second").filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def document(document_id: int) -> FileDocument:
    """Return a document of a file with its case, withdrawn ones too. Raises Http404."""
    known = FileDocument.objects.select_related("case__body", "case__lead", "case__second", "uploaded_by", "masks")
    found: FileDocument | None = known.filter(pk=document_id).first()
    if found is None:
        raise Http404
    return found


def officer(officer_id: int) -> Officer:
    """Return an officer with body and account. Raises Http404."""
    found: Officer | None = Officer.objects.select_related("body", "account").filter(pk=officer_id).first()
    if found is None:
        raise Http404
    return found


def interest(interest_id: int) -> Interest:
    """Return a declared interest with what it is about. Raises Http404."""
    known = Interest.objects.select_related("account", "body", "officer", "case")
    found: Interest | None = known.filter(pk=interest_id).first()
    if found is None:
        raise Http404
    return found


def officer_of(person: Any) -> Officer | None:
    """Return the officer whose account this is; None for everyone else."""
    if person is None or not getattr(person, "is_authenticated", False):
        return None
    return Officer.objects.select_related("body").filter(account_id=person.pk).first()


def is_theirs(person: Any, one: Case) -> bool:
    """Return whether a person is the lead or second officer of a case."""
    if person is None or person.pk is None:
        return False
    handlers = [officer for officer in (one.lead, one.second) if officer is not None]
    return any(officer.account_id == person.pk for officer in handlers)


def may(person: Any, one: Case, deed: str = READ) -> bool:
    """Return whether a person may do a deed to a case: by a post other than an officer's, or to a case of their own."""
    if not policy.may(person, deed, one.body):
        return False
    return policy.may(_otherwise(person), deed, one.body) or is_theirs(person, one)


def demand_theirs(person: Any, one: Case, deed: str = READ) -> None:
    """Raise Denied unless a person may do a deed to a case; an officer without another role there only to their own."""
    if not may(person, one, deed):
        raise policy.Denied(policy.deed_of(deed))


def knows_otherwise(person: Any, one: Case) -> bool:
    """Return whether a person reads a case by more than the post of a reviewer: another post, or as their own case."""
    return is_theirs(person, one) or policy.may(_otherwise(person, Role.reviewer), READ, one.body)


def within_theirs(person: Any, deed: str = READ, field_name: str = "") -> Q:
    """Return the condition that keeps of a list what `may` lets through; `field_name` leads to the case (`case`)."""
    way = f"{field_name}__" if field_name else ""
    by_other_posts = policy.within_reach(_otherwise(person), deed, f"{way}body")
    if all(Role(post.role) is not Role.officer for post in policy.posts_of(person)):
        return by_other_posts
    themselves = Officer.objects.filter(account_id=person.pk)
    own = Q(**{f"{way}lead__in": themselves}) | Q(**{f"{way}second__in": themselves})
    return by_other_posts | (policy.within_reach(person, deed, f"{way}body") & own)


def cases_for(person: Any, deed: str = READ) -> QuerySet[Case]:
    """Return the cases in force that a person may do a deed to, the last closed first."""
    known = Case.objects.select_related("body", "lead", "second")
    return known.filter(within_theirs(person, deed), is_current=True)


def documents_of(one: Case) -> QuerySet[FileDocument]:
    """Return the documents of a file that have not been withdrawn, in the order of the file; no blackened copies."""
    return one.documents.filter(withdrawn_at=None, masks=None).select_related("uploaded_by")


def blackened_of(one: Case) -> dict[int, FileDocument]:
    """Return the blackened copies in a file that have not been withdrawn, by the document that each stands in for."""
    found = one.documents.filter(withdrawn_at=None, masks__withdrawn_at=None).exclude(masks=None)
    return {copy.masks_id: copy for copy in found if copy.masks_id is not None}


def own_interest(person: Any, one: Interest) -> Interest:
    """Return an interest of the person's own. Raises Http404 for another's: what others declared is no one's matter."""
    if one.account_id != person.pk:
        raise Http404
    return one


def interests_of(person: Any) -> QuerySet[Interest]:
    """Return the interests that a person has declared and not withdrawn."""
    known = Interest.objects.select_related("body", "officer", "case")
    return known.filter(account_id=person.pk, withdrawn_at=None)


def is_interested(person: Any, one: Case) -> bool:
    """Return whether a person declared an interest in a case, in an officer who handled it, or in its body."""
    handlers = [pk for pk in (one.lead_id, one.second_id) if pk]
    about = Q(case=one) | Q(body=one.body_id) | Q(officer__in=handlers)
    return Interest.objects.filter(about, account_id=person.pk, withdrawn_at=None).exists()


def officers_for(person: Any, deed: str = READ) -> QuerySet[Officer]:
    """Return the officers of the bodies of which a person may read cases by a post other than an officer's; and theirs.

    An officer finds themselves and those with whom they handle cases at no other place than in those cases.
    """
    by_other_posts = policy.within_reach(_otherwise(person), deed)
    themselves = Q(account_id=person.pk) if person.pk else Q(pk__in=[])
    return Officer.objects.select_related("body", "account").filter(by_other_posts | themselves)


def bodies_for(person: Any) -> QuerySet[Body]:
    """Return the bodies of which a person may read cases."""
    return Body.objects.filter(policy.within_reach(person, READ, ""))


def bodies_beneath(code: str) -> QuerySet[Body]:
    """Return a body, by its number, and everything beneath it; nothing for a number that nobody has."""
    paths = list(Body.objects.filter(code=code).values_list("path", flat=True))
    return Body.objects.filter(path__startswith=paths[0]) if paths else Body.objects.none()


def linkable_for(person: Any) -> list[Officer]:
    """Return the officers without an account whose number an account bears, where the person may link them."""
    numbers = Account.objects.filter(officer=None, is_active=True).exclude(officer_id="").values("officer_id")
    within = policy.within_reach(person, "cases.keep_officers")
    return list(Officer.objects.select_related("body").filter(within, account=None, code__in=numbers))


def demand_officer(person: Any, one: Officer) -> None:
    """Raise Denied unless a person may see an officer: an officer without another role there only themselves."""
    if not officers_for(person).filter(pk=one.pk).exists():
        raise policy.Denied(policy.deed_of(READ))


def accounts_for(officer: Officer) -> QuerySet[Account]:
    """Return the accounts that an officer's may be: with a post at the body, and nobody else's; theirs first."""
    held = Account.objects.filter(posts__body=officer.body_id, is_active=True)
    free: QuerySet[Account] = Account.objects.filter(
        Q(pk__in=held.values("pk"), officer=None) | Q(pk=officer.account_id)
    )
    return free.order_by("display_name", "name")


def page_of(documents: Iterable[FileDocument], page: int) -> tuple[FileDocument, int] | None:
    """Return the document in which a page of the bound file lies, and which of its pages it is; None for none."""
    for document in documents:
        if document.page_from <= page < document.page_from + document.pages:
            return document, page - document.page_from + 1
    return None


def left_out(books: Iterable[Book]) -> dict[int, dict[str, int]]:
    """Return by book the bodies that rows of cases name and nobody knows beneath the book's, with how many cases."""
    kept = {book.pk: book.body.path for book in books}
    rows = Row.objects.filter(book__in=kept, table="cases", is_current=True).order_by()
    counted = list(rows.values_list("book", "unit").annotate(n=Count("pk"))) if kept else []
    paths = dict(Body.objects.filter(code__in={unit for _, unit, _ in counted}).values_list("code", "path"))
    found: dict[int, dict[str, int]] = {}
    for book_id, unit, count in counted:
        if not paths.get(unit, "").startswith(kept[book_id]):
            found.setdefault(book_id, {})[unit] = count
    return found


def stored_files() -> Iterator[tuple[str, str]]:
    """Yield the digest of every stored file of a document, with what names it."""
    for pk, digest in FileDocument.objects.order_by("pk").values_list("pk", "digest"):
        yield digest, f"cases.filedocument {pk}"


__all__ = [
    "READ",
    "accounts_for",
    "blackened_of",
    "bodies_beneath",
    "bodies_for",
    "case",
    "cases_for",
    "demand_officer",
    "demand_theirs",
    "document",
    "documents_of",
    "interest",
    "interests_of",
    "is_interested",
    "is_theirs",
    "knows_otherwise",
    "left_out",
    "linkable_for",
    "may",
    "officer",
    "officer_of",
    "officers_for",
    "own_interest",
    "page_of",
    "stored_files",
    "timeline",
    "within_theirs",
]
