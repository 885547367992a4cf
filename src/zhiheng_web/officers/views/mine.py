"""The page on which officers see their own months, files, red cards and what they can answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng_web.cases.queries import officer_of
from zhiheng_web.lib.gates import does
from zhiheng_web.officers import links
from zhiheng_web.officers.panels import panels_of
from zhiheng_web.officers.reading import mine as reading
from zhiheng_web.officers.reading import month_page


@does("officers.read_mine")
def mine(request: HttpRequest) -> HttpResponse:
    """Show the officer's own page; it shows nobody else's, whoever looks."""
    officer = officer_of(request.user)
    if officer is None:
        return render(request, "officers/mine.html", {"officer": None})
    files, months = reading.files_of(officer), list(reading.months_of(officer)[:24])
    context = {
        "officer": officer,
        "answers": reading.answers_of(officer, files),
        "months": [
            (one, month_page.line_url(one), month_page.card_mark(one), month_page.percent(one.probability))
            for one in months
        ],
        "files": [(one, links.file_review(one.pk), one.case.lead_id == officer.pk) for one in files],
        "trackings": list(reading.trackings_of(officer)),
        "matters": list(reading.matters_of(officer)),
        "panels": panels_of(request.user, officer),
        **reading.facts_of(months),
    }
    return render(request, "officers/mine.html", context)
