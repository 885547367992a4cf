"""Results of reviews that a bureau above held (XH-29): its paper, a row for each unit or case, the circular."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.training.models import Bulletin

PEOPLE = settings.AUTH_USER_MODEL
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "draft": (Text("未通报", "not circulated"), "neutral"),
    "circulated": (Text("已通报", "circulated"), "good"),
    "withdrawn": (Text("已撤回", "withdrawn"), "warn"),
}


class ExternalReview(Recorded):
    """A review that somebody above held and whose result the body passes on. The original is kept as evidence."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="external_reviews")
    issuer = models.CharField("评查机关 issuer", max_length=200)
    year = models.PositiveIntegerField("年度 year")
    title = models.CharField("名称 title", max_length=200)
    document_no = models.CharField("文号 number", max_length=100, blank=True)
    issued_on = models.DateField("成文日期 issued on", null=True)
    summary = models.TextField("总体情况 summary", blank=True)
    state = models.CharField(max_length=10, default="draft", db_index=True)
    bulletin = models.ForeignKey(Bulletin, null=True, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    circulated_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-year", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that passes it on."""
        return self.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]


class ExternalRow(Recorded):
    """What the result says of a unit or a case, as it was written there; `unit` and `case` where they are known."""

    review = models.ForeignKey(ExternalReview, on_delete=models.PROTECT, related_name="rows")
    unit_name = models.CharField("单位 unit", max_length=200)
    unit = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    case_code = models.CharField("案件编号 case", max_length=200, blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField("得分 score", max_digits=6, decimal_places=2, null=True)
    problems = models.TextField("问题 problems", blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.case_code or self.unit_name

    @property
    def governing_body(self) -> Body:
        """Return the body that passes it on."""
        return self.review.body
