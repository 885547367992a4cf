"""Who must stand aside from which file (WX-06, WX-09), asked of many people and files at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from zhiheng.api import Text
from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.cases.models import Interest, Officer
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.reviews.queries import rules_of

_OWN_CASE = Text("本人办理的案件", "handled the case")
_OWN_POST = Text("在办案单位任职", "holds a post at the body that handled it")
_OWN_BODY = Text("办案单位的人员", "is an officer of the body that handled it")
_OWN_BRANCH = Text("与办案单位同属一支队伍", "belongs to the same branch as the body that handled it")
_INTEREST = Text("已申报回避", "declared an interest")


class Bars:
    """What bars each of some people from reviewing files; their posts, officers and interests are read once."""

    def __init__(self, people: Iterable[Any]) -> None:
        keys = {person.pk for person in people}
        today = clock.today()
        self._posts: dict[int, list[Post]] = defaultdict(list)
        for post in Post.objects.filter(account__in=keys).select_related("body"):
            if post.is_held_on(today):
                self._posts[post.account_id].append(post)
        known = Officer.objects.filter(account__in=keys).select_related("body")
        self._officers = {officer.account_id: officer for officer in known}
        self._interests: dict[int, list[Interest]] = defaultdict(list)
        for interest in Interest.objects.filter(account__in=keys, withdrawn_at__isnull=True):
            self._interests[interest.account_id].append(interest)

    def bar(self, person: Any, one: FileReview, *, level: int = 2) -> Text | None:
        """Return why a person may not review a file, None where nothing bars them.

        The unit's own legal officer is at home at level 1; own cases and declared interests bar at both levels.
        """
        officer = self._officers.get(person.pk)
        handlers = {pk for pk in (one.case.lead_id, one.case.second_id, one.lead_id) if pk is not None}
        if officer is not None and officer.pk in handlers:
            return _OWN_CASE
        if level == 2:
            own = self._own_body(person, one, officer)
            if own is not None:
                return own
        for interest in self._interests[person.pk]:
            if interest.case_id == one.case_id or interest.body_id == one.body_id or interest.officer_id in handlers:
                return _INTEREST
        return None

    def _own_body(self, person: Any, one: FileReview, officer: Officer | None) -> Text | None:
        bodies = [post.body for post in self._posts[person.pk]]
        serves = officer is not None and (officer.until is None or clock.today() < officer.until)
        if any(body.pk == one.body_id for body in bodies):
            return _OWN_POST
        if serves and officer is not None:
            bodies.append(officer.body)
            if officer.body_id == one.body_id:
                return _OWN_BODY
        if rules_of(one.activity).cross_unit:
            branch = branch_of(one.body, one.activity)
            if branch and any(body.path.startswith(branch) for body in bodies):
                return _OWN_BRANCH
        return None


def branch_of(body: Body, activity: Activity) -> str:
    """Return the path of the branch right beneath the organiser to which a body belongs; empty where it lies in none.

    Cross-reading (交叉阅卷, WX-09): with `cross_unit` nobody of the branch reads its files, not only of the body.
    """
    above = activity.organiser.path
    if not body.path.startswith(above) or body.path == above:
        return ""
    return above + body.path[len(above) :].split("/")[0] + "/"


__all__ = ["Bars", "branch_of"]
