"""The ranking of a cycle, the figures of its columns, the rank of one body, the table of all deductions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Text
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.reading.ranking import (
    TOTALS,
    Board,
    ColumnOf,
    Deduction,
    Ranked,
    column_of,
    deductions_of,
    places_of,
)
from zhiheng_web.evaluations.reading.scorecard import ZERO
from zhiheng_web.evaluations.reading.stages import shown_of, shown_to
from zhiheng_web.evaluations.views.scorecard import (
    CYCLES,
    SCORECARD,
    Crumbs,
    card_at,
    crumbs_of,
    frame_of,
)
from zhiheng_web.lib import policy
from zhiheng_web.lib.columns import Column, Filter, Spec
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing

RANKING = Text("排名", "Ranking")


@does("evaluations.read_cycle", target=queries.cycle)
def ranking(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    """Show the bodies by rank with their points by item, the grades, and where points were lost."""
    board = Board(cycle, shown_of(cycle, request.GET.get("stage", "")))
    listing = _StagedListing(request, board.rows, _ranking_spec(board))
    context = _frame(request, board) | {
        "listing": listing,
        "columns": board.columns,
        "lines": [_line(board, row) for row in listing.rows],
        "grades": board.grades(),
        "lost": list(board.lost_by_item()),
        "spreads": [
            (column, board.spread(column), board.column_url(column))
            for column in (*TOTALS, *(column for column, _, _ in board.columns))
        ],
        "charts": [chart for chart in (board.scores_chart(), board.lost_chart()) if chart] if board.rows else [],
        "may_replay": policy.may(request.user, "evaluations.replay_draft", cycle.organiser),
    }
    return listing.export() or render(request, "evaluations/ranking/ranking.html", context)


def _frame(request: HttpRequest, board: Board) -> dict[str, Any]:
    return {
        "cycle": board.cycle,
        "shown": board.shown,
        "board": board,
        "stage": board.shown.stage,
        "crumbs": crumbs_to(board.cycle),
    }


def crumbs_to(cycle: Cycle, *more: tuple[Text | str, str]) -> Crumbs:
    """Return the way to a cycle, and further."""
    page = reverse("evaluations:cycle", kwargs={"cycle_id": cycle.pk})
    return [(CYCLES, reverse("evaluations:cycles")), (Text(cycle.title, cycle.title_en), page), *more]


def _line(board: Board, row: Ranked) -> dict[str, Any]:
    return {
        "row": row,
        "tied": board.tied(row),
        "grade": board.grade_text(row),
        "kind": board.kind_text(row.assessment.kind),
        "vetoes": [(veto["id"], row.addresses.rule(veto["id"])) for veto in row.card.unit["vetoes"]],
        "missing": len(row.card.unit["not_reported"]),
        "cells": [(row.items.get(column), row.url(column)) for column, _, _ in board.columns],
    }


def _ranking_spec(board: Board) -> Spec:
    columns = [
        Column("rank", Text("名次", "Rank"), lambda row: row.card.rank, kind="number", order_by=("rank",)),
        Column("body", Text("单位", "Body"), lambda row: row.assessment.body.name, order_by=("body",)),
        Column("kind", Text("类型", "Kind"), lambda row: board.kind_text(row.assessment.kind)),
    ]
    for name, text in TOTALS.items():
        columns.append(_points_column(name, text))
    columns += [_points_column(item, name) for item, name, _ in board.columns]
    columns.append(Column("grade", Text("等次", "Grade"), board.grade_text))
    kinds = sorted({row.assessment.kind for row in board.rows})
    filters = [
        Filter(
            "kind",
            Text("单位类型", "Kind"),
            lambda rows, kind: [row for row in rows if row.assessment.kind == kind],
            [(kind, board.kind_text(kind)) for kind in kinds if kind],
            "choice",
        )
    ]
    if board.scheme.grades:
        grades = [(grade.id, grade.name) for grade in board.scheme.grades]
        filters.append(Filter("grade", Text("等次", "Grade"), _with_grade, grades, "choice"))
    return Spec(Text(f"{board.cycle.title} 排名", "ranking"), columns, filters, order="rank")


class _StagedListing(Listing):
    """A list of a stage: the query form carries the stage along."""

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what the query form carries along unseen, the stage too."""
        return [*super().kept, *((name, self.asked[name]) for name in ("stage",) if name in self.asked)]


def _with_grade(rows: list[Ranked], grade: str) -> list[Ranked]:
    return [row for row in rows if row.card.grade == grade]


def _points_column(name: str, text: Text) -> Column:
    return Column(name, text, lambda row: row.value(name), kind="points", order_by=(name,))


@does("evaluations.read_cycle", target=column_of)
def column(request: HttpRequest, chosen: ColumnOf) -> HttpResponse:
    """Show the values of a column, its mean, its median and its quartiles."""
    board = Board(chosen.cycle, shown_of(chosen.cycle, request.GET.get("stage", "")))
    rows = [(row, value) for row in board.rows if (value := row.value(chosen.id)) is not None]
    context = _frame(request, board) | {
        "column": chosen,
        "spread": board.spread(chosen.id),
        "values": [(row.assessment.body.name, value, row.url(chosen.id)) for row, value in sorted(rows, key=_by_value)],
        "crumbs": crumbs_to(chosen.cycle, (RANKING, _ranking_url(board))),
    }
    return render(request, "evaluations/ranking/column.html", context)


def _by_value(pair: tuple[Ranked, Any]) -> Any:
    return -pair[1]


def _ranking_url(board: Board) -> str:
    return f"{reverse('evaluations:ranking', kwargs={'cycle_id': board.cycle.pk})}?stage={board.shown.stage}"


@does("evaluations.read_assessment", target=queries.assessment)
def rank(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show how the rank of a body came about: who is above and by how much, who shares it."""
    shown = shown_to(request.user, one, request.GET.get("stage", ""))
    places = places_of(request.user, one, shown)
    context = frame_of(request, one, shown)
    context |= {
        "card": card_at(one, shown),
        "rows": places,
        "above": [place for place in places if place.gap > 0],
        "tied": [place for place in places if not place.gap and not place.is_own],
        "crumbs": crumbs_of(request, one, (SCORECARD, context["places"].card())),
    }
    return render(request, "evaluations/ranking/rank.html", context)


@does("evaluations.read_cycle", target=queries.cycle)
def deductions(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    """Show the table of deductions of the year: every line that cost a body points, or was tolerated."""
    board = Board(cycle, shown_of(cycle, request.GET.get("stage", "")))
    listing = _StagedListing(request, deductions_of(board), _deductions_spec(board))
    total = sum((one.points for one in listing.matching), ZERO)
    context = _frame(request, board) | {"listing": listing, "total": total}
    context["losing"] = len({one.row.assessment.pk for one in listing.matching if one.points})
    context["crumbs"] = crumbs_to(cycle, (RANKING, _ranking_url(board)))
    return listing.export() or render(request, "evaluations/ranking/deductions.html", context)


def _deductions_spec(board: Board) -> Spec:
    columns = (
        Column("body", Text("单位", "Body"), lambda one: one.row.assessment.body.name, order_by=("body",)),
        Column("item", Text("评价项目", "Item"), lambda one: one.item_id, order_by=("item",)),
        Column("rule", Text("规则", "Rule"), lambda one: one.rule_id, order_by=("rule",)),
        Column("clause", Text("条款原文", "Clause"), lambda one: one.clause.zh),
        Column("why", Text("怎样计算", "How it was counted"), lambda one: one.why),
        Column("uncapped", Text("封顶前", "Before caps"), lambda one: one.uncapped, kind="points"),
        Column("points", Text("扣分", "Points"), lambda one: one.points, kind="points", order_by=("points",)),
        Column("exempted", Text("容错免扣", "Tolerated"), lambda one: one.exempted, kind="points"),
    )
    items = [(item, name) for item, name, gives in board.columns if not gives]
    bodies = [(str(row.assessment.pk), row.assessment.body.name) for row in board.rows]
    filters = (
        Filter("item", Text("评价项目", "Item"), _of_item, items, "choice"),
        Filter("clause", Text("条款或规则", "Clause or rule"), _about),
        Filter(
            "body",
            Text("单位", "Body"),
            lambda rows, pk: [row for row in rows if str(row.row.assessment.pk) == pk],
            bodies,
            "choice",
        ),
    )
    return Spec(Text(f"{board.cycle.title} 扣分表", "table of deductions"), columns, filters)


def _of_item(rows: list[Deduction], item_id: str) -> list[Deduction]:
    return [one for one in rows if one.item_id == item_id]


def _about(rows: list[Deduction], typed: str) -> list[Deduction]:
    wanted = typed.lower()
    return [one for one in rows if any(wanted in text.lower() for text in (one.rule_id, one.clause.zh, one.text.zh))]
