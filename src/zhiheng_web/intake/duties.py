"""What waits in the intake: batches that their uploader has not matched or confirmed yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from zhiheng_web.intake.models import Batch, State
from zhiheng_web.lib import policy
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.words import Text

_MOST = 50
_WHAT = {
    State.uploaded: Text("对应列", "match the columns"),
    State.checked: Text("确认导入", "confirm the import"),
}


@register
def unfinished(person: Any) -> Iterator[Duty]:
    """Yield the batches that a person has begun and not finished."""
    if not policy.may_somewhere(person, "intake.import_rows"):
        return
    waiting = Batch.objects.filter(by=person, state__in=list(_WHAT)).select_related("body")
    for batch in waiting[:_MOST]:
        what = _WHAT[State(batch.state)]
        yield Duty(
            key=f"intake.batch:{batch.pk}",
            what=Text(f"{what.zh}：{batch.file_name}", f"{what.en}: {batch.file_name}"),
            body=batch.body,
            url=reverse("intake:batch", args=[batch.pk]),
            due=None,
            basis=Text("台账导入未完成", "an import that is not finished"),
        )
