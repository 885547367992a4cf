"""Files whose deduction is no longer what a published month says of them: an objection was upheld, a card corrected."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from zhiheng_web.officers.models import Month, MonthCase


def changed_since(months: Any) -> QuerySet[MonthCase]:
    """Return the files of published months (a month, or a query of them) that say something else today.

    Only where the first round counts: a final deduction that counted was final.
    """
    chosen = {"line__month": months} if isinstance(months, Month) else {"line__month__in": months}
    rows: QuerySet[MonthCase] = MonthCase.objects.filter(
        **chosen, counts=True, line__month__rules__round="first", file_review__deduction_first__isnull=False
    )
    rows = rows.exclude(deduction=F("file_review__deduction_first"))
    return rows.select_related("line__month__organiser", "file_review__case")
