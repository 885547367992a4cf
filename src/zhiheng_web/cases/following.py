"""What happens to the cases when rows of a book come into force or are taken back."""

from __future__ import annotations

from zhiheng_web.cases import indexing
from zhiheng_web.cases.tasks import index_later
from zhiheng_web.intake.models import Book, Row
from zhiheng_web.intake.ports import Change

#: A batch of more rows than this is not even looked through within the act that changed them.
_MOST_ROWS = 20 * indexing.AT_ONCE


def follow(book: Book, change: Change) -> None:
    """Index what a batch changed: within the act under way where it is small, else in a job."""
    rows = Row.objects.filter(batch=change.batch, table__in=indexing.TABLES).order_by()
    is_large = rows.count() > _MOST_ROWS
    touched = indexing.Touched() if is_large else indexing.Touched.by(change.batch)
    if is_large or touched.count > indexing.AT_ONCE:
        index_later(book, change.batch.by)
    elif touched.count:
        indexing.index_touched(book, touched)
