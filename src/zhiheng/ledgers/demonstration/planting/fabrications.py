"""Scenes in which a record looks made up: copied files, impossible times; and those that only look it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.planting.plots import Draft, Plot

#: Records that somebody copied, each in several spellings: the same letters with other blanks, signs and digits.
_COPIED = (
    ("现场有占道摊位，当事人承认经营行为，物品清单第{n}号", "现场有占道摊位；当事人承认经营行为。物品清单第{w}号。"),
    ("经现场勘验，当事人未能出示批准文件，图纸编号{n}", "经 现场勘验，当事人未能出示批准文件！图纸编号 {w}"),
    ("到场时当事人正在作业，已当场制止并拍照，存档{n}", "到场时，当事人正在作业。已当场制止，并拍照，存档 {w}"),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
#: Steps that nobody takes at night, each with the next, which must come later.
_AT_DESK = (("statement_heard", "decided"), ("decided", "served"), ("reviewed", "notified"))
_STEPS = ("filed", "investigated", "reviewed", "notified", "statement_heard", "decided")


def digest(plot: Plot) -> list[Bundle]:
    """Put the same file into two or three cases, under the same step or another."""
    cases = [plot.penalty() for _ in range(2 + plot.variant(2))]
    copied = _digest_of(cases[0])
    for place, case in enumerate(cases):
        step = ("investigated", "inspected")[place % 2 if plot.variant(3) else 0]
        case.walk()
        case.entry(step)["digest"] = copied
    return _later_break(cases, "digest", "xuhui-fabricated-digest")


def text(plot: Plot) -> list[Bundle]:
    """Use the same words in two to four records, with other blanks, signs and digits."""
    cases = [plot.penalty() for _ in range(2 + plot.variant(3))]
    spellings = _COPIED[plot.variant(len(_COPIED))]
    # The number makes the words of this scene differ from those of all other scenes.
    number = f"{plot.number + 11}0{plot.load.profile.unit_id[-2:]}{plot.load.profile.unit_id[0] == 'L':d}"
    for place, case in enumerate(cases):
        words = spellings[place % 2].format(n=number, w=number.translate(_FULL_WIDTH))
        case.walk()
        case.entry(("investigated", "statement_heard")[place % 2])["note"] = words
    return _later_break(cases, "note", "xuhui-fabricated-text")


def time(plot: Plot) -> list[Bundle]:
    """Enter an act of the office for the small hours of the next day; what follows comes later still."""
    case = plot.penalty()
    step, following = _AT_DESK[plot.variant(3)]
    case.plan.gaps[following] = (1, 2)
    moment = case.walk().moment_of(step)
    assert moment is not None
    night = moment.replace(hour=1 + plot.variant(4), minute=plot.dice.between(1, 58))
    case.entry(step)["at"] = night + timedelta(days=1)
    return [case.write("xuhui-fabricated-time")]


def two_places(plot: Plot) -> list[Bundle]:
    """Let an officer stand in two places within ten minutes."""
    first, second = _of_one_officer(plot)
    _meet(first, second, minutes=1 + plot.dice.between(0, 8))
    return [first.write(), second.write("xuhui-fabricated-two-places")]


def one_minute(plot: Plot) -> list[Bundle]:
    """Enter everything from filing to decision in one minute."""
    case = plot.penalty()
    case.plan.gaps |= dict.fromkeys((*_STEPS, "inspected"), (0, 0)) | {"served": (1, 3)}
    filed = case.walk().moment_of("filed")
    assert filed is not None
    moment = case.diary.booked(filed, case.course.second)
    for step in _STEPS:
        case.entry(step)["at"] = moment
    return [case.write("xuhui-fabricated-one-minute")]


# Hard cases


def an_hour_apart(plot: Plot) -> list[Bundle]:
    """Hard case: an officer stands in two places an hour apart, or a good ten minutes where they are neighbours."""
    first, second = _of_one_officer(plot)
    _meet(first, second, minutes=(60, 11)[plot.variant(2)])
    return [first.write(), second.write()]


def at_night(plot: Plot) -> list[Bundle]:
    """Hard case: an inspection at night or at daybreak, as grill stalls and building sites demand."""
    case = plot.penalty()
    case.plan.gaps["filed"] = (1, 2)
    case.walk()
    hour = (22, 2, 5, 23)[plot.variant(4)]
    clue, inspected = case.entry("clue_registered"), case.entry("inspected")
    moment = inspected["at"]
    assert isinstance(moment, datetime)
    inspected["at"] = moment.replace(hour=hour, minute=plot.dice.between(1, 40))
    if hour < 9:
        before = case.diary.calendar.day_at(case.diary.calendar.index_of(moment.date()) - 1)
        clue["at"] = datetime.combine(before, datetime.min.time()) + timedelta(hours=15)
    return [case.write()]


def in_one_afternoon(plot: Plot) -> list[Bundle]:
    """Hard case: from filing to decision on one day, minutes between the steps."""
    case = plot.penalty()
    case.plan.gaps |= dict.fromkeys((*_STEPS, "inspected"), (0, 0))
    return [case.write()]


def short_phrases(plot: Plot) -> list[Bundle]:
    """Hard case: records that say the same in fewer than twelve characters, as everybody writes."""
    cases = [plot.penalty(), plot.penalty()]
    for case in cases:
        case.walk()
        case.entry("statement_heard")["note"] = ("当事人无陈述申辩意见", "当事人表示认可。", "情况属实，无异议")[
            plot.variant(3)
        ]
    return [case.write() for case in cases]


def file_of_one_case(plot: Plot) -> list[Bundle]:
    """Hard case: the same file twice, but within one case."""
    case = plot.penalty()
    case.walk()
    case.entry("inspected")["digest"] = case.entry("investigated")["digest"] = _digest_of(case)
    return [case.write()]


def decision_copied(plot: Plot) -> list[Bundle]:
    """Hard case: one file and one wording in two cases, but of decisions: printed forms, no records."""
    cases = [plot.penalty(), plot.penalty()]
    copied = _digest_of(cases[0])
    for case in cases:
        case.walk()
        case.entry("decided").update(digest=copied, note=f"依照裁量基准第{plot.number}项的规定作出行政处罚决定")
    return [case.write() for case in cases]


def _of_one_officer(plot: Plot) -> tuple[Draft, Draft]:
    """Return two cases of one squad and one leading officer that begin with a clue on the day before."""
    first, second = plot.penalty(), plot.penalty()
    for name in ("unit_id", "lead_officer_id", "second_officer_id"):
        second.row[name] = first.row[name]
    second.course = replace(second.course, lead=first.course.lead, second=first.course.second)
    for case in (first, second):
        case.plan.gaps |= {"inspected": (1, 1), "filed": (1, 2)}
    return first, second


def _meet(first: Draft, second: Draft, *, minutes: int) -> None:
    """Let both inspections take place early on one day, before anybody else's, so many minutes apart."""
    moment = first.walk().moment_of("inspected")
    assert moment is not None
    at = moment.replace(hour=7, minute=10)
    first.entry("inspected")["at"] = at
    second.entry("inspected")["at"] = at + timedelta(minutes=minutes)


def _digest_of(case: Draft) -> str:
    return hashlib.blake2b(f"copied/{case.row['case_id']}".encode(), digest_size=16).hexdigest()


def _later_break(cases: Sequence[Draft], column: str, check_id: str) -> list[Bundle]:
    """Write cases of which all but the one with the earliest entry in a column break a check."""

    def first_use(case: Draft) -> tuple[datetime, str]:
        moments = [entry["at"] for entry in case.diary.entries if entry.get(column)]
        return min(moment for moment in moments if isinstance(moment, datetime)), str(case.row["case_id"])

    earliest = min(cases, key=first_use)
    return [case.write(*(() if case is earliest else (check_id,))) for case in cases]
