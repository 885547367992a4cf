"""What `zhiheng check` prints of a run: counts per check and per unit, and apart what could not be answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import JustifyMethod
from rich.markup import escape
from rich.table import Table

from zhiheng import api
from zhiheng.checks import Check
from zhiheng.cli.console import err, language, out, say
from zhiheng.cli.paragraphs import WIDTH, shell_word, tell
from zhiheng.domain.texts import Text
from zhiheng.engine.checking import CheckRun
from zhiheng.ledgers.canonical import Canonical, day_number
from zhiheng.reports.findings_rows import count_later_events, unit_names
from zhiheng.reports.findings_words import SEVERITIES

_UNITS_SHOWN = 30


def print_run(job: api.CheckJob, run: CheckRun, canonical: Canonical, *, all_rows: bool) -> None:
    """Print a run: the tables, what was left out of account, and how to see single findings."""
    checks = {check.id: check for check in api.choose_checks(job.checks)}
    found = sum(_count(counts, "findings") for counts in run.summary.values())
    dismissed = sum(_count(counts, "dismissed") for counts in run.summary.values())
    head, as_of = canonical.head.name, run.as_of
    tell(Text(f"台账 {head}　数据截止日 {as_of}", f"Ledger {head}, as of {as_of}"), style="bold")
    _print_checks(run, checks, all_rows=all_rows or bool(job.checks))
    if run.by_unit:
        _print_units(run, checks, unit_names(job.ledger), all_rows=all_rows)
    _print_unanswered(run)
    _print_notes(run, canonical)
    told = Text(f"发现问题 {found} 处", f"{found} findings")
    if dismissed:
        told = Text(f"{told.zh}，其中已排除 {dismissed} 处", f"{told.en}, {dismissed} of them dismissed")
    tell(Text(f"{told.zh}。结果：{job.out}", f"{told.en}. Results: {job.out}"), style="bold")
    if found:
        _print_next_steps(job, run)


def table_of(*heads: Text, right: Iterable[int] = ()) -> Table:
    """Return an empty table that fits the page; `right` are the places of columns of numbers."""
    table = Table(width=None if out.width < WIDTH else WIDTH)
    numbers = set(right)
    for place, head in enumerate(heads):
        side: JustifyMethod = "right" if place in numbers else "left"
        # Ids are folded and never cut: people copy them.
        table.add_column(say(head), justify=side, no_wrap=place in numbers, overflow="fold")
    return table


def _print_checks(run: CheckRun, checks: Mapping[str, Check], *, all_rows: bool) -> None:
    """Print the counts of each check: those that found something first, the most findings on top."""
    answered = [name for name, counts in run.summary.items() if counts["not_answerable"] is None]
    firing = sorted(
        (name for name in answered if run.summary[name]["findings"]),
        key=lambda name: (-_count(run.summary[name], "findings"), name),
    )
    silent = [name for name in answered if name not in set(firing)]
    heads = [Text("检查项", "check"), Text("程度", "severity"), Text("已查", "examined"), Text("问题", "findings")]
    table = table_of(*heads, Text("已排除", "dismissed"), right=(2, 3, 4))
    for name in (*firing, *(silent if all_rows else ())):
        counts = run.summary[name]
        numbers = [f"{_count(counts, column):,}" for column in ("cases_examined", "findings", "dismissed")]
        check = checks[name]
        table.add_row(f"{escape(say(check.title))}\n[dim]{name}[/dim]", say(SEVERITIES[check.severity]), *numbers)
    if table.row_count:
        out.print(table)
    if silent and not all_rows:
        idle = sum(1 for name in silent if not run.summary[name]["cases_examined"])
        clean = len(silent) - idle
        tell(
            Text(
                f"另有 {clean} 项检查已查、没有问题，{idle} 项没有可查的案件；逐项列出：--all",
                f"{clean} more checks found nothing, {idle} had no case to examine; --all lists them",
            )
        )


def _print_units(run: CheckRun, checks: Mapping[str, Check], names: Mapping[str, str], *, all_rows: bool) -> None:
    """Print the findings of each unit that are not dismissed, by severity, with the check that found most."""
    of_unit: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for check_id, unit_id, count in run.by_unit:
        of_unit[unit_id][check_id] += count
    heads = [Text("单位", "unit"), Text("问题", "findings"), *SEVERITIES.values(), Text("最多的检查项", "most by")]
    table = table_of(*heads, right=range(1, 2 + len(SEVERITIES)))
    ordered = sorted(of_unit, key=lambda unit: (-of_unit[unit].total(), unit))
    for unit in ordered if all_rows else ordered[:_UNITS_SHOWN]:
        counts = of_unit[unit]
        graded = [sum(n for name, n in counts.items() if checks[name].severity == grade) for grade in SEVERITIES]
        most = min(counts, key=lambda name: (-counts[name], name))
        label = f"{names.get(unit, '')} {unit}".strip() or say(Text("（未写单位）", "(no unit)"))
        row = [escape(label), *(f"{number:,}" for number in (counts.total(), *graded))]
        table.add_row(*row, f"{escape(say(checks[most].title))} × {counts[most]:,}")
    out.print(table)
    rest = len(ordered) - _UNITS_SHOWN
    if rest > 0 and not all_rows:
        tell(Text(f"另有 {rest} 个单位；列全：--all", f"{rest} more units; --all lists them"))


def _print_unanswered(run: CheckRun) -> None:
    """Print apart what the ledger cannot answer, by what it lacks: such a check is not passed."""
    member = "not_answerable" if language() == "zh" else "not_answerable_en"
    lacking: defaultdict[str, list[str]] = defaultdict(list)
    for name, counts in run.summary.items():
        if counts["not_answerable"] is not None:
            lacking[str(counts[member])].append(name)
    if not lacking:
        return
    total = sum(map(len, lacking.values()))
    table = table_of(Text("台账缺少", "what the ledger lacks"), Text("不能回答的检查", "checks not answerable"))
    table.title = say(Text(f"不能回答 {total} 项（不算通过）", f"{total} not answerable (not counted as passed)"))
    table.title_justify = "left"
    for reason, names in sorted(lacking.items()):
        table.add_row(escape(reason), "\n".join(names))
    out.print(table)


def _print_notes(run: CheckRun, canonical: Canonical) -> None:
    later = count_later_events(canonical, day_number(run.as_of))
    notes = [*canonical.notes, *run.notes]
    if later:
        notes.append(
            Text(
                f"有 {later:,} 个办案环节晚于数据截止日，没有计入",
                f"{later:,} events lie after the as-of date and were not looked at",
            )
        )
    for note in notes:
        err.print(say(Text(f"提示：{note.zh}", f"Note: {note.en}")), markup=False)


def _print_next_steps(job: api.CheckJob, run: CheckRun) -> None:
    firing = max(run.summary, key=lambda name: _count(run.summary[name], "findings"))
    shown = f"zhiheng checks alerts {shell_word(job.out)} --ledger {shell_word(job.ledger)}"
    own = [name for name in job.checks if Path(name).exists()]
    shown = " ".join([shown, *(f"--checks {shell_word(name)}" for name in own), f"--check {firing}"])
    tell(Text(f"逐条查看（案件环节、条文、应先排除的情形）：{shown}", f"see single findings: {shown}"))


def _count(counts: Mapping[str, Any], name: str) -> int:
    return int(counts[name] or 0)
