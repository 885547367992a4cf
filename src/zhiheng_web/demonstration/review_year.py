"""The complete review of a year (Wuxue), lot by lot: submitted, read at both levels, told, mended, read once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.demonstration import review_cards, review_plan, review_world
from zhiheng_web.demonstration.agenda import Agenda
from zhiheng_web.demonstration.review_plan import Planned
from zhiheng_web.demonstration.review_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.actions import (
    activities,
    assigning,
    collecting,
    results,
    rounds,
    rounds_mending,
    rounds_objections,
    submitting,
)
from zhiheng_web.reviews.actions import calibration as planting
from zhiheng_web.reviews.models import Activity, Assignment, FileReview, Mending
from zhiheng_web.reviews.queries import problems_of
from zhiheng_web.reviews.reading.assigning import waiting_files
from zhiheng_web.reviews.reading.card_access import assignments
from zhiheng_web.reviews.reading.rounds import awaits_second_notice

#: The lots in which files are planted for the calibration, and how many of each.
_PLANTED, _PLANTED_EACH = (6, 8), 4


@dataclass
class Year:
    """The complete review under way: the bureau, its activity, and the lots of files."""

    world: World
    today: date
    activity: Activity | None = None
    lots: list[list[Planned]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lots = [
            review_plan.lot(place, review_plan.anchor_of(place, self.today)) for place in range(review_plan.LOTS)
        ]

    def enter(self, agenda: Agenda) -> None:
        """Enter the whole year into an agenda."""
        first = review_plan.anchor_of(0, self.today)
        agenda.on(first - timedelta(days=10), self._open)
        for place, lot in enumerate(self.lots):
            self._enter_lot(agenda, place, lot, review_plan.anchor_of(place, self.today))
        agenda.on(self.today - timedelta(days=3), lambda: review_world.run_checks(self.world), 8)
        agenda.on(self.today - timedelta(days=2), self._compute, 18)

    def _enter_lot(self, agenda: Agenda, place: int, lot: list[Planned], anchor: date) -> None:
        def on(days: int, step: Callable[[], object], hour: int = 10) -> None:
            agenda.on(anchor + timedelta(days=days), step, hour)

        late = [one for one in lot if one.number == review_plan.LATE]
        taken_up = [one for one in lot if one.number == review_plan.TAKEN_UP]
        usual = [one for one in lot if one not in late + taken_up and one.reaches("first_level")]
        on(-4, lambda: self._bring_in(lot))
        on(0, lambda: self._submit(usual))
        on(3, lambda: self._first_level(usual))
        self._enter_brigade(on, usual, is_planted=place in _PLANTED)
        if late:
            on(26, lambda: self._submit(late))
            on(27, lambda: self._first_level(late))
            self._enter_brigade(lambda days, step, hour=10: on(days + 24, step, hour), late)
        if taken_up:
            on(26, lambda: self._take_up(taken_up))
            self._enter_brigade(lambda days, step, hour=10: on(days + 24, step, hour), taken_up)
        on(27, collecting.note_overdue, 1)

    def _enter_brigade(self, on: Callable[..., None], files: list[Planned], *, is_planted: bool = False) -> None:
        """Enter what happens to files from the brigade's first reading to the end."""
        on(4, self._assign)
        if is_planted:
            on(5, self._plant)
            on(9, self._sign_planted, 9)
            on(12, lambda: planting.reveal(actor=self.world.brigade, activity=self._now()))
        on(10, lambda: self._second_level(files))
        on(14, lambda: self._tell(files))
        on(16, lambda: self._object(files))
        on(20, lambda: self._answer(files))
        on(24, lambda: self._mend(files))
        on(25, rounds.settle_due, 2)
        on(26, lambda: self._resubmit(files))
        on(32, lambda: self._second_round(files))

    def _now(self) -> Activity:
        assert self.activity is not None
        found: Activity = Activity.objects.select_related("organiser").get(pk=self.activity.pk)
        return found

    def _open(self) -> None:
        world = self.world
        first = self.lots[0][0].file.closed_on.replace(day=1)
        made = activities.make_activity(
            actor=world.brigade,
            organiser=world.bureau,
            title=f"{first.year}—{self.today.year} 年度行政执法案卷全面评查（虚构）",
            kind="complete",
            scheme_id="wuxue-file-review",
            period_from=first,
            period_to=first.replace(year=first.year + 1) + timedelta(days=31),
            bodies=world.units,
            theme="“五不”突出问题专项治理",
        )
        self.activity = activities.open_activity(actor=world.brigade, activity=made, version=made.version)
        with acts.act(world.brigade, "demonstration.prepare"):
            self.activity.fictional = True
            self.activity.save()

    def _compute(self) -> None:
        for stage in ("first", "final"):
            results.compute(actor=self.world.brigade, activity=self._now(), stage=stage)

    def _bring_in(self, lot: list[Planned]) -> None:
        review_world.import_cases(self.world, lot)
        for planned in lot:
            if planned.number in review_plan.WITH_FILE:
                review_world.keep_papers(self.world, planned)
        collecting.collect(actor=None, activity=self._now())

    def files(self, chosen: Iterable[Planned], step: str = "") -> list[tuple[Planned, FileReview]]:
        """Return the files of planned ones that go at least to a step."""
        wanted = {one.file.code: one for one in chosen if not step or one.reaches(step)}
        rows = FileReview.objects.filter(activity=self.activity, case__code__in=wanted).order_by("pk")
        rows = rows.select_related("activity__organiser", "case__lead", "case__second", "body", "lead__account")
        return [(wanted[row.case.code], row) for row in rows]

    def _submit(self, lot: list[Planned]) -> None:
        for unit, own in _by_unit(self.files(lot, "first_level")):
            submitting.submit_files(actor=self.world.legal(unit), files=[row for _, row in own])

    def _take_up(self, lot: list[Planned]) -> None:
        for _, row in self.files(lot):
            reason = "超过送评期限一周，经催办仍未送评（虚构）"
            submitting.take_up(actor=self.world.brigade, file_review=row, reason=reason)

    def _first_level(self, lot: list[Planned]) -> None:
        found = _waiting(self.files(lot, "second_level"), level=1)
        for _, group in _by_reviewer(found):
            for planned, place in group:
                review_cards.fill_and_sign(place, review_cards.found_by_unit(planned))

    def _assign(self) -> None:
        activity = self._now()
        if waiting_files(activity):
            assigning.assign_proposed(actor=self.world.brigade, activity=activity)

    def _second_level(self, lot: list[Planned]) -> None:
        for _, group in _by_reviewer(_waiting(self.files(lot, "reviewed"), level=2)):
            for planned, place in group:
                review_cards.fill_and_sign(place, planned.problems, good=planned.number % 4 == 0)

    def _plant(self) -> None:
        activity = self._now()
        files = min(_PLANTED_EACH, len(planting.plantable(activity)))
        planting.plant(actor=self.world.brigade, activity=activity, seed=f"{clock.today():%Y%m%d}", files=files)

    def _sign_planted(self) -> None:
        for planned, row in self.files(one for lot in self.lots for one in lot):
            for place in assignments().filter(file_review=row, is_planted=True, done_at=None):
                strict = place.reviewer.name == "reviewer1"
                review_cards.fill_and_sign(place, review_cards.seen_by_planted(planned, strict))

    def _tell(self, lot: list[Planned]) -> None:
        with acts.act(self.world.brigade, rounds.GIVE):
            for planned, row in self.files(lot, "mending"):
                if row.state == "reviewed":
                    is_written = planned.number in review_plan.WITH_PAPER
                    rounds.give_notice(actor=self.world.brigade, file_review=row, with_paper=is_written)

    def _object(self, lot: list[Planned]) -> None:
        for _, row in self.files(one for one in lot if one.number in review_plan.OBJECTIONS):
            line = problems_of(row)[-1]
            reason = "该文书原件另卷保存，已随文附上复印件，请核减（虚构）。"
            rounds_objections.file_objection(actor=_account(row), file_review=row, line=line, reason=reason)

    def _answer(self, lot: list[Planned]) -> None:
        for planned, row in self.files(lot):
            is_corrected = review_plan.OBJECTIONS.get(planned.number)
            for one in row.objections.filter(outcome="") if is_corrected is not None else ():
                rounds_objections.answer_objection(
                    actor=self._other(one.line.card.signed_by_id),
                    objection=one,
                    is_corrected=bool(is_corrected),
                    answer="经查阅补充材料，理由成立，予以核减。" if is_corrected else "原卷未见，扣分维持。",
                    deduction_after=Decimal(0) if is_corrected else None,
                )

    def _other(self, signed_by: int | None) -> Account:
        return next(
            self.world.people[name] for name in ("reviewer1", "reviewer2") if self.world.people[name].pk != signed_by
        )

    def _mend(self, lot: list[Planned]) -> None:
        for planned, row in self.files(lot, "second_round"):
            if row.state == "mending":
                self._mend_one(planned, row)

    def _mend_one(self, planned: Planned, row: FileReview) -> None:
        actor, checker = _account(row), self.world.legal(planned.file.unit)
        fates = {one.item: one.fate for one in planned.problems}
        mendings = list(Mending.objects.filter(line__card__assignment__file_review=row).select_related("line"))
        mendings = [one for one in mendings if one.state == "open" and fates.get(one.line.item) != "not"]
        with acts.act(actor, rounds_mending.REPORT):
            reported = [
                rounds_mending.report_mending(
                    actor=actor, mending=one, note=f"{one.line.mend}，已完成（虚构）。", version=one.version
                )
                for one in mendings
            ]
        with acts.act(checker, rounds_mending.CHECK):
            for one in reported:
                rounds_mending.check_mending(
                    actor=checker, mending=one, is_accepted=True, version=one.version, note="已核对"
                )

    def _resubmit(self, lot: list[Planned]) -> None:
        for planned, row in self.files(lot, "second_round"):
            if row.state == "mending":
                reason = "民警认为无需整改，按现状送评" if any(one.fate == "not" for one in planned.problems) else ""
                rounds.resubmit(actor=self.world.legal(planned.file.unit), file_review=row, reason=reason)

    def _second_round(self, lot: list[Planned]) -> None:
        for planned, row in self.files(lot, "settled"):
            for place in assignments().filter(file_review=row, round=2, done_at=None, withdrawn_at=None):
                review_cards.check_mending(place, planned.problems)
            done = FileReview.objects.select_related("activity__organiser", "case", "body").get(pk=row.pk)
            if awaits_second_notice(done):
                rounds.give_second_notice(actor=self.world.brigade, file_review=done, with_paper=False)


def _account(row: FileReview) -> Any:
    assert row.lead is not None and row.lead.account is not None
    return row.lead.account


def _by_unit(files: Sequence[tuple[Planned, FileReview]]) -> Iterable[tuple[str, list[tuple[Planned, FileReview]]]]:
    units = sorted({planned.file.unit for planned, _ in files})
    return [(unit, [one for one in files if one[0].file.unit == unit]) for unit in units]


def _waiting(files: Sequence[tuple[Planned, FileReview]], *, level: int) -> list[tuple[Planned, Assignment]]:
    """Return the open assignments of round one of files, planted ones left out."""
    planned = {row.pk: one for one, row in files}
    places = assignments().filter(file_review__in=planned, level=level, round=1, done_at=None, withdrawn_at=None)
    return [(planned[place.file_review_id], place) for place in places.filter(is_planted=False)]


def _by_reviewer(
    found: Sequence[tuple[Planned, Assignment]],
) -> Iterable[tuple[Account, list[tuple[Planned, Assignment]]]]:
    people = {place.reviewer.pk: place.reviewer for _, place in found}
    return [(person, [one for one in found if one[1].reviewer_id == pk]) for pk, person in sorted(people.items())]
