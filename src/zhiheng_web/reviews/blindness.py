"""Which cases a person reviews blind, for the pages of cases (`cases.masking`): as long as the card is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng_web.cases.masking import SHOWN, WITHHELD
from zhiheng_web.reviews.models import Assignment


def blind_cases(person: Any) -> Mapping[int, str]:
    """Return the cases of the blind assignments that a person has not signed, with the rule on papers of each.

    A planted assignment binds as any other: it must not be told apart. Files of a replaced draw bind no longer.
    """
    if getattr(person, "pk", None) is None:
        return {}
    places = Assignment.objects.filter(reviewer=person.pk, is_blind=True, withdrawn_at__isnull=True)
    places = places.exclude(card__state="signed").exclude(file_review__draw__superseded_by__isnull=False)
    told = places.order_by().values_list("file_review__case", "file_review__activity__rules__blind_papers")
    found: dict[int, str] = {}
    for case_id, papers in told:
        # Rules pinned before the option was there say nothing: shown.
        found[case_id] = WITHHELD if WITHHELD in (papers, found.get(case_id)) else SHOWN
    return found


__all__ = ["blind_cases"]
