"""Writing in the intake: one function a deed, each with its line in the trail."""

from zhiheng_web.intake.actions.adding import add_ledger, add_rows
from zhiheng_web.intake.actions.books import keep_book
from zhiheng_web.intake.actions.checking import check_batch
from zhiheng_web.intake.actions.confirming import confirm_batch, discard_batch, undo_batch
from zhiheng_web.intake.actions.snapshots import take_snapshot
from zhiheng_web.intake.actions.uploading import match_batch, upload

__all__ = [
    "add_ledger",
    "add_rows",
    "check_batch",
    "confirm_batch",
    "discard_batch",
    "keep_book",
    "match_batch",
    "take_snapshot",
    "undo_batch",
    "upload",
]
