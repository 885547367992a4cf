"""Replaying a draft scheme on results that stand: upload and lint, options and cycles, who moves by which clause."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal, Text
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions.replay import replay_scheme
from zhiheng_web.evaluations.forms.replay import DraftForm, ReplayForm
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.reading import replay as reading
from zhiheng_web.evaluations.reading.replay import Asked, AskedOf
from zhiheng_web.evaluations.reading.stages import STAGE_TEXTS
from zhiheng_web.evaluations.views.ranking import crumbs_to
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import language

REPLAY = Text("草案重算", "Replay of a draft")


@does("evaluations.replay_draft", target=queries.cycle)
def replay(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Take a draft scheme, or none to try other options of the scheme in force."""
    form = DraftForm(request.POST, request.FILES) if request.method == "POST" else DraftForm()
    if request.method == "POST" and form.is_valid():
        name, text = form.cleaned_data["draft"]
        try:
            if text:
                reading.open_draft(text, name)
            key = reading.keep_asked(Asked(cycle.pk, name, text))
            return _to("replay_draft", cycle, key)
        except Refusal as wrong:
            for fault in wrong.faults:
                form.add_error("draft", fault.of(language()))
    context = {"cycle": cycle, "form": form, "crumbs": crumbs_to(cycle)}
    return render(request, "evaluations/replay/upload.html", context, status=422 if form.errors else 200)


@does("evaluations.replay_draft", target=reading.find_asked)
def replay_draft(request: HttpRequest, draft: AskedOf) -> HttpResponse:
    """Show what does not add up in the draft, and ask for options and cycles; then replay."""
    cycle, asked = draft.cycle, draft.asked
    scheme = queries.scheme_of(cycle)
    remarks: list[Any] = []
    if asked.draft:
        scheme, remarks = reading.open_draft(asked.draft, asked.name)
    sent = request.POST if request.method == "POST" else None
    form = ReplayForm(sent, cycles=reading.cycles_to_replay(cycle), scheme=scheme, chosen=cycle.options)
    if request.method == "POST" and form.is_valid():
        wanted = Asked(cycle.pk, asked.name, asked.draft, form.options())
        try:
            key, job = replay_scheme(request.user, cycle=cycle, asked=wanted, on=form.cleaned_data["cycles"])
        except Refusal as wrong:
            for fault in wrong.faults:
                form.add_error(None, fault.of(language()))
        else:
            if job is not None:
                return HttpResponseRedirect(reverse("jobs:job", kwargs={"job_id": job.pk}), status=303)
            return _to("replayed", cycle, key)
    context: dict[str, Any] = {
        "cycle": cycle,
        "asked": asked,
        "scheme": scheme,
        "remarks": remarks,
        "form": form,
        "crumbs": crumbs_to(cycle, (REPLAY, _url("replay", cycle))),
    }
    return render(request, "evaluations/replay/draft.html", context, status=422 if form.errors else 200)


@does("evaluations.replay_draft", target=reading.find_asked)
def replayed(request: HttpRequest, draft: AskedOf) -> HttpResponse:
    """Show who moves under the draft, and by which clause."""
    answer = reading.answer_of(draft.key)
    cycles = {one.cycle_id: one.cycle for one in reading.computations_of(draft.asked)}
    context = {
        "cycle": draft.cycle,
        "asked": draft.asked,
        "answer": answer,
        "parts": [
            (cycles[told["cycle_id"]], STAGE_TEXTS[told["stage"]], told["sides"], reading.moves_of(told))
            for told in (answer or {"cycles": []})["cycles"]
        ],
        "again_url": _url("replay", draft.cycle),
        "crumbs": crumbs_to(draft.cycle, (REPLAY, _url("replay", draft.cycle))),
    }
    return render(request, "evaluations/replay/replayed.html", context)


def _url(name: str, cycle: Cycle, **more: str) -> str:
    return reverse(f"evaluations:{name}", kwargs={"cycle_id": cycle.pk, **more})


def _to(name: str, cycle: Cycle, key: str) -> HttpResponse:
    return HttpResponseRedirect(_url(name, cycle, key=key), status=303)
