"""Officers and cases as the rows in force of the ledgers tell of them, and the documents of a case's file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake.models import Book, Snapshot
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text

#: Kinds of case (contract, table cases) in words.
KINDS: dict[str, Text] = {
    "penalty": Text("行政处罚", "penalty"),
    "licence": Text("行政许可", "licence"),
    "compulsion": Text("行政强制", "compulsion"),
    "inspection": Text("行政检查", "inspection"),
    "collection": Text("行政征收", "collection"),
    "other": Text("其他", "other"),
}


class Officer(Recorded):
    """A person who handles cases (办案人员), by the number that the ledger gives. `account` is theirs, if any.

    `initials` are the pinyin initials of the name (林知远 → lzy); a name of several readings may be corrected.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="officers")
    code = models.CharField("人员编号 number", max_length=100, unique=True)
    name = models.CharField("姓名 name", max_length=100)
    initials = models.CharField("拼音首字母 initials", max_length=100, blank=True)
    role = models.CharField("岗位 role", max_length=30, blank=True)
    certificate_no = models.CharField("执法证号 certificate", max_length=60, blank=True)
    certificate_until = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="officer"
    )

    class Meta:
        ordering = ("body__path", "code")

    def __str__(self) -> str:
        return self.name

    @property
    def governing_body(self) -> Body:
        """Return the body at which the officer serves."""
        return self.body


class Case(models.Model):
    """A case as the rows in force of its book tell of it; `indexing` makes it anew whenever the rows change.

    Not recorded by an act of its own: all it holds follows from rows that stand in the trail. It is never deleted: one
    whose row was taken back is marked `is_current=False`. `text` is what the search finds, a space between characters;
    `rows` are the ids of the rows that tell of it (events, outcomes, findings, facts), in the order of the tables.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="cases")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cases")
    code = models.CharField(max_length=200)  # case_id of the ledger
    kind = models.CharField(max_length=30, blank=True)
    procedure = models.CharField(max_length=30, blank=True)
    cause = models.CharField(max_length=300, blank=True)
    lead = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="led_cases")
    second = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="assisted_cases")
    party = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=300, blank=True)
    document_no = models.CharField(max_length=200, blank=True)
    fine = models.DecimalField(max_digits=18, decimal_places=2, null=True)  # yuan
    is_major = models.BooleanField(default=False)
    filed_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    closed_on = models.DateField(null=True, db_index=True)
    text = models.TextField(blank=True)
    rows = models.JSONField(default=list, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = (F("closed_on").desc(nulls_last=True), "code")
        constraints = (models.UniqueConstraint(fields=("book", "code"), name="case_of_book"),)
        indexes = (
            models.Index(fields=("body", "closed_on"), name="case_closed"),
            models.Index(fields=("lead", "is_current"), name="case_led"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def governing_body(self) -> Body:
        """Return the body that handles the case."""
        return self.body

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS.get(self.kind, Text(self.kind or "—", self.kind or "—"))


class FileDocument(Recorded):
    """A document of a case's file (卷内文书): a PDF or picture in the store, in the order of the file.

    `page_from` is the page of the bound file on which it begins; withdrawn ones stay with their reason. One that
    `masks` another is its blackened copy (涂黑副本): it has no place of its own and stands in for it in a blind review.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    masks = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="blackened")
    position = models.PositiveIntegerField()
    title = models.CharField("文书名称 title", max_length=200)
    page_from = models.PositiveIntegerField("起始页 first page", default=1)
    pages = models.PositiveIntegerField("页数 pages", default=1)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=71)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    #: Not stored: whether this reader, who reviews blind, may know that it is there but not open it.
    is_withheld = False

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("masks",), condition=Q(withdrawn_at__isnull=True), name="one_blackened_copy"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_blackened(self) -> bool:
        """Return whether it is the blackened copy of another document."""
        return self.masks_id is not None

    @property
    def governing_body(self) -> Body:
        """Return the body that handles the case."""
        return self.case.body


class Interest(Recorded):
    """A declared interest (回避事由): this person reviews neither this body, nor this officer, nor this case."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("理由 reason")
    declared_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-declared_at",)

    @property
    def governing_body(self) -> None:
        """Return None: an interest is the person's own matter, whatever it is about."""
        return


class CheckRun(Recorded):
    """A run of the rulebook's checks over a sealed snapshot; `summary` holds each check with its words and counts.

    `findings` is the digest of the file of findings in the store; the rows of `CheckFinding` are read from it.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="check_runs")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="check_runs")
    summary = models.JSONField(default=dict)
    findings = models.CharField(max_length=71)
    ran_at = models.DateTimeField(default=clock.now)
    ran_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-ran_at", "-pk")

    @property
    def governing_body(self) -> Body:
        """Return the body that keeps the ledger."""
        return self.book.body


class CheckFinding(models.Model):
    """What a check found about a case, in words. Not recorded by itself: the digest of its run in the trail covers it.

    `code` is the number of the case in the ledger; `dismissed` is why somebody set the finding aside.
    """

    run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="found")
    code = models.CharField(max_length=200)
    check_id = models.CharField(max_length=100)
    severity = models.CharField(max_length=20)
    occurred_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    told_zh = models.TextField()
    told_en = models.TextField()
    dismissed = models.TextField(blank=True)

    class Meta:
        ordering = ("run", "check_id", "pk")
        indexes = (models.Index(fields=("run", "code"), name="finding_of_case"),)

    @property
    def told(self) -> Text:
        """Return what was found, in a sentence."""
        return Text(self.told_zh, self.told_en)
