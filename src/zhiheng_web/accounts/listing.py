"""The list of accounts: its columns and filters."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from zhiheng_web.accounts import queries
from zhiheng_web.lib import clock
from zhiheng_web.lib.listing import Column, Filter, Spec
from zhiheng_web.lib.policy import ROLE_TEXTS, Role
from zhiheng_web.lib.words import Text, say


def _posts(account: Any) -> str:
    return say(Text("；", "; ")).join(f"{post.body} {say(post.role_text)}" for post in account.posts_now)


def _holding(rows: Any, role: str) -> Any:
    today = clock.today()
    lasting = Q(posts__until=None) | Q(posts__until__gt=today)
    # One call: all conditions are about the same post.
    return rows.filter(lasting, posts__role=role, posts__since__lte=today).distinct()


def _in_state(rows: Any, state: str) -> Any:
    today = clock.today()
    if state == "off":
        return rows.filter(is_active=False)
    if state == "expired":
        return rows.filter(is_active=True, valid_until__lt=today)
    return rows.filter(is_active=True).exclude(valid_until__lt=today)


LIST = Spec(
    Text("账号", "Accounts"),
    (
        Column(
            "name",
            Text("账号", "Account"),
            lambda row: row.name,
            order_by=("name",),
            href=lambda row: reverse("accounts:account", args=[row.pk]),
        ),
        Column("person", Text("姓名", "Name"), lambda row: row.display_name, order_by=("display_name",)),
        Column("posts", Text("现任岗位", "Posts held"), _posts),
        Column("state", Text("状态", "State"), queries.state_of, "state", order_by=("is_active",)),
        Column("until", Text("有效期至", "Valid until"), lambda row: row.valid_until, "day", order_by=("valid_until",)),
        Column("officer", Text("人员编号", "Officer number"), lambda row: row.officer_id, order_by=("officer_id",)),
    ),
    (
        Filter("q", Text("账号、姓名或人员编号", "Account, name or officer number"), queries.matching),
        Filter("role", Text("岗位", "Post"), _holding, [(role.value, ROLE_TEXTS[role]) for role in Role], "choice"),
        Filter(
            "state",
            Text("状态", "State"),
            _in_state,
            [
                ("valid", Text("有效", "valid")),
                ("expired", Text("已到期", "expired")),
                ("off", Text("已停用", "deactivated")),
            ],
            "choice",
        ),
    ),
    order="name",
)
