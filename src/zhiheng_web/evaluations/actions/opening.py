"""Preparing a cycle and opening it: at the opening everything it rests on is pinned, all or nothing (CQ-01)."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import guards, queries, scoring, states
from zhiheng_web.evaluations.models import Assessment, Claim, Cycle, Verification
from zhiheng_web.evaluations.procedures import procedure_for
from zhiheng_web.evaluations.reading import opening as reading
from zhiheng_web.evaluations.reading.answers import COUNTY_KINDS, NOT_APPLICABLE
from zhiheng_web.evaluations.reading.wants import wants_of
from zhiheng_web.lib import clock, policy

OPEN = "evaluations.open_cycle"
#: What a draft may change, a field at a time or several together.
_CHANGEABLE = frozenset(
    "title title_en year period_from period_to as_of options completion calendar leading_group snapshot previous "
    "self_evaluation_due contact".split()
)
_SPARED_REASON = "开启时确定不适用于县（市、区）（HN-20）not applicable to counties, set at the opening"


def start_draft(actor: Any, *, organiser: Body, scheme_id: str, title: str, year: int) -> Cycle:
    """Begin to prepare a cycle under a built-in scheme, with the calendar year as its period (CQ-05)."""
    policy.demand(actor, OPEN, organiser)
    if scheme_id not in {scheme.id for scheme in reading.schemes()}:
        raise Refusal(Fault("no_such_scheme", Place(), *_NO_SCHEME, scheme_id))
    scheme = api.open_scheme(scheme_id)
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    one = Cycle(organiser=organiser, title=title, year=year, period_from=first, period_to=end)
    one.as_of = date(year, 12, 31)
    one.scheme_id, one.scheme_version, one.scheme_digest = scheme.id, scheme.version, scheme.digest
    one.procedure = procedure_for(scheme.id).as_data()
    one.leading_group = organiser.leading_groups.filter(until=None).first()
    one.previous = reading.earlier_cycles(one).first()
    with acts.act(actor, OPEN):
        one.save()
    return one


def change_draft(actor: Any, *, cycle: Cycle, version: int, **fields: Any) -> Cycle:
    """Change what a draft says; further names are fields of the cycle, `bodies` and `spared` lists of ids.

    Raises Refusal where the draft has changed since `version`, is open, or the scheme refuses the completion.
    """
    policy.demand(actor, OPEN, cycle.organiser)
    with acts.act(actor, OPEN):
        fresh = _draft(cycle, version)
        chosen = {name: list(fields.pop(name)) for name in ("bodies", "spared") if name in fields}
        fresh.preparation = {**fresh.preparation, **chosen}
        for name, value in fields.items():
            if name not in _CHANGEABLE:
                raise TypeError(name)
            setattr(fresh, name, value)
        _demand_sound(fresh)
        if "completion" in fields:
            # Reading is the test: sums, money and unknown paths are refused by the library.
            fresh.fictional = queries.scheme_of(fresh).completion_fictional if fresh.completion else False
        fresh.version += 1
        fresh.save()
    return fresh


def discard_draft(actor: Any, *, cycle: Cycle, version: int) -> None:
    """Delete a draft; the trail keeps what it was."""
    policy.demand(actor, OPEN, cycle.organiser)
    with acts.act(actor, OPEN, reason="放弃筹备 discarded"):
        _draft(cycle, version).delete()


def open_cycle(actor: Any, *, cycle: Cycle, version: int) -> Cycle:
    """Open a cycle: scheme and procedure are pinned, every body gets its self-evaluation, the ledger is scored.

    Raises Refusal with everything that is missing, or what the engine refuses; then nothing has happened.
    """
    policy.demand(actor, OPEN, cycle.organiser)
    with acts.act(actor, OPEN):
        fresh = _draft(cycle, version)
        wants = wants_of(fresh)
        if wants:
            raise Refusal(wants)
        bodies = reading.chosen_bodies(fresh)
        _pin(fresh)
        fresh.opened_by, fresh.opened_at = actor, clock.now()
        states.advance_cycle(fresh, "open", actor=actor)
        scheme = queries.scheme_of(fresh)
        for body in bodies:
            one = Assessment(cycle=fresh, body=body, unit_id=body.code, kind=reading.kind_of(scheme, body))
            one.save()
            states.enter(one, "self_evaluation", actor=actor, first=True)
            if one.kind in COUNTY_KINDS:
                _spare(one, fresh.preparation.get("spared", []), actor=actor)
        scoring.open_base(fresh, actor=actor)
    cycle.refresh_from_db()
    return fresh


def _pin(cycle: Cycle) -> None:
    """Copy the scheme's file and the procedure into the cycle: no later edit of either reaches it (CQ-01)."""
    file = api.schemes.find_scheme(cycle.scheme_id)
    cycle.scheme_text = file.read_text(encoding="utf-8")
    scheme = queries.scheme_of(cycle)
    cycle.scheme_version, cycle.scheme_digest = scheme.version, scheme.digest
    cycle.procedure = procedure_for(cycle.scheme_id).as_data()


def _spare(assessment: Assessment, sub_items: list[str], *, actor: Any) -> None:
    """Set sub-items not applicable to a county (HN-20), among the claims as well as among what is verified."""
    for sub_item_id in sub_items:
        Claim(
            assessment=assessment,
            rule_id=sub_item_id,
            value=NOT_APPLICABLE,
            note=_SPARED_REASON,
            saved_by=actor,
            version=1,
        ).save()
        Verification(
            assessment=assessment,
            rule_id=sub_item_id,
            taken="other",
            value=NOT_APPLICABLE,
            reason=_SPARED_REASON,
            by=actor,
            version=1,
        ).save()


def completed(cycle: Cycle, values: dict[str, str], *, label: str, fictional: bool) -> str:
    """Return the text of a completion with these values by path; further rules of the present one stay.

    What is left blank is left open.
    """
    yaml = YAML()
    told = _loaded(cycle.completion) if cycle.completion else {}
    told["scheme"] = cycle.scheme_id
    told["label"] = {"zh": label, "en": label}
    told["fictional"] = fictional
    told["values"] = {path: _number(text) for path, text in values.items() if text.strip()}
    stream = StringIO()
    yaml.dump(told, stream)
    return stream.getvalue()


def values_of(completion: str) -> dict[str, str]:
    """Return the values of a completion by dotted path, for the form that changes them."""
    flat: dict[str, str] = {}

    def walk(node: Any, head: str) -> None:
        for name, value in node.items():
            if isinstance(value, dict):
                walk(value, f"{head}{name}.")
            elif not isinstance(value, list):
                flat[f"{head}{name}"] = str(value)

    walk(_loaded(completion).get("values") or {} if completion else {}, "")
    return flat


def _loaded(text: str) -> dict[str, Any]:
    try:
        told = YAML().load(text)  # keeps numbers as they are written
    except YAMLError as wrong:
        raise Refusal(Fault("bad_yaml", Place(file="completion.yaml"), *_BAD_YAML, str(wrong)[:200])) from None
    return told if isinstance(told, dict) else {}


def _number(text: str) -> Any:
    plain = text.strip()
    return YAML().load(plain) if plain.replace(".", "", 1).isdecimal() else plain


def _draft(cycle: Cycle, version: int) -> Cycle:
    chosen = Cycle.objects.select_for_update(of=("self",)).select_related("organiser", "snapshot", "leading_group")
    fresh: Cycle = chosen.get(pk=cycle.pk)
    if fresh.state != "draft":
        raise Refusal(Fault("cycle_open", Place(clause=fresh.title), *_OPEN_ALREADY))
    guards.demand_version(fresh, version)
    return fresh


def _demand_sound(cycle: Cycle) -> None:
    if cycle.period_from >= cycle.period_to:
        raise Refusal(Fault("empty_period", Place(), *_EMPTY_PERIOD))
    if not cycle.period_from <= cycle.as_of <= cycle.period_to:
        raise Refusal(Fault("as_of_outside", Place(), *_AS_OF, cycle.as_of.isoformat()))


_NO_SCHEME = (
    Text("没有这个评价方案", "there is no such scheme"),
    Text("从所列方案中选一个", "choose one of those listed"),
)
_BAD_YAML = (
    Text("补充文件不是能读的 YAML", "the completion is no YAML that can be read"),
    Text("照样例改正后再上传", "mend it after the example and upload it again"),
)
_OPEN_ALREADY = (
    Text("这一周期已经开启，依据不能再改", "the cycle is open: what it rests on can no longer be changed"),
    Text("需要不同的依据时，另建一个周期", "where something else is needed, prepare another cycle"),
)
_EMPTY_PERIOD = (
    Text("期间的止日不晚于起日", "the period does not end after it begins"),
    Text("止日写期间的最后一天", "give the last day of the period"),
)
_AS_OF = (
    Text("数据截止日不在评价期间内", "the cut-off day is not within the period"),
    Text(
        "改为期间内的一天（HN-AMB-14：可以早于期末）",
        "choose a day of the period; it may be before its end (HN-AMB-14)",
    ),
)
