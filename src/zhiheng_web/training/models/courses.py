"""Courses and who attended them (WX-23), and what a body has settled about training, classes and contests."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.training.models.campaigns import Campaign

PEOPLE = settings.AUTH_USER_MODEL

COURSE_TEXTS: dict[str, Text] = {
    "rotation": Text("常规轮训", "rotation training"),
    "special": Text("专题培训", "special course"),
    "meeting": Text("以会代训", "training by meeting"),
    "lecture": Text("授课讲座", "lecture"),
    "online": Text("网上学习", "online"),
    "other": Text("其他", "other"),
}


class Arrangement(Recorded):
    """What a body has settled for itself and those beneath it. Empty thresholds settle nothing: the source has none.

    `days_a_year` is that of WX-23 (每年不少于15天); the class thresholds are those of WX-29 (WX-AMB-05: no numbers),
    `places` how many files a contest names on either side (WX-26: ten).
    """

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="training_arrangement")
    days_a_year = models.DecimalField("每年培训天数 days a year", max_digits=4, decimal_places=1, default=Decimal(15))
    window_in_months = models.PositiveSmallIntegerField("回看月数 months looked back", default=12)
    red_cards_from = models.PositiveSmallIntegerField("红牌数 red cards", null=True)
    average_from = models.DecimalField("平均扣分 average deduction", max_digits=8, decimal_places=2, null=True)
    problems_from = models.PositiveSmallIntegerField("问题数 problems", null=True)
    pass_mark = models.DecimalField("及格分（百分制） pass mark", max_digits=5, decimal_places=2, null=True)
    places = models.PositiveSmallIntegerField("十佳十差各取 places", default=10)
    version = models.PositiveIntegerField(default=0)

    @property
    def governing_body(self) -> Body:
        """Return the body that has settled it."""
        return self.body


class Course(Recorded):
    """A course: its days in half-day steps, within one calendar year (WX-AMB-08). A withdrawn one counts no more."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField("课程 course", max_length=200)
    kind = models.CharField("类型 kind", max_length=10, choices=[(key, text.zh) for key, text in COURSE_TEXTS.items()])
    starts_on = models.DateField("开始 start")
    ends_on = models.DateField("结束 end")
    days = models.DecimalField("天数 days", max_digits=4, decimal_places=1)
    lecturer = models.CharField("授课人 lecturer", max_length=100, blank=True)
    place = models.CharField("地点 place", max_length=200, blank=True)
    content = models.TextField("内容 content", blank=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="courses")
    entered_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-starts_on", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that holds it."""
        return self.body

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return COURSE_TEXTS[self.kind]

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state of today in words with its tone."""
        if self.withdrawn_at is not None:
            return Text("已撤销", "withdrawn"), "neutral"
        if clock.today() < self.starts_on:
            return Text("未开始", "to come"), "info"
        return (Text("已结束", "over"), "good") if self.ends_on < clock.today() else (Text("进行中", "on"), "info")


class Participation(Recorded):
    """An officer at a course. `days` are those of the officer: who came half the time has half the days."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="participations")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="participations")
    days = models.DecimalField("天数 days", max_digits=4, decimal_places=1)
    is_absent = models.BooleanField("缺席 absent", default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("officer__body__path", "officer__code")
        constraints = (models.UniqueConstraint(fields=("course", "officer"), name="takes_part_once"),)

    @property
    def governing_body(self) -> Body:
        """Return the body of the officer."""
        return self.officer.body
