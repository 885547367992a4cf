"""`zhiheng manage index_cases`: the search put up where it is missing, officers and cases of all books made anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from zhiheng_web.cases import indexing, searching
from zhiheng_web.intake.models import Book


class Command(BaseCommand):
    """Index all books, or one."""

    help = "案件目录和搜索按台账重新整理 / make the index of cases and the search anew from the ledgers"

    def add_arguments(self, parser: Any) -> None:
        """Take the number of one book."""
        parser.add_argument("--book", type=int, default=None, help="只整理一本台账 / one ledger only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Index and tell what was done."""
        searching.put_up()
        books = Book.objects.select_related("body").order_by("pk")
        for book in books if options["book"] is None else books.filter(pk=options["book"]):
            done = indexing.reindex(book)
            self.stdout.write(f"#{book.pk} {book.name}: {done.facts()}")
