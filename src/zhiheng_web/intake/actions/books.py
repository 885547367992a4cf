"""Opening a book, and changing what it says of itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text

#: What a book says of itself besides its name and period, and may say anew.
_TOLD = ("region", "calendar", "as_of", "currency_unit", "findings_complete", "fictional")


def keep_book(
    actor: Any, *, body: Body, name: str, period_from: date, period_to: date, book: Book | None = None, **told: Any
) -> Book:
    """Open a book of a body, or change what one says of itself; further names are those of the model.

    Raises Refusal for an empty period and for a second book of the same name.
    """
    _demand(actor, "intake.keep_book", body)
    if period_from >= period_to:
        raise _refused(
            "empty_period",
            Text("期间的止日不晚于起日", "the period does not end after it begins"),
            Text("止日写期间结束后的第一天", "give the first day after the period"),
            f"{period_from} – {period_to}",
        )
    if Book.objects.filter(body=body, name=name).exclude(pk=book.pk if book else None).exists():
        raise _refused(
            "book_twice",
            Text("本机构已有同名台账", "the body has a ledger of this name already"),
            Text("换一个名称，例如加上年度", "choose another name, such as one with the year"),
            name,
        )
    one = book or Book(body=body)
    one.name, one.period_from, one.period_to = name, period_from, period_to
    for key, value in told.items():
        if key not in _TOLD:
            raise TypeError(key)
        setattr(one, key, value)
    with acts.act(actor, "intake.keep_book"):
        one.save()
    return one


def _demand(actor: Any, deed: str, body: Body) -> None:
    if actor is not None:
        policy.demand(actor, deed, body)


def _refused(code: str, reason: Text, remedy: Text, value: str = "") -> Refusal:
    return Refusal(Fault(code, Place(), reason, remedy, value))


__all__ = ["keep_book"]
