"""What an officer's own page shows of training: the days of the year, the classes, what they have not read yet."""

from __future__ import annotations

from typing import Any

from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.panels import Fact, Panel, register
from zhiheng_web.training.models import Enrolment
from zhiheng_web.training.pages import url
from zhiheng_web.training.queries import bulletins, courses


@register
def training_of(person: Any, officer: Officer) -> Panel | None:
    """Return the panel of training of an officer."""
    today = clock.today()
    standing = courses.standing_of(officer, today.year, today)
    state, tone = standing.state
    done, asked = (format(days.normalize(), "f") if days else "0" for days in (standing.done, standing.asked))
    facts = [
        Fact(Text("今年已培训（天）", "Days of training this year"), f"{done} / {asked}", url("mine")),
        Fact(Text("全年预计", "Projected"), state, url("mine"), tone),
    ]
    rows = Enrolment.objects.filter(officer=officer, withdrawn_at=None, closed_at=None).select_related("training_class")
    for one in rows.order_by("-pk")[:3]:
        told, shade = one.training_class.state_text
        name = Text(f"后进民警培训：{one.training_class.title}", f"Class: {one.training_class.title}")
        facts.append(Fact(name, told, url("enrolment", one.pk), shade))
    unread = bulletins.unread_for(person).count()
    if unread:
        facts.append(Fact(Text("未阅的通报和点评", "Bulletins not read yet"), unread, url("bulletins"), "warn"))
    note = Text("预计＝已培训＋今年已安排的。", "Projected are days done and those planned.")
    return Panel(Text("培训", "Training"), facts, note, url("mine"), order=60)
