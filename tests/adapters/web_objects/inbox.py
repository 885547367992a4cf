"""Objects of the inbox."""

from __future__ import annotations

from adapters.web_objects import provides
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.inbox.models import KeptList


@provides("list_id")
def kept_list(world: World, code: str) -> int:
    """Return a list that somebody at the body keeps."""
    owner = world.person("officer", code)
    with acts.act(None, "tests.make_world"):
        made = KeptList.objects.filter(account=owner).first() or KeptList(account=owner, name="试", address="/bodies/")
        made.save()
    return int(made.pk)
