"""A run of checks retold for other programs: each check with its counts, each finding as a sentence in two languages.

Nothing is judged here; the sentences are those of `findings_told`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from zhiheng.checks import Check, built_in_checks
from zhiheng.domain.texts import Text
from zhiheng.reports.findings import Alert, Wanted, read_about, read_alerts, read_summary
from zhiheng.reports.findings_law import provision
from zhiheng.reports.findings_told import told_of, version_of

#: The file of findings holds clock time of China.
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class CheckRetold:
    """A check of a run: its words, what it is about, how much it examined, or why the ledger cannot answer it.

    `kinds` are the kinds of case that it asks for; none where it asks for no kind.
    """

    id: str
    title: Text
    citation: Text
    severity: str
    subject: str
    kinds: tuple[str, ...]
    examined: int
    findings: int
    not_answerable: Text | None


@dataclass(frozen=True, slots=True)
class FindingRetold:
    """A finding in a sentence, with the provision of the version that found it; `dismissed` is why it was set aside."""

    check_id: str
    unit_id: str
    officer_id: str
    case_id: str
    severity: str
    occurred_at: datetime | None
    due_date: date | None
    told: Text
    citation: Text
    dismissed: str


@dataclass(frozen=True, slots=True)
class Retold:
    """A run: the day as of which it judged (ISO 8601), its checks sorted by id, its findings in the file's order."""

    as_of: str
    checks: Sequence[CheckRetold]
    findings: Sequence[FindingRetold]


def retell(out: Path) -> Retold:
    """Return the run that `api.check_ledger` wrote into `out`. Raises Refusal where it holds no finished run.

    Checks of rule files of one's own keep their ids for titles: the run does not say where those files lie.
    """
    known = {check.id: check for check in built_in_checks()}
    found, _ = read_alerts(out, Wanted())
    return Retold(read_about(out).get("as_of", ""), list(_checks(out, known)), list(_findings(found, known)))


def _checks(out: Path, known: dict[str, Check]) -> Iterator[CheckRetold]:
    for key, counts in sorted(read_summary(out).items()):
        check = known.get(key)
        reason, english = counts.get("not_answerable"), counts.get("not_answerable_en")
        yield CheckRetold(
            id=key,
            title=check.title if check else Text(key, key),
            citation=provision(check.versions[-1].citation).short if check else Text("", ""),
            severity=check.severity if check else "ordinary",
            subject=check.subject if check else "case",
            kinds=_kinds(check) if check else (),
            examined=int(counts["cases_examined"]),
            findings=int(counts["findings"]),
            not_answerable=Text(str(reason), str(english or reason)) if reason else None,
        )


def _kinds(check: Check) -> tuple[str, ...]:
    return tuple(str(value) for name, values in check.applies.fields if name == "kind" for value in values)


def _findings(found: Sequence[Alert], known: dict[str, Check]) -> Iterator[FindingRetold]:
    for alert in found:
        check = known.get(alert.check_id)
        yield FindingRetold(
            check_id=alert.check_id,
            unit_id=alert.unit_id,
            officer_id=alert.officer_id,
            case_id=alert.case_id,
            severity=alert.severity,
            occurred_at=alert.occurred_at.replace(tzinfo=_CHINA) if alert.occurred_at else None,
            due_date=alert.due_date,
            told=told_of(check, alert) if check else Text(alert.what, alert.what),
            citation=provision(version_of(check, alert).citation).name if check else Text("", ""),
            dismissed=alert.dismissed.get("reason", ""),
        )
