"""What the pages of case-file review share: crumbs, redirects, what is told on top of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text, say
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.reviews.reading.activities import ACTIVITIES

FILES = Text("案卷评查", "Files under review")
_Made = TypeVar("_Made")


def activity_crumbs(activity: Activity, *more: tuple[Text, str]) -> list[tuple[Text, str]]:
    """Return where a page of an activity stands."""
    here = (Text(activity.title, activity.title), reverse("reviews:activity", args=[activity.pk]))
    return [(ACTIVITIES, reverse("reviews:activities")), here, *more]


def file_crumbs(person: Any, one: FileReview, *more: tuple[Text, str]) -> list[tuple[Text, str]]:
    """Return where a page of a file stands; over its activity for those who may read it."""
    here = (Text(one.case.code, one.case.code), reverse("reviews:file", args=[one.pk]))
    if policy.may(person, "reviews.read_activity", one.activity.organiser):
        return [*activity_crumbs(one.activity), here, *more]
    return [(FILES, reverse("reviews:files")), here, *more]


def to(name: str, *args: Any) -> HttpResponseRedirect:
    """Redirect after a deed."""
    return HttpResponseRedirect(reverse(f"reviews:{name}", args=args), status=303)


def refused(form: Any, refusal: Refusal) -> None:
    """Put what was refused on top of a form."""
    for fault in refusal.faults:
        where = fault.place.of("zh"), fault.place.of("en")
        zh = f"{where[0]}：" if where[0] else ""
        en = f"{where[1]}: " if where[1] else ""
        told = Text(
            f"{zh}{fault.reason.zh}。{fault.remedy.zh}", f"{en}{fault.reason.of('en')}. {fault.remedy.of('en')}"
        )
        form.add_error(None, say(told))


def tried(form: Any, deed: Callable[[], _Made]) -> _Made | None:
    """Return what a deed made; None where it was refused, which then stands on top of the form."""
    try:
        return deed()
    except Refusal as refusal:
        refused(form, refusal)
        return None


def tell(request: HttpRequest, zh: str, en: str) -> None:
    """Say after a deed what was done."""
    messages.success(request, say(Text(zh, en)))
