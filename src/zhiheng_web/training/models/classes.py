"""The class for officers who have fallen behind (后进民警培训, WX-29, WX-30): self-check, notes, mock examination."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import CardLine
from zhiheng_web.training.models.courses import Course

PEOPLE = settings.AUTH_USER_MODEL

STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "preparing": (Text("筹备", "being prepared"), "neutral"),
    "open": (Text("培训中", "under way"), "info"),
    "examining": (Text("考试中", "examination"), "info"),
    "closed": (Text("已结束", "closed"), "good"),
}
RESULT_TEXTS: dict[str, tuple[Text, str]] = {
    "": (Text("未定", "not decided"), "neutral"),
    "passed": (Text("合格", "passed"), "good"),
    "failed": (Text("不合格", "failed"), "bad"),
}


class TrainingClass(Recorded):
    """A class. `pass_mark` is pinned when it is made: a percentage of the examination's points, empty: by decision.

    `rule` keeps the thresholds and the window under which the candidates were proposed.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="training_classes")
    title = models.CharField("名称 title", max_length=200)
    starts_on = models.DateField("开始 start")
    ends_on = models.DateField("结束 end")
    days = models.DecimalField("计入培训天数 days", max_digits=4, decimal_places=1)
    looks_back_to = models.DateField("问题自 problems since")
    instructor = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    simulated_case = models.TextField("模拟案例 simulated case", blank=True)
    pass_mark = models.DecimalField("及格（%） pass mark", max_digits=5, decimal_places=2, null=True)
    rule = models.JSONField(default=dict)
    course = models.OneToOneField(Course, null=True, on_delete=models.PROTECT, related_name="training_class")
    state = models.CharField(max_length=10, default="preparing", db_index=True)
    made_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
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
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]


class Enrolment(Recorded):
    """An officer in a class: why (`grounds`), the instructor's notes, score, result, and the rectification closed."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="enrolments")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="enrolments")
    grounds = models.JSONField(default=dict)  # what the rule said on the day: red_cards, average, problems
    reason = models.CharField("列入理由 reason", max_length=300)
    notes = models.TextField("教员讲评 instructor's notes", blank=True)
    noted_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True)  # the answers of the examination
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    full = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    result = models.CharField(max_length=6, blank=True)
    result_reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # the rectification is closed
    closed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    enrolled_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("officer__body__path", "officer__code")
        constraints = (models.UniqueConstraint(fields=("training_class", "officer"), name="enrolled_once"),)

    @property
    def governing_body(self) -> Body:
        """Return the body of the officer."""
        return self.officer.body

    @property
    def result_text(self) -> tuple[Text, str]:
        """Return the result in words with its tone."""
        return RESULT_TEXTS[self.result]


class SelfCheck(Recorded):
    """A problem from the officer's own cards: what they make of it in their own words, and whether it is corrected."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="checks")
    line = models.ForeignKey(CardLine, on_delete=models.PROTECT, related_name="+")
    understanding = models.TextField("自我认识 understanding", blank=True)
    is_corrected = models.BooleanField("已改正 corrected", default=False)
    written_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("line__card__assignment__file_review__case__code", "line__position", "pk")
        constraints = (models.UniqueConstraint(fields=("enrolment", "line"), name="checked_once"),)


class Question(Recorded):
    """A question of the mock examination: its points and the answer that is looked for."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveIntegerField()
    text = models.TextField("题目 question")
    points = models.DecimalField("分值 points", max_digits=6, decimal_places=2)
    expected = models.TextField("参考答案 expected answer", blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "pk")

    @property
    def governing_body(self) -> Body:
        """Return the body that holds the class."""
        return self.training_class.body


class Answer(Recorded):
    """An officer's answer to a question, and the points that the instructor gave."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    marked_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("question__position", "pk")
        constraints = (models.UniqueConstraint(fields=("enrolment", "question"), name="answered_once"),)


#: The points of an answer can be given in hundredths.
STEP = Decimal("0.01")
