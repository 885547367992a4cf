"""What the bureau's online supervision leads to: suggestion letters, the month's circular, a result from above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from zhiheng_web.cases.models import Case
from zhiheng_web.demonstration import review_files
from zhiheng_web.demonstration.agenda import Agenda
from zhiheng_web.demonstration.review_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity
from zhiheng_web.supervision.actions import external, letters, months, replies, years
from zhiheng_web.supervision.counting import findings_of
from zhiheng_web.supervision.models import Letter
from zhiheng_web.supervision.queries import letters as queries
from zhiheng_web.supervision.queries.months import last_month
from zhiheng_web.supervision.reading import ToldRow
from zhiheng_web.training.actions import bulletins
from zhiheng_web.training.models import Bulletin

#: Days before today: a letter that is answered and closed, and one whose reply is overdue.
_CLOSED, _OVERDUE = 75, 30
_SUPERIOR = "岚港市公安局法制支队（虚构）"


@dataclass
class Supervision:
    """Letters, circular, result from above and the report of the year's review."""

    world: World
    today: date

    def enter(self, agenda: Agenda) -> None:
        """Enter everything into an agenda."""
        for days, step in (
            (_CLOSED, self._answered_letter),
            (_OVERDUE, self._letter_without_reply),
            (40, self._report_above),
            (21, self._result_from_above),
            (2, self._circulate),
            (1, self._letter_from_checks),
        ):
            agenda.on(self.today - timedelta(days=days), step, 19)
        agenda.on(self.today - timedelta(days=_CLOSED - 2), self._reply, 10)
        agenda.on(self.today - timedelta(days=_CLOSED - 5), self._close, 10)
        agenda.on(self.today - timedelta(days=_OVERDUE - 1), lambda: self._receive("YX04"), 9)

    def _letter(self, unit: str, title: str, problems: Sequence[tuple[str, str]], suggestions: str) -> Letter:
        brigade = self.world.brigade
        values = {"title": title, "found_in": "案件网上监督（虚构）", "suggestions": suggestions}
        one = letters.draft_letter(actor=brigade, addressee=self.world.bodies[unit], values=values)
        cases = list(Case.objects.filter(body__code=unit, closed_on__lt=clock.today()).select_related("body")[:2])
        for place, (text, clause) in enumerate(problems):
            case = cases[place] if place < len(cases) else None
            letters.add_problem(actor=brigade, letter=one, text=text, clause=clause, case=case)
        return self._issue(one)

    def _issue(self, letter: Letter) -> Letter:
        now = Letter.objects.get(pk=letter.pk)
        return letters.issue_letter(actor=self.world.brigade, letter=now, version=now.version)

    def _of(self, unit: str) -> Letter:
        found: Letter = Letter.objects.select_related("issuer", "addressee").get(addressee__code=unit)
        return found

    def _receive(self, unit: str) -> Letter:
        return replies.receive_letter(actor=self.world.legal(unit), letter=self._of(unit))

    def _answered_letter(self) -> None:
        problems = (
            ("受案后超过规定期限立案，没有延长审批", "《公安机关办理行政案件程序规定》第六十一条（虚构引用）"),
            ("送达回证没有写送达时间", ""),
        )
        suggestions = "逐案核查受案、立案时间，补办审批手续\n法制员在送审前核对送达回证"
        self._letter("YX02", "规范受案立案和送达的监督建议", problems, suggestions)
        self._receive("YX02")

    def _reply(self) -> None:
        head, one = self.world.head("YX02"), self._of("YX02")
        data = review_files.pdf_of([["整改情况报告", "东湖派出所", f"{clock.today():%Y-%m-%d}", "（虚构）"]])
        replies.add_evidence(actor=head, letter=one, file=BytesIO(data), name="整改情况报告.pdf", size=len(data))
        told = ("对照清单逐案核查，手续已经补办，指定专人每日核对期限。", "送达回证已补正，法制员送审前逐份核对。")
        measures = {row.pk: text for row, text in zip(queries.problems_of(one), told, strict=True)}
        text = "收到建议书后召开所务会研究，两个问题均已整改（虚构）。"
        replies.reply_letter(actor=head, letter=one, text=text, measures=measures, version=one.version)

    def _close(self) -> None:
        replies.accept_reply(actor=self.world.brigade, letter=self._of("YX02"), verdict="整改到位，同意办结（虚构）")

    def _letter_without_reply(self) -> None:
        problems = (("部分案件办案期限接近届满才提请审批，缺少预警", ""),)
        self._letter("YX04", "加强办案期限管理的监督建议", problems, "建立办案期限预警，每周通报临期案件")

    def _letter_from_checks(self) -> None:
        """Write to a unit what the checks found in its cases, where they found anything."""
        brigade = self.world.brigade
        values = {
            "title": "网上监督发现问题的监督建议",
            "found_in": "案件网上监督（虚构）",
            "suggestions": "逐案核查整改，举一反三",
        }
        for code in ("YX01", "YX03", "YX05"):
            addressee = self.world.bodies[code]
            if findings_of(addressee, self.today - timedelta(days=400), self.today).exists():
                one = letters.draft_letter(actor=brigade, addressee=addressee, values=values)
                letters.add_findings(actor=brigade, letter=one, findings=queries.findings_for(brigade, one)[:3])
                self._issue(one)
                return

    def _circulate(self) -> None:
        analysis = "问题集中在归档、送评和决定公示环节，与前几个月相近（虚构）。"
        one = months.circulate_month(
            actor=self.world.brigade,
            body=self.world.bureau,
            month=last_month(),
            analysis=analysis,
            demands="各单位对照本单位的问题逐案核查，十日内报法制大队。",
        )
        self._read(one.bulletin)

    def _result_from_above(self) -> None:
        brigade = self.world.brigade
        values = {"issuer": _SUPERIOR, "year": clock.today().year, "document_no": "岚公法〔2026〕18号（虚构）"}
        values |= {
            "title": "关于年度行政执法案卷评查结果的通报（虚构）",
            "issued_on": clock.today() - timedelta(days=3),
        }
        values["summary"] = "抽查本局案卷 4 件，平均水平较上年提高，送达和证据说明仍有不足（虚构）。"
        one = external.enter_external(actor=brigade, body=self.world.bureau, values=values)
        cases = list(Case.objects.filter(body__code="YX01").select_related("body").order_by("code")[:1])
        rows = [
            *(ToldRow(case.body.name, case.code, Decimal("92.50"), "送达回证填写不全") for case in cases),
            ToldRow("东湖派出所", "", Decimal(95), ""),
            ToldRow("石桥派出所", "", Decimal("88.00"), "证据说明不充分"),
            ToldRow("交通警察大队", "", Decimal(90), "告知书文号与审批表不一致"),
        ]
        external.add_rows(actor=brigade, external=one, rows=rows)
        data = review_files.pdf_of([["年度案卷评查结果通报", _SUPERIOR, f"{clock.today():%Y-%m-%d}", "（虚构）"]])
        external.keep_original(actor=brigade, external=one, file=BytesIO(data), name="通报原件.pdf", size=len(data))
        one.refresh_from_db()
        done = external.circulate_external(actor=brigade, external=one, version=one.version)
        self._read(done.bulletin)

    def _read(self, bulletin: Bulletin | None) -> None:
        assert bulletin is not None
        for name in ("unit1", "unit2-legal", "unit3-officer"):
            bulletins.confirm_reading(actor=self.world.people[name], bulletin=bulletin)

    def _report_above(self) -> None:
        reviewed = Activity.objects.filter(organiser=self.world.bureau, kind="special", reported_at__isnull=False)
        for one in reviewed.select_related("organiser"):
            years.record_submission(
                actor=self.world.brigade,
                activity=one,
                submitted_to=_SUPERIOR,
                submitted_on=clock.today(),
                reference="云公法报〔2026〕7号（虚构）",
            )


__all__ = ["Supervision"]
