"""Reads what a facts row says to a rule: a yes or no, a count, missing elements, a rate, a level. Exact, or refused."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from zhiheng.domain.numbers import read_number, read_rate, shortest
from zhiheng.domain.scheme import Rule
from zhiheng.domain.texts import Text
from zhiheng.schemes.kinds.bonus_highest import BonusHighest
from zhiheng.schemes.scoring import Answer

_YES = {"true", "yes", "y", "1", "是", "有", "√"}
_NO = {"false", "no", "n", "0", "否", "无", "×"}
_NONE = {"0", "none", "无", "否", "false"}
_LIST = re.compile(r"[;；]")

_REMEDIES = {
    "flag": Text("有此情形填 true（是），没有填 false（否）", "write true where it is the case, false where it is not"),
    "count": Text("填整数，例如 3；没有填 0", "write a whole number such as 3; 0 for none"),
    "elements": Text(
        "填缺项的数目，或用分号列出缺项编号，例如 1;3 或 3;", "write how many are missing, or their numbers: 1;3 or 3;"
    ),
    "rate": Text(
        "填 0 到 1 之间的小数或百分数，例如 0.8499 或 84.99%",
        "write a rate from 0 to 1 or a percentage: 0.8499 or 84.99%",
    ),
    "level": Text(
        "填级别编号（1 为最高）或名称；没有填 0",
        "write the number of the level (1 the highest) or its name; 0 for none",
    ),
}


class Unreadable(Exception):
    """Raised when a value does not answer the rule; carries what is wrong and how to mend it."""

    def __init__(self, reason: Text, remedy: Text) -> None:
        super().__init__(reason.en)
        self.reason, self.remedy = reason, remedy


def read_answer(rule: Rule, written: str) -> Answer:
    """Return what `written` answers to the rule's own words (contract, section 3).

    Raises Unreadable where it is no answer to this kind of rule.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    kind = rule.scoring.answers
    if kind == "flag":
        return _flag(text)
    if kind == "count":
        return _count(text, kind)
    if kind == "elements":
        return _elements(text)
    if kind == "rate":
        return _rate(text)
    return _level(rule, text)


def remedy_for(rule: Rule) -> Text:
    """Return how a value for this rule is written."""
    return _REMEDIES[rule.scoring.answers]


def _flag(text: str) -> Answer:
    if text.lower() in _YES:
        return Answer(Fraction(1), "true")
    if text.lower() in _NO:
        return Answer(Fraction(0), "false")
    raise Unreadable(Text("此处应填是或否", "yes or no is expected"), _REMEDIES["flag"])


def _count(text: str, kind: str) -> Answer:
    number = read_number(text)
    if number is None and text.lower() in ("false", "无", "否"):
        return Answer(Fraction(0), "0")
    if number is None or number < 0 or number != number.to_integral_value():
        raise Unreadable(Text("此处应填不小于零的整数", "a whole number of at least zero is expected"), _REMEDIES[kind])
    return Answer(Fraction(number), shortest(number))


def _elements(text: str) -> Answer:
    if not _LIST.search(text):
        return _count(text, "elements")
    parts = [part.strip() for part in _LIST.split(text) if part.strip()]
    if not parts or any(not part.isdecimal() for part in parts):
        raise Unreadable(
            Text("缺项编号应为整数", "the numbers of missing elements are whole numbers"), _REMEDIES["elements"]
        )
    numbers = tuple(sorted({int(part) for part in parts}))
    return Answer(Fraction(len(numbers)), str(len(numbers)), numbers)


def _rate(text: str) -> Answer:
    rate = read_rate(text)
    if rate is None or not 0 <= rate <= 1:
        raise Unreadable(Text("此处应填 0 到 1 之间的比率", "a rate from 0 to 1 is expected"), _REMEDIES["rate"])
    return Answer(Fraction(rate), shortest(rate))


def _level(rule: Rule, text: str) -> Answer:
    scoring = rule.scoring
    assert isinstance(scoring, BonusHighest)
    names = {name: number for number, level in enumerate(scoring.levels, 1) for name in (level.text.zh, level.text.en)}
    reached: list[int] = []
    for part in (part.strip() for part in _LIST.split(text) if part.strip()):
        if part.lower() in _NONE:
            continue
        number = names.get(part, int(part) if part.isdecimal() else -1)
        if not 1 <= number <= len(scoring.levels):
            told = Text(f"没有“{part}”这一级", f"there is no level `{part}`")
            raise Unreadable(told, _REMEDIES["level"])
        reached.append(number)
    if not reached and not text:
        raise Unreadable(Text("没有填写级别", "no level is given"), _REMEDIES["level"])
    return Answer(Fraction(min(reached, default=0)), str(min(reached, default=0)))
