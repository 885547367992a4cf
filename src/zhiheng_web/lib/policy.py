"""The policy table: which role may do which deed, and how far it reaches. Lists, objects, menus and tests read it.

Every app declares its deeds in `deeds.py`; every view and API operation names one. What the table does not grant is
denied. Reach is measured from the body at which a post is held (机构), along the tree of bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from zhiheng_web.lib.words import Text


class Role(StrEnum):
    """The roles that a post can give, after catalogue 6.2, WX-03 and the separation of administrators (三员分立)."""

    leader = "leader"
    executive_deputy = "executive_deputy"
    evaluation_office = "evaluation_office"
    discipline = "discipline"
    unit_head = "unit_head"
    data_officer = "data_officer"
    inspector = "inspector"
    interviewer = "interviewer"
    legal_officer = "legal_officer"
    reviewer = "reviewer"
    officer = "officer"
    system_administrator = "system_administrator"
    security_administrator = "security_administrator"
    audit_administrator = "audit_administrator"


ROLE_TEXTS: Mapping[Role, Text] = {
    Role.leader: Text("主要领导（领导小组组长）", "leader (head of the leading group)"),
    Role.executive_deputy: Text("分管法制领导（常务副组长）", "deputy in charge of legal affairs"),
    Role.evaluation_office: Text("评价办公室（法制机构）", "evaluation office (legal department)"),
    Role.discipline: Text("纪检监察（政治处）", "discipline inspection (political department)"),
    Role.unit_head: Text("被评价单位负责人", "head of the evaluated body"),
    Role.data_officer: Text("被评价单位联络员", "data officer of the evaluated body"),
    Role.inspector: Text("检查组成员", "member of an inspection team"),
    Role.interviewer: Text("调查访员", "survey interviewer"),
    Role.legal_officer: Text("法制员", "legal officer of the unit"),
    Role.reviewer: Text("案卷评查员（法制大队）", "file reviewer (legal brigade)"),
    Role.officer: Text("执法人员", "enforcement officer"),
    Role.system_administrator: Text("系统管理员", "system administrator"),
    Role.security_administrator: Text("安全管理员", "security administrator"),
    Role.audit_administrator: Text("审计管理员", "audit administrator"),
}

#: The three administrators exclude each other and every business role: who keeps the system does not evaluate.
ADMINISTRATORS = frozenset({Role.system_administrator, Role.security_administrator, Role.audit_administrator})
BUSINESS = frozenset(Role) - ADMINISTRATORS
EVERYONE = frozenset(Role)


class Reach(StrEnum):
    """How far a role's deed reaches from the body at which the post is held."""

    own = "own"
    below = "below"  # the own body and everything beneath it
    beneath = "beneath"  # everything beneath, the own body not: no one verifies themselves
    everywhere = "everywhere"


REACH_TEXTS: Mapping[Reach, Text] = {
    Reach.own: Text("本机构", "the own body"),
    Reach.below: Text("本机构及下级", "the own body and those beneath"),
    Reach.beneath: Text("下级机构（不含本机构）", "the bodies beneath (not the own one)"),
    Reach.everywhere: Text("全部", "everywhere"),
}


class BodyLike(Protocol):
    """What the policy knows of a body: `path` lists the ids from the root down, each ending in a slash (`1/4/`)."""

    pk: Any
    path: str


class PostLike(Protocol):
    """What the policy knows of a post: a role held at a body."""

    role: str
    body: BodyLike


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done: `app.verb_noun`, its name in words, who may, how far. `open_to_all`: no sign-in."""

    key: str
    text: Text
    grants: Mapping[Role, Reach] = field(default_factory=dict)
    open_to_all: bool = False
    signed_in: bool = False  # everyone who is signed in, about themselves


_deeds: dict[str, Deed] = {}


def grant(roles: Iterable[Role], reach: Reach) -> dict[Role, Reach]:
    """Return the same reach for several roles; join tables with `|`."""
    return dict.fromkeys(roles, reach)


def declare(*deeds: Deed) -> None:
    """Enter deeds into the table. Raises ValueError for two different deeds of one key."""
    for deed in deeds:
        if _deeds.get(deed.key, deed) != deed:
            raise ValueError(f"two deeds are called {deed.key}")
        _deeds[deed.key] = deed


def deed_of(key: str) -> Deed:
    """Return the deed with this key; KeyError where the table has none."""
    return _deeds[key]


def every_deed() -> Iterator[Deed]:
    """Yield the deeds, sorted by key."""
    yield from (_deeds[key] for key in sorted(_deeds))


def posts_of(person: Any) -> tuple[PostLike, ...]:
    """Return the posts a person holds today; none for someone who is not signed in."""
    if person is None or not getattr(person, "is_authenticated", False):
        return ()
    return tuple(person.posts_today())


def may_somewhere(person: Any, key: str) -> bool:
    """Return whether a person may do a deed at all, at whatever body."""
    deed = deed_of(key)
    if deed.open_to_all:
        return True
    if deed.signed_in:
        return bool(person is not None and person.is_authenticated)
    return any(Role(post.role) in deed.grants for post in posts_of(person))


def may(person: Any, key: str, body: BodyLike | None) -> bool:
    """Return whether a person may do a deed to something of `body`; without a body the role alone decides."""
    if body is None:
        return may_somewhere(person, key)
    deed = deed_of(key)
    if deed.open_to_all or (deed.signed_in and person is not None and person.is_authenticated):
        return True
    return any(
        _reaches(deed.grants[Role(post.role)], post.body, body)
        for post in posts_of(person)
        if Role(post.role) in deed.grants
    )


def _reaches(reach: Reach, post_body: BodyLike, body: BodyLike) -> bool:
    if reach is Reach.everywhere:
        return True
    if reach is Reach.own:
        return bool(body.pk == post_body.pk)
    within = body.path.startswith(post_body.path)
    return within and (reach is Reach.below or body.pk != post_body.pk)


def within_reach(person: Any, key: str, field_name: str = "body") -> Q:
    """Return the condition that keeps of a list what a person may do the deed to; nothing where the role may not.

    `field_name` is the way from the listed model to the body: `body`, `assessment__body`, or `` for bodies themselves.
    """
    deed = deed_of(key)
    nothing = Q(pk__in=[])
    if deed.open_to_all:
        return Q()
    condition = nothing
    for post in posts_of(person):
        reach = deed.grants.get(Role(post.role))
        if reach is None:
            continue
        if reach is Reach.everywhere:
            return Q()
        condition |= _condition(reach, post.body, field_name)
    return condition


def _condition(reach: Reach, body: BodyLike, field_name: str) -> Q:
    pk, path = (f"{field_name}__{name}" if field_name else name for name in ("pk", "path"))
    if reach is Reach.own:
        return Q(**{pk: body.pk})
    within = Q(**{f"{path}__startswith": body.path})
    return within if reach is Reach.below else within & ~Q(**{pk: body.pk})


class Denied(PermissionDenied):
    """Raised where the table does not grant a deed; the page says which role and reach would be needed."""

    def __init__(self, deed: Deed) -> None:
        self.deed = deed
        super().__init__(deed.key)

    def needed(self) -> list[tuple[Text, Text]]:
        """Return the roles that may, each with its reach, in words."""
        return [(ROLE_TEXTS[role], REACH_TEXTS[reach]) for role, reach in self.deed.grants.items()]


def demand(person: Any, key: str, body: BodyLike | None = None) -> None:
    """Raise Denied unless a person may do a deed to something of `body`."""
    if not may(person, key, body):
        raise Denied(deed_of(key))
