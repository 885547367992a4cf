"""The charts of the portal: points lost by category, scores over the years."""

from __future__ import annotations

from django.urls import reverse

from zhiheng_web.lib.charts import Chart, Series
from zhiheng_web.lib.words import Text
from zhiheng_web.portal.queries import BodyOverYears, PublicBody, Result

_LOST = Text("各类扣分", "Points lost by category")


def lost_points(result: Result, keep: str) -> Chart | None:
    """Return what each body lost in each category, parts of one sum; None where nobody is named."""
    bodies = result.bodies
    if not bodies:
        return None
    heads = {one.id: one.name for body in bodies for one in body.categories}
    lost = [{one.id: one.deducted for one in body.categories} for body in bodies]
    hrefs = [reverse("portal:body", args=[body.unit_id]) + keep for body in bodies]
    series = [Series(name, [one.get(key) for one in lost], hrefs) for key, name in heads.items()]
    return Chart("lost-points", _LOST, [body.name for body in bodies], series, is_stacked=True)


def scores(told: BodyOverYears, keep: str) -> Chart:
    """Return the scores of a body over the years."""
    hrefs = [reverse("portal:result", args=[result.pk]) + keep for result, _ in told.rows]
    years = [str(result.disclosed.year) for result, _ in told.rows]
    series = [Series(Text("得分", "score"), [body.score for _, body in told.rows], hrefs)]
    title = Text(f"{told.name}历年得分", f"Scores of {told.name} over the years")
    return Chart("scores", title, years, series, kind="columns", category_head=Text("年度", "Year"))


def losses_over_years(told: BodyOverYears) -> list[tuple[str, list[tuple[Text, str]]]]:
    """Return, year by year, the categories in which the body lost points."""
    return [(str(one.disclosed.year), _lost(body)) for one, body in told.rows]


def _lost(body: PublicBody) -> list[tuple[Text, str]]:
    return [(one.name, f"{one.deducted} / {one.points}") for one in body.categories if one.deducted]
