"""Scenes about complaints and outcomes: repeated, late, refused; decisions overturned. And lawful ones beside them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zhiheng.ledgers.demonstration.bundles import Bundle, Label
from zhiheng.ledgers.demonstration.load import AS_OF
from zhiheng.ledgers.demonstration.people import Row
from zhiheng.ledgers.demonstration.places import WORDINGS, place_of
from zhiheng.ledgers.demonstration.planting.dayrules import day_of, nth_working_day
from zhiheng.ledgers.demonstration.planting.plots import Draft, Plot

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
#: How the same person says the same again: other openings, synonyms, slips of the pen.
_OPENINGS = ("您好，", "再次反映：", "又来反映，", "居民反映，")
_SYNONYMS = (
    ("请", "希望"),
    ("有人", "有些人"),
    ("尽快", "赶紧"),
    ("很大", "特别大"),
    ("处理", "管一管"),
    ("查处", "查一查"),
)
_SLIPS = (("请", "清"), ("影响", "影晌"), ("查处", "査处"), ("，", "  "), ("处理", "处里"))
_NOISES = ("{place}工地夜间施工，打桩声震耳", "{place}广场舞音响开到十点", "{place}楼上邻居家的狗整天叫唤")
_ISSUES = ("摆摊", "烧烤", "建筑垃圾", "噪声扰民", "机动车乱停", "搭建")


def repeated(plot: Plot) -> list[Bundle]:
    """Complain three to five times of one problem within a year, each time in other words and spellings."""
    issue, place = _problem(plot)
    times = 3 + plot.variant(3)
    rows = [_complaint(plot, number, issue, place, days=23 * number) for number in range(times)]
    bundle = Bundle(complaints=rows)
    bundle.labels += [_label("xuhui-repeated-complaints", row) for row in rows[2:]]
    return [bundle]


def late(plot: Plot) -> list[Bundle]:
    """Answer a complaint after more than sixty days, or not at all."""
    issue, place = _problem(plot)
    row = _complaint(plot, 0, issue, place, days=0)
    if plot.variant(2):
        for name in ("handled_at", "outcome", "satisfied"):
            row.pop(name, None)
    else:
        received = row["received_at"]
        assert isinstance(received, datetime)
        # Rest days at the end of the sixty days are seen to: no row of them is longer than eight.
        row["handled_at"] = received + timedelta(days=69 + plot.dice.between(0, 40))
    return [Bundle(complaints=[row], labels=[_label("chongqing-late-complaint", row)])]


def refused(plot: Plot) -> list[Bundle]:
    """Refuse a complaint."""
    issue, place = _problem(plot)
    row = _complaint(plot, 0, issue, place, days=0) | {"accepted": False, "outcome": "不予受理", "satisfied": False}
    return [Bundle(complaints=[row], labels=[_label("chongqing-refused-complaint", row)])]


def decision_overturned(plot: Plot) -> list[Bundle]:
    """Have a decision revoked, changed or found illegal; it is withdrawn in time, so that this alone is wrong."""
    result = ("revoked", "partly_revoked", "changed", "confirmed_illegal")[plot.variant(4)]
    organ = ("court", "reconsideration")[plot.variant(2)]
    return _overturned(plot, organ, result, "chongqing-overturned-decision")


def overturned_by_superior(plot: Plot) -> list[Bundle]:
    """Have a decision revoked by the superior organ, withdrawn in time; or be ordered by it to perform a duty."""
    if plot.variant(2):
        return _outcome_alone(plot, "superior", "ordered_to_perform", "chongqing-overturned-superior")
    return _overturned(plot, "superior", "revoked", "chongqing-overturned-superior")


def left_public(plot: Plot) -> list[Bundle]:
    """Have a decision revoked by a court and leave it public: two checks at once."""
    return _overturned(
        plot, "court", "revoked", "chongqing-overturned-decision", "three-systems-not-withdrawn-3-days", late=True
    )


def inaction(plot: Plot) -> list[Bundle]:
    """Be ordered to perform a duty, by a court or by reconsideration."""
    organ = ("court", "reconsideration")[plot.variant(2)]
    return _outcome_alone(plot, organ, "ordered_to_perform", "chongqing-overturned-inaction")


def sanction(plot: Plot) -> list[Bundle]:
    """Have an officer sanctioned or prosecuted."""
    organ, result = (("discipline", "sanction"), ("court", "criminal"), ("superior", "sanction"))[plot.variant(3)]
    return _outcome_alone(plot, organ, result, "chongqing-overturned-sanction")


def compensation(plot: Plot) -> list[Bundle]:
    """Have to compensate; the amount is nowhere entered."""
    return _outcome_alone(
        plot, ("court", "reconsideration")[plot.variant(2)], "compensation", "chongqing-overturned-compensation"
    )


# Hard cases


def twice_only(plot: Plot) -> list[Bundle]:
    """Hard case: two complaints of one problem, not three."""
    issue, place = _problem(plot)
    return [Bundle(complaints=[_complaint(plot, number, issue, place, days=20 * number) for number in range(2)])]


def neighbours(plot: Plot) -> list[Bundle]:
    """Hard case: three complaints of one sort at nearby numbers, such as 12号 and 120号."""
    issue, place = _problem(plot)
    house = place.removesuffix("号")
    places = (f"{house}号", f"{house}0号", f"{house}1号")
    return [Bundle(complaints=[_complaint(plot, n, issue, place, days=9 * n) for n, place in enumerate(places)])]


def other_districts(plot: Plot) -> list[Bundle]:
    """Hard case: three complaints of one sort at the same street and number of three districts."""
    issue, place = _problem(plot)
    places = [f"{place[:3]}{district}{place[3:]}" for district in ("城关区", "新华区", "永安区")]
    return [Bundle(complaints=[_complaint(plot, n, issue, place, days=9 * n) for n, place in enumerate(places)])]


def other_issues(plot: Plot) -> list[Bundle]:
    """Hard case: three complaints about one house, each of something else."""
    _, place = _problem(plot)
    issues = _ISSUES[:6:2]
    rows = [_complaint(plot, number, issue, place, days=9 * number) for number, issue in enumerate(issues)]
    return [Bundle(complaints=rows)]


def other_matters(plot: Plot) -> list[Bundle]:
    """Hard case: three complaints of noise at one house, of three noises: a building site, a dance, a dog."""
    _, place = _problem(plot)
    rows = [_complaint(plot, number, "噪声扰民", place, days=30 * number) for number in range(3)]
    for row, noise in zip(rows, _NOISES, strict=True):
        row["subject"] = noise.format(place=place)
    return [Bundle(complaints=rows)]


def maintained(plot: Plot) -> list[Bundle]:
    """Hard case: a decision contested and maintained."""
    case = plot.penalty()
    bundle = case.write()
    organ = ("court", "reconsideration")[plot.variant(2)]
    bundle.outcomes.append(_outcome(plot, case, organ, "maintained", day=_contested_on(case)))
    return [bundle]


def answered_on_the_last_day(plot: Plot) -> list[Bundle]:
    """Hard case: a complaint answered on the sixtieth day."""
    issue, place = _problem(plot)
    row = _complaint(plot, 0, issue, place, days=0)
    received = row["received_at"]
    assert isinstance(received, datetime)
    row["handled_at"] = received + timedelta(days=60)
    return [Bundle(complaints=[row])]


def _problem(plot: Plot) -> tuple[str, str]:
    return _ISSUES[plot.variant(len(_ISSUES))], place_of(plot.load.profile, plot.number, series=2)


def _complaint(plot: Plot, number: int, issue: str, place: str, *, days: int) -> Row:
    """Return a complaint: the first in plain words, later ones with synonyms, slips and other spellings."""
    received = datetime.combine(plot.start(), datetime.min.time()) + timedelta(days=days, hours=9, minutes=7 * number)
    at = place if number % 2 == 0 else place.translate(_FULL_WIDTH)
    if number >= 3:
        at = f"{at[:3]} {at[3:]}"
    wording = WORDINGS[issue][0].format(place=at)
    if number:
        turn = plot.turn + number
        wording = wording.replace(*_SYNONYMS[turn % len(_SYNONYMS)]).replace(*_SLIPS[turn % len(_SLIPS)])
        wording = _OPENINGS[turn % len(_OPENINGS)] + wording
    complaint_id = f"TS-{plot.load.mark_of(plot.number)}-B{number + 1}"
    row = plot.load.complaint(complaint_id, received, {"cause": issue, "place": at}, dice=plot.dice)
    return row | {"subject": wording, "unit_id": plot.load.crew_of(plot.number).squad_id}


def _label(check_id: str, row: Row) -> Label:
    return Label(check_id, complaint_id=str(row["complaint_id"]), unit_id=str(row["unit_id"]))


def _overturned(plot: Plot, organ: str, result: str, *check_ids: str, late: bool = False) -> list[Bundle]:
    case = plot.penalty()
    effective = _contested_on(case)
    case.add("revoked", effective, note="（虚构）依外部决定")
    case.add("withdrawn", nth_working_day(case.diary, effective, 7 if late else 3))
    bundle = case.write(*check_ids)
    bundle.outcomes.append(_outcome(plot, case, organ, result, day=effective))
    return [bundle]


def _outcome_alone(plot: Plot, organ: str, result: str, check_id: str) -> list[Bundle]:
    """Return an outcome against the unit that names no case: nothing had been decided."""
    day = plot.start() + timedelta(days=90)
    row = _outcome(plot, None, organ, result, day=day)
    return [Bundle(outcomes=[row], labels=[Label(check_id, unit_id=str(row["unit_id"]))])]


def _contested_on(case: Draft) -> date:
    """Return a working day some weeks after the case was archived."""
    day = nth_working_day(case.walk(), day_of(case.diary, "archived"), 15 + case.dice.between(0, 10))
    assert day < AS_OF
    return day


def _outcome(plot: Plot, case: Draft | None, organ: str, result: str, *, day: date) -> Row:
    row: Row = {"outcome_id": f"JG-{plot.load.mark_of(plot.number)}", "organ": organ, "result": result}
    row |= {"unit_id": plot.load.crew_of(plot.number).squad_id, "effective_at": day, "note": "（虚构）"}
    if case is not None:
        row["case_id"] = case.row["case_id"]
    return row
