"""A small world for tests of the web application: two provinces with cities and counties, a person for every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.lib.policy import Role

SINCE = date(2019, 1, 1)


@dataclass
class World:
    """Bodies by code, and accounts by `role@code`. Everything is made when it is first asked for."""

    bodies: dict[str, Body] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def body(self, code: str) -> Body:
        """Return a body of the world."""
        return self.bodies[code]

    def person(self, role: Role | str, code: str) -> Account:
        """Return the account that holds a role at a body, made now unless it is there."""
        role = Role(role)
        key = f"{role.value}@{code}"
        if key not in self.accounts:
            with acts.act(None, "tests.make_world"):
                account = Account(name=key.replace("@", "."), display_name=f"{role.value} {code}")
                account.must_change_password = False
                account.set_password("correct horse battery")
                account.save()
                Post(account=account, body=self.body(code), role=role.value, since=SINCE).save()
            self.accounts[key] = account
        # A fresh object: posts held are remembered on an account for the length of a request.
        return Account.objects.get(pk=self.accounts[key].pk)


#: code, name, code of the parent, kind, level
_BODIES = (
    ("P", "甲省住房和城乡建设厅", None, "", "province"),
    ("A", "甲一市城市管理局", "P", "prefecture_city", "city"),
    ("A1", "甲一市东县城市管理局", "A", "county", "county"),
    ("A2", "甲一市西县城市管理局", "A", "county", "county"),
    ("B", "甲二市城市管理局", "P", "prefecture_city", "city"),
    ("B1", "甲二市南县城市管理局", "B", "county", "county"),
    ("Q", "乙省住房和城乡建设厅", None, "", "province"),
    ("Q1", "乙一市城市管理局", "Q", "prefecture_city", "city"),
)


def make_world() -> World:
    """Make the bodies of the world."""
    world = World()
    with acts.act(None, "tests.make_world"):
        for code, name, parent, kind, level in _BODIES:
            body = Body(code=code, name=name, kind=kind, level=level, since=SINCE)
            body.parent = world.bodies[parent] if parent else None
            body.save()
            world.bodies[code] = body
    return world
