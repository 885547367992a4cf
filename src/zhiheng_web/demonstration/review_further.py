"""Beside the complete review: a special one with its report, and a random draw under the rules of Xuhui."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Case
from zhiheng_web.demonstration import review_cards
from zhiheng_web.demonstration.agenda import Agenda
from zhiheng_web.demonstration.cycles import at
from zhiheng_web.demonstration.review_plan import Problem
from zhiheng_web.demonstration.review_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.actions import activities, assigning, choosing, population, results, rounds
from zhiheng_web.reviews.models import Activity, Assignment
from zhiheng_web.reviews.reading.card_access import assignments

#: Files of the special review, and of the draw; of the draw so many are left for the visitor.
_SPECIAL, _DRAWN, _LEFT = 10, 8, 3
_STRICT = (
    Problem("E1", "3", "7", "多人参与的案件只询问了一人", "补充询问其他在场人员"),
    Problem("P2", "3", "2", "超过三十日未作出决定，没有延长审批", "说明超期原因，落实期限预警"),
)
_SLIGHT = (Problem("W1", "0.5", "12", "送达回证的送达时间未填写", "补正送达时间并说明"),)
_XUHUI = (
    Problem("F2", "0.5", "9", "告知书文号与审批表不一致", "核对后补正文号"),
    Problem("P4", "1", "18", "邮寄送达未附回执", "补附签收凭证"),
    Problem("E1", "3", "7", "仅有一方陈述，未收集其他证据", "补充收集旁证"),
)


@dataclass
class Further:
    """The two further reviews of the bureau."""

    world: World
    today: date

    def enter(self, agenda: Agenda) -> None:
        """Enter them into an agenda: the special review is over, the random one under way."""
        begin = self.today - timedelta(days=70)
        agenda.on(begin, self._special)
        agenda.on(begin + timedelta(days=5), lambda: self._sign("special", _SPECIAL))
        agenda.on(begin + timedelta(days=7), self._tell)
        agenda.on(begin + timedelta(days=24), rounds.settle_due, 2)
        agenda.on(begin + timedelta(days=25), self._report)
        draw = self.today - timedelta(days=12)
        agenda.on(draw, self._freeze)
        agenda.on(draw + timedelta(days=2), self._draw)
        agenda.on(draw + timedelta(days=6), lambda: self._sign("random", _DRAWN - _LEFT))

    def activity(self, kind: str) -> Activity:
        """Return the activity of a kind as it stands."""
        found: Activity = Activity.objects.select_related("organiser").get(organiser=self.world.bureau, kind=kind)
        return found

    def _make(self, kind: str, scheme_id: str, title: str, **rules: Any) -> Activity:
        world = self.world
        since, until = self.today - timedelta(days=400), clock.today() - timedelta(days=10)
        made = activities.make_activity(
            actor=world.brigade,
            organiser=world.bureau,
            title=title,
            kind=kind,
            scheme_id=scheme_id,
            period_from=since,
            period_to=until,
            bodies=world.units,
        )
        with acts.act(world.brigade, "demonstration.prepare"):
            made.fictional = True
            made.save()
        return activities.change_draft(
            actor=world.brigade, activity=made, version=made.version, rules={**made.rules, **rules}
        )

    def _special(self) -> None:
        brigade = self.world.brigade
        one = self._make("special", "wuxue-file-review", "治安案件证据专项评查（虚构）", rounds=1)
        one = activities.open_activity(actor=brigade, activity=one, version=one.version)
        cases = Case.objects.filter(book=self.world.book, kind="penalty", closed_on__lt=one.period_to)
        choosing.choose_cases(
            actor=brigade, activity=one, cases=cases.order_by("code")[:_SPECIAL], because="治安处罚案件，证据是本次重点"
        )
        assigning.assign_proposed(actor=brigade, activity=one)

    def _freeze(self) -> None:
        one = self._make("random", "xuhui-file-review", "行政执法案卷随机抽查（虚构）", readers=2)
        population.freeze(
            actor=self.world.brigade,
            activity=one,
            version=one.version,
            seed_source="次日公布的福利彩票 3D 开奖号码（演示，虚构）",
            seed_form="###",
            seed_not_before=at(clock.today() + timedelta(days=1), 22),
            size_plan={"mode": "typed", "size": str(_DRAWN)},
            strata="body",
        )

    def _draw(self) -> None:
        brigade = self.world.brigade
        population.draw(actor=brigade, activity=self.activity("random"), seed="358", proof="开奖公告（虚构）")
        population.start(actor=brigade, activity=self.activity("random"))
        assigning.assign_proposed(actor=brigade, activity=self.activity("random"))

    def _sign(self, kind: str, most: int) -> None:
        """Let the readers sign the first files: of the drawn the first two readers differ, which asks for a third."""
        files = list(self.activity(kind).files.order_by("position", "case__code")[:most])
        places = assignments().filter(file_review__in=files, done_at=None, withdrawn_at=None)
        order = {one.pk: place for place, one in enumerate(files)}
        for place in sorted(places, key=lambda one: (one.reviewer_id, order[one.file_review_id])):
            review_cards.fill_and_sign(place, _found(kind, order[place.file_review_id], place))

    def _tell(self) -> None:
        with acts.act(self.world.brigade, rounds.GIVE):
            for row in self.activity("special").files.filter(state="reviewed"):
                rounds.give_notice(actor=self.world.brigade, file_review=row, with_paper=False)

    def _report(self) -> None:
        brigade = self.world.brigade
        results.compute(actor=brigade, activity=self.activity("special"), stage="final")
        results.issue_report(
            actor=brigade,
            activity=self.activity("special"),
            opinion="证据收集总体规范，个别案件询问不全面（虚构）。",
            demands=["各单位对照问题清单自查，于一个月内报告。"],
            with_calibration=False,
        )
        activities.close_activity(actor=brigade, activity=self.activity("special"), reason="评查结束")


def _found(kind: str, number: int, place: Assignment) -> Sequence[Problem]:
    """Return what a reader finds in a file."""
    if kind == "special":
        return (_STRICT, _SLIGHT, (), _SLIGHT, ())[number % 5]
    if number == 0:
        return _XUHUI if place.reader == 1 else ()
    return (_XUHUI[:1], (), _XUHUI[:2])[number % 3]


__all__ = ["Further"]
