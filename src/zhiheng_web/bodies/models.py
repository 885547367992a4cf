"""Bodies and sections in one tree, posts, leading groups with their seats, transfers. Periods are half-open."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import ROLE_TEXTS, Role
from zhiheng_web.lib.words import Text, say

LEVELS: dict[str, Text] = {
    "national": Text("国家级", "national"),
    "province": Text("省级", "province"),
    "city": Text("市级", "city"),
    "county": Text("县级", "county"),
    "squad": Text("队级", "squad"),
    "section": Text("内设机构", "section"),
}

#: The kinds that the built-in schemes tell apart (catalogue CQ-04, HN-02); a scheme may name others.
KINDS: dict[str, Text] = {
    "municipal_facilities": Text("市政公用设施执法支队", "municipal facilities detachment"),
    "landscaping": Text("城市园林绿化执法支队", "landscaping detachment"),
    "illegal_building": Text("城市违法建筑执法支队", "illegal building detachment"),
    "prefecture_city": Text("设区的市", "city divided into districts"),
    "autonomous_prefecture": Text("自治州", "autonomous prefecture"),
    "county_level_city": Text("县级市", "county-level city"),
    "county": Text("县（区）", "county or district"),
}


def _holds(term: Post | Seat, day: date) -> bool:
    """Return whether a day lies in the term [since, until)."""
    return term.since <= day and (term.until is None or day < term.until)


class Body(Recorded):
    """A body (机关、支队) or a section of one. `code` is its number in the ledger (单位编号).

    `path` lists the ids from the root down (`000001/000004/`): what lies beneath a body begins with its path, and
    bodies sort by it in the order in which they were made.
    """

    code = models.CharField("单位编号 code", max_length=100, unique=True)
    name = models.CharField("名称 name", max_length=200)
    name_en = models.CharField("英文名称 English name", max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name="上级机构 parent", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField("路径 path", max_length=500, db_index=True, default="", editable=False)
    kind = models.CharField("单位类型 kind", max_length=50, blank=True)
    level = models.CharField("层级 level", max_length=20, blank=True)
    region_code = models.CharField("行政区划代码 region code", max_length=12, blank=True)
    uscc = models.CharField("统一社会信用代码 USCC", max_length=18, blank=True)
    since = models.DateField("成立日期 since", null=True, blank=True)
    until = models.DateField("撤销日期 until", null=True, blank=True)
    version = models.PositiveIntegerField("版本 version", default=1, editable=False)

    class Meta:
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the path that the parent gives; a body that moves takes those beneath it along (`actions.move`)."""
        if self.pk is None:
            super().save(*args, **kwargs)
            kwargs.pop("force_insert", None)
        self.path = f"{self.parent.path if self.parent else ''}{self.pk:06d}/"
        super().save(*args, **kwargs)

    @property
    def governing_body(self) -> Body:
        """Return the body whose matter this is: itself."""
        return self

    @property
    def level_text(self) -> Text:
        """Return the level in words."""
        return LEVELS.get(self.level, Text(self.level or "—", self.level or "—"))

    @property
    def kind_text(self) -> Text:
        """Return the kind in words; one that only a scheme knows stands as it is."""
        return KINDS.get(self.kind, Text(self.kind or "—", self.kind or "—"))

    def is_there_on(self, day: date) -> bool:
        """Return whether the body exists on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def depth(self) -> int:
        """Return how many bodies stand above."""
        return self.path.count("/") - 1

    def is_within(self, other: Body) -> bool:
        """Return whether this body is `other` or lies beneath it."""
        return self.path.startswith(other.path)


class Transfer(Recorded):
    """A body put under another from a day on, or a person moved from post to post; the row stays for good."""

    body = models.ForeignKey(
        Body, null=True, verbose_name="机构 body", on_delete=models.PROTECT, related_name="transfers"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        verbose_name="账号 account",
        on_delete=models.PROTECT,
        related_name="transfers",
    )
    from_body = models.ForeignKey(Body, null=True, verbose_name="自 from", on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey(Body, null=True, verbose_name="到 to", on_delete=models.PROTECT, related_name="+")
    on = models.DateField("日期 on")
    reason = models.TextField("理由 reason")


class Post(Recorded):
    """A role held by a person at a body for a time: [since, until). Tenure of heads is read from here (CQ-04)."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="账号 account", on_delete=models.PROTECT, related_name="posts"
    )
    body = models.ForeignKey(Body, verbose_name="机构 body", on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("岗位 role", max_length=40, choices=[(role.value, ROLE_TEXTS[role].zh) for role in Role])
    since = models.DateField("起 since")
    until = models.DateField("止 until", null=True, blank=True)

    class Meta:
        ordering = ("body__path", "role", "since")

    def __str__(self) -> str:
        return f"{self.body} {say(self.role_text)}"

    @property
    def governing_body(self) -> Body:
        """Return the body at which the post is held."""
        return self.body

    @property
    def role_text(self) -> Text:
        """Return the role in words."""
        return ROLE_TEXTS[Role(self.role)]

    def is_held_on(self, day: date) -> bool:
        """Return whether the post is held on a day."""
        return _holds(self, day)


OUTCOMES: dict[str, Text] = {
    "": Text("待安全管理员决定", "waits for the security administrator"),
    "given": Text("已任职", "given"),
    "declined": Text("未同意", "declined"),
}


class PostProposal(Recorded):
    """A post that one administrator proposes; it comes into force only when the security administrator gives it.

    `ends` is the post that ends with it: then it is a transfer.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="账号 account", on_delete=models.PROTECT, related_name="proposals"
    )
    body = models.ForeignKey(Body, verbose_name="机构 body", on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField("岗位 role", max_length=40, choices=[(role.value, ROLE_TEXTS[role].zh) for role in Role])
    since = models.DateField("任职日期 since")
    until = models.DateField("任期至 until", null=True, blank=True)
    ends = models.ForeignKey(Post, null=True, verbose_name="同时免去 ends", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("理由 reason")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提名人 proposed by", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间 proposed at", default=clock.now)
    outcome = models.CharField("结果 outcome", max_length=20, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        verbose_name="决定人 decided by",
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("决定时间 decided at", null=True)
    decision = models.TextField("决定理由 decision", blank=True)

    class Meta:
        ordering = ("-proposed_at",)

    @property
    def governing_body(self) -> Body:
        """Return the body at which the post would be held."""
        return self.body

    @property
    def role_text(self) -> Text:
        """Return the role in words."""
        return ROLE_TEXTS[Role(self.role)]

    @property
    def outcome_text(self) -> Text:
        """Return what has become of it, in words."""
        return OUTCOMES[self.outcome]


class LeadingGroup(Recorded):
    """A leading group for evaluation (领导小组, CQ-06): its seats carry the right to sign."""

    body = models.ForeignKey(Body, verbose_name="机构 body", on_delete=models.PROTECT, related_name="leading_groups")
    name = models.CharField("名称 name", max_length=200)
    since = models.DateField("起 since")
    until = models.DateField("止 until", null=True, blank=True)

    class Meta:
        ordering = ("body__path", "-since")

    def __str__(self) -> str:
        return self.name

    @property
    def governing_body(self) -> Body:
        """Return the body whose leading group this is."""
        return self.body


SLOTS: dict[str, Text] = {
    "leader": Text("组长", "leader"),
    "executive_deputy": Text("常务副组长", "executive deputy leader"),
    "deputy": Text("副组长", "deputy leader"),
    "member": Text("成员", "member"),
    "office": Text("办公室", "office"),
}


class Seat(Recorded):
    """A seat in a leading group for a term. `represents` is the body a member heads: he never decides on it (CQ-07)."""

    group = models.ForeignKey(
        LeadingGroup, verbose_name="领导小组 leading group", on_delete=models.PROTECT, related_name="seats"
    )
    slot = models.CharField("席位 seat", max_length=20, choices=[(key, text.zh) for key, text in SLOTS.items()])
    person = models.CharField("姓名 person", max_length=100)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        verbose_name="账号 account",
        on_delete=models.PROTECT,
        related_name="seats",
    )
    duty = models.CharField("职务 duty", max_length=200, blank=True)
    represents = models.ForeignKey(
        Body, null=True, blank=True, verbose_name="回避的机构 recused from", on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField("起 since")
    until = models.DateField("止 until", null=True, blank=True)

    class Meta:
        ordering = ("group", "slot", "since")

    def __str__(self) -> str:
        return f"{self.person}（{say(self.slot_text)}）"

    @property
    def governing_body(self) -> Any:
        """Return the body whose leading group this is."""
        return self.group.body

    @property
    def slot_text(self) -> Text:
        """Return the seat in words."""
        return SLOTS[self.slot]

    def is_held_on(self, day: date) -> bool:
        """Return whether the seat is held on a day."""
        return _holds(self, day)
