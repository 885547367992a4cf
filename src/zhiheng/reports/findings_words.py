"""The words for what checks and findings hold: kinds, activities, fields, lengths of time. No sentences."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path

from zhiheng.checks.moments import Moment
from zhiheng.checks.parameters import Limit, Unit
from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES
from zhiheng.rulefiles import read_node

SEVERITIES = {"serious": Text("严重", "serious"), "ordinary": Text("一般", "ordinary"), "minor": Text("轻微", "minor")}

_UNITS: dict[Unit, tuple[Text, Text]] = {
    "days": (Text("{}日", "{} day"), Text("{}日", "{} days")),
    "working_days": (Text("{}个工作日", "{} working day"), Text("{}个工作日", "{} working days")),
    "months": (Text("{}个月", "{} month"), Text("{}个月", "{} months")),
    "hours": (Text("{}小时", "{} hour"), Text("{}小时", "{} hours")),
}

_FIELDS = {
    "outcome": Text("决定被否定", "decision overturned"),
    "complaint": Text("收到投诉", "complaint received"),
    "received": Text("收到投诉", "complaint received"),
    "handled": Text("投诉办结", "complaint settled"),
    "effective": Text("结果生效", "outcome effective"),
    "any": Text("首个环节", "first event"),
    "": Text("首个环节", "first event"),
}

#: Columns that cases or complaints are compared by, where the ledger's own label does not fit.
_COMPARED = {
    "place_key": Text("同一地点", "the same place"),
    "problem": Text("同一问题", "the same problem"),
    "party_id": Text("同一当事人", "the same party"),
    "cause": Text("同一案由", "the same cause"),
    "document_no": Text("同一文号", "the same document number"),
    "lead_officer_id": Text("同一主办人员", "the same lead officer"),
    "issue": Text("同类问题", "the same issue"),
}


@cache
def _vocabulary(sort: str) -> dict[str, Text]:
    """Return the terms of one sort in `rulebook/vocabulary.yaml`."""
    path = Path(str(resources.files("zhiheng") / "rulebook" / "vocabulary.yaml"))
    terms = read_node(path)[0].get("terms")
    found = terms.entries() if terms is not None else ()
    return {node.text("name") or name: node.wording() for name, node in found if node.text("sort") == sort}


def kind_text(kind: str) -> Text:
    """Return what a kind of check is called."""
    return _vocabulary("kind_of_check").get(kind, Text(kind))


def severity_text(severity: str) -> Text:
    """Return the word for a severity."""
    return SEVERITIES.get(severity, Text(severity))


def choice_text(table: str, column: str, value: str) -> Text:
    """Return a listed value of the ledger in words: its label, and in English the value itself."""
    for choice in TABLES[table].column(column).choices:
        if str(choice.value) == value:
            return Text(choice.label, value.replace("_", " "))
    return Text(value)


def activity_text(activity: str) -> Text:
    """Return an activity in words; one of the ledger's own making stays as it is written."""
    known = choice_text("events", "activity", activity)
    return known if known.en else _vocabulary("activity").get(activity, Text(activity))


def moment_text(moment: Moment) -> Text:
    """Return what a moment is called."""
    return activity_text(moment.fact.activity) if moment.fact and moment.fact.activity else _FIELDS[moment.stem]


def field_text(name: str) -> Text:
    """Return a column of the cases in words."""
    columns = {column.name: column for column in TABLES["cases"].columns}
    return Text(columns[name].label, name.replace("_", " ")) if name in columns else Text(name)


def compared_text(names: tuple[str, ...]) -> Text:
    """Return by what rows are compared."""
    return listed([_COMPARED.get(name, field_text(name)) for name in names], Text("、", ", "))


def length_text(number: int | Decimal, unit: Unit) -> Text:
    """Return a length of time: `7个工作日`, `7 working days`."""
    one, many = _UNITS[unit]
    told = shortest(Decimal(number))
    form = one if told == "1" else many
    return Text(form.zh.format(told), form.en.format(told))


def limit_text(limit: Limit) -> Text:
    """Return a limit in words."""
    return length_text(limit.number, limit.unit)


def money_text(amount: Decimal) -> Text:
    """Return an amount in yuan."""
    told = f"{amount.normalize():,f}"
    return Text(f"{told}元", f"{told} yuan")


def listed(texts: list[Text], mark: Text) -> Text:
    """Return several texts as one, parted by `mark`."""
    return Text(mark.zh.join(text.zh for text in texts), mark.en.join(text.of("en") for text in texts))
