"""Writing in the cases: one function a deed, each with its line in the trail. Cases themselves follow from rows."""

from zhiheng_web.cases.actions.checking import run_checks
from zhiheng_web.cases.actions.documents import (
    Arranged,
    Upload,
    add_documents,
    arrange_documents,
    blacken_document,
    withdraw_document,
)
from zhiheng_web.cases.actions.indexes import reindex_book
from zhiheng_web.cases.actions.interests import declare_interest, withdraw_interest
from zhiheng_web.cases.actions.officers import correct_initials, link_account, link_by_number

__all__ = [
    "Arranged",
    "Upload",
    "add_documents",
    "arrange_documents",
    "blacken_document",
    "correct_initials",
    "declare_interest",
    "link_account",
    "link_by_number",
    "reindex_book",
    "run_checks",
    "withdraw_document",
    "withdraw_interest",
]
