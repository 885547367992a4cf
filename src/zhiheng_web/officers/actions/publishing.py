"""Around a published month: comments and replies, and the log of what was given to a group chat (WX-17)."""

from __future__ import annotations

from typing import Any

from zhiheng.api import digests
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text, say
from zhiheng_web.officers import guards, refusals
from zhiheng_web.officers.models import Comment, LogEntry, Month, MonthLine
from zhiheng_web.officers.summaries import summary_of


def comment(*, actor: Any, line: MonthLine, text: str) -> Comment:
    """Comment on an officer's published month; nobody on their own.

    Raises Refusal for an empty comment, and before the month is published.
    """
    policy.demand(actor, "officers.comment", line.month.organiser)
    refusals.demand_state(line.month, "published")
    refusals.demand_not_oneself(actor, line.officer)
    told = refusals.demand_text(text, "no_text", Text("点评内容", "the comment"))
    one = Comment(line=line, text=told, by=actor, at=clock.now())
    with acts.act(actor, "officers.comment"):
        one.save()
    return one


def reply(*, actor: Any, comment: Comment, text: str) -> Comment:
    """Reply to a comment on one's own month, once.

    Raises policy.Denied for anybody else, Refusal for an empty reply and for a second one.
    """
    policy.demand(actor, "officers.reply", comment.line.body)
    guards.demand_own(actor, comment.line.officer, "officers.reply")
    told = refusals.demand_text(text, "no_text", Text("回复内容", "the reply"))
    with acts.act(actor, "officers.reply"):
        one: Comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if one.replied_at is not None:
            raise refusals.refusal("replied", *_REPLIED)
        one.reply, one.replied_by, one.replied_at = told, actor, clock.now()
        one.save()
    return one


def share_summary(*, actor: Any, month: Month, where: str, is_masked: bool = True) -> LogEntry:
    """Enter in the log that the summary was given to a group chat of staff, with the digest of the very text.

    Raises Refusal before the month is published, and where the group is not named.
    """
    policy.demand(actor, "officers.share_summary", month.organiser)
    refusals.demand_state(month, "published")
    told = refusals.demand_text(where, "no_group", Text("工作群名称", "the name of the group"))
    one = LogEntry(month=month, channel="chat", where=told[:200], is_masked=is_masked, by=actor, at=clock.now())
    one.digest = digests.digest_of([say(summary_of(month, is_masked=is_masked))])
    with acts.act(actor, "officers.share_summary"):
        one.save()
    return one


_REPLIED = (
    Text("已经回复过", "there is a reply already"),
    Text("有新的情况，请告知法制大队", "tell the brigade if there is anything new"),
)
