"""The page of the search over cases: what was found, with the signs marked that were looked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhiheng_web.cases import masking, queries, searching
from zhiheng_web.lib.gates import does

#: So many are listed; whoever finds more adds a word.
MOST = 100


@require_GET
@does("cases.read_case")
def search(request: HttpRequest) -> HttpResponse:
    """Show the cases in which every word is found."""
    typed = request.GET.get("q", "")[:200]
    words = searching.words_of(typed)
    blind = masking.blind_cases(request.user)
    matching = searching.matching(queries.cases_for(request.user), typed, blind=blind)
    found = list(matching.order_by("-pk")[: MOST + 1])
    hits = [(case, _marks(case, words), case.pk in blind) for case in found[:MOST]]
    context = {
        "typed": typed,
        "words": words,
        "hits": hits,
        "has_more": len(found) > MOST,
        "most": MOST,
        "masked": masking.MASKED,
    }
    return render(request, "cases/search.html", context)


def _marks(case: object, words: list[str]) -> dict[str, str]:
    told = {name: getattr(case, name) for name in ("code", "document_no", "cause", "party", "place")}
    for name in ("lead", "second"):
        officer = getattr(case, name)
        told[name] = officer.name if officer else ""
    return {name: searching.marked(text, words) for name, text in told.items()}
