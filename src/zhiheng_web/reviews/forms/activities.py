"""Forms of activities: the one page that makes one, its settings, the items of its card, the choice of cases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from zhiheng import api
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.fields import DayField, spoken, wrong
from zhiheng_web.lib.words import Text, say
from zhiheng_web.reviews.models import Activity
from zhiheng_web.reviews.models.activities import KIND_TEXTS
from zhiheng_web.reviews.procedures import every_rules
from zhiheng_web.reviews.reading.activities import bodies_for


def _options(scheme_id: str) -> list[Any]:
    """Return the options that a scheme leaves open."""
    return list(api.open_scheme(scheme_id).options)


class _WithOptions(forms.Form):
    """A form with a field for every option of one scheme, or of all of them."""

    def add_options(self, schemes: list[str], chosen: dict[str, str]) -> None:
        """Add a field for each option; one that several schemes have is asked once."""
        for option in (one for scheme_id in schemes for one in _options(scheme_id)):
            name = f"option_{option.id}"
            if name in self.fields:
                continue
            default = say(Text("（默认）", " (default)"))
            choices = [(one, one + (default if one == option.default else "")) for one in option.choices]
            self.fields[name] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=chosen.get(option.id, option.default),
                label=option.id,
                help_text=say(option.text),
            )

    def options(self, scheme_id: str) -> dict[str, str]:
        """Return the options of a scheme as they were chosen."""
        told = {one.id: self.cleaned_data.get(f"option_{one.id}", "") for one in _options(scheme_id)}
        return {name: value for name, value in told.items() if value}

    @property
    def option_fields(self) -> list[Any]:
        """Return the fields of options, to be shown together."""
        return [self[name] for name in self.fields if name.startswith("option_")]


class _PeriodForm(_WithOptions):
    """Title, theme, period of closing and bodies."""

    title = forms.CharField(max_length=200, label=spoken("名称", "Title"))
    theme = forms.CharField(
        max_length=300,
        required=False,
        label=spoken("主题或专项治理", "Theme or campaign"),
        help_text=spoken("专项评查写明治理重点（WX-01、WX-02）", "Of a special review: its focus (WX-01, WX-02)"),
    )
    period_from = DayField(label=spoken("结案期间第一天", "Closed from"))
    last_day = DayField(label=spoken("结案期间最后一天", "Closed until"))
    bodies = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=spoken("被评查的单位", "Bodies reviewed"),
        help_text=spoken("选上级单位的，其下级单位的案件一并列入", "The cases of those beneath a body come with it"),
    )

    def offer(self, organiser: Body | None) -> None:
        """Offer the bodies beneath the organiser."""
        known = bodies_for(organiser) if organiser is not None else []
        depth = organiser.depth if organiser is not None else 0
        field = self.fields["bodies"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), f"{'　' * (one.depth - depth - 1)}{one.name}") for one in known]
        self._known = {str(one.pk): one for one in known}

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("period_from"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", wrong("早于第一天", "before the first day"))
        return told

    @property
    def period(self) -> dict[str, date]:
        """Return the period half-open, as it is stored."""
        told = self.cleaned_data
        return {"period_from": told["period_from"], "period_to": told["last_day"] + timedelta(days=1)}

    @property
    def chosen_bodies(self) -> list[Body]:
        """Return the bodies that were ticked."""
        return [self._known[key] for key in self.cleaned_data["bodies"]]


class NewActivityForm(_PeriodForm):
    """Everything that makes an activity, on one page."""

    organiser = forms.ModelChoiceField(queryset=Body.objects.none(), label=spoken("组织评查的机构", "Organising body"))
    kind = forms.ChoiceField(
        choices=[(key, spoken(text.zh, text.en)) for key, text in KIND_TEXTS.items()],
        widget=forms.RadioSelect,
        label=spoken("评查方式", "Kind of review"),
        help_text=spoken(
            "全面：每件结案案卷自动列入（WX-04）；随机：公布总体后抽取（XH-26）；专项、重点：逐件选取并写明理由（WX-16）",
            "Complete: every closed case (WX-04); random: drawn (XH-26); special, key: chosen with a reason (WX-16)",
        ),
    )
    scheme_id = forms.ChoiceField(widget=forms.RadioSelect, label=spoken("评查方案", "Scheme"))

    field_order = ("organiser", "kind", "scheme_id", "title", "theme", "period_from", "last_day", "bodies")

    def __init__(self, *args: Any, organisers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organiser = self.fields["organiser"]
        assert isinstance(organiser, forms.ModelChoiceField)
        organiser.queryset, organiser.initial = organisers, organisers.first()
        asked = str(self.data.get("organiser", ""))
        chosen = organisers.filter(pk=asked).first() if asked.isdecimal() else organisers.first()
        self.offer(chosen)
        scheme, known = self.fields["scheme_id"], every_rules()
        assert isinstance(scheme, forms.ChoiceField)
        scheme.choices, scheme.initial = [(one.scheme, say(one.name.text)) for one in known], known[0].scheme
        today = clock.today()
        self.fields["period_from"].initial = date(today.year, 1, 1)
        self.fields["last_day"].initial = date(today.year, 12, 31)
        self.add_options([one.scheme for one in known], {})


class ActivityForm(_PeriodForm):
    """What a draft says, to be changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": activity.title,
            "theme": activity.theme,
            "period_from": activity.period_from,
            "last_day": activity.period_to - timedelta(days=1),
            "bodies": [str(key) for key in activity.bodies.values_list("body", flat=True)],
            "version": activity.version,
        }
        super().__init__(*args, **kwargs)
        self.offer(activity.organiser)
        self.add_options([activity.scheme_id], dict(activity.options))


class ChooseForm(forms.Form):
    """Cases that are chosen, and why."""

    because = forms.CharField(
        max_length=300,
        label=spoken("列入理由", "Why they are chosen"),
        help_text=spoken("写进每件案卷，所有查看的人都能看到", "It stands on each file, for all who see it"),
    )
