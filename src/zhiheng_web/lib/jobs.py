"""Long work that goes on while people do other things: started for a person, with its progress told and kept.

@task()
def recompute(cycle_id: int) -> None:
    for done, one in enumerate(assessments):
        …
        jobs.tell(done, len(assessments))

job = jobs.start(recompute, owner=person, what=Text("重新计算", "recompute"), url=reverse(…), cycle_id=cycle.pk)

A task takes ids alone and may run twice: one whose worker died is run again (`workers`).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.dispatch import receiver
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

from zhiheng.api import Refusal
from zhiheng_web.lib.models import Job
from zhiheng_web.lib.words import Text

Standing = Literal["queued", "running", "done", "failed"]

STANDINGS: Mapping[Standing, Text] = {
    "queued": Text("排队等候", "waiting"),
    "running": Text("正在办理", "running"),
    "done": Text("已完成", "done"),
    "failed": Text("未能完成", "failed"),
}
NOTHING = Text("", "")
BROKEN = Text(
    "程序出错，已记入日志；请联系系统管理员，可以再试一次",
    "the program failed, the log has it; tell the system administrator, and try again",
)
#: Progress is told to the disk no more often than this.
_PAUSE_IN_SECONDS = 0.2

_running: ContextVar[str] = ContextVar("running job", default="")
_told_at: ContextVar[float] = ContextVar("progress told at", default=0.0)


@dataclass(frozen=True, slots=True)
class State:
    """How a job stands: `done` of `of` (0 where it has not said), how often it was begun, why it failed."""

    standing: Standing
    done: int = 0
    of: int = 0
    attempts: int = 0
    reason: Text = NOTHING

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will happen."""
        return self.standing in ("done", "failed")


def start(task: Any, *, owner: Any, what: Text, url: str = "", **ids: Any) -> Job:
    """Queue a task for a person and return the job; `url` is where its result can be seen.

    Inside a transaction the job begins once that is committed, and never where it is not.
    """
    result = task.enqueue(**ids)
    return Job.objects.create(id=str(result.id), account_id=owner.pk, what_zh=what.zh, what_en=what.en, url=url)


def tell(done: int, of: int) -> None:
    """Tell how far the job under way has come; outside of a job nothing happens."""
    job_id, now = _running.get(), time.monotonic()
    if not job_id or (done < of and now - _told_at.get() < _PAUSE_IN_SECONDS):
        return
    _told_at.set(now)
    _note(job_id, standing="running", done=done, of=of)


def state_of(job_id: str) -> State:
    """Return how a job stands."""
    told = _noted(job_id)
    row = _row(job_id)
    if row is None:
        # Done at once, without a queue.
        return _state(told.get("standing", "queued"), told, attempts=1)
    standings: dict[str, Standing] = {
        TaskResultStatus.READY: "queued",
        TaskResultStatus.RUNNING: "running",
        TaskResultStatus.SUCCESSFUL: "done",
        TaskResultStatus.FAILED: "failed",
    }
    return _state(standings[row.status], told, attempts=len(row.worker_ids))


def _state(standing: Standing, told: Mapping[str, Any], *, attempts: int) -> State:
    reason = Text(told.get("reason_zh", ""), told.get("reason_en", ""))
    if standing == "failed" and not reason.zh:
        reason = BROKEN
    return State(standing, int(told.get("done", 0)), int(told.get("of", 0)), attempts, reason)


def _row(job_id: str) -> Any:
    with suppress(ValueError):
        return DBTaskResult.objects.filter(pk=UUID(job_id)).first()
    return None


def jobs_of(person: Any, most: int = 20) -> list[tuple[Job, State]]:
    """Return the latest jobs of a person with how they stand, the newest first."""
    return [(job, state_of(job.pk)) for job in Job.objects.filter(account_id=person.pk).order_by("-made_at")[:most]]


def waiting_for(person: Any) -> int:
    """Return how many jobs of a person have ended that they have not looked at: what the bell counts."""
    if person is None or not getattr(person, "is_authenticated", False):
        return 0
    unseen = Job.objects.filter(account_id=person.pk, seen_at=None).order_by("-made_at")[:20]
    return sum(state_of(job.pk).is_over for job in unseen)


def fail(job_id: str, reason: Text) -> None:
    """Note why a job failed, in words for the person who started it."""
    _note(job_id, standing="failed", reason_zh=reason.zh, reason_en=reason.en)


def _file(job_id: str) -> Path:
    # Only what is an id becomes the name of a file.
    safe = "".join(sign for sign in job_id if sign.isalnum() or sign == "-")
    return Path(settings.HOME) / "jobs" / f"{safe}.json"


def _note(job_id: str, **told: Any) -> None:
    """Write beside the database: a task that is in the middle of its transaction can tell of itself nowhere else."""
    file = _file(job_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps({**_noted(job_id), **told}, ensure_ascii=False), encoding="utf-8")
    draft.replace(file)


def _noted(job_id: str) -> dict[str, Any]:
    try:
        told = json.loads(_file(job_id).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


@receiver(task_started)
def _begin(sender: object, task_result: Any, **_: Any) -> None:
    _running.set(str(task_result.id))
    _told_at.set(0.0)
    _note(str(task_result.id), standing="running", done=0)


@receiver(task_finished)
def _end(sender: object, task_result: Any, **_: Any) -> None:
    job_id = str(task_result.id)
    _running.set("")
    if task_result.status != TaskResultStatus.FAILED:
        _note(job_id, standing="done")
        return
    wrong = sys.exc_info()[1]
    fail(job_id, _reason(wrong) if isinstance(wrong, Refusal) else BROKEN)


def _reason(refusal: Refusal) -> Text:
    faults = refusal.faults[:5]
    return Text("；".join(fault.of("zh") for fault in faults), "; ".join(fault.of("en") for fault in faults))


__all__ = ["STANDINGS", "Standing", "State", "fail", "jobs_of", "start", "state_of", "tell", "waiting_for"]
