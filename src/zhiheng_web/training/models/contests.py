"""The contest for the ten best and ten worst files (“十佳十差”, WX-26 to WX-28): candidates, panel, scores, outcome."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import FileReview

PEOPLE = settings.AUTH_USER_MODEL

#: In this order; nothing goes back.
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "preparing": (Text("筹备", "being prepared"), "neutral"),
    "frozen": (Text("评委名册已公布，待种子", "pool of judges published, seed awaited"), "info"),
    "judging": (Text("评审中", "judging"), "info"),
    "decided": (Text("已评定", "decided"), "good"),
}
SIDE_TEXTS: dict[str, tuple[Text, str]] = {
    "best": (Text("十佳", "best"), "good"),
    "worst": (Text("十差", "worst"), "bad"),
}


class Contest(Recorded):
    """A contest over the files settled in [period_from, period_to). Judges are drawn under a seed known only later.

    `places` is how many are named on either side, `candidates_each` how many files are looked at for it, `judges` the
    size of the panel, `least_scores` how many judges a file needs to be placed.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="contests")
    title = models.CharField("名称 title", max_length=200)
    period_from = models.DateField("办结起 settled from")
    period_to = models.DateField("办结止（不含） settled to")
    places = models.PositiveSmallIntegerField("各取件数 places")
    candidates_each = models.PositiveSmallIntegerField("各列候选件数 candidates each")
    judges_wanted = models.PositiveSmallIntegerField("评委人数 judges")
    least_scores = models.PositiveSmallIntegerField("每件最少评分人数 scores a file needs", default=3)
    judging_due_on = models.DateField("评审截止 judging until", null=True)
    seed_source = models.CharField("种子来源 source of the seed", max_length=300, blank=True)
    seed_not_before = models.DateTimeField("种子最早可知 seed not known before", null=True)
    pool_digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    seed = models.CharField("种子 seed", max_length=300, blank=True)
    sheet = models.JSONField(default=dict)
    drawn_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="preparing", db_index=True)
    made_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-period_from", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that holds it."""
        return self.body

    @property
    def last_day(self) -> date:
        """Return the last day of the period."""
        return self.period_to - timedelta(days=1)

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]


class Candidate(Recorded):
    """A file among the candidates of one side, with score and deduction that the engine gave; later its place.

    `mean` is the judges' mean as an exact fraction in words (`1234/13`), `place` 1 is the first of its side.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="candidates")
    file_review = models.ForeignKey(FileReview, on_delete=models.PROTECT, related_name="candidacies")
    side = models.CharField(max_length=5)
    score = models.DecimalField(max_digits=12, decimal_places=4)
    deduction = models.DecimalField(max_digits=12, decimal_places=4)
    rank = models.PositiveSmallIntegerField()  # among the files of the period by the score of the review, of its side
    mean = models.CharField(max_length=60, blank=True)
    scores_counted = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveSmallIntegerField(null=True)
    is_named = models.BooleanField(default=False)
    tie = models.JSONField(default=dict)  # how a tie was broken, in both languages
    article = models.TextField("经验材料 experience", blank=True)
    article_by = models.CharField("介绍人 presented by", max_length=100, blank=True)

    class Meta:
        ordering = ("side", "place", "pk")
        constraints = (models.UniqueConstraint(fields=("contest", "file_review"), name="candidate_once"),)

    @property
    def governing_body(self) -> Body:
        """Return the body that holds the contest."""
        return self.contest.body

    @property
    def side_text(self) -> tuple[Text, str]:
        """Return the side in words with its tone."""
        return SIDE_TEXTS[self.side]

    @property
    def tie_text(self) -> Text | None:
        """Return how a tie was broken, None where there was none."""
        return Text(self.tie["zh"], self.tie["en"]) if self.tie else None

    @property
    def mean_shown(self) -> Decimal | None:
        """Return the judges' mean to two decimals, halves up; the exact one is `mean`."""
        if not self.mean:
            return None
        exact = Fraction(self.mean)
        return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Nominee(Recorded):
    """Somebody in the pool from which judges are drawn: a legal officer, or an officer who was named as excellent."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="nominees")
    account = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=20)  # legal_officer, officer
    reason = models.CharField("理由 reason", max_length=300, blank=True)

    class Meta:
        ordering = ("stratum", "account__name")
        constraints = (models.UniqueConstraint(fields=("contest", "account"), name="nominated_once"),)


class Judge(Recorded):
    """A judge who was drawn. Scores stay hidden from all others until the contest is decided."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="judges")
    account = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="judgeships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    handed_in_at = models.DateTimeField(null=True)
    excused_at = models.DateTimeField(null=True)
    excused_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("contest", "account"), name="judge_once"),)

    @property
    def governing_body(self) -> Body:
        """Return the body at which the judge serves."""
        return self.body


class Recusal(Recorded):
    """That a judge does not score a file: of the own unit, an own case, or a declared interest."""

    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="recusals")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField(max_length=10)  # unit, case, interest, asked
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("judge", "candidate"), name="recused_once"),)


class Score(Recorded):
    """What one judge gives one file: 0 to 100, with a remark."""

    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="scores")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="scores")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    remark = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("judge", "candidate"), name="scored_once"),)


REWARD_TEXTS: dict[str, Text] = {
    "honour": Text("通报表扬、荣誉", "honour"),
    "material": Text("物质奖励", "material reward"),
    "merit": Text("评优立功推荐", "recommended for merit"),
    "other": Text("其他", "other"),
}
FOLLOW_UP_TEXTS: dict[str, tuple[Text, str]] = {
    "open": (Text("待决定", "to be decided"), "warn"),
    "decided": (Text("已决定", "decided"), "info"),
    "done": (Text("已落实", "carried out"), "good"),
}


class Reward(Recorded):
    """A reward for the lead officer of one of the best files (WX-27)."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="rewards")
    kind = models.CharField("类别 kind", max_length=10, choices=[(key, text.zh) for key, text in REWARD_TEXTS.items()])
    text = models.CharField("内容 what", max_length=300)
    decision = models.CharField("决定文号或会议 decision", max_length=300, blank=True)
    decided_on = models.DateField("决定日期 decided on")
    by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("decided_on", "pk")

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return REWARD_TEXTS[self.kind]


class FollowUp(Recorded):
    """An accountability task for the unit or the lead officer of one of the worst files (WX-28).

    `handed_over` names what it became where the accountability of officers took it over (`officers.accountability:7`).
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="follow_ups")
    about = models.CharField(max_length=8)  # unit, officer
    state = models.CharField(max_length=8, default="open", db_index=True)
    measure = models.CharField("问责措施 measure", max_length=300, blank=True)
    decision = models.CharField("决定 decision", max_length=300, blank=True)
    decided_on = models.DateField("决定日期 decided on", null=True)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    handed_over = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("candidate__place", "about")
        constraints = (models.UniqueConstraint(fields=("candidate", "about"), name="follow_up_once"),)

    @property
    def governing_body(self) -> Any:
        """Return the body that holds the contest."""
        return self.candidate.contest.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return FOLLOW_UP_TEXTS[self.state]
