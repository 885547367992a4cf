"""What the checks of the rulebook say of a case: those of the latest run over its ledger. No check is run here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng_web.audit import states
from zhiheng_web.cases.models import Case, CheckFinding, CheckRun
from zhiheng_web.intake.models import Book, Snapshot
from zhiheng_web.lib.words import Text

FINDINGS_KIND = "cases.findings"

SEVERITIES: Mapping[str, tuple[Text, str]] = {
    "serious": (Text("严重", "serious"), "bad"),
    "ordinary": (Text("一般", "ordinary"), "warn"),
    "minor": (Text("轻微", "minor"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class ToldCheck:
    """A check as a run holds it: its words, how much it examined, why the ledger cannot answer it (empty where not)."""

    id: str
    title: Text
    citation: Text
    severity: str
    examined: int
    findings: int
    why_not: Text | None

    @property
    def severity_text(self) -> tuple[Text, str]:
        """Return the severity in words with its tone."""
        return SEVERITIES.get(self.severity, (Text(self.severity, self.severity), "neutral"))


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that found something in a case, and what."""

    check: ToldCheck
    finding: CheckFinding


@dataclass(frozen=True, slots=True)
class Checked:
    """The checks of a case: those that found something, those that found nothing, those that nobody can answer.

    `run` is None where the ledger was never checked; `is_old` where a later snapshot has been sealed since.
    """

    run: CheckRun | None = None
    failed: list[Failed] = field(default_factory=list)
    set_aside: list[Failed] = field(default_factory=list)
    clear: list[ToldCheck] = field(default_factory=list)
    unanswered: list[ToldCheck] = field(default_factory=list)
    is_old: bool = False


def latest_run(book: Book) -> CheckRun | None:
    """Return the latest run of checks over a book, None where there is none."""
    return CheckRun.objects.filter(book=book).select_related("snapshot", "ran_by").first()


def latest_snapshot(book: Book) -> Snapshot | None:
    """Return the latest sealed snapshot of a book, None where there is none."""
    found: Snapshot | None = Snapshot.objects.filter(book=book).order_by("-taken_at", "-pk").first()
    return found


def found_in(case: Case) -> Checked:
    """Return what the latest run says of a case. A check that asks for other kinds of case is left out."""
    run = latest_run(case.book)
    if run is None:
        return Checked()
    told = {key: _told(key, one) for key, one in run.summary.items()}
    found = list(CheckFinding.objects.filter(run=run, code=case.code))
    hits = [Failed(told[one.check_id], one) for one in found if one.check_id in told]
    about = [key for key, one in run.summary.items() if one["subject"] == "case" and _asks_for(one, case)]
    hit = {one.check_id for one in found}
    newest = latest_snapshot(case.book)
    return Checked(
        run,
        [one for one in hits if not one.finding.dismissed],
        [one for one in hits if one.finding.dismissed],
        [told[key] for key in about if key not in hit and told[key].why_not is None],
        [told[key] for key in about if told[key].why_not is not None],
        newest is not None and newest.pk != run.snapshot_id,
    )


def _asks_for(one: Mapping[str, Any], case: Case) -> bool:
    return not one["kinds"] or case.kind in one["kinds"]


def _told(key: str, one: Mapping[str, Any]) -> ToldCheck:
    why_not = Text(*one["why_not"]) if one["why_not"] else None
    return ToldCheck(
        key, Text(*one["title"]), Text(*one["citation"]), one["severity"], one["examined"], one["findings"], why_not
    )


def digest_of_findings(run_id: str) -> str:
    """Return the digest over the findings of a run as the database holds them."""
    return digest_of_rows(list(CheckFinding.objects.filter(run_id=int(run_id)).order_by("pk")))


def digest_of_rows(rows: list[CheckFinding]) -> str:
    """Return the digest over findings in their order."""
    told = []
    for one in rows:
        state = states.state_of(one)
        del state["id"]  # given by the database
        told.append(state)
    return states.digest_of_state({"findings": told})


def runs_with_findings() -> list[str]:
    """Return the runs that have findings."""
    found = CheckFinding.objects.order_by("run_id").values_list("run_id", flat=True).distinct()
    return [str(run_id) for run_id in found]


def stored_files() -> list[tuple[str, str]]:
    """Return the stored findings with the run that names each."""
    return [(digest, f"cases.checkrun {pk}") for pk, digest in CheckRun.objects.values_list("pk", "findings")]
