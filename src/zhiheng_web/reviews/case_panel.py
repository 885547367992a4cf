"""What the page of a case shows of its reviews: each activity with its state, as far as the person may know it."""

from __future__ import annotations

from typing import Any

from zhiheng_web.cases.models import Case
from zhiheng_web.cases.panels import Panel
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.reading.files import hides_reviewers, violations_told


def reviews_of(person: Any, case: Case) -> Panel | None:
    """Return the panel of a case's reviews; None where there is none that the person may see."""
    if not policy.may_somewhere(person, "reviews.read_file"):
        return None
    found = queries.files_for(person).filter(case=case).order_by("-activity__period_from")
    rows = [(one, not hides_reviewers(person, one), violations_told(one)) for one in found]
    if not rows:
        return None
    return Panel(Text("案卷评查", "Reviews of the file"), "reviews/activities/case_panel.html", {"rows": rows})
