"""Appending to the audit trail: one writer at a time, each line chained to the one before."""

from __future__ import annotations

from django.db import connection

from zhiheng_web.audit.acts import Act
from zhiheng_web.audit.models import Line, Mention
from zhiheng_web.lib import clock

#: The first line follows this: no line has this digest.
BEGINNING = "sha256:" + "0" * 64
#: One lock for the whole trail. Locking its last row instead fails most of the time when several append at once.
_LOCK = 0x5A48_4155


def lock() -> None:
    """Let no one else append until this transaction ends. SQLite's IMMEDIATE transactions do so from their start."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def append(act: Act) -> Line:
    """Append the line of an act. Must run inside the transaction of the deed; order is by number, never by clock."""
    lock()
    last = Line.objects.order_by("-sequence").values("sequence", "digest").first()
    line = Line(
        sequence=last["sequence"] + 1 if last else 1,
        at=clock.now(),
        actor_id=act.actor.pk if act.actor else None,
        actor=act.actor.name if act.actor else "system",
        deed=act.deed,
        reason=act.reason,
        changes=list(act.changes.values()),
        previous=last["digest"] if last else BEGINNING,
    )
    line.digest = line.digest_now()
    line.save(force_insert=True)
    Mention.objects.bulk_create(Mention(line=line, kind=kind, key=key) for kind, key in act.changes)
    return line
