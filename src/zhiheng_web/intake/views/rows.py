"""The pages of rows: the list of a table, and where one row came from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import ledgers
from zhiheng_web.intake import queries
from zhiheng_web.intake.models import Row, table_text
from zhiheng_web.intake.queries import Share
from zhiheng_web.intake.views.pages import crumbs_of
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Column, Filter, Listing, Spec
from zhiheng_web.lib.words import Text, say


@does("intake.read_book", target=queries.share_and_table)
def listed(request: HttpRequest, share: Share) -> HttpResponseBase:
    """Show the rows in force of a table; each leads to where it came from."""
    listing = Listing(request, share.rows(), _spec(share.table))
    exported = listing.export()
    if exported is not None:
        return exported
    keys = [share.book.pk, share.body.pk, share.table]
    context = {
        "listing": listing,
        "share": share,
        "table": table_text(share.table),
        "import_url": reverse("intake:upload", args=keys),
        "may_import": policy.may(request.user, "intake.import_rows", share.body),
        "crumbs": crumbs_of(share),
    }
    return render(request, "intake/rows.html", context)


@does("intake.read_book", target=queries.row)
def shown(request: HttpRequest, row: Row) -> HttpResponse:
    """Show a row: every value, the file, sheet and row it came from, the batch, who, when, earlier versions."""
    spec = ledgers.TABLES[row.table]
    share = Share(row.book, row.book.body)
    context = {
        "row": row,
        "table": table_text(row.table),
        "values": [
            (_head(column), said_value(column, row.values[column.name]))
            for column in spec.columns
            if column.name in row.values
        ],
        "blank": sum(1 for column in spec.columns if column.name not in row.values),
        "versions": [(one, _differences(one, earlier)) for one, earlier in _pairs(queries.versions_of(row))],
        "may_read_batch": policy.may(request.user, "intake.read_book", row.batch.body),
        "rows_url": reverse("intake:rows", args=[row.book.pk, row.governing_body.pk, row.table]),
        "crumbs": crumbs_of(share) if policy.may(request.user, "intake.read_book", share.body) else crumbs_of(),
    }
    return render(request, "intake/row.html", context)


def _pairs(versions: list[Row]) -> list[tuple[Row, Row | None]]:
    return list(zip(versions, [*versions[1:], None], strict=True))


def _differences(one: Row, earlier: Row | None) -> list[tuple[Text, str, str]]:
    """Return the columns in which a version differs from the one before it."""
    if earlier is None:
        return []
    spec = ledgers.TABLES[one.table]
    return [
        (
            _head(column),
            say(said_value(column, earlier.values.get(column.name, ""))),
            say(said_value(column, one.values.get(column.name, ""))),
        )
        for column in spec.columns
        if earlier.values.get(column.name) != one.values.get(column.name)
    ]


def _head(column: ledgers.Column) -> Text:
    return Text(column.label, column.name)


def _spec(table: str) -> Spec:
    spec = ledgers.TABLES[table]
    columns = [
        Column(
            column.name,
            _head(column),
            _value_of(column),
            order_by=(f"values__{column.name}",),
            href=_row_url if place == 0 else None,
        )
        for place, column in enumerate(spec.columns)
    ]
    source = Column("source", Text("出处", "source"), _source, order_by=("batch_id", "source_row"), href=_row_url)
    filters = (
        [Filter("q", Text("编号", "id"), lambda rows, typed: rows.filter(key__icontains=typed))] if spec.key else []
    )
    filters.append(Filter("unit", Text("单位编号", "unit"), lambda rows, typed: rows.filter(unit=typed)))
    filters += [_choice_filter(column) for column in spec.columns if column.type.value == "choice"]
    filters.append(Filter("batch", Text("批次", "batch"), _of_batch))
    return Spec(table_text(table), [*columns, source], filters)


def _value_of(column: ledgers.Column) -> Any:
    return lambda row: said_value(column, row.values.get(column.name, ""))


_BOOLS = {"true": Text("是", "yes"), "false": Text("否", "no")}


def said_value(column: ledgers.Column, text: str) -> Text | str:
    """Return a value in words: a listed one by its label, yes or no, anything else as it stands."""
    if column.type.value == "bool":
        return _BOOLS.get(text, text)
    found = next((choice for choice in column.choices if str(choice.value) == text), None)
    return Text(found.label, str(found.value)) if found else text


def _choice_filter(column: ledgers.Column) -> Filter:
    choices = [(str(choice.value), Text(choice.label, str(choice.value))) for choice in column.choices]
    path = f"values__{column.name}"
    return Filter(
        f"f_{column.name}", _head(column), lambda rows, typed: rows.filter(**{path: typed}), choices, "choice"
    )


def _of_batch(rows: Any, typed: str) -> Any:
    number = typed.lstrip("#")
    return rows.filter(batch_id=int(number)) if number.isdecimal() and len(number) < 18 else rows.none()


def _source(row: Row) -> str:
    where = f"{row.source_file} / {row.source_sheet}" if row.source_sheet else row.source_file
    return f"{where} #{row.source_row}"


def _row_url(row: Row) -> str:
    return reverse("intake:row", args=[row.pk])
