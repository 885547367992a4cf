"""What follows for officers: months published, red cards tracked, key cases, accountability, awards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiheng_web.cases.models import Case
from zhiheng_web.demonstration import review_plan
from zhiheng_web.demonstration.agenda import Agenda
from zhiheng_web.demonstration.review_world import World
from zhiheng_web.lib import clock
from zhiheng_web.officers import rules
from zhiheng_web.officers.actions import accountability, awards, lists, months, publishing, settling, trackings
from zhiheng_web.officers.models import Accountability, Month, Tracking
from zhiheng_web.officers.reading import standing, triggers
from zhiheng_web.officers.reading.rounds import fates_of

_RULES = (
    ("tracking", {"red_card_days": 45}, "给二次考评留出时间（虚构）"),
    ("accountability", {"times": 3, "months": 12, "hearing_working_days": 5}, "局党委会议确定（虚构）"),
    ("awards", {"quantity": "30", "quality": "70"}, "质量为主，数量为辅（虚构）"),
)


@dataclass
class Months:
    """The months of the bureau's officers and what comes of them."""

    world: World
    today: date

    def enter(self, agenda: Agenda) -> None:
        """Enter months, trackings, accountability and awards into an agenda."""
        first = review_plan.anchor_of(0, self.today)
        agenda.on(first - timedelta(days=5), self._settle)
        over = list(self._over(first + timedelta(days=10)))
        for month in over:
            on = _after(month) + timedelta(days=2)
            agenda.on(on, lambda month=month: self._publish(month, is_last=month == over[-1]), 15)  # type: ignore[misc]
            agenda.on(on + timedelta(days=1), self._close_passed, 16)
        day = self.today - timedelta(days=1)
        agenda.on(day - timedelta(days=60), self._track_a_case)
        agenda.on(day - timedelta(days=110), self._hold_responsible)
        agenda.on(day - timedelta(days=102), self._state)
        agenda.on(day - timedelta(days=97), self._put_before_committee)
        agenda.on(day - timedelta(days=96), self._decide)
        agenda.on(day - timedelta(days=4), self._propose_second, 16)
        agenda.on(day - timedelta(days=3), self._reward, 16)

    def _over(self, first: date) -> Iterator[date]:
        """Yield the first days of the months with reviewed files that are over and could be published by yesterday."""
        month = first.replace(day=1)
        while _after(month) + timedelta(days=2) < self.today:
            yield month
            month = _after(month)

    def _settle(self) -> None:
        for topic, values, reason in _RULES:
            settling.set_rules(
                actor=self.world.brigade, organiser=self.world.bureau, topic=topic, values=values, reason=reason
            )

    def _publish(self, month: date, *, is_last: bool) -> None:
        brigade = self.world.brigade
        made = months.compute_month(actor=brigade, organiser=self.world.bureau, month=month)
        made = months.publish_month(actor=brigade, month=made)
        publishing.share_summary(actor=brigade, month=made, where="全局法制工作群")
        for line in made.lines.filter(is_red=True).select_related("officer__account", "body", "month__organiser"):
            said = publishing.comment(
                actor=self.world.people["reviewer1"], line=line, text="问题集中在证据收集，请逐条整改。"
            )
            publishing.reply(actor=line.officer.account, comment=said, text="已对照问题清单整改，今后规范询问。")
        if is_last:
            self._issue(made)

    def _issue(self, month: Month) -> None:
        lists.issue_list(actor=self.world.brigade, month=month)
        worst = month.units.filter(cases__gt=0).order_by("-average").first()
        if worst is not None:
            lists.issue_circular(
                actor=self.world.brigade, month=month, bodies=[worst.body_id], demand="组织一次案卷讲评（虚构）。"
            )

    def _close_passed(self) -> None:
        """Close the red cards all of whose files have passed the second round."""
        for one in Tracking.objects.filter(organiser=self.world.bureau, kind="red_card", closed_at=None):
            files = [row.file_review for row in one.files.select_related("file_review__activity")]
            if files and all(fate.state == "passed" for fate in fates_of(files)):
                trackings.close_tracking(actor=self.world.brigade, tracking=one, note="所列案卷均已通过二次考评")

    def _track_a_case(self) -> None:
        case = Case.objects.filter(book=self.world.book, reviews__activity__kind="complete").order_by("-closed_on")[0]
        one = trackings.open_tracking(
            actor=self.world.people["reviewer2"],
            organiser=self.world.bureau,
            case=case,
            reason="群众关注的案件（虚构）",
            closing_condition="评查办结，当事人没有新的意见",
            next_action="向办案单位了解情况",
            owner=self.world.legal(case.body.code),
            due_on=clock.today() + timedelta(days=90),
        )
        trackings.report_step(actor=self.world.legal(case.body.code), tracking=one, text="已向当事人说明情况（虚构）。")

    def _hold_responsible(self) -> None:
        """Begin the matter of the officer who refused to mend, from the ground that the files show."""
        self._propose("refused", "拒不整改评查指出的问题", "批评教育，责令限期整改")

    def _propose_second(self) -> None:
        self._propose("repeated", "同类问题反复出现", "诫勉谈话")

    def _propose(self, kind: str, fault: str, measure: str) -> None:
        found = [one for one in triggers.triggers_of(self.world.bureau) if one.kind == kind]
        if not found:
            return
        told = rules.in_force(self.world.bureau, rules.AccountabilityRules)
        one = max(found, key=lambda trigger: (len(trigger.files), trigger.officer.code))
        values = {"fault": f"{fault}（虚构）：{one.name.zh}", "measure_proposed": measure}
        values |= {"history": "评查已告知，整改期满（虚构）。", "basis": "《执法质量考评细则》（虚构）"}
        matter = accountability.propose(
            actor=self.world.brigade,
            organiser=self.world.bureau,
            officer=one.officer,
            trigger=kind,
            values=values,
            facts=one.facts(told),
        )
        accountability.tell_officer(actor=self.world.brigade, matter=matter)

    def _matters(self, state: str) -> list[Accountability]:
        rows = Accountability.objects.filter(organiser=self.world.bureau, state=state)
        return list(rows.select_related("organiser", "officer__account", "body"))

    def _state(self) -> None:
        for one in self._matters("hearing"):
            told = "当时认为原件已经归档，没有及时补正，愿意改正（虚构）。"
            accountability.state_own(actor=one.officer.account, matter=one, statement=told)

    def _put_before_committee(self) -> None:
        for one in self._matters("heard"):
            accountability.submit(actor=self.world.brigade, matter=one, considered="陈述属实，量处时已考虑")

    def _decide(self) -> None:
        for one in self._matters("submitted"):
            accountability.decide(
                actor=self.world.people["bureau-leader"],
                matter=one,
                is_held=True,
                meeting="局党委会议",
                held_on=clock.today(),
                measure="批评教育",
                grounds="事实清楚，本人已认识错误（虚构）",
            )

    def _reward(self) -> None:
        since, until = review_plan.anchor_of(0, self.today).replace(day=1), clock.today().replace(day=1)
        told = rules.in_force(self.world.bureau, rules.AwardRules)
        found = standing.standings(self.world.bureau, since, until, told)
        unit = min(
            standing.unit_shares(self.world.bureau, since, until), key=lambda one: one.average or 0, default=None
        )
        leader = self.world.people["bureau-leader"]
        common: dict[str, Any] = {
            "actor": leader,
            "organiser": self.world.bureau,
            "period_from": since,
            "period_to": until,
        }
        common |= {"decided_on": clock.today(), "reason": "案卷质量全局领先（虚构）"}
        for one in found[:2]:
            awards.decide_award(officer=one.officer, title="案卷质量能手", **common)
        if unit is not None:
            awards.decide_award(body=unit.body, title="执法质量先进单位", **common)


def _after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
