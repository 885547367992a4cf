"""Asking for the checks of the rulebook to be run over a ledger."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.cases import checked
from zhiheng_web.cases.checking import DEED
from zhiheng_web.cases.tasks import check_later
from zhiheng_web.intake.models import Book, Snapshot
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text


def run_checks(actor: Any, *, book: Book) -> Snapshot:
    """Ask for the checks to be run over the latest snapshot of a book; a job does it. Raises Refusal without one."""
    policy.demand(actor, DEED, book.body)
    snapshot = checked.latest_snapshot(book)
    if snapshot is None:
        raise Refusal(Fault("no_snapshot", Place(file=book.name), *_NO_SNAPSHOT))
    check_later(snapshot, actor)
    return snapshot


_NO_SNAPSHOT = (
    Text("台账还没有封存的快照", "no snapshot of the ledger has been sealed"),
    Text("先在台账页面封存快照，再运行检查", "seal a snapshot on the page of the ledger, then run the checks"),
)
