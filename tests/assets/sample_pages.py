"""Pages with everything on them that the furniture can show: for looking at, for axe, for the tests of `lib`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import path

from zhiheng_web.lib.charts import Chart, Series
from zhiheng_web.lib.dates import today
from zhiheng_web.lib.display import choose_display, choose_language
from zhiheng_web.lib.fields import DayField, EvidenceField, PercentageField, PointsField, spoken
from zhiheng_web.lib.listing import Column, Filter, Listing, Spec
from zhiheng_web.lib.words import Text, say

CITIES = "青川 白石 云岭 临湖 东关 南屏 平阳 安溪 长宁 永泰 明山 双河 西津 石桥".split()
STATES = (
    (Text("办理中", "in progress"), "info"),
    (Text("已核实", "verified"), "good"),
    (Text("待补正", "to be completed"), "warn"),
    (Text("已否决", "vetoed"), "bad"),
    (Text("未开始", "not started"), "neutral"),
)


@dataclass(frozen=True)
class Row:
    """A row of the sample list."""

    pk: int
    name: str
    points: Decimal
    due_date: date
    filed_at: datetime

    @property
    def state(self) -> tuple[Text, str]:
        return STATES[self.pk % 5]


def sample_rows() -> list[Row]:
    """Return 63 rows: three for each state and city, due around today."""
    start = datetime(2026, 3, 1, 1, 30, tzinfo=ZoneInfo("UTC"))
    return [
        Row(
            number,
            f"{CITIES[number % 14]}市城市管理局第{number:02}号案卷",
            Decimal(100) - Decimal(number) / 8,
            today() + timedelta(days=number - 12),
            start + timedelta(hours=31 * number),
        )
        for number in range(63)
    ]


def _named(rows: Any, typed: str) -> Any:
    return [row for row in rows if typed in row.name]


def _in_state(rows: Any, place: str) -> Any:
    return [row for row in rows if row.pk % 5 == int(place)]


def _filed_since(rows: Any, day: date) -> Any:
    return [row for row in rows if row.filed_at.date() >= day]


SPEC = Spec(
    name=Text("案卷清单", "Case files"),
    columns=(
        Column(
            "name",
            Text("案卷", "Case file"),
            lambda row: row.name,
            order_by=("name",),
            href=lambda row: f"/case/{row.pk}/",
        ),
        Column("state", Text("状态", "State"), lambda row: row.state, kind="state"),
        Column("points", Text("得分", "Points"), lambda row: row.points, kind="points", order_by=("points",)),
        Column("due", Text("办结期限", "Due"), lambda row: row.due_date, kind="due", order_by=("due_date",)),
        Column("filed", Text("立案", "Filed"), lambda row: row.filed_at, kind="instant", order_by=("filed_at",)),
    ),
    filters=(
        Filter("name", Text("案卷或单位", "File or body"), _named),
        Filter("state", Text("状态", "State"), _in_state, [(str(n), s[0]) for n, s in enumerate(STATES)], "choice"),
        Filter("since", Text("立案不早于", "Filed since"), _filed_since, kind="day"),
    ),
    order="due",
)


class SampleForm(forms.Form):
    """A form with a field of every kind."""

    name = forms.CharField(
        label=spoken("单位全称", "Full name of the body"), help_text=spoken("与公章一致", "as on its seal")
    )
    day = DayField(label=spoken("证据形成日期", "Date of the evidence"), latest=date(2026, 12, 31))
    points = PointsField(label=spoken("自评得分", "Points claimed"), least=0, most=10)
    rate = PercentageField(label=spoken("满意率", "Rate of satisfaction"), required=False)
    kind = forms.ChoiceField(
        label=spoken("检查方式", "Manner"),
        choices=[("a", spoken("书面", "on paper")), ("b", spoken("现场", "on site"))],
    )
    ground = forms.ChoiceField(
        label=spoken("容错情形", "Ground of tolerance"),
        choices=[("F1", spoken("先行先试", "trial")), ("F2", spoken("规定不明", "unclear rule"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=spoken("理由", "Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    files = EvidenceField(label=spoken("证据文件", "Evidence files"), required=False)
    declared = forms.BooleanField(label=spoken("以上内容属实", "The above is true"))


CHART = Chart(
    "by-city",
    Text("各市得分", "Points by city"),
    [f"{city}市" for city in CITIES],
    (
        Series(
            Text("本年", "this year"),
            [Decimal(9600 - 125 * n) / 100 for n in range(14)],
            [f"/case/{n}/" for n in range(14)],
        ),
        Series(Text("上年", "last year"), [Decimal(9400 - 90 * n) / 100 if n != 3 else None for n in range(14)]),
    ),
    limit=Decimal(80),
    limit_text=Text("合格线", "pass mark"),
)

CRUMBS = [(Text("评价", "Evaluation"), "/evaluations/"), (Text("2026年度", "Year 2026"), "/evaluations/1/")]


PAGES = Path(__file__).resolve().parent / "pages"


def _answer(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    get_token(request)
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text(encoding="utf-8"))
    return HttpResponse(template.render({"crumbs": CRUMBS, **context}, request), status=status)


def page(request: HttpRequest) -> HttpResponse:
    """Answer with the list, the chart and the marks; the export where it is asked for."""
    listing = Listing(request, sample_rows(), SPEC)
    exported = listing.export()
    if exported is not None:
        return exported  # type: ignore[return-value]
    messages.success(request, say(Text("已保存 3 条。", "3 were saved.")))
    messages.warning(request, say(Text("有 2 条今日到期。", "2 are due today.")))
    return _answer(request, "list", listing=listing, chart=CHART, states=STATES, total=Decimal("96.005"))


def form(request: HttpRequest) -> HttpResponse:
    """Answer with the form; what is wrong comes back with 422."""
    bound = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    wrong = bound.is_bound and not bound.is_valid()
    body_class = "zh-field-page" if "field" in request.GET else ""
    return _answer(request, "form", 422 if wrong else 200, form=bound, numbers=range(1, 7), body_class=body_class)


def public(request: HttpRequest) -> HttpResponse:
    """Answer with a page of the portal."""
    return _answer(
        request, "public", chart=CHART, site={"name": Text("甲省行政执法评价公示", "Enforcement evaluation of Jia")}
    )


def draft(request: HttpRequest) -> HttpResponse:
    """Take a draft."""
    return HttpResponse(status=204)


urlpatterns = [
    path("", page),
    path("form/", form),
    path("public/", public),
    path("draft/", draft),
    path("search/", page, name="search"),
    path("inbox/", page, name="inbox"),
    path("language/", choose_language, name="language"),
    path("display/", choose_display, name="display"),
    path("sign-out/", draft, name="account_logout"),
]
handler403 = "zhiheng_web.lib.failures.forbidden"
handler404 = "zhiheng_web.lib.failures.not_found"
handler500 = "zhiheng_web.lib.failures.server_error"
