"""What the publication of a month does by itself: red cards are tracked, those that a correction lifts are closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text, say
from zhiheng_web.officers import rules
from zhiheng_web.officers.models import Month, MonthCase, MonthLine, TrackedFile, Tracking, TrackingStep

CONDITION = Text("所列案卷均通过二次考评", "every file listed has passed the second round")
_ACTION = Text("限期整改并二次送评", "mend within the deadline and submit a second time")


def follow_red_cards(month: Month, former: Month | None, *, actor: Any) -> list[Tracking]:
    """Open a tracking for each red card of a month that has just been published, inside its act (WX-36).

    After a correction what is tracked already goes on with the new line; where the red card is gone it is closed.
    """
    going_on = {one.officer_id: one for one in _of(former)} if former else {}
    red = list(month.lines.filter(is_red=True).select_related("officer", "body"))
    days = rules.in_force(month.organiser, rules.TrackingRules).red_card_days
    due = clock.today() + timedelta(days=days) if days else None
    for line in red:
        tracked = going_on.pop(line.officer_id, None)
        if tracked is None:
            _open(line, month, due, actor=actor)
        elif tracked.is_open:
            _go_on(tracked, line, actor=actor)
    for gone in going_on.values():
        if gone.is_open:
            _lift(gone, month, actor=actor)
    return list(_of(month))


def _of(month: Month) -> list[Tracking]:
    chosen = Tracking.objects.filter(kind="red_card", line__month=month)
    return list(chosen.select_related("officer", "body", "organiser"))


def _open(line: MonthLine, month: Month, due: date | None, *, actor: Any) -> None:
    reason = Text(
        f"{month.name.zh}平均扣 {line.shown} 分（{line.cases} 件）",
        f"{month.name.en}: {line.shown} ({line.cases} files)",
    )
    made = Tracking(organiser=month.organiser, body=line.body, kind="red_card", line=line, officer=line.officer)
    made.reason, made.next_action, made.due_on = say(reason), say(_ACTION), due
    made.closing_condition, made.owner, made.opened_by, made.opened_at = (
        say(CONDITION),
        line.officer.account,
        actor,
        clock.now(),
    )
    made.save()
    _files(made, line)


def _files(tracking: Tracking, line: MonthLine) -> None:
    """Link the files of a line that lost anything: the problem cases of the red card."""
    known = set(tracking.files.values_list("file_review", flat=True))
    chosen = MonthCase.objects.filter(line=line, counts=True, deduction__gt=0)
    for file in chosen.exclude(file_review__in=known):
        TrackedFile(tracking=tracking, file_review_id=file.file_review_id, added_at=clock.now()).save()


def _go_on(tracking: Tracking, line: MonthLine, *, actor: Any) -> None:
    tracking.line = line
    tracking.version += 1
    tracking.save()
    _files(tracking, line)
    told = Text("月清单已更正，红牌不变，继续跟踪", "the list was corrected, the red card stands: tracked on")
    TrackingStep(tracking=tracking, text=say(told), by=actor, at=clock.now()).save()


def _lift(tracking: Tracking, month: Month, *, actor: Any) -> None:
    told = Text(
        f"{month.name.zh}清单第 {month.number} 版更正后不再是红牌：{month.reason}",
        f"no red card in version {month.number} of {month.name.en}: {month.reason}",
    )
    tracking.outcome, tracking.closed_by, tracking.closed_at = "lifted", actor, clock.now()
    tracking.closing_note = say(told)
    tracking.version += 1
    tracking.save()
    TrackingStep(tracking=tracking, text=say(told), by=actor, at=clock.now()).save()
