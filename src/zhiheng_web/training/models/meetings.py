"""The legal officers' meeting of a month (法制员例会, WX-24) and the study that follows in each unit (WX-25)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text

PEOPLE = settings.AUTH_USER_MODEL

STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "planned": (Text("筹备", "being prepared"), "info"),
    "held": (Text("已召开", "held"), "good"),
}
ITEM_TEXTS: dict[str, Text] = {
    "problem": Text("本月问题", "problem of the month"),
    "law": Text("新法学习", "new law"),
    "other": Text("其他", "other"),
}
ATTENDANCE_TEXTS: dict[str, tuple[Text, str]] = {
    "invited": (Text("应到", "invited"), "neutral"),
    "present": (Text("到会", "present"), "good"),
    "excused": (Text("请假", "excused"), "warn"),
    "absent": (Text("缺席", "absent"), "bad"),
}
STUDY_TEXTS: dict[str, tuple[Text, str]] = {
    "open": (Text("待组织", "to be organised"), "warn"),
    "done": (Text("已组织", "done"), "good"),
}


class Meeting(Recorded):
    """The meeting of one month of one body. `month` is the first day of the month, as is `problems_month`.

    A meeting early in a month looks back on the problems of the month before.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="legal_meetings")
    month = models.DateField("月份 month")
    problems_month = models.DateField("问题所属月份 month of the problems")
    held_on = models.DateField("日期 held on")
    place = models.CharField("地点 place", max_length=200, blank=True)
    chair = models.CharField("主持 chair", max_length=100, blank=True)
    minutes = models.TextField("纪要 minutes", blank=True)
    state = models.CharField(max_length=10, default="planned", db_index=True)
    study_due_on = models.DateField(null=True)
    planned_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-month",)
        constraints = (models.UniqueConstraint(fields=("body", "month"), name="one_meeting_a_month"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def governing_body(self) -> Body:
        """Return the body that holds it."""
        return self.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]

    @property
    def title(self) -> Text:
        """Return what it is called."""
        zh = f"{self.month.year}年{self.month.month}月法制员例会"
        return Text(zh, f"Legal officers' meeting {self.month:%Y-%m}")


class AgendaItem(Recorded):
    """A point of the agenda. Of a problem `count` says how often it was found; of a law `in_force_on` from when."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=[(key, text.zh) for key, text in ITEM_TEXTS.items()])
    title = models.CharField("议题 title", max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    detail = models.TextField("说明 detail", blank=True)
    rule_id = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(null=True)
    units = models.PositiveIntegerField(null=True)
    in_force_on = models.DateField("施行日期 in force on", null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "pk")

    @property
    def governing_body(self) -> Body:
        """Return the body that holds the meeting."""
        return self.meeting.body

    @property
    def title_text(self) -> Text:
        """Return the point in both languages, where it has both."""
        return Text(self.title, self.title_en or self.title)

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return ITEM_TEXTS[self.kind]


class Attendance(Recorded):
    """Who was asked to a meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    account = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="invited")

    class Meta:
        ordering = ("body__path", "account__name")
        constraints = (models.UniqueConstraint(fields=("meeting", "account"), name="attends_once"),)

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return whether they came, in words with its tone."""
        return ATTENDANCE_TEXTS[self.state]


class Study(Recorded):
    """The relay study of a unit after a meeting: when, how many took part of how many, with proof."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="studies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="studies")
    due_on = models.DateField()
    state = models.CharField(max_length=6, default="open", db_index=True)
    held_on = models.DateField("日期 held on", null=True)
    present = models.PositiveIntegerField("参加人数 took part", null=True)
    expected = models.PositiveIntegerField("应参加人数 expected", null=True)
    note = models.TextField("学习情况 note", blank=True)
    reported_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("body__path",)
        constraints = (models.UniqueConstraint(fields=("meeting", "body"), name="one_study_a_unit"),)

    @property
    def governing_body(self) -> Body:
        """Return the unit that studies."""
        return self.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state of today in words with its tone."""
        if self.state == "open" and self.due_on < clock.today():
            return Text("逾期未组织", "overdue"), "bad"
        return STUDY_TEXTS[self.state]


class Proof(Recorded):
    """A file that proves a study (签到表、照片): kept in the store under its digest."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="proofs")
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=71)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "pk")

    @property
    def governing_body(self) -> Body:
        """Return the unit that studies."""
        return self.study.body
