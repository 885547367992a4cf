"""The parameters of a kind as a rule file gives them: those of the version before those common to all versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from zhiheng.checks.moments import FIELD_MOMENTS, Moment
from zhiheng.domain.refusals import near_miss
from zhiheng.domain.texts import Text
from zhiheng.legaltime.periods import LONGEST_IN_DAYS, LONGEST_IN_HOURS, LONGEST_IN_MONTHS
from zhiheng.rulefiles import Node

Unit = Literal["days", "working_days", "months", "hours"]
UNITS: tuple[Unit, ...] = ("days", "working_days", "months", "hours")


_LONGEST: dict[str, int] = {
    "days": LONGEST_IN_DAYS,
    "working_days": LONGEST_IN_DAYS,
    "months": LONGEST_IN_MONTHS,
    "hours": LONGEST_IN_HOURS,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time: a whole number of days, working days, months or hours."""

    number: int
    unit: Unit


@dataclass
class Parameters:
    """Reads parameters; a fault is noted at its line and an empty value returned, so that all are told at once."""

    nodes: Sequence[Node]
    subject: str
    place: Node
    asked: set[str] = field(default_factory=set)

    def get(self, name: str) -> Node | None:
        """Return a parameter, None where it is not given."""
        self.asked.add(name)
        return next((found for node in self.nodes if (found := node.get(name)) is not None), None)

    def need(self, name: str) -> Node | None:
        """Return a parameter; its absence is a fault."""
        found = self.get(name)
        if found is None:
            told = Text(f"缺少参数“{name}”", f"the parameter `{name}` is missing")
            self._fault(self.place, "missing_parameter", told, Text(f"补写 {name}: …", f"add `{name}: …`"))
        return found

    def settle(self) -> None:
        """Note a fault for every parameter that the kind did not ask for."""
        for node in self.nodes:
            for name, child in node.entries():
                if name not in self.asked:
                    remedy = near_miss(name, sorted(self.asked)) or Text(
                        f"可用的参数：{'、'.join(sorted(self.asked))}", f"parameters: {', '.join(sorted(self.asked))}"
                    )
                    told = Text(f"这种检查没有参数“{name}”", f"this kind has no parameter `{name}`")
                    self._fault(child, "unknown_parameter", told, remedy)

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        node = self.get(name)
        return default if node is None else node.text()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; a single value is a list of one."""
        node = self.get(name)
        return () if node is None else tuple(item.text() for item in node.items())

    def choice(self, name: str, allowed: Sequence[str], default: str = "") -> str:
        """Return one of `allowed`; another value is a fault."""
        node = self.get(name) if default else self.need(name)
        if node is None:
            return default or allowed[0]
        word = node.text()
        if word not in allowed:
            listed = Text(f"可用的值：{'、'.join(allowed)}", f"one of: {', '.join(allowed)}")
            remedy = near_miss(word, allowed) or listed
            told = Text(f"“{name}”的值“{word}”不认识", f"`{word}` is no value of `{name}`")
            self._fault(node, "unknown_value", told, remedy)
            return allowed[0]
        return word

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no."""
        self.asked.add(name)
        return next((node.flag(name, default) for node in self.nodes if node.get(name) is not None), default)

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number of at least 1; without a default it must be given."""
        node = self.get(name) if default is not None else self.need(name)
        return default or 1 if node is None else self._whole(node, name)

    def hours(self, name: str, default: tuple[int, int]) -> tuple[int, int]:
        """Return hours of the day written `[0, 5]`: from the first until before the second."""
        node = self.get(name)
        if node is None:
            return default
        hours = [item.text() for item in node.items()]
        if len(hours) == 2 and all(hour.isdigit() for hour in hours) and 0 <= int(hours[0]) < int(hours[1]) <= 24:
            return int(hours[0]), int(hours[1])
        told = Text(f"“{name}”应为一天中的两个整点", f"`{name}` is two hours of the day")
        self._fault(node, "bad_hours", told, Text("例如 [0, 5]", "for instance [0, 5]"))
        return default

    def decimal(self, name: str) -> Decimal | None:
        """Return an exact number, None where it is not given."""
        node = self.get(name)
        return None if node is None else node.decimal()

    def limit(self, name: str, units: Sequence[Unit] = UNITS) -> Limit:
        """Return a length of time written `{working_days: 7}`; it must be given."""
        node = self.need(name)
        return Limit(1, "days") if node is None else self.limit_at(node, units)

    def span(self, name: str) -> int:
        """Return a number of days written `{days: 7}`, 0 for the same day; it must be given."""
        node = self.need(name)
        number = None if node is None else node.decimal("days")
        if node is not None and (number is None or number != int(number) or number < 0):
            told = Text(f"“{name}”应写天数", f"`{name}` is a number of days")
            self._fault(node, "bad_span", told, Text("例如 {days: 7}；同一天写 0", "{days: 7}; 0 is the same day"))
            return 0
        return int(number or 0)

    def limit_at(self, node: Node, units: Sequence[Unit] = UNITS) -> Limit:
        """Return the length of time that `node` writes."""
        given = [(unit, found) for unit in units if (found := node.get(unit)) is not None]
        if len(given) != 1 or len(list(node.entries())) != 1:
            told = Text("期限应写一个单位和数", "a length of time is one unit with its number")
            if other := next((unit for unit in UNITS if unit not in units and node.get(unit) is not None), None):
                told = Text(f"这里的期限不能用“{other}”计", f"this length of time cannot be counted in {other}")
            listed = ", ".join(units)
            remedy = Text(
                f"例如 {{{units[0]}: 7}}；可用的单位：{listed}", f"for instance {{{units[0]}: 7}}; units: {listed}"
            )
            self._fault(node, "bad_limit", told, remedy)
            return Limit(1, units[0])
        unit, found = given[0]
        number = self._whole(found, unit)
        if number > _LONGEST[unit]:
            told = Text("期限长得不合情理", "the length of time is beyond any that a law sets")
            remedy = Text(f"最多 {_LONGEST[unit]}", f"at most {_LONGEST[unit]}")
            self._fault(found, "limit_too_long", told, remedy)
            number = 1
        return Limit(number, unit)

    def extension(self, name: str, unit: Unit) -> tuple[str, int]:
        """Return the activity that lengthens a period and by how much, written `{activity: extended, days: 30}`.

        It is counted in the unit of the limit.
        """
        node = self.get(name)
        if node is None:
            return "", 0
        node.allow("activity", unit)
        activity, number = node.need("activity"), node.need(unit)
        return (activity.text(), self._whole(number, unit)) if activity and number else ("", 0)

    def moment(self, name: str) -> Moment:
        """Return the moment that a parameter names; it must be given."""
        node = self.need(name)
        return Moment.first("") if node is None else self._moment(node)

    def moments(self, name: str) -> tuple[Moment, ...]:
        """Return the moments that a parameter names, one or a list; it must be given."""
        node = self.need(name)
        return () if node is None else tuple(self._moment(item) for item in node.items())

    def _moment(self, node: Node) -> Moment:
        if not node.is_mapping:
            return Moment.first(node.text())
        if (last := node.get("last")) is not None:
            return Moment.last(last.text())
        if (first := node.get("first")) is not None:
            return Moment.first(first.text())
        fields = FIELD_MOMENTS[self.subject]
        written = node.text("field")
        if written not in fields:
            told = Text("此处不是一个时点", "this names no moment")
            listed = ", ".join(fields)
            remedy = Text(
                f"写环节名、{{last: 环节}}，或 {{field: …}}（{listed}）",
                f"write an activity, {{last: activity}}, or {{field: …}} ({listed})",
            )
            self._fault(node, "bad_moment", told, remedy)
            return Moment("received" if self.subject == "complaint" else "effective")
        table = "complaints" if fields[written] in ("complaint", "received", "handled") else "outcomes"
        return Moment(fields[written], None, table)

    def _whole(self, node: Node, name: str) -> int:
        number = node.decimal()
        if number is None or number != int(number) or number < 1:
            told = Text(f"“{name}”应为正整数", f"`{name}` is a whole number of at least 1")
            self._fault(node, "not_whole", told, Text("写成 7 这样的整数", "write a number such as 7"))
            return 1
        return int(number)

    @staticmethod
    def _fault(node: Node, code: str, told: Text, remedy: Text) -> None:
        node.faults.add(node, code, told, remedy)
