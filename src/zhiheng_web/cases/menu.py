"""Cases, officers and interests in the menu at the left, and what the one search box finds of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.urls import reverse

from zhiheng_web.cases import masking, queries, searching
from zhiheng_web.lib import policy, searches
from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text, say

register(
    Entry("data", 20, Text("案件", "Cases"), "cases:cases", queries.READ),
    Entry("data", 21, Text("办案人员", "Officers"), "cases:officers", "cases.keep_officers"),
    Entry(
        "work",
        60,
        Text("回避申报", "Declared interests"),
        "cases:interests",
        "cases.declare_interest",
        # Only those who may be given a file to review have anything to stand aside from.
        only=lambda request: policy.may_somewhere(request.user, queries.READ),
    ),
)

_CASE, _OFFICER = Text("案件", "Case"), Text("办案人员", "Officer")


@searches.register
def cases_and_officers(person: Any, words: str) -> Iterable[searches.Found]:
    """Return cases and officers that a person may read and that fit the words; where there are more, the way to all."""
    if not policy.may_somewhere(person, queries.READ):
        return []
    most = searches.MOST_OF_A_SORT
    blind = masking.blind_cases(person)
    matching = searching.matching(queries.cases_for(person), words, blind=blind)
    cases = list(matching.order_by("-pk")[: most + 1])
    found = [
        searches.Found(
            _CASE,
            case.code,
            case.cause if case.pk in blind else _more(case),
            reverse("cases:case", args=[case.pk]),
        )
        for case in cases[:most]
    ]
    if len(cases) > most:
        url = f"{reverse('cases:search')}?q={quote(words)}"
        found.append(searches.Found(_CASE, say(Text("查看全部案件", "see all cases")), words, url))
    named = Q(name__icontains=words) | Q(initials__istartswith=words) | Q(code__iexact=words)
    for officer in queries.officers_for(person).filter(named)[:most]:
        url = reverse("cases:officer", args=[officer.pk])
        found.append(searches.Found(_OFFICER, officer.name, f"{officer.code} · {officer.body.name}", url))
    return found


def _more(case: Any) -> str:
    return " · ".join(part for part in (case.cause, case.party, case.place, case.body.name) if part)
