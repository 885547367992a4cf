"""The wizard that prepares a cycle: a page for each step, any of them can be gone back to until the cycle is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng import api
from zhiheng.api import Refusal, legaltime
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import opening as actions
from zhiheng_web.evaluations.forms.opening import (
    STEPS,
    BodiesForm,
    CompletionForm,
    DatesForm,
    GroupForm,
    LedgerForm,
    OptionsForm,
    StartForm,
)
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.reading import opening as reading
from zhiheng_web.evaluations.reading.wants import wants_of
from zhiheng_web.evaluations.views.opening import CYCLES
from zhiheng_web.intake.actions.snapshots import take_snapshot
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.dates import say_instant
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say

OPEN = actions.OPEN
_NAMES = [name for name, _ in STEPS]
_MOST_COMPLETION = 512 * 1024


@dataclass(frozen=True, slots=True)
class Preparation:
    """A step of the wizard for a draft."""

    cycle: Cycle
    step: str

    @property
    def governing_body(self) -> Body:
        """Return the body that organises."""
        return self.cycle.organiser


def preparation(cycle_id: int, step: str) -> Preparation:
    """Return a step of a draft. Raises Http404 where there is no such step."""
    if step not in _NAMES:
        raise Http404
    return Preparation(queries.cycle(cycle_id), step)


@does(OPEN)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    organisers = Body.objects.filter(policy.within_reach(request.user, OPEN, ""))
    form = StartForm(request.POST or None, organisers=organisers)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.start_draft(request.user, **form.cleaned_data)
        except Refusal as wrong:
            _tell(form, wrong)
        else:
            return _to(one, "scheme")
    context = {"form": form, "schemes": list(reading.schemes()), "crumbs": [(CYCLES, reverse("evaluations:cycles"))]}
    return render(request, "evaluations/opening/start.html", context, status=422 if form.errors else 200)


@does(OPEN, target=preparation)
def prepare(request: HttpRequest, one: Preparation) -> HttpResponse:
    """Show a step of the wizard, or store what it says and go on to the next."""
    cycle = one.cycle
    if cycle.state != "draft":
        return HttpResponseRedirect(reverse("evaluations:cycle", kwargs={"cycle_id": cycle.pk}), status=303)
    scheme = _scheme_of(cycle)
    form = _forms(request, cycle, scheme)[one.step]()
    if request.method == "POST":
        try:
            if form is None or form.is_valid():
                version = _version(request, cycle)
                return _STORES[one.step](request, cycle, version, form)
        except Refusal as wrong:
            form = form or forms.Form(request.POST)
            _tell(form, wrong)
    context = _context(cycle, one.step, scheme, form)
    return render(request, f"evaluations/opening/step_{one.step}.html", context, status=_status(form))


@does(OPEN, target=queries.cycle)
def discard(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Ask once more, then delete a draft."""
    if request.method == "POST":
        actions.discard_draft(request.user, cycle=cycle, version=_version(request, cycle))
        messages.success(request, say(Text("已放弃这一筹备中的周期", "the draft has been discarded")))
        return HttpResponseRedirect(reverse("evaluations:cycles"), status=303)
    crumbs = [(CYCLES, reverse("evaluations:cycles")), (Text(cycle.title, cycle.title_en), _url(cycle, "check"))]
    return render(request, "evaluations/opening/discard.html", {"cycle": cycle, "crumbs": crumbs})


def _scheme_of(cycle: Cycle) -> Any:
    try:
        return queries.scheme_of(cycle)
    except Refusal:
        return api.open_scheme(cycle.scheme_id)  # a completion that cannot be read is told on its own page


def _forms(request: HttpRequest, cycle: Cycle, scheme: Any) -> dict[str, Callable[[], Any]]:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    last = cycle.period_to - timedelta(days=1)
    due = cycle.self_evaluation_due
    dates = {"title": cycle.title, "period_from": cycle.period_from, "last_day": last, "as_of": cycle.as_of}
    dates |= {"due": due, "is_inclusive": True, "calendar": cycle.calendar, "contact": cycle.contact}
    chosen = {name: [str(one) for one in cycle.preparation.get(name, [])] for name in ("bodies", "spared")}
    group = {"leading_group": cycle.leading_group_id, "previous": cycle.previous_id}
    ledger = {"snapshot": str(cycle.snapshot_id or "")}
    return {
        "scheme": lambda: OptionsForm(data, scheme=scheme, chosen=cycle.options),
        "dates": lambda: DatesForm(data, initial=dates),
        "bodies": lambda: BodiesForm(data, initial=chosen, cycle=cycle, scheme=scheme),
        "group": lambda: GroupForm(data, initial=group, cycle=cycle),
        "completion": lambda: CompletionForm(
            data,
            files,
            open_paths=api.open_scheme(cycle.scheme_id).open_paths,
            values=actions.values_of(cycle.completion),
        ),
        "ledger": lambda: LedgerForm(data, initial=ledger, cycle=cycle),
        "check": lambda: None,
    }


def _store_options(request: HttpRequest, cycle: Cycle, version: int, form: Any) -> HttpResponse:
    return _changed(request, cycle, version, "scheme", options=form.cleaned_data)


def _store_dates(request: HttpRequest, cycle: Cycle, version: int, form: Any) -> HttpResponse:
    return _changed(request, cycle, version, "dates", **form.fields_of_cycle())


def _store_bodies(request: HttpRequest, cycle: Cycle, version: int, form: Any) -> HttpResponse:
    bodies = [int(one) for one in form.cleaned_data["bodies"]]
    return _changed(request, cycle, version, "bodies", bodies=bodies, spared=form.cleaned_data.get("spared", []))


def _store_group(request: HttpRequest, cycle: Cycle, version: int, form: Any) -> HttpResponse:
    return _changed(request, cycle, version, "group", **form.cleaned_data)


def _store_completion(request: HttpRequest, cycle: Cycle, version: int, form: Any) -> HttpResponse:
    file = form.cleaned_data["file"]
    if "demonstration" in request.POST:
        text = demonstration_of(cycle.scheme_id)
    elif "none" in request.POST:
        text = ""
    elif file is not None:
        text = file.read(_MOST_COMPLETION).decode("utf-8", errors="replace")
    elif any(value.strip() for value in form.values().values()):
        label = say(Text("评价办公室的补充", "completion of the evaluation office"))
        text = actions.completed(cycle, form.values(), label=label, fictional=False)
    else:
        text = ""
    return _changed(request, cycle, version, "completion", completion=text)


def _store_ledger(request: HttpRequest, cycle: Cycle, version: int, form: Any) -> HttpResponse:
    book = form.cleaned_data["book"]
    if book is not None:
        name = f"{cycle.title} {say_instant(clock.now(), 'zh')}"
        snapshot = take_snapshot(request.user, book, name=name)
    else:
        snapshot = reading.snapshots_for(cycle).get(pk=form.cleaned_data["snapshot"])
    return _changed(request, cycle, version, "ledger", snapshot=snapshot)


def _store_opening(request: HttpRequest, cycle: Cycle, version: int, form: Any) -> HttpResponse:
    one = actions.open_cycle(request.user, cycle=cycle, version=version)
    messages.success(request, say(Text("评价周期已开启，自评开始", "the cycle is open; self-evaluation begins")))
    return HttpResponseRedirect(reverse("evaluations:cycle", kwargs={"cycle_id": one.pk}), status=303)


_STORES: dict[str, Callable[[HttpRequest, Cycle, int, Any], HttpResponse]] = {
    "scheme": _store_options,
    "dates": _store_dates,
    "bodies": _store_bodies,
    "group": _store_group,
    "completion": _store_completion,
    "ledger": _store_ledger,
    "check": _store_opening,
}


def demonstration_of(scheme_id: str) -> str:
    """Return the fictional completion that comes with a scheme; nothing where it has none."""
    file = api.schemes.find_scheme(scheme_id).parent / "completion-demo.yaml"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _changed(request: HttpRequest, cycle: Cycle, version: int, step: str, **fields: Any) -> HttpResponse:
    actions.change_draft(request.user, cycle=cycle, version=version, **fields)
    return _to(cycle, _NAMES[_NAMES.index(step) + 1])


def _context(cycle: Cycle, step: str, scheme: Any, form: Any) -> dict[str, Any]:
    context: dict[str, Any] = {
        "cycle": cycle,
        "scheme": scheme,
        "form": form,
        "step": step,
        "steps": [(name, text, _url(cycle, name)) for name, text in STEPS],
        "crumbs": [(CYCLES, reverse("evaluations:cycles"))],
    }
    if step == "scheme":
        context["remarks"] = api.lint_scheme(cycle.scheme_id)
        context["principles"] = reading.principles_of(cycle.scheme_id)
    elif step == "completion":
        context |= {
            "has_demonstration": bool(demonstration_of(cycle.scheme_id)),
            "still_open": getattr(scheme, "open_paths", ()) if cycle.completion else (),
            "open_paths": api.open_scheme(cycle.scheme_id).open_paths,
        }
    elif step == "group":
        group = cycle.leading_group
        context["seats"] = list(group.seats.select_related("represents")) if group else []
    elif step == "ledger":
        context["snapshots"] = reading.snapshots_for(cycle)
    elif step == "check":
        context |= _check(cycle)
    return context


def _check(cycle: Cycle) -> dict[str, Any]:
    due = cycle.self_evaluation_due
    calendar = legaltime.working_calendar(cycle.calendar)
    return {
        "wants": wants_of(cycle),
        "bodies": reading.chosen_bodies(cycle),
        "last_day": cycle.period_to - timedelta(days=1),
        "due_is_working_day": due is not None and calendar.is_workday(due),
    }


def _version(request: HttpRequest, cycle: Cycle) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() else -1


def _tell(form: Any, wrong: Refusal) -> None:
    form.full_clean() if not form.is_bound else None
    for fault in wrong.faults:
        form.add_error(None, fault.of("zh" if say(Text("zh", "en")) == "zh" else "en"))


def _status(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200


def _url(cycle: Cycle, step: str) -> str:
    return reverse("evaluations:prepare", kwargs={"cycle_id": cycle.pk, "step": step})


def _to(cycle: Cycle, step: str) -> HttpResponse:
    return HttpResponseRedirect(_url(cycle, step), status=303)
