"""The cycles of the demonstration, gone through with the real deeds by the people whose deeds they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng.api import legaltime
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.demonstration import ledgers
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.evaluations import jobs, scoring
from zhiheng_web.evaluations.actions import (
    consequences,
    deliberations,
    meetings,
    notices,
    objections,
    opening,
    proposals,
    publications,
    reviews,
    selfevaluation,
    verification,
    veto,
)
from zhiheng_web.evaluations.models import Assessment, Consequence, Cycle
from zhiheng_web.evaluations.reading.selfevaluation import sheet_of
from zhiheng_web.evaluations.reading.verification import lines_of
from zhiheng_web.intake.actions.adding import add_ledger, add_rows
from zhiheng_web.intake.actions.books import keep_book
from zhiheng_web.intake.actions.snapshots import take_snapshot
from zhiheng_web.lib import clock

_CASES = 240
_PROOF = "虚构佐证材料：仅供演示。 Invented evidence, for demonstration only.\n".encode()


@dataclass(frozen=True, slots=True)
class Story:
    """One organiser's way through a year: who is who there, and which bodies are evaluated."""

    organiser: Body
    scheme: str
    bodies: Sequence[Body]
    people: Mapping[str, Account]
    prefix: str
    heads: str
    counties: Sequence[dict[str, Any]] = ()

    def office(self, second: bool = False) -> Account:
        """Return who runs the evaluation; `second` another person of the office, where there is one."""
        return self.people[f"{self.prefix}office{'2' if second and self.prefix else ''}"]

    def deputy(self) -> Account:
        """Return who signs proposals."""
        return self.people[f"{self.prefix}deputy"]

    def leader(self) -> Account:
        """Return who decides."""
        return self.people[f"{self.prefix}leader"]

    def head(self, body: Body) -> Account:
        """Return the head of an evaluated body."""
        return self.people[f"{self.heads}{list(self.bodies).index(body) + 1}"]

    def clerk(self, body: Body) -> Account:
        """Return the data officer of an evaluated body."""
        return self.people[f"{self.heads}{list(self.bodies).index(body) + 1}-data"]


def at(day: date, hour: int = 10) -> datetime:
    """Return an hour of a day in Shanghai."""
    return datetime.combine(day, time(hour, 12), tzinfo=clock.SHANGHAI)


def working(start: date, days: int) -> date:
    """Return the working day so many working days after another."""
    due = legaltime.add_working_days(start, days, calendar=legaltime.working_calendar()).due
    return due or start


def open_year(story: Story, year: int, *, on: date, due: date, previous: Cycle | None) -> tuple[Cycle, list[Any]]:
    """Bring the ledger of a year in, seal it, and open the cycle; return it with the claims that bodies will make."""
    office = story.office()
    with clock.pretending(at(on)), TemporaryDirectory(prefix="zhiheng-") as place:
        folder = ledgers.write_year(Path(place) / "ledger", year, cases=_CASES)
        ledgers.keep_units(folder, story.organiser.code[:2])
        claims = ledgers.take_claims(folder)
        completion = ""
        if story.scheme == "chongqing-interim":
            completion = (folder / "chongqing-completion.yaml").read_text(encoding="utf-8")
        with acts.act(office, "demonstration.prepare"):
            book = keep_book(
                None,
                body=story.organiser,
                name=f"{year} 年度台账（虚构）",
                period_from=date(year, 1, 1),
                period_to=date(year + 1, 1, 1),
                as_of=ledgers.as_of(year),
                findings_complete=ledgers.declared_complete(folder),
                fictional=True,
            )
            add_ledger(None, book, folder, source=f"演示台账 {year}")
            if story.counties:
                add_rows(None, book, "units", story.counties, source="县级机构名录")
        snapshot = take_snapshot(office, book, name=f"{year} 年度评价用")
        cycle = opening.start_draft(
            office,
            organiser=story.organiser,
            scheme_id=story.scheme,
            title=f"{year}年度{'执法效能评价' if completion else '总结评价'}",
            year=year,
        )
        cycle = opening.change_draft(
            office,
            cycle=cycle,
            version=cycle.version,
            bodies=[body.pk for body in story.bodies],
            as_of=ledgers.as_of(year),
            self_evaluation_due=due,
            snapshot=snapshot,
            completion=completion,
            previous=previous,
            title_en=f"Evaluation of {year}",
        )
        opened = opening.open_cycle(office, cycle=cycle, version=cycle.version)
        if not opened.fictional:
            with acts.act(office, "demonstration.prepare"):
                opened.fictional = True
                opened.save()
    return opened, claims


def write_claims(story: Story, one: Assessment, claims: Sequence[Any], year: int, *, leave_open: int = 0) -> None:
    """Let the data officer fill the self-evaluation in; the last `leave_open` lines are left for the visitor."""
    clerk = story.clerk(one.body)
    sheet = sheet_of(one)
    told = {rule: _varied(value, one.unit_id, rule, year) for unit, rule, value, _ in claims if unit == one.unit_id}
    lines = [line for line in sheet.lines.values() if line.id in told or (line.is_wanted and line.lacks_answer)]
    entries = [
        selfevaluation.Entry(
            line.id, told.get(line.id) or line.ledger_value or _none_of(line), "按台账和档案填写（虚构）"
        )
        for line in lines[: len(lines) - leave_open]
    ]
    with acts.act(clerk, "evaluations.write_claim"):
        selfevaluation.save_claims(clerk, assessment=one, entries=entries)
        answered = {entry.rule_id for entry in entries}
        for line in sheet_of(one).unproved:
            if line.id in answered or not leave_open:
                _prove(clerk, one, line.id, year)


def _prove(clerk: Account, one: Assessment, rule_id: str, year: int) -> None:
    keep_evidence(
        clerk,
        body=one.body,
        file=BytesIO(_PROOF),
        name=f"佐证-{rule_id}.txt",
        size=len(_PROOF),
        subject=subject_of(one),
        rule_id=rule_id,
        evidence_date=date(year, 6, 30),
    )


def _none_of(line: Any) -> str:
    """Return how a line is answered where there is nothing to report."""
    return {"count": "0", "elements": "0", "level": "0", "rate": "100%"}.get(line.ask.kind, "false")


def _varied(value: str, unit: str, rule: str, year: int) -> str:
    """Return a value that differs a little from year to year, the same at every run."""
    draw = sha256(f"{unit}{rule}{year}".encode()).digest()[0]
    if value.isdigit() and draw < 24:
        return str(int(value) + 1)
    return value


def verify(story: Story, one: Assessment) -> None:
    """Verify line by line what is open: what agrees at once, then the ledger's value, else the claim."""
    office = story.office()
    with acts.act(office, "evaluations.verify"):
        if any(line.is_open and line.agrees and not line.pending for line in lines_of(one)):
            verification.take_agreeing(actor=office, assessment=one)
        for line in lines_of(one):
            if not line.is_open:
                continue
            taken = "computed" if line.computed else "claimed"
            reason = "台账记录为准（虚构） the ledger's record is decisive"
            verification.verify_line(actor=office, assessment=one, rule_id=line.rule_id, taken=taken, reason=reason)


def confirm_vetoes(story: Story, one: Assessment) -> None:
    """Turn both keys of every veto that the ledger proposes."""
    veto.propose_from_ledger(actor=story.office(), assessment=one)
    for found in one.vetoes.filter(status="proposed"):
        first = veto.turn_key(actor=story.office(), veto=found, seen=found.status)
        veto.turn_key(actor=story.deputy(), veto=first, seen=first.status)


def fresh(one: Assessment) -> Assessment:
    """Read an assessment again."""
    chosen = Assessment.objects.select_related("cycle__organiser", "cycle__leading_group", "body")
    found: Assessment = chosen.get(pk=one.pk)
    return found


def tell_and_settle(story: Story, one: Assessment, *, proposed: date, delivered: date) -> None:
    """Propose, sign and give notice of the result of a verified body."""
    with clock.pretending(at(proposed)):
        proposals.propose_result(
            actor=story.office(), assessment=one, opinion="数据已逐项核实，建议按核实结果定分（虚构）。"
        )
    with clock.pretending(at(proposed, 16)):
        proposals.sign_proposal(actor=story.deputy(), assessment=one)
    with clock.pretending(at(delivered)):
        notices.give_notice(actor=story.office(), assessment=fresh(one))
    with clock.pretending(at(delivered, 15)):
        notices.acknowledge(actor=story.head(one.body), notice=notices.latest_notice(one))


def object_to(story: Story, one: Assessment, *, on: date) -> Any:
    """Let a body object to its largest loss."""
    card = scoring.latest(one.cycle, "current", "reviewed").cards.get(assessment=one)  # type: ignore[union-attr]
    lost = [rule for rule in card.rules().values() if str(rule["points"]).startswith("-")]
    rule_id = lost[0]["id"] if lost else next(iter(card.rules()))
    contested = objections.Contested(rule_id, "其中一起系对方单位车辆，不应计入本单位（虚构）。", "")
    with clock.pretending(at(on)):
        return objections.file_objection(actor=story.head(one.body), assessment=fresh(one), lines=[contested])


def finish_year(story: Story, cycle: Cycle, claims: Sequence[Any], *, start: date) -> None:
    """Go through a whole year to its publication and what follows from it."""
    assessments = [fresh(one) for one in cycle.assessments.all()]
    for one in assessments:
        with clock.pretending(at(working(start, 5))):
            write_claims(story, one, claims, cycle.year)
            _submit_quietly(story, fresh(one))
    with clock.pretending(at(working(start, 12))), acts.act(story.office(), "evaluations.verify"), jobs.deferred():
        scoring.compute(cycle, "claimed", actor=story.office(), why="自评汇总 self-evaluations")
        scoring.compute(cycle, "current", actor=story.office(), why="自评汇总 self-evaluations")
        for one in assessments:
            confirm_vetoes(story, fresh(one))
            verify(story, fresh(one))
            _hand_on(story, fresh(one))
        scoring.compute(cycle, "current", actor=story.office(), why="核实办结 verified")
    told = working(start, 18)
    for one in assessments:
        tell_and_settle(story, fresh(one), proposed=working(start, 15), delivered=told)
    contested = object_to(story, assessments[-1], on=working(told, 2))
    with clock.pretending(at(working(told, 4))):
        for line in contested.lines.all():
            reviews.decide_line(
                actor=story.office(), line=line, outcome="upheld", reason="现场记录清楚，扣分无误（虚构）。"
            )
        reviews.finish_review(actor=story.office(), objection=contested)
    with clock.pretending(at(working(told, 7))):
        notices.close_expired()
        _deliberate(story, cycle)
    with clock.pretending(at(working(told, 9))):
        publications.publish(actor=story.office(), cycle=Cycle.objects.get(pk=cycle.pk), audience="public")
        for one in Consequence.objects.filter(assessment__cycle=cycle):
            consequences.decide_consequence(
                actor=story.leader(),
                consequence=one,
                is_taken=one.kind != "transfer_proposal",
                reason="按办法办理（虚构）。",
                owner=story.people.get(f"{story.prefix}discipline"),
            )


def _submit_quietly(story: Story, one: Assessment) -> None:
    """Submit without computing after each body: the whole cycle is computed once when all have submitted."""
    with jobs.deferred():
        selfevaluation.submit(story.head(one.body), assessment=one, version=one.version, declared=True)


def _hand_on(story: Story, one: Assessment) -> None:
    verification.finish_verification(actor=story.office(), assessment=one, version=one.version)


def _deliberate(story: Story, cycle: Cycle) -> None:
    facts = meetings.MeetingFacts(
        name=f"{story.organiser.name}办公会议", held_at=clock.now() - timedelta(hours=1), chair=str(story.leader())
    )
    meeting = meetings.record_meeting(actor=story.office(), cycle=Cycle.objects.get(pk=cycle.pk), facts=facts)
    for one in cycle.assessments.filter(state="settled"):
        deliberations.decide(actor=story.leader(), meeting=meeting, assessment=fresh(one), outcome="approved")
    meetings.close_meeting(actor=story.office(), meeting=meeting)
