"""How a finding is shown to a person: law, measure, rows of the ledger, what to rule out, how to dismiss it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from zhiheng import api
from zhiheng.checks import Check
from zhiheng.cli.console import out, say
from zhiheng.cli.paragraphs import shell_word, tell, tell_wrapped
from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES
from zhiheng.ledgers.dismissals import Entry, FindingKey, read_dismissals, standing
from zhiheng.reports.findings import Alert, read_about, refuse_other_ledger
from zhiheng.reports.findings_law import provision
from zhiheng.reports.findings_rows import CaseRows, Rows, rows_behind, unit_names
from zhiheng.reports.findings_told import told_of, version_of
from zhiheng.reports.findings_words import activity_text, choice_text, severity_text

_STEPS_SHOWN = 40
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class Seen:
    """Findings in sight: those of a run in `out`, with the ledger behind them where it is given."""

    out: Path
    ledger: Path | None
    checks: Mapping[str, Check]
    alerts: Sequence[Alert]

    @cached_property
    def rows(self) -> Rows:
        """Return the rows concerned; none without a ledger."""
        if self.ledger is None:
            return Rows({}, {}, {})
        canonical = api.prepare_ledger(self.ledger, skip_bad_rows=True)
        refuse_other_ledger(self.out, canonical.head.name)
        return rows_behind(canonical, self.alerts)

    @cached_property
    def as_of(self) -> str:
        """Return the day as of which the run judged, "" where it was not written down."""
        return read_about(self.out).get("as_of", "")

    @cached_property
    def dismissed(self) -> Mapping[FindingKey, Entry]:
        """Return what stands dismissed now: by the ledger where it is given, else as the run knew it."""
        if self.ledger is not None:
            return standing(read_dismissals(self.ledger))
        known = {alert.key: alert.dismissed for alert in self.alerts if alert.dismissed}
        return {key: Entry(key, told["reason"], told["by"], told["on"]) for key, told in known.items()}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the names of the units."""
        return unit_names(self.ledger) if self.ledger is not None else {}

    def print_alert(self, alert: Alert, number: str) -> None:
        """Print a finding as a block."""
        check = self.checks.get(alert.check_id)
        title = say(check.title) if check else alert.check_id
        tell(Text(f"[{number}] {title}"), style="bold")
        _line(Text("检查", "Check"), f"{alert.check_id} · {say(severity_text(alert.severity))}")
        _line(Text("对象", "About"), self._whose(alert))
        if check:
            _line(Text("发现", "Found"), say(told_of(check, alert)))
        _line(Text("时间", "When"), _when(alert))
        if check:
            cited = provision(version_of(check, alert).citation)
            mark = Text("（要旨）", " (summary)") if cited.is_summary else Text("", " ")
            _line(Text("依据", "Law"), f"{say(cited.name)}{say(mark).rstrip()} {say(cited.text)}")
        self._print_rows(alert)
        if check:
            _line(Text("应先排除", "Rule out"), say(check.rule_out))
        else:
            told = Text(
                "用 --checks 给出它的规则文件，可看条文和说明", "name its rule file with --checks to see the law"
            )
            _line(Text("规则", "Rule"), say(told))
        held = self.dismissed.get(alert.key)
        if held:
            _line(Text("已排除", "Dismissed"), f"{held.by} {held.at[:10]}：{held.reason}")
        else:
            _line(Text("排除", "Dismiss"), self.command(alert), wrap=False)
        out.print()

    def command(self, alert: Alert) -> str:
        """Return the command that dismisses a finding; reason and name are to be filled in."""
        words = ["zhiheng checks dismiss", shell_word(self.out)]
        words.append(f"--ledger {shell_word(self.ledger) if self.ledger else 'DIR'} --check {alert.check_id}")
        for option, value in (("case", alert.case_id), ("complaint", alert.complaint_id), ("unit", alert.unit_id)):
            if value and not (option == "unit" and (alert.case_id or alert.complaint_id)):
                words.append(f"--{option} {shell_word(value)}")
        return " ".join([*words, say(Text("--by 姓名 --reason 理由", "--by NAME --reason WHY"))])

    def as_json(self, alert: Alert) -> dict[str, Any]:
        """Return a finding with everything that the block shows."""
        check, held, rows = self.checks.get(alert.check_id), self.dismissed.get(alert.key), self.rows
        ids = [alert.case_id, alert.complaint_id, *alert.related]
        told = told_of(check, alert) if check else Text("")
        return {
            "check_id": alert.check_id,
            "severity": alert.severity,
            "unit_id": alert.unit_id,
            "officer_id": alert.officer_id,
            "case_id": alert.case_id,
            "complaint_id": alert.complaint_id,
            "occurred_at": alert.occurred_at and alert.occurred_at.isoformat(),
            "due_at": alert.due_date and alert.due_date.isoformat(),
            "measured": None if alert.measured is None else shortest(alert.measured),
            "limit": None if alert.limit is None else shortest(alert.limit),
            "from": alert.begins,
            "to": alert.ends,
            "what": alert.what,
            "related": list(alert.related),
            "told_zh": told.zh,
            "told_en": told.of("en"),
            "citation": version_of(check, alert).citation if check else "",
            "rule_out_zh": check.rule_out.zh if check else "",
            "rule_out_en": check.rule_out.en if check else "",
            "cases": [_case_json(rows.cases[one]) for one in ids if one in rows.cases],
            "complaints": [{"complaint_id": one, **rows.complaints[one]} for one in ids if one in rows.complaints],
            "outcomes": [{"outcome_id": one, **rows.outcomes[one]} for one in ids if one in rows.outcomes],
            "provisional": alert.provisional,
            "as_of": self.as_of,
            "dismissed": held and {"by": held.by, "at": held.at, "reason": held.reason},
            "dismiss": self.command(alert),
        }

    def _whose(self, alert: Alert) -> str:
        unit = f"{self.names.get(alert.unit_id, '')} {alert.unit_id}".strip()
        named = (
            (Text("单位", "unit"), unit),
            (Text("案件", "case"), alert.case_id),
            (Text("投诉", "complaint"), alert.complaint_id),
            (Text("人员", "officer"), alert.officer_id),
            (Text("相关", "related"), "、".join(alert.related)),
        )
        return "　".join(f"{say(word)} {value}" for word, value in named if value)

    def _print_rows(self, alert: Alert) -> None:
        for name in dict.fromkeys((alert.case_id, *alert.related)):
            if name in self.rows.cases:
                _print_case(self.rows.cases[name], self.as_of)
        for table, rows in (("complaints", self.rows.complaints), ("outcomes", self.rows.outcomes)):
            for name in dict.fromkeys((alert.complaint_id, *alert.related)):
                if name in rows:
                    label = Text(TABLES[table].label, table.removesuffix("s"))
                    _line(label, f"{_cut(name)}　{_fields(table, rows[name])}")


def _line(head: Text, body: str, *, wrap: bool = True) -> None:
    """Print a line under its word; a command stays in one piece, so that it can be copied."""
    if wrap:
        tell_wrapped(body, head=say(head))
    else:
        out.print(f"  {say(head)}  {body}", markup=False, soft_wrap=True)


def _when(alert: Alert) -> str:
    """Return from when until when, and the day it was due; for what has no period, when it occurred."""
    if not alert.ends and not alert.due_date:
        return _short(alert.begins) or (f"{alert.occurred_at:%Y-%m-%d}" if alert.occurred_at else "—")
    told = [say(Text(f"自 {_short(alert.begins)}", f"from {_short(alert.begins)}"))] if alert.begins else []
    if alert.ends:
        told.append(say(Text(f"至 {_short(alert.ends)}", f"until {_short(alert.ends)}")))
    if alert.due_date and alert.what != "certificate":
        told.append(say(Text(f"应于 {alert.due_date} 前（含当日）", f"due by {alert.due_date}")))
    if alert.provisional:
        told.append(say(Text("暂定：该年放假安排尚未公布", "provisional: the holidays of that year are not announced")))
    return say(Text("，", ", ")).join(told)


def _short(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _print_case(rows: CaseRows, as_of: str) -> None:
    _line(Text("案件", "Case"), f"{_cut(rows.case_id)}　{_fields('cases', rows.fields)}")
    for step in rows.steps[:_STEPS_SHOWN]:
        medium = say(choice_text("events", "medium", step.medium)) if step.medium else ""
        told = f"{step.at:<16}  {say(activity_text(step.activity))}  {step.officer_id}  {medium}".rstrip()
        if as_of and step.at[:10] > as_of:
            told += say(Text("（数据截止日以后，没有计入）", " (after the as-of date, not looked at)"))
        out.print(f"      {told}", markup=False, soft_wrap=True)
    rest = len(rows.steps) - _STEPS_SHOWN
    if rest > 0:
        out.print(say(Text(f"      ……另有 {rest} 个环节", f"      … and {rest} more events")), markup=False)


def _fields(table: str, given: Mapping[str, str]) -> str:
    """Return the fields of a row with their labels."""
    told = []
    for name, value in given.items():
        column = TABLES[table].column(name)
        label = Text(column.label, name.replace("_", " "))
        words = {"true": Text("是", "yes"), "false": Text("否", "no")}.get(value) or choice_text(table, name, value)
        told.append(f"{say(label)} {_cut(say(words))}")
    return "　".join(told)


def _cut(value: str) -> str:
    """Return a value as it can stand in a line: signs of control made visible, a long one cut."""
    value = "".join(sign if sign.isprintable() else "␤" for sign in value)
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"


def _case_json(rows: CaseRows) -> dict[str, Any]:
    steps = [
        {"at": step.at, "activity": step.activity, "officer_id": step.officer_id, "medium": step.medium}
        for step in rows.steps
    ]
    return {"case_id": rows.case_id, **rows.fields, "events": steps}
