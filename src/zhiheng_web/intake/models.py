"""Stored things of the intake: books, batches, rows with where they came from, faults of cells, sealed snapshots."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhiheng.api import ledgers
from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text

#: The name under which the rows of a batch stand in the audit trail.
ROWS_KIND = "intake.rows"


class Book(Recorded):
    """A ledger kept here by a body. Amounts of its rows are in yuan; `currency_unit` is the unit files are read in.

    `version` counts what changed the rows in force: a dry run holds only for the version that it saw.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="books")
    name = models.CharField("名称 name", max_length=200)
    period_from = models.DateField("期间起 from")
    period_to = models.DateField("期间止（不含） to")
    region = models.CharField("地区 region", max_length=200, blank=True)
    calendar = models.CharField("日历 calendar", max_length=20, default="cn")
    as_of = models.DateField("数据日期 as of", null=True, blank=True)
    currency_unit = models.CharField("金额单位 currency unit", max_length=10, default="yuan")
    findings_complete = models.JSONField(default=list, blank=True)
    fictional = models.BooleanField("虚构数据 fictional", default=False)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("-period_from", "name")
        constraints = (
            models.UniqueConstraint(fields=("body", "name"), name="book_name_of_body"),
            models.CheckConstraint(condition=Q(period_from__lt=models.F("period_to")), name="book_period_holds_days"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def governing_body(self) -> Body:
        """Return the body that keeps the ledger."""
        return self.body


class State(models.TextChoices):
    """How far a batch has come."""

    uploaded = "uploaded"
    matched = "matched"
    checked = "checked"
    confirmed = "confirmed"
    undone = "undone"
    failed = "failed"


#: State → words and tone of its badge.
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    State.uploaded: (Text("待对应列", "to be matched"), "info"),
    State.matched: (Text("预检中", "being checked"), "info"),
    State.checked: (Text("待确认", "to be confirmed"), "warn"),
    State.confirmed: (Text("已导入", "imported"), "good"),
    State.undone: (Text("已撤销", "undone"), "neutral"),
    State.failed: (Text("无法读取", "not readable"), "bad"),
}


class Choice(models.TextChoices):
    """Which rows of a batch come in."""

    all_or_nothing = "all_or_nothing"
    good_rows_only = "good_rows_only"


class OnConflict(models.TextChoices):
    """What happens to a row whose key stands already with other values."""

    stop = "stop"
    skip = "skip"
    update = "update"


class Batch(Recorded):
    """Rows that came in one go: a file, or rows made by a program. Invisible until confirmed.

    `body` is the body through which it came: the body of the book, or one beneath that brings its own rows.
    `table` is empty where a whole ledger came. `mapping`: sheet, header row and the column of each cell of the header.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="batches")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="batches")
    own_rows_only = models.BooleanField(default=False)
    table = models.CharField(max_length=30, blank=True)
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=71, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    choice = models.CharField(max_length=20, choices=Choice.choices, default=Choice.all_or_nothing)
    on_conflict = models.CharField(max_length=10, choices=OnConflict.choices, default=OnConflict.stop)
    state = models.CharField(max_length=12, choices=State.choices, default=State.uploaded)
    counts = models.JSONField(default=dict, blank=True)
    faults = models.JSONField(default=list, blank=True)
    marked_digest = models.CharField(max_length=71, blank=True)
    checked_version = models.PositiveIntegerField(null=True)
    rows_digest = models.CharField(max_length=71, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="batches")
    at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_name}"

    @property
    def governing_body(self) -> Body:
        """Return the body through which the rows came."""
        return self.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with the tone of its badge."""
        return STATE_TEXTS[self.state]

    @property
    def table_text(self) -> Text:
        """Return the name of the table, or that a whole ledger came."""
        return table_text(self.table) if self.table else Text("整本台账", "a whole ledger")

    def count(self, what: str) -> int:
        """Return a count of the dry run: new, changed, skipped, wrong."""
        return int(self.counts.get(what, 0))


class Row(models.Model):
    """A row of a table. What it holds is never changed: a correction is a row of a later batch that replaces it.

    `values` holds canonical texts by English column, blanks left out; `content` is their digest; `unit` is the body
    that the row tells of (of an event: that of its case). The digest of the batch in the trail covers all of it.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="rows")
    table = models.CharField(max_length=30)
    key = models.CharField(max_length=400, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    values = models.JSONField()
    content = models.CharField(max_length=64)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    source_file = models.CharField(max_length=255)
    source_sheet = models.CharField(max_length=255, blank=True)
    source_row = models.PositiveIntegerField()
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("book", "table", "key"), condition=Q(is_current=True) & ~Q(key=""), name="row_current_once"
            ),
        )
        indexes = (
            models.Index(fields=("book", "table", "key"), name="row_by_key"),
            # Digests are scattered: where a key finds the row, an index of them would only cost.
            models.Index(fields=("book", "table", "content"), condition=Q(key=""), name="row_by_content"),
            models.Index(fields=("book", "table", "is_current", "unit"), name="row_by_unit"),
        )

    @property
    def governing_body(self) -> Body:
        """Return the body that the row tells of, where it lies beneath the book's; else the body of the book."""
        keeper = self.book.body
        told_of = Body.objects.filter(code=self.unit).first() if self.unit else None
        return told_of if told_of is not None and told_of.is_within(keeper) else keeper


class Wrong(models.Model):
    """Something wrong with a cell of a batch, as the dry run found it. Row 0 stands for the file as a whole."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="wrongs")
    table = models.CharField(max_length=30)
    sheet = models.CharField(max_length=255, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    value = models.TextField(blank=True)
    code = models.CharField(max_length=50)
    reason_zh = models.TextField()
    reason_en = models.TextField()
    remedy_zh = models.TextField()
    remedy_en = models.TextField()

    class Meta:
        ordering = ("pk",)

    @property
    def reason(self) -> Text:
        """Return what is wrong."""
        return Text(self.reason_zh, self.reason_en)

    @property
    def remedy(self) -> Text:
        """Return how to mend it."""
        return Text(self.remedy_zh, self.remedy_en)


class Working(models.Model):
    """What is at hand while a batch is worked on: the look of its file, and how far the dry run is.

    `attempt` names the run that may stage rows; a second run takes it over, and the first stops. Of no weight later.
    """

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, related_name="working")
    layout = models.JSONField(default=list)
    attempt = models.CharField(max_length=32, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)


class Snapshot(Recorded):
    """A sealed state of a book: the ledger folder that evaluations read. Never changed, never taken back.

    `digest` is that of the ledger's tables (as every result names it); `folder` is its place below the installation's
    home, and `files` are the digests of the files in it. `batches` are the ids of the batches whose rows it holds.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="snapshots")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=71)
    folder = models.CharField(max_length=200)
    files = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    batches = models.JSONField(default=list)
    taken_at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="snapshots"
    )

    class Meta:
        ordering = ("-taken_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("book", "name"), name="snapshot_name_of_book"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save for the first time; a sealed snapshot is never saved again."""
        if not self._state.adding:
            raise RuntimeError("a sealed snapshot is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: a sealed snapshot is never taken back."""
        raise RuntimeError("a sealed snapshot is never deleted")

    @property
    def governing_body(self) -> Body:
        """Return the body that keeps the ledger."""
        return self.book.body


def table_text(name: str) -> Text:
    """Return the name of a table of the ledger in words."""
    spec = ledgers.TABLES.get(name)
    return Text(spec.label, name) if spec else Text(name, name)
