"""What the review finds in each file and how far each file goes: settled here, the same at every run, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhiheng_web.demonstration.review_files import CaseFile

#: Files of one lot; a lot is closed, submitted and reviewed together, thirty days after the one before.
EACH, LOTS, APART = 6, 12, 30
#: The officer who is reviewed worst, and another who has begun to mend their ways (numbers in the ledger).
WORST, BETTERED = "YX02-03", "YX05-02"
#: Steps of a file; it goes no further than the one that is named for it.
STEPS = ("due", "first_level", "second_level", "reviewed", "mending", "second_round", "settled")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as the card tells it: item, page, deduction, what was found, what must be mended, what became of it."""

    item: str
    deduction: str
    page: str
    text: str
    mend: str
    fate: str = "mended"


_SLIGHT = (
    Problem("W1", "0.5", "12", "送达回证的送达时间未填写", "补正送达时间并说明"),
    Problem("B1", "0.5", "1", "卷内目录页码与实际不符", "重新编目"),
    Problem("W2", "0.5", "9", "告知书文号与审批表不一致", "核对后补正文号"),
    Problem("E2", "1", "6", "询问笔录末页未注明核对情况", "由被询问人补签核对意见"),
    Problem("E3", "1", "15", "现场照片未注明提取人和时间", "补注提取人、时间、地点"),
    Problem("P4", "1", "18", "邮寄送达未附回执", "补附签收凭证"),
)
_GRAVE = (
    Problem("P1", "2", "3", "立案审批晚于首次询问", "说明原因并规范审批"),
    Problem("E1", "2", "7", "仅有一方陈述，未收集其他证据", "补充收集旁证并完善证据链"),
    Problem("D1", "2", "10", "未说明从重处罚的理由", "在审批表中补充裁量理由"),
    Problem("C2", "2", "9", "引用法律条文未到款、项", "更正引用条款"),
    Problem("P5", "1.5", "5", "检查过程没有录音录像", "说明情况，落实全过程记录"),
)
#: Files that stop on their way, so that each state is there to be seen; `overdue` is never submitted.
_STOPS = {60: "mending", 61: "due", 62: "first_level", 63: "second_level", 64: "reviewed", 65: "second_round"}
#: Objections: file → whether the brigade corrects; None leaves it to be answered.
OBJECTIONS: dict[int, bool | None] = {21: False, 40: True, 60: None}
#: A file that its unit submits late, and one that it never submits: the brigade takes it up (WX-08).
LATE, TAKEN_UP = 16, 33
#: A file that fails on a basic item, and one whose officer refuses to mend: what accountability is for (WX-37).
FAILED, REFUSED = 51, 31
#: Notices of these are issued as documents too: writing a document takes longer than all the rest of a file.
WITH_PAPER = frozenset({31, 51, 60, 65})
#: Files that can be leafed through beside the card.
WITH_FILE = frozenset({60, 62, 63, 64, 66, 67})


@dataclass(frozen=True, slots=True)
class Planned:
    """A file with what is found in it and how far it goes."""

    file: CaseFile
    problems: tuple[Problem, ...]
    until: str

    @property
    def number(self) -> int:
        """Return the number of the case in the year."""
        return self.file.number

    def reaches(self, step: str) -> bool:
        """Return whether the file gets to a step."""
        return STEPS.index(step) <= STEPS.index(self.until)


def lot(place: int, anchor: date) -> list[Planned]:
    """Return a lot of the year; it is submitted on `anchor` and was closed eight to twenty days earlier."""
    return [_planned(place * EACH + turn, anchor - timedelta(days=20 - 2 * turn)) for turn in range(EACH)]


def anchor_of(place: int, today: date) -> date:
    """Return the day on which a lot is submitted: the last one two days from now, the others each a month earlier."""
    return today + timedelta(days=2 - APART * (LOTS - 1 - place))


def _planned(number: int, closed_on: date) -> Planned:
    file = CaseFile(number, closed_on)
    until = "due" if number >= EACH * (LOTS - 1) else _STOPS.get(number, "settled")
    return Planned(file, _problems(file), until)


def _problems(file: CaseFile) -> tuple[Problem, ...]:
    number = file.number
    if number == FAILED:
        return (Problem("PB2", "", "8", "处罚前没有告知当事人陈述申辩权", "依法纠正并重新办理告知程序"),)
    if file.lead == WORST:
        fate = "not" if number == REFUSED else "mended"
        return tuple(
            _with_fate(_GRAVE[(number + turn) % len(_GRAVE)], fate if turn == 0 else "mended") for turn in range(3)
        )
    if file.lead == BETTERED:
        return (_GRAVE[number % len(_GRAVE)], _with_fate(_SLIGHT[number % len(_SLIGHT)], "partly"))[: 2 - number // 50]
    if number in OBJECTIONS or number in _STOPS:
        return (_SLIGHT[3 + number % 3], _SLIGHT[number % 3])
    if number % 3 == 0:
        return ()
    return (_SLIGHT[number % len(_SLIGHT)],) if number % 3 == 1 else (_SLIGHT[number % 3], _SLIGHT[3 + number % 3])


def _with_fate(one: Problem, fate: str) -> Problem:
    return Problem(one.item, one.deduction, one.page, one.text, one.mend, fate)


def points_of(one: Problem) -> Decimal:
    """Return the points of a problem; nothing for a basic item, which fails the file by itself."""
    return Decimal(one.deduction or 0)
