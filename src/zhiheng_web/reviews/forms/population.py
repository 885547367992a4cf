"""Forms of a random review: the freezing of the population, the seed, the choice of a reviewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms

from zhiheng_web.lib.clock import SHANGHAI
from zhiheng_web.lib.fields import DayField, PercentageField, spoken, wrong
from zhiheng_web.lib.words import say
from zhiheng_web.reviews.reading.population import STRATA, WEIGHTS


class FreezeForm(forms.Form):
    """Strata, weights, size, and what will be the seed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    mode = forms.ChoiceField(
        label=spoken("件数怎么定", "How the size is set"),
        widget=forms.RadioSelect,
        initial="rate",
        choices=(
            ("rate", spoken("按想要的问题率精度", "by the precision wanted for a rate")),
            ("detect", spoken("按至少抽到一件问题案卷的概率", "by the probability to meet one faulty file")),
            ("typed", spoken("直接填件数", "typed")),
        ),
    )
    rate = PercentageField(
        required=False,
        initial="10",
        label=spoken("预计（或至少）问题率", "Expected (or least) rate of faulty files"),
    )
    half_width = PercentageField(required=False, initial="5", label=spoken("允许误差（半宽）", "Half width allowed"))
    confidence = PercentageField(required=False, initial="95", label=spoken("置信度", "Confidence"))
    size = forms.IntegerField(required=False, min_value=1, max_value=1_000_000, label=spoken("件数", "Size"))
    looks = forms.IntegerField(
        required=False,
        min_value=2,
        max_value=20,
        label=spoken("分几批查看（可空）", "Looks at parts of the draw (may be blank)"),
        help_text=spoken(
            "按抽取次序评查，每批后看问题率是否已能判定高于或低于界限，能判定的可以提前结束",
            "In the order of the draw; after each part it is seen whether the rate is above or below the threshold",
        ),
    )
    threshold = PercentageField(
        required=False, label=spoken("分批查看的问题率界限", "Threshold of the rate of faulty files")
    )
    strata = forms.ChoiceField(required=False, label=spoken("分层", "Strata"))
    weights = forms.ChoiceField(
        required=False,
        label=spoken("按风险加权", "Weights by risk"),
        help_text=spoken(
            "权重列随总体公布。加权抽取时，问题率的区间不能按普通抽样计算",
            "The weights are published. Intervals of plain draws do not hold for a weighted one",
        ),
    )
    seed_source = forms.CharField(
        max_length=300,
        required=False,
        label=spoken("用什么作种子", "What will be the seed"),
        help_text=spoken(
            "将来才产生、谁也不能左右、人人能查到的，如：中国福利彩票双色球第 2026133 期开奖号码",
            "Something yet to come that nobody can steer and all can look up: the numbers of a named lottery draw",
        ),
    )
    seed_form = forms.CharField(
        max_length=300,
        required=False,
        label=spoken("种子的写法", "How it is written"),
        help_text=spoken(
            "每个未知数字写 #，如 双色球2026133：## ## ## ## ## ##；不这样写的种子不能用",
            "# for each digit not yet known; a seed written otherwise is refused",
        ),
    )
    seed_day = DayField(required=False, label=spoken("种子最早哪天产生", "Earliest day of the seed"))
    seed_time = forms.TimeField(
        required=False, initial=time(21, 30), label=spoken("几点（北京时间）", "At what time (Beijing)")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, told, none in (
            ("strata", STRATA, spoken("不分层", "none")),
            ("weights", WEIGHTS, spoken("不加权，机会均等", "none: equal chances")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", none), *((key, say(text)) for key, text in told.items())]

    @property
    def plan(self) -> dict[str, str]:
        """Return how the size is come by; rates as fractions of one."""
        told = self.cleaned_data
        plan = {"mode": told["mode"]}
        if told["looks"] or told["threshold"] is not None:
            threshold, confidence = told["threshold"], told["confidence"]
            plan |= {"looks": str(told["looks"] or ""), "threshold": str(threshold / 100) if threshold else ""}
            plan |= {"look_confidence": str(confidence / 100)} if confidence else {}
        if told["mode"] == "typed":
            return plan | {"size": str(told["size"] or "")}
        names = ("rate", "confidence") if told["mode"] == "detect" else ("rate", "half_width", "confidence")
        return plan | {name: str(told[name] / 100) for name in names if told[name] is not None}

    def demand_seed(self) -> bool:
        """Return whether the seed's source and moment were given; says what is missing on the form."""
        told = self.cleaned_data
        for name in ("seed_source", "seed_day", "seed_time"):
            if not told.get(name):
                self.add_error(name, wrong("冻结前要填写", "must be given before it is frozen"))
        return not self.errors

    @property
    def seed_not_before(self) -> datetime:
        """Return the instant at which the seed can be known."""
        return datetime.combine(self.cleaned_data["seed_day"], self.cleaned_data["seed_time"], SHANGHAI)


class DrawForm(forms.Form):
    """The seed that has come up, with its proof; a further draw with its reason."""

    seed = forms.CharField(max_length=300, label=spoken("种子", "Seed"), strip=True)
    proof = forms.CharField(
        max_length=300,
        label=spoken("种子的凭据", "Proof of the seed"),
        help_text=spoken("开奖公告的名称和网址，或者在场见证人", "The notice of the lottery, or the witnesses present"),
    )
    reason = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=spoken("重抽理由", "Reason of the further draw"),
        help_text=spoken("上一次抽取和理由一并公布", "The former draw stays in sight with it"),
    )

    def __init__(self, *args: Any, is_redraw: bool, seed_form: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_redraw:
            del self.fields["reason"]
        if seed_form:
            self.fields["seed"].help_text = seed_form


class ReasonForm(forms.Form):
    """A reason for what is done."""

    reason = forms.CharField(max_length=2000, label=spoken("理由", "Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class ReviewerForm(ReasonForm):
    """A reviewer, and why that one; `reader` where the place is to be chosen too."""

    reviewer = forms.ChoiceField(label=spoken("评查员", "Reviewer"))
    field_order = ("reviewer", "reader", "reason")

    def __init__(
        self, *args: Any, people: Iterable[tuple[Any, str]], readers: Iterable[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person, _ in people}
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), told) for person, told in people]
        if readers:
            choices = [(str(one), spoken(f"第 {one} 人", f"reader {one}")) for one in readers]
            self.fields["reader"] = forms.ChoiceField(label=spoken("位置", "Place"), choices=choices)
            self.order_fields(self.field_order)

    @property
    def chosen(self) -> Any:
        """Return the reviewer that was chosen."""
        return self.people[self.cleaned_data["reviewer"]]
