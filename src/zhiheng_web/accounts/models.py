"""The account of a person. What it may do stands in the posts of its person (`bodies.Post`), never here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from zhiheng_web.audit import acts
from zhiheng_web.audit.recorded import Recorded, RecordedRows
from zhiheng_web.lib import clock


class AccountManager(BaseUserManager.from_queryset(RecordedRows)):  # type: ignore[misc]
    """Finds accounts by name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of this name."""
        found: Account = self.get(name=username)
        return found


class Account(Recorded, AbstractBaseUser):
    """A person who can sign in; one person, one account. No account is shared, none is there by default.

    `officer_id` is the number of the person in the ledger, where they are an enforcement officer.
    """

    name = models.CharField("账号 account", max_length=150, unique=True)
    display_name = models.CharField("姓名 name", max_length=100)
    officer_id = models.CharField("人员编号 officer number", max_length=100, blank=True, db_index=True)
    is_active = models.BooleanField("可用 active", default=True)
    valid_until = models.DateField("有效期至 valid until", null=True, blank=True)
    must_change_password = models.BooleanField("须改口令 must change password", default=True)
    password_changed_at = models.DateTimeField("口令更改时间 password changed", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("建立时间 made", default=clock.now, editable=False)
    version = models.PositiveIntegerField("版本 version", default=1, editable=False)
    last_login = None  # the trail tells of sign-ins

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    implicit_deed = "accounts.change_own_account"
    #: What the trail must not hold in clear.
    secret_fields: ClassVar[frozenset[str]] = frozenset({"password"})
    objects = AccountManager()  # type: ignore[misc]

    def __str__(self) -> str:
        return self.display_name or self.name

    @property
    def governing_body(self) -> None:
        """Return None: an account belongs to no body, its posts do; the role alone decides."""
        return

    def posts_today(self) -> tuple[Any, ...]:
        """Return the posts held today with their bodies; asked once for a request."""
        found: tuple[Any, ...] | None = getattr(self, "_posts_today", None)
        if found is None:
            today = clock.today()
            found = tuple(post for post in self.posts.select_related("body") if post.is_held_on(today))
            self._posts_today = found
        return found

    def is_valid_on(self, day: date) -> bool:
        """Return whether the account may be used on a day."""
        return self.is_active and (self.valid_until is None or day <= self.valid_until)

    def _implicit_actor(self) -> acts.Actor | None:
        return self if self.pk else None


class SignIn(models.Model):
    """One sign-in and how long it lasts: what a person sees as "where I am signed in" and can end.

    Not `Recorded`: that somebody signed in or out stands in the trail as its own line; `seen_at` moves all day long.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-began_at",)

    @property
    def governing_body(self) -> None:
        """Return None: a sign-in belongs to its account alone."""
        return

    def is_idle_at(self, instant: datetime, limit_in_minutes: int) -> bool:
        """Return whether nothing has been heard for longer than the limit."""
        return (instant - self.seen_at).total_seconds() > limit_in_minutes * 60
