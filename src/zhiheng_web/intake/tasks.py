"""Long work of the intake as jobs: they take ids only, and a second run of one does no harm."""

from __future__ import annotations

from django.urls import reverse
from django_tasks import task

from zhiheng_web.intake.models import Batch
from zhiheng_web.lib import jobs
from zhiheng_web.lib.words import Text


@task()
def check(batch_id: int) -> None:
    """Do the dry run of a batch."""
    # The action starts this job, and this job runs an action.
    from zhiheng_web.intake.actions.checking import check_batch

    check_batch(batch_id)


def check_later(batch: Batch) -> None:
    """Ask for the dry run of a batch; without a worker it is done at once."""
    what = Text(f"预检 {batch.file_name}", f"dry run of {batch.file_name}")
    jobs.start(check, owner=batch.by, what=what, url=reverse("intake:batch", args=[batch.pk]), batch_id=batch.pk)
