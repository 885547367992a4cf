"""A list of the back office: columns as data, filters, order and page in the address, what is seen can be exported.

A page costs two queries, the count and the rows; whoever gives the rows also names what to fetch along with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.safestring import SafeString

from zhiheng_web.lib import exports
from zhiheng_web.lib.columns import RESERVED, Column, Filter, FilterState, Kind, Spec
from zhiheng_web.lib.words import Text, say

Direction = Literal["ascending", "descending", ""]

SIZES = (20, 50, 100)


class Listing:
    """One answer to a request for a list: rows of the page, totals, and the addresses that change what is seen."""

    def __init__(self, request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], spec: Spec) -> None:
        self.spec = spec
        self.asked = request.GET
        self.path = request.path
        self._given = rows

    # Filters

    @cached_property
    def filter_states(self) -> list[FilterState]:
        """Return every filter with what was typed; `wrong` where that cannot be understood."""
        states = []
        for one in self.spec.filters:
            typed = self.asked.get(one.name, "").strip()
            states.append(FilterState(one, typed, bool(typed) and one.read(typed) is None))
        return states

    @cached_property
    def chosen(self) -> list[tuple[Text, str]]:
        """Return the filters in force, in words: shown above the rows and in print."""
        return [(state.filter.text, state.filter.said(state.value)) for state in self._in_force]

    @property
    def _in_force(self) -> list[FilterState]:
        return [state for state in self.filter_states if state.value and not state.wrong]

    @cached_property
    def matching(self) -> Any:
        """Return all rows that the filters leave, in order: a queryset where one was given, else a list."""
        rows: Any = self._given
        for state in self._in_force:
            rows = state.filter.narrow(rows, state.filter.read(state.value))
        return self._ordered(rows)

    # Order

    @cached_property
    def order(self) -> str:
        """Return the column that sorts, with a minus where it descends; the first order for an unknown one."""
        wanted = self.asked.get("sort", "")
        return wanted if wanted.removeprefix("-") in self._sortable else self.spec.order

    @cached_property
    def _sortable(self) -> dict[str, Column]:
        return {column.name: column for column in self.spec.columns if column.order_by}

    def _ordered(self, rows: Any) -> Any:
        column = self._sortable.get(self.order.removeprefix("-"))
        descending = self.order.startswith("-")
        if isinstance(rows, QuerySet):
            if column is None:
                return rows if rows.ordered else rows.order_by("pk")
            # The key last: rows that are equal must not change places between pages.
            return rows.order_by(*(_placed(rows.model, name, descending) for name in column.order_by), "pk")
        if column is None:
            return list(rows)
        known = [row for row in rows if column.value(row) is not None]
        unknown = [row for row in rows if column.value(row) is None]
        return sorted(known, key=column.value, reverse=descending) + unknown

    def direction_of(self, name: str) -> Direction:
        """Return how a column sorts now, as `aria-sort` says it; empty where it does not."""
        if self.order.removeprefix("-") != name:
            return ""
        return "descending" if self.order.startswith("-") else "ascending"

    def sort_href(self, name: str) -> str:
        """Return the address that sorts by a column, the other way round where it sorts already.

        Raises KeyError for a column that does not sort: a mistake of the page, not of its reader.
        """
        column = self._sortable[name]
        return self.href(sort=f"-{column.name}" if self.order == name else name, page=None)

    # Pages

    @cached_property
    def size(self) -> int:
        """Return the rows of a page: 20, 50 or 100."""
        asked = self.asked.get("size", "")
        return int(asked) if asked in {str(size) for size in SIZES} else SIZES[0]

    @cached_property
    def total(self) -> int:
        """Return how many rows there are on all pages."""
        return self.matching.count() if isinstance(self.matching, QuerySet) else len(self.matching)

    @property
    def pages(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, -(-self.total // self.size))

    @cached_property
    def page(self) -> int:
        """Return the page shown; one beyond the last shows the last."""
        asked = self.asked.get("page", "1")
        wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1
        return min(max(1, wanted), self.pages)

    @property
    def first(self) -> int:
        """Return the number of the first row shown, counted from 1; 0 of an empty list."""
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Return the number of the last row shown."""
        return min(self.page * self.size, self.total)

    @cached_property
    def rows(self) -> list[Any]:
        """Return the rows of the page."""
        start = (self.page - 1) * self.size
        return list(self.matching[start : start + self.size]) if self.total else []

    @property
    def page_links(self) -> list[tuple[int, str]]:
        """Return the pages to offer with their addresses; page 0 stands for a gap."""
        near = {1, self.pages, *range(self.page - 2, self.page + 3)}
        links: list[tuple[int, str]] = []
        for number in sorted(one for one in near if 1 <= one <= self.pages):
            if links and number > links[-1][0] + 1:
                links.append((0, ""))
            links.append((number, self.href(page=number)))
        return links

    @property
    def previous_href(self) -> str:
        """Return the address of the page before, empty on the first."""
        return self.href(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_href(self) -> str:
        """Return the address of the next page, empty on the last."""
        return self.href(page=self.page + 1) if self.page < self.pages else ""

    @property
    def size_links(self) -> list[tuple[int, str]]:
        """Return the sizes of a page with their addresses."""
        return [(size, self.href(size=size, page=None)) for size in SIZES]

    # Columns and cells

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns shown: those chosen in the address, all where none is."""
        asked = set(self.asked.getlist("columns"))
        shown = [column for column in self.spec.columns if column.name in asked]
        return shown or list(self.spec.columns)

    @property
    def heads(self) -> list[tuple[Column, str, Direction]]:
        """Return each column shown with the address that sorts by it (empty where it does not) and its direction."""
        return [
            (column, self.sort_href(column.name) if column.order_by else "", self.direction_of(column.name))
            for column in self.columns
        ]

    @property
    def lines(self) -> list[tuple[int, list[tuple[str, SafeString | str]]]]:
        """Return the rows drawn: the running number and the cells, each with its class."""
        columns = self.columns
        return [
            (number, [(column.css, column.draw(row)) for column in columns])
            for number, row in enumerate(self.rows, self.first)
        ]

    # Addresses

    def href(self, **changes: Any) -> str:
        """Return this list's address with changes; None takes a name out."""
        query = self.asked.copy()
        query.pop("export", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what the query form carries along unseen: order and page size, not the page."""
        return [(name, self.asked[name]) for name in ("sort", "size", "lang") if name in self.asked]

    @property
    def query(self) -> str:
        """Return what of the address makes this view of the list, sorted: what a saved view keeps."""
        kept = QueryDict(mutable=True)
        for name in sorted(self.asked):
            values = [value for value in self.asked.getlist(name) if value.strip()]
            if name not in ("page", "export", "lang") and values:
                kept.setlist(name, cast("list[str | bytes]", values))
        return kept.urlencode()

    @property
    def export_links(self) -> list[tuple[str, str]]:
        """Return the forms of export with their addresses."""
        return [("Excel", self.href(export="xlsx", page=None)), ("CSV", self.href(export="csv", page=None))]

    def export(self) -> HttpResponseBase | None:
        """Answer `?export=csv` or `?export=xlsx` with every row that the filters leave; None where none is asked."""
        wanted = self.asked.get("export", "")
        if wanted not in exports.FORMS:
            return None
        rows = self.matching.iterator(chunk_size=2000) if isinstance(self.matching, QuerySet) else self.matching
        heads = [say(column.text) for column in self.columns]
        cells = ([exports.plain(column.value(row), column.kind) for column in self.columns] for row in rows)
        return exports.answer(wanted, say(self.spec.name), heads=heads, rows=cells)


def _placed(model: type[Model], name: str, descending: bool) -> Any:
    """Return what a queryset is ordered by: rows that lack a value stand last either way, on every database."""
    bare = name.removeprefix("-")
    sign = "-" if descending != (name != bare) else ""
    if not _may_be_null(model, bare):
        return f"{sign}{bare}"
    return F(bare).desc(nulls_last=True) if sign else F(bare).asc(nulls_last=True)


def _may_be_null(model: type[Model] | None, name: str) -> bool:
    for part in name.split("__"):
        if model is None:
            return False
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            # An annotation, or a part of JSON: it is left as it stands.
            return False
        if getattr(field, "null", False):
            return True
        model = field.related_model if isinstance(field.related_model, type) else None
    return False


__all__ = ["RESERVED", "SIZES", "Column", "Filter", "FilterState", "Kind", "Listing", "Spec"]
