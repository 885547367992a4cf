"""The review card (考评卡, WX-11): basic items, problems with page, clause, deduction and what must be mended."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models.assignments import Assignment

PEOPLE = settings.AUTH_USER_MODEL

MENDED_TEXTS: dict[str, tuple[Text, str]] = {
    "": (Text("未核查", "not checked yet"), "neutral"),
    "mended": (Text("已整改", "mended"), "good"),
    "partly": (Text("整改不到位", "partly mended"), "warn"),
    "not": (Text("没有整改", "not mended"), "bad"),
}


class Card(Recorded):
    """The card of one reviewer on one file in one round. Signing locks it; what was signed is covered by `digest`.

    `fails` says that a basic item fails the file outright; `opinion` is the comprehensive opinion, `good_practice`
    what was done well. `deducted` is the sum of the lines at signing, for lists; scores come from the engine.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="card")
    state = models.CharField(max_length=8, default="draft")  # draft, signed
    fails = models.BooleanField(default=False)
    finding_class = models.CharField(max_length=60, blank=True)
    opinion = models.TextField(blank=True)
    good_practice = models.TextField(blank=True)
    guidance = models.TextField(blank=True)  # level 1: how the officer was guided to mend (WX-06)
    deducted = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(0))
    started_at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=71, blank=True)
    version = models.PositiveIntegerField(default=0)

    @property
    def governing_body(self) -> Body:
        """Return the body whose file it is."""
        return self.assignment.file_review.body

    @property
    def is_signed(self) -> bool:
        """Return whether it is locked."""
        return self.state == "signed"


class CardLine(Recorded):
    """A line of a card. `item` is an item of the activity's card, `rule_id` the scheme's rule of its aspect.

    `kind`: `problem` (with deduction), `basic` (a basic item answered no: fails the file), `good` (good practice).
    In round two a line answers one of round one (`answers`) with `mended`; a new problem stands by itself. `check_id`
    names the check whose finding was taken over. Lines of a draft may be removed (`removed_at`), those signed stay.
    """

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, default="problem")
    rule_id = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=60, blank=True)
    page = models.CharField("页码 page", max_length=60, blank=True)
    text = models.TextField("问题 problem", blank=True)
    clause = models.CharField("依据条款 clause", max_length=300, blank=True)
    deduction = models.DecimalField("扣分 deduction", max_digits=10, decimal_places=4, null=True)
    reason = models.TextField("扣分理由 reason", blank=True)  # required where the item leaves a range
    mend = models.TextField("整改要求 what must be mended", blank=True)
    is_self_corrected = models.BooleanField(default=False)  # level 1: mended before it was sent on (WX-06)
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    mended = models.CharField(max_length=8, blank=True)
    check_id = models.CharField(max_length=100, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "pk")
        indexes = (
            models.Index(fields=("card", "position"), condition=Q(removed_at__isnull=True), name="line_of_card"),
        )

    @property
    def governing_body(self) -> Body:
        """Return the body whose file it is."""
        return self.card.assignment.file_review.body
