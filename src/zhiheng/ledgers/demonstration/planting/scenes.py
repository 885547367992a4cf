"""Every scene in the order in which they are staged: planted faults, then hard cases; and where they are staged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from zhiheng.ledgers.demonstration.bundles import Bundle
from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.load import VARIED_FROM, Load
from zhiheng.ledgers.demonstration.planting import (
    amounts,
    fabrications,
    grievances,
    limits,
    lookalikes,
    missing,
    order,
    persons,
    splits,
)
from zhiheng.ledgers.demonstration.planting.plots import Plot, Stage

FAULTS: tuple[Stage, ...] = (
    missing.filing, missing.investigation, missing.notice, missing.statement, missing.review, missing.service,
    missing.decision_number, missing.hearing, missing.hearing_notice, missing.legal_review,
    missing.legal_review_after_hearing, missing.legal_review_where_heard, missing.legal_review_of_compulsion,
    missing.collective_discussion, missing.archive, missing.recording_of_seizure, missing.recording_of_hearing,
    missing.recording_of_enforcement, missing.seizure_document, missing.approval_of_seizure, missing.demand,
    missing.filing_after_clue,
    order.notice, order.legal_review, order.legal_review_after_hearing, order.collective_discussion, order.service,
    order.investigation, order.filing, order.hearing, order.publication,
    limits.decision, limits.service, limits.evidence, limits.limitation, limits.payment, limits.filing,
    limits.submission, limits.resubmission, limits.publication, limits.publication_of_licence,
    limits.publication_of_compulsion, limits.withdrawal, limits.release, limits.approval, limits.licence,
    limits.certificate_of_licence, limits.hearing, limits.decision_before_hearing, limits.enforcement,
    limits.application,
    persons.two_officers, persons.two_officers_in_compulsion, persons.auxiliary, persons.auxiliary_in_compulsion,
    persons.certificate, persons.certificate_on_the_spot, persons.reviewer, persons.legal_reviewer,
    persons.legal_review_by_handler,
    amounts.benchmark, amounts.on_the_spot, amounts.payment,
    splits.decision_number, splits.fine, splits.case, splits.under_threshold, splits.on_the_spot, splits.events,
    fabrications.digest, fabrications.text, fabrications.time, fabrications.two_places, fabrications.one_minute,
    grievances.repeated, grievances.late, grievances.refused, grievances.decision_overturned,
    grievances.overturned_by_superior, grievances.left_public, grievances.inaction, grievances.sanction,
    grievances.compensation,
)  # fmt: skip
HARD_CASES: tuple[Stage, ...] = (
    lookalikes.decided_on_the_last_day, lookalikes.decided_after_the_holidays, lookalikes.suspended,
    lookalikes.extended, lookalikes.served_on_the_last_day, lookalikes.published_on_the_last_day,
    lookalikes.licence_on_the_last_days, lookalikes.compulsion_on_the_last_day, lookalikes.court_on_the_eleventh_day,
    lookalikes.evidence_on_the_last_day, lookalikes.hearing_on_the_seventh_day, lookalikes.decided_on_the_sixth_day,
    lookalikes.filed_on_the_last_day, lookalikes.paid_on_the_last_day, lookalikes.submitted_on_the_last_day,
    lookalikes.withdrawn_on_the_last_day, lookalikes.released_on_the_last_day, lookalikes.approved_within_a_day,
    lookalikes.found_in_time, lookalikes.due_tomorrow,
    persons.certificate_to_the_day, amounts.fine_at_the_bounds, amounts.on_the_spot_at_the_bound,
    amounts.paid_with_surcharge,
    splits.other_causes, splits.other_parties, splits.months_apart, splits.relapse, splits.below_together,
    splits.step_in_two_media,
    fabrications.an_hour_apart, fabrications.at_night, fabrications.in_one_afternoon, fabrications.short_phrases,
    fabrications.file_of_one_case, fabrications.decision_copied,
    grievances.twice_only, grievances.other_districts, grievances.neighbours, grievances.other_issues,
    grievances.other_matters,
    grievances.maintained,
    grievances.answered_on_the_last_day,
)  # fmt: skip
#: Two faults, a hard case, and so on: whatever part of them a unit stages, it has both.
SCENES: tuple[Stage, ...] = tuple(
    scene
    for two, hard in zip_longest(zip_longest(FAULTS[::2], FAULTS[1::2]), HARD_CASES)
    for scene in (*(two or ()), hard)
    if scene is not None
)

#: In the first half of a unit's cases, a scene is staged at every so many; the first ones are left as they are.
STRIDE, _FIRST = 8, 8
#: Fines on the spot are small: a unit without such causes cannot have these scenes.
_ON_THE_SPOT: frozenset[Callable[..., object]] = frozenset({splits.on_the_spot})


@dataclass
class Stages:
    """The places of a ledger where scenes are staged, counted through all units, so that every scene has its turn."""

    cases: int
    seed: int
    staged: int = 0

    def is_place(self, load: Load, number: int) -> bool:
        """Return whether a scene is staged from this case number on."""
        return self.cases >= VARIED_FROM and _FIRST <= number < load.count // 2 and number % STRIDE == 0

    def stage(self, load: Load, number: int) -> Iterator[Bundle]:
        """Yield what the next scene brings forth; cases whose numbers it does not use are ordinary ones."""
        turn, place = divmod(self.staged, len(SCENES))
        self.staged += 1
        plot = Plot(load, number, turn, Dice(self.seed, f"scene/{load.profile.unit_id}/{number}"))
        scene = SCENES[place]
        if scene in _ON_THE_SPOT and not plot.can_fine_on_the_spot:
            scene = SCENES[place + 1]
        for bundle in scene(plot):
            bundle.scene = name_of(scene)
            yield bundle
        for rest in range(number + plot.used, number + STRIDE):
            yield load.bundle(rest)


def name_of(scene: Stage) -> str:
    """Return the name of a scene: its module and what it stages."""
    return f"{scene.__module__.rpartition('.')[2]}.{scene.__name__}"
