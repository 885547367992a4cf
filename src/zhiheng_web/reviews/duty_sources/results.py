"""What waits once files are reviewed: the report, its submission, and at least one review a year (XH-27, XH-28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, duties, policy
from zhiheng_web.lib.duties import Duty
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity

_REPORT = "reviews.report"
_REPORTS = Text("徐汇办法四（二）2：形成评查报告，及时上报（XH-27、XH-28）", "Xuhui 4(2)2: a report, submitted in time")
_YEARLY = Text("全年开展案卷评查不少于1次（XH-28）", "at least one review of files a year (XH-28)")


@duties.register
def of_results(person: Any) -> Iterator[Duty]:
    """Yield the activities all of whose files are settled and that have no report, and reports not yet submitted."""
    if not policy.may_somewhere(person, _REPORT):
        return
    within = policy.within_reach(person, _REPORT, "organiser")
    standing = ~Q(files__draw__superseded_by__isnull=False) & ~Q(files__state="taken_out")
    found = Activity.objects.filter(within, state__in=("open", "reported")).select_related("organiser")
    counted = found.annotate(
        all_files=Count("files", filter=standing, distinct=True),
        settled_files=Count("files", filter=standing & Q(files__state="settled"), distinct=True),
    )
    for one in counted:
        name = one.title
        if one.reported_at is None and one.all_files and one.all_files == one.settled_files and one.kind != "complete":
            what = Text(f"出具评查报告：{name}", f"issue the report: {name}")
            yield Duty(f"{_REPORT}:{one.pk}", what, one.organiser, _url(one, "results"), None, _REPORTS)
        elif one.reported_at is not None and one.submitted_on is None and one.kind == "random":
            what = Text(f"上报评查结果：{name}", f"submit the results: {name}")
            yield Duty(f"reviews.submit_results:{one.pk}", what, one.organiser, _url(one, "report"), None, _REPORTS)


@duties.register
def of_the_year(person: Any) -> Iterator[Duty]:
    """Yield the bodies that review files and have reported no review this year."""
    if not policy.may_somewhere(person, "reviews.open_activity"):
        return
    for body in bodies_without_review(person):
        year = clock.today().year
        what = Text(f"{year} 年还没有完成案卷评查", f"no review of files is finished in {year}")
        url = reverse("reviews:activities")
        yield Duty(f"reviews.yearly:{body.pk}:{year}", what, body, url, date(year, 12, 31), _YEARLY)


def bodies_without_review(person: Any) -> list[Body]:
    """Return the bodies for which a person opens reviews, that have had some, and that reported none this year."""
    within = policy.within_reach(person, "reviews.open_activity", "organiser")
    have = Activity.objects.filter(within).values_list("organiser", flat=True)
    # The year in Shanghai: a report of its first hours is one of the year.
    this_year = Activity.objects.filter(within, reported_at__isnull=False).values_list("organiser", "reported_at")
    done = {organiser for organiser, at in this_year if clock.day_of(at).year == clock.today().year}
    return list(Body.objects.filter(pk__in=set(have) - done).order_by("path"))


def _url(one: Activity, name: str) -> str:
    return reverse(f"reviews:{name}", args=[one.pk])
