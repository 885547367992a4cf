"""The class for those behind, and the contest of the best and the worst files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.demonstration.agenda import Agenda
from zhiheng_web.demonstration.cycles import at
from zhiheng_web.demonstration.review_training import Training, person_of
from zhiheng_web.demonstration.review_world import World
from zhiheng_web.lib import clock
from zhiheng_web.training.actions import bulletins, classes, contests, examining, judging, panel
from zhiheng_web.training.models import Contest, Enrolment, FollowUp, Judge, TrainingClass
from zhiheng_web.training.queries import classes as class_queries

_QUESTIONS = (
    ("案例中询问程序有哪些不规范之处？", "询问人数、身份核对、核对签名"),
    ("作出处罚决定前应当告知什么？", "事实、理由、依据和陈述申辩权"),
)
_CASE = "某饭店夜间噪声扰民，民警一人到场询问后当日作出处罚（虚构案例）。"


@dataclass
class Contests:
    """Class and contest of the bureau; `training` has the series in which the result is published."""

    world: World
    today: date
    training: Training

    def enter(self, agenda: Agenda) -> None:
        """Enter class and contest into an agenda."""
        begin = self.today - timedelta(days=50)
        for days, step in enumerate((self._open_class, self._check_themselves, self._examine, self._close_class)):
            agenda.on(begin + timedelta(days=3 * days), step)
        begin = self.today - timedelta(days=20)
        for days, step in enumerate((self._freeze, self._draw, self._judge, self._decide)):
            agenda.on(begin + timedelta(days=2 * days), step, 18)

    def _class(self) -> TrainingClass:
        found: TrainingClass = TrainingClass.objects.select_related("body", "instructor").get(body=self.world.bureau)
        return found

    def _enrolments(self) -> list[Enrolment]:
        rows = Enrolment.objects.filter(training_class__body=self.world.bureau, withdrawn_at=None)
        return list(rows.select_related("training_class__body", "officer__body", "officer__account").order_by("pk"))

    def _open_class(self) -> None:
        brigade, day = self.world.brigade, clock.today()
        starts = max(day, (day + timedelta(days=9)).replace(month=1, day=1)) if day.month == 12 else day
        values: dict[str, Any] = {"title": "后进民警培训班（虚构）", "starts_on": starts, "days": Decimal(2)}
        values |= {"ends_on": starts + timedelta(days=1), "instructor": self.world.people["reviewer2"]}
        values["simulated_case"] = _CASE
        if starts.year != (starts + timedelta(days=1)).year:
            values["starts_on"] = values["ends_on"] = starts + timedelta(days=1)
            values["days"] = Decimal(1)
        one = classes.keep_class(actor=brigade, body=self.world.bureau, values=values)
        behind = [row.officer for row in class_queries.candidates_for(self.world.bureau) if row.grounds]
        classes.enrol(actor=brigade, training_class=one, officers=behind, reason="红牌或者平均扣分较高，经研究列入")
        for text, expected in _QUESTIONS:
            classes.add_question(
                actor=self.world.people["reviewer2"],
                training_class=one,
                text=text,
                points=Decimal(50),
                expected=expected,
            )
        classes.open_class(actor=brigade, training_class=self._class())

    def _check_themselves(self) -> None:
        for one in self._enrolments():
            told = {check.pk: ("对照法条学习后认识到程序要求，今后严格执行。", True) for check in one.checks.all()}
            examining.write_self_check(actor=person_of(one.officer), enrolment=one, told=told)
            examining.write_notes(
                actor=self.world.people["reviewer2"], enrolment=one, notes="已逐条讲评，重点是证据来源的说明。"
            )
        classes.begin_examination(actor=self.world.people["reviewer2"], training_class=self._class())

    def _examine(self) -> None:
        questions = list(class_queries.questions_of(self._class()))
        for one in self._enrolments():
            answers = {row.pk: "应当两人询问、核对身份、逐页签名；事先告知并听取申辩。" for row in questions}
            examining.answer(actor=person_of(one.officer), enrolment=one, answers=answers, hand_in=True)

    def _close_class(self) -> None:
        teacher = self.world.people["reviewer2"]
        questions = list(class_queries.questions_of(self._class()))
        for place, one in enumerate(self._enrolments()):
            points = {row.pk: Decimal(40 if place == 0 else 35) for row in questions}
            examining.mark(actor=teacher, enrolment=one, points=points)
            examining.close_rectification(actor=teacher, enrolment=one)
        classes.close_class(actor=self.world.brigade, training_class=self._class())

    def _contest(self) -> Contest:
        found: Contest = Contest.objects.select_related("body").get(body=self.world.bureau)
        return found

    def _freeze(self) -> None:
        brigade, day = self.world.brigade, clock.today()
        values = {"title": "案卷评选（虚构）", "period_from": day - timedelta(days=130), "period_to": day}
        values |= {"places": 3, "candidates_each": 3, "judges_wanted": 4, "least_scores": 1}
        one = contests.keep_contest(actor=brigade, body=self.world.bureau, values=values)
        contests.collect_candidates(actor=brigade, contest=one)
        named = [self.world.people[f"unit{number}-officer4"] for number in (1, 3, 4)]
        panel.name_officers(actor=brigade, contest=one, accounts=named, reason="连续两年案卷无问题（虚构）")
        one = self._contest()
        panel.freeze_panel(
            actor=brigade,
            contest=one,
            seed_source="次日公布的福利彩票 3D 开奖号码（演示，虚构）",
            seed_not_before=at(day + timedelta(days=1), 22),
            version=one.version,
        )

    def _draw(self) -> None:
        panel.draw_panel(actor=self.world.brigade, contest=self._contest(), seed="704")

    def _judge(self) -> None:
        for judge in Judge.objects.filter(contest=self._contest()).select_related("account", "body", "contest"):
            out = set(judge.recusals.values_list("candidate", flat=True))
            given: dict[int, tuple[Decimal | None, str]] = {
                one.pk: (max(one.score - judge.position - one.rank % 3, Decimal(0)).quantize(Decimal("0.1")), "")
                for one in judge.contest.candidates.all()
                if one.pk not in out
            }
            judging.give_scores(actor=judge.account, judge=judge, given=given, hand_in=True)

    def _decide(self) -> None:
        brigade, leader = self.world.brigade, self.world.people["bureau-leader"]
        one = self._contest()
        one = judging.decide_contest(actor=brigade, contest=one, version=one.version)
        best = one.candidates.filter(side="best", is_named=True).order_by("place").select_related("contest__body")
        for candidate in best:
            told: dict[str, Any] = {"kind": "honour", "text": "全局通报表扬", "decision": "局务会（虚构）"}
            judging.reward(actor=leader, candidate=candidate, decided_on=clock.today(), **told)
        task = FollowUp.objects.filter(candidate__contest=one, about="unit").order_by("pk").first()
        if task is not None:
            judging.decide_follow_up(
                actor=leader,
                follow_up=task,
                measure="约谈单位负责人",
                decision="局务会（虚构）",
                decided_on=clock.today(),
            )
        with acts.act(brigade, "training.publish_bulletin"):
            draft = judging.announce(actor=brigade, contest=one, series=self.training.series["bulletin"])
            bulletins.publish_bulletin(actor=brigade, bulletin=draft, version=draft.version)
