"""A cycle with something of everything on its pages: caps, ties, claims, findings, a tolerance, a verified value."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from adapters import web_cycles
from adapters.ledger_files import Rows
from adapters.web_cycles import hand_in, make_cycle
from adapters.web_world import World
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.reading.stages import STAGE_TEXTS

from ..scoring import established

#: D03-2-a takes 0.2 each and at most 2; the first body has 7, the second 11.
CAPPED = "D03-2-a"
_tables = web_cycles._tables


def make_rich_cycle(world: World, state: str = "verification", **more: Any) -> Cycle:
    """Open a Hunan cycle, let the first body claim, establish more by the office, and compute what follows."""
    cycle = make_cycle(world, state="self_evaluation", **more)
    first = established.of(cycle, "A")
    hand_in(world, first, D05_3_a="2", D08_2_a="80%")
    web_cycles.bring_to(world, cycle, state)
    established.find(world, first, "D04-1-a", 1, place="中山路")
    established.find(world, first, "D04-1-a", 1, status="pending")
    established.verify(first, "D05-3-a", "other", "1")
    established.tolerate(world, first, CAPPED, row="F0")
    scoring.compute(cycle, "claimed", actor=None)
    scoring.compute(cycle, "current", actor=None)
    return Cycle.objects.get(pk=cycle.pk)


def make_large_ledger(world: World, scheme: str, bodies: Any) -> dict[str, Rows]:
    """Return the ledger of `make_cycle` with people, so that a rate is measured: 3 of 4 hold a certificate."""
    officers = [("officer_id", "unit_id", "name", "role", "certificate_no", "certificate_until")]
    for number, code in enumerate(bodies):
        for place in range(4):
            held = f"Z{number}{place}" if place else ""
            until = "2025-01-01" if held else ""
            officers.append((f"R{number}{place}", code, f"某{place}", "officer", held, until))
    return {**_tables(world, scheme, bodies), "officers": officers}


def with_people() -> Any:
    """Let `make_cycle` use the larger ledger inside the block."""
    return patch.object(web_cycles, "_tables", make_large_ledger)


def of(cycle: Cycle, code: str) -> Assessment:
    """Return the assessment of a body."""
    return established.of(cycle, code)


def url(name: str, thing: Any, stage: str = "", **more: Any) -> str:
    """Return the address of a page of a cycle or of an assessment."""
    key = "cycle_id" if isinstance(thing, Cycle) else "assessment_id"
    address = reverse(f"evaluations:{name}", kwargs={key: thing.pk, **more})
    assert not stage or stage in STAGE_TEXTS
    return f"{address}?stage={stage}" if stage else address


def page(client: Client, address: str, status: int = 200) -> str:
    """Return the text of a page without its tags; the status is as expected."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return words(answer.content.decode())


def words(html: str) -> str:
    """Return what a reader sees of a page: its main part, blanks drawn together."""
    main = html.partition("<main")[2].partition("</main>")[0] or html
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", " ", main, flags=re.S))))
