"""How checks are printed: the list, one check with its law, its query. Texts come from rule files and the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from rich.markup import escape

from zhiheng.checks import Check, Rule, Version
from zhiheng.checks.moments import Moment
from zhiheng.checks.parameters import Limit
from zhiheng.cli.check_tables import table_of
from zhiheng.cli.console import language, out, say
from zhiheng.cli.paragraphs import shell_word, tell, tell_wrapped
from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.engine.checking import Plan, queries
from zhiheng.ledgers import TABLES
from zhiheng.legaltime import working_calendar
from zhiheng.reports.findings_law import in_force_text, provision
from zhiheng.reports.findings_limits import current_version, rule_limit
from zhiheng.reports.findings_words import activity_text, choice_text, kind_text, severity_text

_SUBJECTS = {
    "case": Text("案件", "cases"),
    "complaint": Text("投诉", "complaints"),
    "outcome": Text("外部结果", "outcomes"),
}
_SUBJECT_TABLES = {"case": "cases", "complaint": "complaints", "outcome": "outcomes"}
_ON_REQUEST = ("it-road-fines",)
_WIDEST_ID = 52
#: Members of rules that a rule file writes otherwise.
_WRITTEN = {"starts": "from", "start": "from", "ends": "to", "end": "to", "within_in_days": "within", "stages": "stage"}
_WRITTEN |= {"media": "medium", "documented": "document", "thresholds": "threshold"}


def print_list(checks: Sequence[Check]) -> None:
    """Print checks by folder of the rulebook, in tables that fit the page."""
    for folder, group in groupby(sorted(checks, key=lambda one: (one.folder, one.id)), key=lambda one: one.folder):
        listed = list(group)
        table = table_of(
            Text("检查项", "check"), Text("种类与要求", "kind and demand"), Text("依据与施行", "law and in force")
        )
        asked = Text("，点名才运行", ", run only where named") if folder in _ON_REQUEST else Text("")
        counted = Text(f"{folder}（{len(listed)} 项{asked.zh}）", f"{folder} ({len(listed)}{asked.en})")
        table.title, table.title_justify = say(counted), "left"
        table.columns[0].width = min(max(len(check.id) for check in listed), _WIDEST_ID)
        for check in listed:
            version = current_version(check)
            kind = f"{say(kind_text(check.kind))} · {say(severity_text(check.severity))}"
            law = f"{say(provision(version.citation).short)}\n{say(in_force_text(version))}"
            demand = escape(say(rule_limit(version.rule)))
            table.add_row(f"{escape(say(check.title))}\n[dim]{check.id}[/dim]", f"{kind}\n{demand}", escape(law))
        out.print(table)
    shown = "zhiheng checks show ID"
    tell(
        Text(
            f"共 {len(checks)} 项；条文、参数、应先排除的情形：{shown}", f"{len(checks)} checks; {shown} tells the rest"
        )
    )


def head_of(check: Check) -> dict[str, Any]:
    """Return what a list tells of a check."""
    version = current_version(check)
    cited, demand = provision(version.citation), rule_limit(version.rule)
    return {
        "id": check.id,
        "kind": check.kind,
        "title_zh": check.title.zh,
        "title_en": check.title.en,
        "limit_zh": demand.zh,
        "limit_en": demand.en.strip(),
        "severity": check.severity,
        "subject": check.subject,
        "from": version.from_date and version.from_date.isoformat(),
        "until": version.until_date and version.until_date.isoformat(),
        "citation": version.citation,
        "citation_zh": cited.name.zh,
        "citation_en": cited.name.of("en"),
        "folder": check.folder,
        "on_request": check.folder in _ON_REQUEST,
    }


def body_of(check: Check) -> dict[str, Any]:
    """Return the rest of a check: rule-out, note, requirements, conditions, versions with law text and parameters."""
    return {
        "requirements": list(check.requirements),
        "applies": {name: list(values) for name, values in check.applies.fields}
        | {name: list(found) for name in ("has", "lacks") if (found := getattr(check.applies, name))},
        "rule_out_zh": check.rule_out.zh,
        "rule_out_en": check.rule_out.en,
        "note_zh": check.note.zh,
        "note_en": check.note.en,
        "versions": [_version_body(version) for version in check.versions],
    }


def _version_body(version: Version) -> dict[str, Any]:
    cited, demand = provision(version.citation), rule_limit(version.rule)
    return {
        "from": version.from_date and version.from_date.isoformat(),
        "until": version.until_date and version.until_date.isoformat(),
        "citation": version.citation,
        "citation_zh": cited.name.zh,
        "citation_en": cited.name.of("en"),
        "text_zh": cited.text.zh,
        "text_en": cited.text.en,
        "is_summary": cited.is_summary,
        "limit_zh": demand.zh,
        "limit_en": demand.en.strip(),
        "parameters": parameters_of(version.rule),
    }


def print_check(check: Check, name: str) -> None:
    """Print everything that is known of a check; `name` is what it was asked for by."""
    tell(check.title, style="bold")
    words = [kind_text(check.kind), severity_text(check.severity), _SUBJECTS[check.subject]]
    tell(Text(" · ".join([check.id, *map(say, words)])))
    if check.requirements:
        listed = "、".join(check.requirements) if language() == "zh" else ", ".join(check.requirements)
        tell(Text(f"需求编号：{listed}", f"Requirements: {listed}"))
    if conditions := _conditions(check):
        tell(Text(f"适用于：{conditions.zh}", f"Applies to: {conditions.of('en')}"))
    for version in check.versions:
        _print_version(version)
    paragraph(Text("使用前应先排除", "Rule out before use"), check.rule_out)
    if check.note.zh:
        paragraph(Text("说明", "Note"), check.note)
    shown = f"zhiheng check --ledger DIR --checks {shell_word(name)}"
    tell(Text(f"\n运行：{shown}", f"\nRun it: {shown}"))


def paragraph(head: Text, body: Text) -> None:
    """Print a text under its heading, indented and no wider than the page."""
    tell(Text(f"\n{head.zh}", f"\n{head.en}"), style="bold")
    if body.zh:
        tell_wrapped(say(body))


def _print_version(version: Version) -> None:
    cited, demand = provision(version.citation), rule_limit(version.rule)
    name, when = say(cited.name), say(in_force_text(version))
    summary = Text("（要旨）", " (summary)") if cited.is_summary else Text("", " ")
    paragraph(Text(f"{when}　{name}{summary.zh}", f"{when}: {name}{summary.en}".rstrip()), cited.text)
    if demand.zh:
        tell_wrapped(say(demand), head=say(Text("要求", "Demand")))
    told = "; ".join(f"{name}: {_flow(value)}" for name, value in parameters_of(version.rule).items())
    tell_wrapped(told, head=say(Text("参数", "Parameters")))


def _flow(value: Any) -> str:
    """Return a value as a rule file writes it on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _conditions(check: Check) -> Text | None:
    """Return in words to which rows a check applies; None where to all."""
    table, applies = _SUBJECT_TABLES[check.subject], check.applies
    zh, en = [], []
    for name, values in applies.fields:
        column = TABLES[table].column(name)
        words = [_value_text(table, name, value) for value in values]
        zh.append(f"{column.label}为{'或'.join(word.zh for word in words)}")
        en.append(f"{name.replace('_', ' ')}: {' or '.join(word.of('en') for word in words)}")
    for found, zh_word, en_word in ((applies.has, "有", "with"), (applies.lacks, "没有", "without")):
        for activity in found:
            told = activity_text(activity)
            zh.append(f"{zh_word}{told.zh}")
            en.append(f"{en_word} {told.of('en')}")
    return Text("，".join(zh), ", ".join(en)) if zh else None


def _value_text(table: str, column: str, value: str | bool) -> Text:
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return choice_text(table, column, value)


def parameters_of(rule: Rule) -> Mapping[str, Any]:
    """Return the parameters of a rule as a rule file would write them; what has its default value is left out."""
    assert is_dataclass(rule)
    told: dict[str, Any] = {}
    for member in fields(rule):
        value = getattr(rule, member.name)
        default = member.default_factory() if member.default_factory is not MISSING else member.default
        if value not in (default, (), "", None) and not (value is False and default is MISSING):
            told[_WRITTEN.get(member.name, member.name)] = _SHAPES.get(member.name, _plain)(value)
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return {value.fact.stat: value.name} if value.fact and value.fact.stat == "last" else value.name
    if isinstance(value, Limit):
        return {value.unit: value.number}
    if isinstance(value, Decimal):
        return shortest(value)
    if isinstance(value, tuple):
        plain = [_plain(item) for item in value]
        return plain[0] if len(plain) == 1 else plain
    return value


def _bounds(bounds: Sequence[tuple[str, Decimal | None, Decimal | None]]) -> dict[str, dict[str, str]]:
    named = {party: {"minimum": least, "maximum": most} for party, least, most in bounds}
    return {
        party: {name: shortest(amount) for name, amount in limits.items() if amount is not None}
        for party, limits in named.items()
    }


#: Members of rules whose value has another shape in a rule file.
_SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "within_in_days": lambda days: {"days": days},
    "thresholds": lambda pairs: {party: shortest(amount) for party, amount in pairs},
    "bounds": _bounds,
}


def print_sql(check: Check, day: date, dialect: str) -> None:
    """Print the query of each version over `rows`: the subject's table with the facts that the check reads."""
    plan = Plan((check,), day, working_calendar("cn"))
    for item, query in queries(plan, dialect):
        version = item.version
        out.print(f"-- {check.id}  {say(in_force_text(version))}  {version.citation}", markup=False, soft_wrap=True)
        facts = ", ".join(column for fact in sorted(item.facts) for column in fact.columns)
        rows = TABLES[_SUBJECT_TABLES[check.subject]].name
        out.print(f"-- as of {day}; rows = {rows} + ({facts})", markup=False, soft_wrap=True)
        out.print(f"{query};", markup=False, soft_wrap=True)
