"""What is asked of a body for each rule and how an answer is stored: as `facts` says it (contract, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Question, Refusal, Text
from zhiheng_web.lib.numbers import read_percentage

EXEMPT, NOT_APPLICABLE = "exempt", "not_applicable"
#: Bodies evaluated by reference (HN-20): any sub-item can be told not to fit them.
COUNTY_KINDS = frozenset({"county", "county_level_city"})
STATE_TEXTS = {
    EXEMPT: Text("符合免扣情形", "exempt"),
    NOT_APPLICABLE: Text("不适用于本单位", "not applicable"),
}
_NO, _YES = Text("没有", "no"), Text("有", "yes")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from, with the value that is sent."""

    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class Ask:
    """A line of the form: the library's question with the rule it asks for; `rule` None for the state of a sub-item."""

    question: Question
    rule: Any
    sub_item_id: str
    sub_item: Any
    kind: str
    choices: tuple[Choice, ...]
    is_bonus: bool

    @property
    def id(self) -> str:
        """Return the id under which the answer is stored."""
        return self.question.id


def asks_of(scheme: Any, kind: str, options: Mapping[str, str]) -> Iterator[tuple[Any, Any, list[Ask]]]:
    """Yield item, sub-item and what is asked there, for a body of a kind; vetoes come last, without item."""
    asked = {question.id: question for question in api.questions(scheme)}
    for part, item, sub_item in scheme.sub_items():
        if not api.schemes.applies(item.applies_to, kind) or not api.schemes.applies(sub_item.applies_to, kind):
            continue
        bonus = part.kind == "bonus"
        lines = []
        state = _state_question(asked.get(sub_item.id), item, sub_item, kind)
        if state is not None:
            choices = tuple(Choice(one, STATE_TEXTS[one]) for one in state.choices)
            lines.append(Ask(state, None, sub_item.id, sub_item, "state", choices, bonus))
        for rule in sub_item.every_rule():
            lines.append(_ask(asked[rule.id], rule, sub_item, options, bonus=bonus))
        yield item, sub_item, lines
    vetoes = [rule for rule in scheme.vetoes if rule.id in asked]
    if vetoes:
        yield None, None, [_ask(asked[rule.id], rule, None, options, bonus=False) for rule in vetoes]


def _state_question(asked: Question | None, item: Any, sub_item: Any, kind: str) -> Question | None:
    """Return the question after exemption and applicability, None where neither is possible."""
    if asked is not None and asked.answer != "state":
        asked = None  # a sub-item and its only rule may share an id
    if kind not in COUNTY_KINDS:
        return asked
    choices = tuple(dict.fromkeys((*(asked.choices if asked else ()), NOT_APPLICABLE)))
    how = Text(
        "不适合县（市、区）的选“不适用”（HN-20）", "choose “not applicable” where it does not fit a county (HN-20)"
    )
    clause = sub_item.clause if sub_item.clause.zh else sub_item.name
    return Question(sub_item.id, item.id, item.name, clause, how, "state", sub_item.points, choices)


def _ask(question: Question, rule: Any, sub_item: Any, options: Mapping[str, str], *, bonus: bool) -> Ask:
    kind, choices = str(question.answer), _choices(rule, str(question.answer))
    is_open_ended = getattr(rule.scoring, "is_open_ended", None)
    if kind == "elements" and is_open_ended is not None and is_open_ended(options):
        kind, choices = "count", ()
    return Ask(question, rule, sub_item.id if sub_item else "", sub_item, kind, choices, bonus)


def _choices(rule: Any, kind: str) -> tuple[Choice, ...]:
    if kind == "flag":
        return (Choice("false", _NO), Choice("true", _YES))
    if kind == "elements":
        none = Choice("0", Text("都不缺", "none is missing"))
        return (none, *(Choice(str(n), text) for n, text in enumerate(rule.scoring.elements, 1)))
    if kind == "level":
        none = Choice("0", Text("没有", "none"))
        return (none, *(Choice(str(n), level.text) for n, level in enumerate(rule.scoring.levels, 1)))
    return ()


def sent_value(ask: Ask, sent: Sequence[str]) -> str:
    """Return what a form sent for a line as one text: the elements ticked, a percentage with its sign."""
    told = [one.strip() for one in sent if one.strip()]
    if ask.kind == "elements":
        if "0" in told and len(told) > 1:
            raise refused(ask, "none_and_some", *_NONE_AND_SOME)
        return "0" if told == ["0"] else "".join(f"{one};" for one in told)
    if ask.kind == "rate" and told and read_percentage(told[0]) is not None:
        return f"{read_percentage(told[0])}%"
    return told[0] if told else ""


def canonical(ask: Ask, written: str, options: Mapping[str, str], place: Place | None = None) -> str:
    """Return an answer as it is stored; nothing stays nothing. Raises Refusal where it is no answer to the rule."""
    text = written.strip()
    if not text:
        return ""
    if ask.rule is None:
        words = {**{one.value: one.value for one in ask.choices}, **{one.text.zh: one.value for one in ask.choices}}
        if text not in words:
            raise refused(ask, "no_such_state", *_NO_STATE, value=text, place=place)
        return words[text]
    try:
        answer = api.read_answer(ask.rule, text)
    except api.Unreadable as wrong:
        raise refused(ask, "unreadable_answer", wrong.reason, wrong.remedy, value=text, place=place) from None
    reason = ask.rule.scoring.refuses(answer, options)
    if reason is not None:
        raise refused(ask, "impossible_answer", reason, ask.question.how, value=text, place=place)
    if answer.elements:
        return "".join(f"{number};" for number in answer.elements)
    return str(answer.shown)


def shown(ask: Ask, value: str) -> Text:
    """Return a stored answer in people's words."""
    if not value:
        return Text("—", "—")
    if ask.kind == "rate":
        return Text(f"{percentage(value)}%", f"{percentage(value)}%")
    if ask.kind == "elements" and ";" in value:
        named = [one.text for one in ask.choices if one.value in value.split(";")]
        return Text("、".join(text.zh for text in named), ", ".join(text.of("en") for text in named))
    for one in ask.choices:
        if one.value == value and ask.kind != "elements":
            return one.text
    if ask.kind == "elements" and value == "0":
        return ask.choices[0].text
    unit = ask.rule.unit if ask.rule is not None and ask.kind == "count" else Text("")
    return Text(f"{value}{unit.zh and ' ' + unit.zh}", f"{value}{unit.zh and unit.en and ' ' + unit.en}")


def percentage(value: str) -> str:
    """Return a stored rate (`0.8499`, `84.99%`) as the number before a per-cent sign."""
    if value.endswith("%"):
        return value.removesuffix("%")
    try:
        number = Decimal(value) * 100
    except ArithmeticError:
        return value
    return f"{number.normalize():f}" if number else "0"


def refused(ask: Ask, code: str, reason: Text, remedy: Text, *, value: str = "", place: Place | None = None) -> Refusal:
    """Return the refusal of an answer, naming its rule."""
    where = Place(file=place.file, row=place.row, clause=ask.id) if place else Place(clause=ask.id)
    return Refusal(Fault(code, where, reason, remedy, value))


_NONE_AND_SOME = (
    Text("选了“都不缺”，又选了缺项", "“none is missing” was ticked together with something missing"),
    Text("只选其中一种", "tick one or the other"),
)
_NO_STATE = (
    Text("这里只能选所列的情形", "only what is listed can be chosen here"),
    Text("从所列情形中选一种，都不符合的不填", "choose one of those listed, or leave it blank"),
)
