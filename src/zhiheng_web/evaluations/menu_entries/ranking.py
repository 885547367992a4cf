"""What the search box finds of evaluation cycles: cycles by title and year, assessments by body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from zhiheng_web.evaluations import queries, states
from zhiheng_web.lib import searches
from zhiheng_web.lib.words import Text, say

_CYCLE, _ASSESSMENT = Text("评价周期", "Evaluation cycle"), Text("单位评价", "Assessment of a body")


@searches.register
def cycles_and_assessments(person: Any, words: str) -> Iterable[searches.Found]:
    """Return the cycles and assessments that a person may read and that fit the words."""
    about = Q(title__icontains=words) | Q(title_en__icontains=words)
    if words.isdecimal() and len(words) == 4:
        about |= Q(year=int(words))
    found = [
        searches.Found(
            _CYCLE,
            one.title,
            f"{one.year} · {say(states.CYCLE_STATES[one.state])}",
            reverse("evaluations:cycle", kwargs={"cycle_id": one.pk}),
        )
        for one in queries.cycles_for(person).filter(about)[: searches.MOST_OF_A_SORT]
    ]
    bodies = Q(body__name__icontains=words) | Q(body__name_en__icontains=words) | Q(unit_id=words)
    chosen = queries.assessments_for(person).filter(bodies).order_by("-cycle__year", "body__path")
    for one in chosen[: searches.MOST_OF_A_SORT]:
        state = say(states.state_of(one).name.text)
        url = reverse("evaluations:assessment", kwargs={"assessment_id": one.pk})
        found.append(searches.Found(_ASSESSMENT, one.body.name, f"{one.cycle.title} · {state}", url))
    return found
