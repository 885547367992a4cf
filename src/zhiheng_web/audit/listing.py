"""The list of the trail: its columns and filters, all of them in the address."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse

from zhiheng_web.audit import queries
from zhiheng_web.audit.models import Line
from zhiheng_web.lib.clock import SHANGHAI
from zhiheng_web.lib.listing import Column, Filter, Spec
from zhiheng_web.lib.words import Text, say


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _objects(row: Line) -> str:
    told = [f"{say(queries.kind_text(change['kind']))} {change['id']}" for change in row.changes[:3]]
    rest = len(row.changes) - len(told)
    more = say(Text(f" 等 {rest + 3} 个", f" and {rest} more")) if rest > 0 else ""
    return say(Text("、", ", ")).join(told) + more


def _actor(row: Line) -> str:
    return row.actor if row.actor_id is not None else say(Text("系统", "the system"))


def spec() -> Spec:
    """Return the list; made anew because the deeds to choose from come from every app."""
    return Spec(
        Text("审计记录", "Audit trail"),
        (
            Column(
                "number",
                Text("编号", "Number"),
                lambda row: row.sequence,
                "number",
                order_by=("sequence",),
                href=lambda row: reverse("audit:line", args=[row.sequence]),
            ),
            Column("at", Text("时间", "Time"), lambda row: row.at, "instant", order_by=("at",)),
            Column("who", Text("何人", "Who"), _actor, order_by=("actor",)),
            Column(
                "deed",
                Text("何事", "Deed"),
                lambda row: queries.deed_text(row.deed),
                order_by=("deed",),
                href=lambda row: reverse("audit:line", args=[row.sequence]),
            ),
            Column("objects", Text("对象", "Objects"), _objects),
            Column("reason", Text("理由", "Reason"), lambda row: row.reason),
        ),
        (
            Filter("who", Text("何人", "Who"), lambda rows, typed: rows.filter(actor__icontains=typed)),
            Filter(
                "deed",
                Text("何事", "Deed"),
                lambda rows, chosen: rows.filter(deed=chosen),
                queries.deed_choices(),
                "choice",
            ),
            Filter("object", Text("对象（如 bodies.body/17）", "Object (bodies.body/17)"), queries.of_object),
            Filter("from", Text("自", "From"), lambda rows, day: rows.filter(at__gte=_start_of(day)), kind="day"),
            Filter("to", Text("至", "To"), _until, kind="day"),
        ),
        order="-number",
    )


def _until(rows: Any, day: date) -> Any:
    return rows.filter(at__lt=_start_of(day + timedelta(days=1)))
