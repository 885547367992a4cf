"""Publishing a bulletin in the series of a body that is founded when it is first needed. Used by month and results."""

from __future__ import annotations

from typing import Any

from zhiheng_web.bodies.models import Body
from zhiheng_web.training.actions import bulletins
from zhiheng_web.training.models import Bulletin, Series


def publish(*, actor: Any, body: Body, series: str, title: str, text: str) -> Bulletin:
    """Publish a bulletin within, in the act under way; who reads it, and who has, is kept by `training`."""
    found = Series.objects.filter(body=body, kind="bulletin", name=series).select_related("body").first()
    found = found or bulletins.keep_series(actor=actor, body=body, kind="bulletin", name=series)
    draft = bulletins.write_bulletin(actor=actor, series=found, values={"title": title, "text": text})
    return bulletins.publish_bulletin(actor=actor, bulletin=draft, version=draft.version)
