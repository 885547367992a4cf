"""Problems with their milestones, guidance of counties, good practices, tasks of the evaluation plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text


class Status(models.TextChoices):
    """How far the rectification of a problem has come. Overdue is no state: it follows from the deadline."""

    open = "open"
    under_way = "under_way"
    reported = "reported"
    returned = "returned"
    verified = "verified"


STATUS_TEXTS: dict[str, tuple[Text, str]] = {
    Status.open: (Text("待整改", "open"), "neutral"),
    Status.under_way: (Text("整改中", "under way"), "info"),
    Status.reported: (Text("已报完成，待核查", "reported done"), "info"),
    Status.returned: (Text("核查退回", "returned"), "warn"),
    Status.verified: (Text("核查通过", "verified"), "good"),
}
OVERDUE = (Text("逾期", "overdue"), "bad")

SOURCES: dict[str, Text] = {
    "self_evaluation": Text("自评", "self-evaluation"),
    "inspection": Text("检查", "inspection"),
    "verification": Text("核实", "verification"),
    "complaint": Text("投诉举报", "complaint"),
    "other": Text("其他", "other"),
}


class Problem(Recorded):
    """A problem of a body (问题清单) and who answers for it until when (责任清单, HN-06).

    `subject` may name what it came from (`evaluations.assessment:17`), `rule_id` the rule of the scheme.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="problems")
    year = models.PositiveIntegerField("年度 year")
    title = models.CharField("问题 problem", max_length=300)
    detail = models.TextField("详情 detail", blank=True)
    source = models.CharField("来源 source", max_length=20, choices=[(key, text.zh) for key, text in SOURCES.items()])
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    rule_id = models.CharField("规则编号 rule", max_length=60, blank=True)
    person = models.CharField("责任人 person responsible", max_length=100, blank=True)
    measure = models.TextField("整改措施 measure", blank=True)
    deadline = models.DateField("整改时限 deadline")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.open, db_index=True)
    report = models.TextField("完成情况 report", blank=True)
    reported_on = models.DateField(null=True, blank=True)
    verdict = models.TextField("核查意见 verdict", blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField(default=clock.today)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("deadline", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that answers for it."""
        return self.body

    @property
    def source_text(self) -> Text:
        """Return where it came from."""
        return SOURCES[self.source]

    def is_overdue_on(self, day: date) -> bool:
        """Return whether the deadline has passed and nothing was reported in time that still stands."""
        return self.status not in (Status.reported, Status.verified) and self.deadline < day

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state of today in words with its tone."""
        return OVERDUE if self.is_overdue_on(clock.today()) else STATUS_TEXTS[self.status]


class Milestone(Recorded):
    """A step on the road map (路线图) of a problem."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="milestones")
    text = models.CharField("节点 milestone", max_length=300)
    day = models.DateField("日期 day")
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("day", "pk")

    @property
    def governing_body(self) -> Any:
        """Return the body that answers for the problem."""
        return self.problem.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state of today in words with its tone."""
        if self.done_on:
            return Text("已完成", "done"), "good"
        return OVERDUE if self.day < clock.today() else (Text("未到期", "to come"), "neutral")


FORMS: dict[str, Text] = {
    "on_site": Text("现场指导", "on the spot"),
    "meeting": Text("会议部署", "meeting"),
    "training": Text("培训", "training"),
    "written": Text("书面督办", "in writing"),
    "inspection": Text("专项检查", "special inspection"),
}


class Guidance(Recorded):
    """Guidance and supervision of a county by the body above it (HN-08; counts for D10-2)."""

    guide = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="guidance_given")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="guidance_received")
    day = models.DateField("日期 day")
    form = models.CharField("形式 form", max_length=20, choices=[(key, text.zh) for key, text in FORMS.items()])
    findings = models.TextField("情况和意见 findings")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-day", "-pk")

    @property
    def governing_body(self) -> Body:
        """Return the body that was guided."""
        return self.body

    @property
    def form_text(self) -> Text:
        """Return the form in words."""
        return FORMS[self.form]


class Practice(Recorded):
    """A good practice (典型经验, HN-07): what it is, the rule that came of it, its publicity (B03, B04)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="practices")
    year = models.PositiveIntegerField("年度 year")
    title = models.CharField("名称 title", max_length=200)
    practice = models.TextField("做法和成效 practice")
    rule_document = models.CharField("形成的制度 rule document", max_length=300, blank=True)
    publicity = models.TextField("宣传报道 publicity", blank=True)
    rule_id = models.CharField("加分项 bonus rule", max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body whose practice it is."""
        return self.body

    @property
    def links(self) -> list[str]:
        """Return the lines of the publicity that are addresses."""
        return [line for line in self.publicity.split() if line.startswith(("https://", "http://"))]


KINDS: dict[str, Text] = {
    "step": Text("工作步骤", "step"),
    "target": Text("任务目标", "target"),
}
TASK_TEXTS: dict[str, tuple[Text, str]] = {
    "planned": (Text("未开始", "planned"), "neutral"),
    "under_way": (Text("进行中", "under way"), "info"),
    "done": (Text("已完成", "done"), "good"),
}


class Task(Recorded):
    """A step of the evaluation plan (HN-04) or a target to measure up to (HN-05), of a body and a year."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tasks")
    year = models.PositiveIntegerField("年度 year")
    kind = models.CharField(max_length=10, choices=[(key, text.zh) for key, text in KINDS.items()], default="step")
    title = models.CharField("任务 task", max_length=300)
    person = models.CharField("责任人 person responsible", max_length=100)
    start = models.DateField("开始 start")
    end = models.DateField("完成时限 end")
    status = models.CharField(max_length=10, choices=[(key, text.zh) for key, (text, _) in TASK_TEXTS.items()])
    result = models.TextField("完成情况 result", blank=True)
    done_on = models.DateField(null=True, blank=True)
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("start", "end", "pk")
        constraints = (models.CheckConstraint(condition=Q(start__lte=F("end")), name="task_days_in_order"),)

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body whose plan it is."""
        return self.body

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state of today in words with its tone."""
        return OVERDUE if self.status != "done" and self.end < clock.today() else TASK_TEXTS[self.status]
