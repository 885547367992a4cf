"""The people of the demonstration: one for each role, all with one password that is printed. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body, LeadingGroup, Post, Seat
from zhiheng_web.demonstration import review_people
from zhiheng_web.demonstration.places import CORPS, DETACHMENTS, PROVINCE, SINCE, cities
from zhiheng_web.lib.policy import ROLE_TEXTS, Role
from zhiheng_web.lib.words import Text

#: Long enough for the rules, easy to type: everything behind it is invented.
PASSWORD = "zhiheng-demo-2026"

_SURNAMES = "林 沈 陆 顾 程 叶 苏 江 柳 秦 罗 温 岑 白 傅 施 孟 邵 常 钟 戚 阮 祁 廖 卓 纪".split()
_GIVEN = "知远 若水 明川 怀瑾 书宁 望舒 景行 清和 长风 云舟 嘉木 思齐 乐山 子衿 青禾 以安".split()


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that is printed: name, whose role it is, where."""

    name: str
    role: Text
    body: str


def _posts(bodies: Mapping[str, Body]) -> list[tuple[str, Role, str]]:
    """Return (account name, role, code of the body): short names for those whom a visitor will want to be."""
    found: list[tuple[str, Role, str]] = [
        ("office", Role.evaluation_office, PROVINCE),
        ("deputy", Role.executive_deputy, PROVINCE),
        ("leader", Role.leader, PROVINCE),
        ("inspector", Role.inspector, PROVINCE),
        ("discipline", Role.discipline, PROVINCE),
        ("interviewer", Role.interviewer, PROVINCE),
        ("corps-office", Role.evaluation_office, CORPS),
        ("corps-office2", Role.evaluation_office, CORPS),
        ("corps-deputy", Role.executive_deputy, CORPS),
        ("corps-leader", Role.leader, CORPS),
        ("corps-inspector", Role.inspector, CORPS),
        ("corps-discipline", Role.discipline, CORPS),
    ]
    for number, code in enumerate(cities(dict(bodies)), start=1):
        found += [(f"city{number}", Role.unit_head, code), (f"city{number}-data", Role.data_officer, code)]
    for number, code in enumerate(DETACHMENTS, start=1):
        found += [(f"det{number}", Role.unit_head, code), (f"det{number}-data", Role.data_officer, code)]
    found.append(("officer", Role.officer, DETACHMENTS[0]))
    found += [(f"county{number}", Role.unit_head, code) for number, code in enumerate(_first_counties(bodies), start=1)]
    found += [
        ("system", Role.system_administrator, PROVINCE),
        ("security", Role.security_administrator, PROVINCE),
        ("audit", Role.audit_administrator, PROVINCE),
    ]
    return found


def _first_counties(bodies: Mapping[str, Body]) -> list[str]:
    return sorted(code for code, body in bodies.items() if body.level == "county")[:3]


def make_people(bodies: Mapping[str, Body]) -> dict[str, Account]:
    """Make the accounts with their posts; return them by account name."""
    made: dict[str, Account] = {}
    # One hash for all: the password is printed, and forty slow hashes would only make everybody wait.
    password = make_password(PASSWORD)
    with acts.act(None, "demonstration.prepare"):
        for number, (name, role, code) in enumerate(_posts(bodies)):
            person = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[(number * 7) % len(_GIVEN)]
            account = Account(name=name, display_name=person, password=password, must_change_password=False)
            account.save()
            Post(account=account, body=bodies[code], role=role.value, since=SINCE).save()
            made[name] = account
    return made


def make_groups(bodies: Mapping[str, Body], people: Mapping[str, Account]) -> dict[str, LeadingGroup]:
    """Make the leading groups of corps and province (CQ-06, CQ-07), with the heads who represent bodies."""
    groups = {}
    with acts.act(None, "demonstration.prepare"):
        for code, prefix, name in ((CORPS, "corps-", "执法效能评价领导小组"), (PROVINCE, "", "总结评价工作领导小组")):
            group = LeadingGroup(body=bodies[code], name=name, since=SINCE)
            group.save()
            groups[code] = group
            for slot, who, duty in (
                ("leader", "leader", "主要领导"),
                ("executive_deputy", "deputy", "分管法制工作的领导"),
                ("office", "office", "法制机构负责人"),
                ("member", "discipline", "纪检监察机构负责人"),
            ):
                _seat(group, slot, people[prefix + who], duty)
        for number, code in enumerate(DETACHMENTS, start=1):
            _seat(groups[CORPS], "member", people[f"det{number}"], "支队负责人", represents=bodies[code])
    return groups


def _seat(group: LeadingGroup, slot: str, account: Account, duty: str, *, represents: Body | None = None) -> None:
    seat = Seat(group=group, slot=slot, person=account.display_name, account=account, duty=duty, since=SINCE)
    seat.represents = represents
    seat.save()


def sign_ins() -> list[SignIn]:
    """Return the sign-ins to print, the most telling first; those of the file review come after the evaluation's."""
    shown = (
        "city2 city2-data office inspector interviewer discipline deputy leader det1 det3 "
        "corps-office corps-deputy corps-leader officer"
    ).split()
    shown += [*review_people.SHOWN, "system", "security", "audit"]
    posts = {
        post.account.name: post
        for post in Post.objects.filter(account__name__in=shown).select_related("account", "body")
    }
    return [SignIn(name, ROLE_TEXTS[Role(posts[name].role)], posts[name].body.name) for name in shown if name in posts]
