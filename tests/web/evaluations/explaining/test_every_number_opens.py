"""Every number opens: drawn from all pages of a cycle, each leads to a page that shows the same number."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client

from adapters.web_world import World
from zhiheng_web.evaluations.models import Cycle

from .cases import make_rich_cycle, of, url, with_people, words

SignIn = Callable[[str, str], Client]

WANTED = 300
_FIGURE = re.compile(r'<a class="zh-figure" href="([^"]+)">(.*?)</a>', re.S)


def pages_of(cycle: Cycle) -> list[str]:
    """Return the addresses of the pages that show numbers, at every stage."""
    found = []
    for stage in ("ledger", "claimed", "current"):
        found += [url(name, cycle, stage) for name in ("ranking", "deductions")]
        found += [url("column", cycle, stage, column=column) for column in ("score", "base", "bonus", "D03", "B01")]
        for one in cycle.assessments.all():
            found += [url(name, one, stage) for name in ("scorecard", "rank", "comparison", "what_if")]
            found += [url("rule", one, stage, rule_id=rule_id) for rule_id in ("D03-2-a", "D04-1-a", "D06-4-a")]
    return found


def figures_on(client: Client, address: str) -> list[tuple[str, str, str]]:
    """Return the numbers of a page: where they stand, what they show, where they open."""
    html = client.get(address).content.decode()
    return [(address, _number(shown), unescape(there).partition("#")[0]) for there, shown in _FIGURE.findall(html)]


def _number(shown: str) -> str:
    """Return the number at the start of a link: a card also names what it counts."""
    return re.sub(r"<[^>]+>", " ", shown).split()[0]


def test_300_numbers_open_and_show_the_same(world: World, signed_in: SignIn) -> None:
    with with_people():
        cycle = make_rich_cycle(world)
    client = signed_in("evaluation_office", "P")
    found = [figure for address in pages_of(cycle) for figure in figures_on(client, address)]
    # Zeros stand on every page; other numbers say more of where they lead.
    found = sorted(set(found), key=lambda figure: (figure[1] in ("0", "0.00"), figure))
    telling = sum(number not in ("0", "0.00") for _, number, _ in found)
    assert telling > WANTED / 2
    assert len(found) > WANTED
    read: dict[str, Any] = {}
    wrong = []
    for address, number, there in [*found[: WANTED // 2], *random.Random(4).sample(found[WANTED // 2 :], WANTED // 2)]:
        if there not in read:
            answer = client.get(there)
            read[there] = answer.status_code, words(answer.content.decode())
        status, text = read[there]
        if status != 200 or not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text):
            wrong.append((address, number, there, status))
    assert wrong == []


def test_numbers_that_a_body_is_shown_open_to_it(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world, "notified")
    one, client = of(cycle, "A"), signed_in("unit_head", "A")
    names = ("scorecard", "rank", "comparison", "what_if")
    found = [figure for name in names for figure in figures_on(client, url(name, one))]
    assert found
    assert {client.get(there).status_code for there in {there for _, _, there in found}} == {200}
