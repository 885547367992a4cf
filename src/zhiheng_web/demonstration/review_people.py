"""The people of the bureau whose files are reviewed: brigade, leaders, and who serves in each unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.demonstration.review_places import BUREAU, SINCE, UNITS, officer_codes
from zhiheng_web.lib.policy import Role

_SURNAMES = "方 易 贺 龚 黎 樊 邹 熊 喻 章 谭 武 侯 梁 项 葛 焦 汤 滕 殷 齐 穆".split()
_GIVEN = "振远 立群 文博 少华 国安 海川 一鸣 雨桐 静姝 志恒 晓峰 建章 子衡 若谷 修文 秉正 嘉禾".split()
#: The brigade and those above: account name and role at the bureau.
_BUREAU = (
    ("brigade", Role.evaluation_office),
    ("reviewer1", Role.reviewer),
    ("reviewer2", Role.reviewer),
    ("bureau-leader", Role.leader),
    ("bureau-deputy", Role.executive_deputy),
    ("bureau-discipline", Role.discipline),
)
#: Sign-ins that are printed, the most telling first.
SHOWN = (
    "brigade reviewer1 reviewer2 unit1 unit1-legal unit1-officer bureau-leader bureau-deputy bureau-discipline".split()
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account that is to be made: its name, the role at the body, the number of an officer in the ledger."""

    account: str
    role: Role
    body: str
    officer: str = ""


def wanted() -> Iterator[Wanted]:
    """Yield whom the review needs; an officer is known in the ledger by a number of the unit."""
    for account, role in _BUREAU:
        yield Wanted(account, role, BUREAU)
    for number, unit in enumerate(UNITS, start=1):
        yield Wanted(f"unit{number}", Role.unit_head, unit)
        yield Wanted(f"unit{number}-legal", Role.legal_officer, unit)
        for place, code in enumerate(officer_codes(unit), start=1):
            yield Wanted(f"unit{number}-officer{place if place > 1 else ''}", Role.officer, unit, code)


def make_people(bodies: Mapping[str, Body], password: str) -> dict[str, Account]:
    """Make the accounts with their posts; return them by account name."""
    made: dict[str, Account] = {}
    secret = make_password(password)
    with acts.act(None, "demonstration.prepare"):
        for number, one in enumerate(wanted()):
            account = Account(name=one.account, display_name=name_of(number), password=secret, officer_id=one.officer)
            account.must_change_password = False
            account.save()
            Post(account=account, body=bodies[one.body], role=one.role.value, since=SINCE).save()
            made[one.account] = account
    return made


def name_of(number: int) -> str:
    """Return the name of the person in a place of the list; nobody is called like somebody else."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[(number * 3 + number // len(_SURNAMES)) % len(_GIVEN)]


def officer_rows() -> list[dict[str, str]]:
    """Return the officers as rows of the ledger's `officers`."""
    return [
        {"officer_id": one.officer, "unit_id": one.body, "name": name_of(number), "role": "officer"}
        | {"certificate_no": f"YX{number:05}", "from": SINCE.isoformat()}
        for number, one in enumerate(wanted())
        if one.officer
    ]


__all__ = ["SHOWN", "Wanted", "make_people", "name_of", "officer_rows", "wanted"]
